"""Views of the citizen's door, one module a noun."""
