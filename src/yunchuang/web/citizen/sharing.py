"""Short addresses of guides and lists, to be passed on: a link and a code to scan."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.web.common import answers as sent_answers

DIGITS = string.digits + string.ascii_lowercase


@dataclass(frozen=True, slots=True)
class Share:
    """The short address (of this site, without its host) and that of its QR code."""

    path: str
    qr: str


def of(item: ItemFacts, answers: Mapping[str, str] | None = None) -> Share:
    """How an item's guide, or a list with answers, is passed on."""
    query = sent_answers.query(answers or {})
    short = short_of(item.id)
    return Share(reverse("citizen:short", args=[short]) + query, reverse("citizen:short-qr", args=[short]) + query)


def short_of(number: int) -> str:
    """A row number in as few characters as digits and letters allow."""
    text = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        text = DIGITS[rest] + text
    return text or "0"


def number_of(short: str) -> int | None:
    """The row number behind a short address; None for nonsense."""
    if not short or len(short) > 12 or any(character not in DIGITS for character in short):
        return None
    return int(short, len(DIGITS))
