"""What is searched: an item as search sees it, from wherever it comes."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from yunchuang.domain import json_text

log = logging.getLogger(__name__)

TEXT_CHARACTERS: Final = 400
"""How much of the conditions and materials of an item is looked at."""

_WHOLE_CODE: Final = 31
"""Longer codes are of one way of handling an item (业务办理项)."""
_LEVELS: Final = (("国家", 0), ("省", 1), ("市", 2), ("区", 3), ("县", 3), ("镇", 4), ("街", 4), ("村", 5), ("社区", 5))
_PEOPLE: Final = ("自然人", "个人")


@dataclass(frozen=True, slots=True)
class Document:
    """An item, a bundle or whatever else is found by its name. Empty text: the source does not say."""

    code: str
    name: str
    other_names: tuple[str, ...] = ()  # what lists call it too
    words: tuple[str, ...] = ()  # what people call it; weighs as much as the name
    questions: tuple[str, ...] = ()
    text: str = ""  # conditions, materials, summary
    cited: tuple[str, ...] = ()  # lines that hold codes of others
    base_code: str = ""
    body: str = ""
    body_short: str = ""
    level: int = 2  # the nearer to the people, the higher
    served_for: str = "both"  # person, company, both
    themes: tuple[str, ...] = ()
    is_part: bool = False  # one way of handling an item that is listed as a whole too


def from_platform(row: Mapping[str, Any]) -> Document:
    """A document from a line in the platform's keys.

    Raises:
        ValueError: the line has no code or no name.
    """
    code, name = _text(row.get("TASK_CODE")), _text(row.get("TASK_NAME")) or _text(row.get("matter_name"))
    if not code or not name:
        raise ValueError("TASK_CODE or TASK_NAME is missing")
    keys = ("matter_name", "CATANAME", "subTaskName", "subCatalogName")
    others = dict.fromkeys(other for key in keys if (other := _text(row.get(key))) and other != name)
    level = _text(row.get("matter_level")) or _text(row.get("district"))
    return Document(
        code=code,
        name=name,
        other_names=tuple(others),
        text=_text(row.get("accept_standard"))[:TEXT_CHARACTERS]
        + "\n"
        + _text(row.get("material_intro"))[:TEXT_CHARACTERS],
        base_code=_text(row.get("CATAID")),
        body=_text(row.get("DEPT_NAME")),
        level=next((n for word, n in _LEVELS if word in level), 2),
        served_for=_served_for(row.get("service_object_name")),
        themes=tuple(_list(row.get("theme_category"))),
        is_part=len(code) > _WHOLE_CODE,
    )


def from_file(path: Path) -> Iterator[Document]:
    """The items of a JSONL file, packed or not; a bad line is told (logging, standard error) and passed over.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    seen: set[str] = set()
    with gzip.open(path, "rb") if packed else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found = from_platform(_object(line))
            except ValueError as wrong:
                log.warning("%s:%d: passed over: %s", path.name, number, wrong)
                continue
            if found.code not in seen:
                seen.add(found.code)
                yield found


def _object(line: bytes) -> Mapping[str, Any]:
    row = json_text.loads(line.decode("utf-8-sig", errors="replace"))
    if not isinstance(row, dict):
        raise ValueError("not an object")
    return row


def _list(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one not in (None, "", "无")]


def _text(value: object) -> str:
    return "\n".join(_list(value)).strip()


def _served_for(value: object) -> str:
    named = _list(value)
    person = any(one in _PEOPLE for one in named)
    if not named or (person and len(named) > 1):
        return "both"
    return "person" if person else "company"
