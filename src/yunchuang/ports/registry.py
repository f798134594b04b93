"""Who stands behind each port. Filled once by ``config.wiring``; tests put fakes in with ``instead``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_makers: dict[str, Callable[[], Any]] = {}
_made: dict[str, Any] = {}


class PortEmpty(LookupError):
    """Nothing stands behind this port."""


def register(port: str, make: Callable[[], Any]) -> None:
    """Name the maker of ``port``; it is called at first need, so that start-up loads no heavy library."""
    _makers[port] = make
    _made.pop(port, None)


def get(port: str) -> Any:
    """The adapter behind ``port``; annotate the result with the port's Protocol.

    Raises:
        PortEmpty: nothing was registered; see ``config/wiring.py`` and the setting of the port.
    """
    if port not in _made:
        if port not in _makers:
            raise PortEmpty(f"port {port!r} has no adapter; registered: {', '.join(sorted(_makers)) or 'none'}")
        _made[port] = _makers[port]()
    return _made[port]


@contextmanager
def instead(port: str, adapter: Any) -> Iterator[Any]:
    """Let ``adapter`` stand behind ``port`` for the length of a block; for tests."""
    maker, made = _makers.get(port), _made.get(port)
    _makers[port], _made[port] = lambda: adapter, adapter
    try:
        yield adapter
    finally:
        _restore(_makers, port, maker)
        _restore(_made, port, made)


def _restore(table: dict[str, Any], port: str, value: Any) -> None:
    if value is None:
        table.pop(port, None)
    else:
        table[port] = value
