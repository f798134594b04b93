"""Makers of electronic seals."""
