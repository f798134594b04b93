"""Makers of documents from elements."""
