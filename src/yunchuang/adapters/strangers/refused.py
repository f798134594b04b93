"""How a file is refused."""

from __future__ import annotations


class Refused(Exception):
    """The file is refused; the words are codes that callers turn into errors of the domain, or into findings."""
