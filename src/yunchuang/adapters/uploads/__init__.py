"""Makers of the upload inspector."""
