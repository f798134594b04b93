"""Jobs that are only remembered; for tests."""

from __future__ import annotations


class FakeJobs:
    """Remembers what was left, in order."""

    def __init__(self) -> None:
        self.left: list[tuple[str, dict[str, object]]] = []

    def defer(self, name: str, **args: object) -> None:
        """Remember the job."""
        self.left.append((name, args))


def make() -> FakeJobs:
    """An empty list of jobs."""
    return FakeJobs()
