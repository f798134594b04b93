"""Makers of messages to phones."""
