"""Files are split by idea before they grow past what a reader holds in mind."""

from __future__ import annotations

import ast

from tests.architecture.source import ROOT, modules, shown, templates, tree

MODULE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 120
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "misc", "core"}


def test_modules_have_at_most_400_lines() -> None:
    long = {shown(p): n for p in modules(ROOT / "src", ROOT / "tests") if (n := _lines(p)) > MODULE_LINES}

    assert not long


def test_functions_have_at_most_40_lines_without_their_docstring() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (n := _length(node)) > FUNCTION_LINES:
                long[f"{shown(path)}:{node.lineno} {node.name}"] = n

    assert not long


def test_templates_have_at_most_120_lines() -> None:
    assert not {shown(p): n for p in templates() if (n := _lines(p)) > TEMPLATE_LINES}


def test_scripts_and_styles_have_at_most_400_lines() -> None:
    sources = [p for kind in ("*.ts", "*.css") for p in (ROOT / "frontend" / "src").rglob(kind)]

    assert not {shown(p): n for p in sources if (n := _lines(p)) > MODULE_LINES}


def test_no_module_is_named_after_nothing() -> None:
    assert not [shown(p) for p in modules(ROOT / "src", ROOT / "tests") if p.stem in NAMES_THAT_SAY_NOTHING]


def test_nobody_uses_django_signals() -> None:
    assert not [shown(p) for p in modules() if "django.dispatch" in p.read_text() or "models.signals" in p.read_text()]


def _lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring
