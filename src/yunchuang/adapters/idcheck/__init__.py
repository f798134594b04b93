"""Makers of the checks on identity numbers."""
