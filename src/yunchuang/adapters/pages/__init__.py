"""Makers of the place where drawn pages are kept."""
