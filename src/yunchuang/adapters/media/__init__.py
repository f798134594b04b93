"""Makers of the media plane."""
