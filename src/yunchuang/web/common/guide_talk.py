"""The talk with 小窗 (the guide who answers), as far as this session remembers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

KEY = "guide-talk"
TURNS_KEPT = 20


def turns(request: HttpRequest) -> list[dict[str, Any]]:
    """What was asked and answered, oldest first."""
    found = request.session.get(KEY, [])
    return found if isinstance(found, list) else []


def add(request: HttpRequest, turn: dict[str, Any]) -> None:
    """Remember one question with its answer."""
    request.session[KEY] = [*turns(request), turn][-TURNS_KEPT:]


def forget(request: HttpRequest) -> None:
    """Begin anew."""
    request.session.pop(KEY, None)


def said(talk: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The talk in plain words, to go along to a clerk."""
    return [{"q": str(turn.get("q", "")), "a": str(turn.get("a", ""))} for turn in talk]
