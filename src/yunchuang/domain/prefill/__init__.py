"""Carrying what is known into a form: where a field may come from, what it becomes there, and what is set beside it."""
