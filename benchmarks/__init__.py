"""Figures of the service: one runnable module each, ``python -m benchmarks.NAME [--json]``.

The last line printed is ``{"figures": {...}, "goals": {...}, "met": true|false}``.
"""
