"""Nothing is deferred that no worker takes."""

from __future__ import annotations

import ast

from procrastinate.contrib.django import app

from tests.architecture.source import modules, tree
from yunchuang import jobs
from yunchuang.jobs.app import QUEUES, READING


def test_every_kind_has_a_worker_and_every_worker_a_kind() -> None:
    app.perform_import_paths()
    ours = {name for name, task in app.tasks.items() if task.func.__module__.startswith("yunchuang.")}

    assert ours == set(jobs.KINDS)


def test_every_line_of_work_has_somebody_who_works_it() -> None:
    app.perform_import_paths()
    ours = {task.queue for task in app.tasks.values() if task.func.__module__.startswith("yunchuang.")}

    assert ours <= set(QUEUES)
    assert QUEUES[READING] == 1  # one reader a worker: it takes a gigabyte and both cores


def test_only_known_kinds_are_deferred() -> None:
    deferred = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "defer":
                deferred |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}

    assert deferred <= set(jobs.KINDS)
