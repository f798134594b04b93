"""Settings from the environment: typed, each declared once, failing loudly with what to do.

Every read is remembered in ``DECLARED``; a test holds it against ``docs/settings.md``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

T = TypeVar("T")


class SettingWrong(Exception):
    """A setting is missing or cannot be read; the message says which, why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as declared: its name and what holds when it is not set."""

    name: str
    default: str


DECLARED: dict[str, Setting] = {}


def _read(name: str, default: T, convert: Callable[[str], T], wanted: str) -> T:
    DECLARED[name] = Setting(name, "" if default is None else str(default))
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return convert(raw)
    except (ValueError, KeyError) as wrong:
        raise SettingWrong(f"{name}={raw!r} cannot be read: {wrong}; write {wanted}") from None


def text(name: str, default: str = "") -> str:
    """The setting as it stands."""
    return _read(name, default, str, "a text")


def required(name: str, why: str) -> str:
    """The setting, or a failure that says why it is needed."""
    value = text(name)
    if not value:
        raise SettingWrong(f"{name} is not set: {why}")
    return value


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within its bounds."""

    def convert(raw: str) -> int:
        value = int(raw)
        if value < least or (most is not None and value > most):
            raise ValueError("out of bounds")
        return value

    return _read(name, default, convert, f"a whole number from {least}" + (f" to {most}" if most is not None else ""))


_TRUTH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def flag(name: str, default: bool = False) -> bool:
    """Yes or no."""

    def convert(raw: str) -> bool:
        if raw.lower() not in _TRUTH:
            raise ValueError("neither yes nor no")
        return _TRUTH[raw.lower()]

    return _read(name, default, convert, "1 or 0")


def choice(name: str, default: str, options: Sequence[str]) -> str:
    """One of the options."""

    def convert(raw: str) -> str:
        if raw not in options:
            raise ValueError("no such option")
        return raw

    return _read(name, default, convert, "one of " + ", ".join(options))


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list divided by commas."""

    def convert(raw: str) -> list[str]:
        return [part.strip() for part in raw.split(",") if part.strip()]

    return _read(name, list(default), convert, "words divided by commas")


def database(url: str) -> dict[str, Any]:
    """Django's way of saying a ``postgresql://user:password@host:port/name?host=/socket/folder`` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingWrong(f"DATABASE_URL starts with {parts.scheme!r}: only postgresql:// is served")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "yunchuang",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
