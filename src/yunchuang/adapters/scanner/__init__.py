"""Makers of the virus scanner."""
