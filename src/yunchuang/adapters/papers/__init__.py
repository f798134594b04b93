"""Makers of papers."""
