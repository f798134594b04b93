"""The items of the demo: one module a group, each with a list ``ITEMS`` of (draft, body, lines)."""
