"""Makers of the reader of papers."""
