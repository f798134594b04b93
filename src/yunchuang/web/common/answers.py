"""Answers to situations as they stand in addresses and forms: ``a-kind=meal``."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

PREFIX = "a-"
MOST, CHARACTERS = 60, 60


def given(sent: QueryDict) -> dict[str, str]:
    """The answers that were sent, question → option; which of them mean something is asked of the tree."""
    named = [name for name in sent if name.startswith(PREFIX)][:MOST]
    return {name[len(PREFIX) :][:CHARACTERS]: str(sent[name])[:CHARACTERS].replace("\x00", "") for name in named}


def query(answers: Mapping[str, str], **more: str) -> str:
    """The same as the query of an address, with its question mark; empty where there are none."""
    sent = {**{PREFIX + name: option for name, option in answers.items()}, **more}
    return f"?{urlencode(sent)}" if sent else ""


def hidden(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The same as hidden fields of a form: name, value."""
    return [(PREFIX + name, option) for name, option in answers.items()]
