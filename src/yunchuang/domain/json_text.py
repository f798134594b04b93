"""JSON that strangers sent: whatever is wrong with it is a ``ValueError``."""

from __future__ import annotations

import json
from typing import Any


def loads(text: str) -> Any:
    """Return what a JSON text says.

    Raises:
        JSONDecodeError: it is no JSON.
        ValueError: its brackets are nested too deep, or a number has more digits than Python turns.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
