"""Certificates for a demo on a local network."""
