"""What the house rules look at: our own source, without migrations, locks and what was built."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    """A path as a reader of the repository knows it."""
    return str(path.relative_to(ROOT))
