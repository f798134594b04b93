"""What the house rules look at: our own source, without migrations, locks and what was built."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "yunchuang"
ISLANDS = ROOT / "frontend" / "src" / "islands"


def modules(*folders: Path) -> Iterator[Path]:
    """Python files under the folders (the package by default), in order."""
    for folder in folders or (PACKAGE,):
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates() -> list[Path]:
    """Every template of every door."""
    return sorted(PACKAGE.glob("web/*/templates/**/*.html")) + sorted(PACKAGE.glob("web/*/*.html"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    text = path.read_text(encoding="utf-8")
    try:
        return ast.parse(text, filename=str(path))
    except SystemError:  # CPython 3.11 counts the depth for all of the interpreter; what runs meanwhile upsets it
        return ast.parse(text, filename=str(path))


def shown(path: Path) -> str:
    """A path as a reader of the repository knows it."""
    return str(path.relative_to(ROOT))
