"""Port: work to be done after this transaction, by the worker, until it is done or visibly given up."""

from __future__ import annotations

from typing import Protocol


class Jobs(Protocol):
    """Where work is left."""

    def defer(self, name: str, **args: object) -> None:
        """Leave the job ``name`` (see ``jobs/``) with plain arguments; it exists only if the transaction commits."""
        ...
