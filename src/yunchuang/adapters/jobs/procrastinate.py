"""Jobs as rows of the same database, written by the connection and in the transaction of the caller."""

from __future__ import annotations

from procrastinate.contrib.django import app


class ProcrastinateJobs:
    """Leaves a row; the worker is woken when the transaction commits."""

    def defer(self, name: str, **args: object) -> None:
        """Leave the job ``name``; a name that no worker knows is refused at once."""
        if name not in app.tasks:
            app.perform_import_paths()
        app.configure_task(name, allow_unknown=False).defer(**args)  # type: ignore[arg-type]


def make() -> ProcrastinateJobs:
    """The jobs of this database."""
    return ProcrastinateJobs()
