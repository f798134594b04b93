"""What docs/ tells is what the code does: settings, events, states."""

from __future__ import annotations

import ast
import re
from importlib import import_module

from tests.architecture.source import PACKAGE, ROOT, modules, tree
from yunchuang.config import env
from yunchuang.domain import tables

KIND = re.compile(
    r"(?:visit|ticket|call|share|chat|file|material|form|filling|case|paper|certificate|rating|pass|help|item|line|window|body|consult|centre)\.[a-z_]*[a-z]"
)
ROW = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
LATER = re.compile(r"""env\.(?:text|flag|number|words|choice|required)\(\s*"([A-Z_]+)""")


def rows(page: str) -> set[str]:
    """What stands in the first column of a page's tables."""
    return set(ROW.findall((ROOT / "docs" / page).read_text(encoding="utf-8")))


def test_every_setting_is_told_and_nothing_else() -> None:
    import_module("yunchuang.config.settings")
    read = set(env.DECLARED)
    for path in modules():
        read |= set(LATER.findall(path.read_text(encoding="utf-8")))

    assert rows("settings.md") == read


def test_every_event_is_told_and_nothing_else() -> None:
    written = set()
    for path in [*modules(PACKAGE / "workflows"), *modules(PACKAGE / "apps")]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
                written.add(node.value)
    # desk names these from a table: f"window.{…}" for the window's screens, f"line.window_{…}" for those who wait
    from yunchuang.workflows.desk import _NEWS

    for news in _NEWS.values():
        written |= {f"window.{news}", f"line.window_{news}"}

    assert rows("events.md") == written


def test_the_states_are_printed_from_the_tables() -> None:
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == tables.document()
