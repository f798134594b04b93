"""Rules read no clock: the time is read at the edge and passed in."""

from __future__ import annotations

import ast

from tests.architecture.source import PACKAGE, modules, shown, tree

CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "localtime"}
OWNERS = {"datetime", "date", "time", "timezone", "dt"}
FLOORS = ("domain", "ports", "workflows")


def test_rules_ports_and_verbs_read_no_clock() -> None:
    found = []
    for path in modules(*(PACKAGE / floor for floor in FLOORS)):
        found += [f"{shown(path)}:{node.lineno}" for node in ast.walk(tree(path)) if _reads_clock(node)]

    assert not found


def _reads_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "now"
    owner = node.func.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    # datetime.time(9, 0) makes a time of day, time.time() reads the clock
    return name in OWNERS and not (node.func.attr == "time" and (node.args or name != "time"))
