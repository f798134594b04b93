"""Reads the files of kinds (``kinds/*.toml``). A new kind is a new file; docs/materials.md says how one is written."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from yunchuang.domain.reading.kinds import Kind, KindFileWrong, parse

FOLDER = Path(__file__).parent / "kinds"
MAX_FILE_BYTES = 256 * 1024


def load(path: Path) -> Kind:
    """Return the kind of one file.

    Raises:
        KindFileWrong: it is too large, no TOML, or breaks a rule of kinds.
    """
    if path.stat().st_size > MAX_FILE_BYTES:
        raise KindFileWrong(f"{path.name}: more than {MAX_FILE_BYTES} bytes")
    return loads(path.read_bytes(), where=path.name)


def loads(content: bytes, *, where: str) -> Kind:
    """Return the kind of a file's content; raises as ``load``."""
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, or a number of more digits than Python turns
        raise KindFileWrong(f"{where}: {error}") from error
    return parse(document, where=where)


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind that is described, in the order of the files' names."""
    kinds = tuple(load(path) for path in sorted(FOLDER.glob("*.toml")))
    names = [kind.name for kind in kinds]
    if len(set(names)) != len(names):
        raise KindFileWrong(f"two files describe one kind: {', '.join(sorted(names))}")
    return kinds
