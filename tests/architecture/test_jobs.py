"""Nothing is deferred that no worker takes."""

from __future__ import annotations

import ast

from procrastinate.contrib.django import app

from tests.architecture.source import modules, tree
from yunchuang import jobs


def test_every_kind_has_a_worker_and_every_worker_a_kind() -> None:
    app.perform_import_paths()
    ours = {name for name, task in app.tasks.items() if task.func.__module__.startswith("yunchuang.")}

    assert ours == set(jobs.KINDS)


def test_only_known_kinds_are_deferred() -> None:
    deferred = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "defer":
                deferred |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}

    assert deferred <= set(jobs.KINDS)
