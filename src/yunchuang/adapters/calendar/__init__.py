"""Makers of the working-day calendar."""
