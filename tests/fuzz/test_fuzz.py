"""Parsers of our own are fed for a bounded time; whatever breaks one becomes a test of its own below."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import targets

SECONDS = 3  # a target; ten of them
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.parametrize("name", targets.TARGETS)
def test_nothing_breaks_a_parser(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", name, str(SECONDS)],
        cwd=ROOT, capture_output=True, text=True, errors="replace", check=False, timeout=180,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]  # atheris puts the traceback on stdout


@pytest.mark.parametrize("name", targets.TARGETS)
def test_the_seeds_themselves_are_taken(name: str) -> None:
    for seed in targets.seeds()[name]:
        targets.TARGETS[name](seed)
