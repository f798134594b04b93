"""Figures as people read them: minutes, seconds, shares; None stays None, so that nothing measured shows as nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template

register = template.Library()


@register.filter
def minutes(seconds_long: float | None) -> int | None:
    """Whole minutes, rounded."""
    return None if seconds_long is None else round(seconds_long / 60)


@register.filter
def seconds(seconds_long: float | None) -> int | None:
    """Whole seconds, rounded."""
    return None if seconds_long is None else round(seconds_long)


@register.filter
def minutes_to(since: datetime | None, at: datetime) -> int | None:
    """Whole minutes from ``since`` to ``at``."""
    return None if since is None else max(0, int((at - since).total_seconds() // 60))


@register.filter
def percent(ratio: float | None) -> str | None:
    """A ratio from 0 to 1 in percent, one decimal."""
    return None if ratio is None else f"{ratio * 100:.1f}"


@register.filter
def share(part: int, whole: int) -> str | None:
    """``part`` of ``whole`` in percent, one decimal; None of nothing."""
    return percent(part / whole) if whole else None


@register.filter
def one_decimal(value: float | None) -> str | None:
    """A number with one decimal."""
    return None if value is None else f"{value:.1f}"


@register.filter
def of(counts: Mapping[str, int], name: str) -> int:
    """The count under ``name``; 0 when there is none."""
    return counts.get(name, 0)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()
