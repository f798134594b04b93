"""The command ``yunchuang make-papers``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from yunchuang.demo.papers import make
from yunchuang.demo.papers.fonts import NoFont


def run(folder: Path, kinds: Sequence[str], levels: Sequence[str], *, seed: int, count: int) -> int:
    """Draw, and print how many; returns the exit code. No kinds: all of them."""
    kinds = kinds or make.KINDS
    unknown = [word for word in kinds if word not in make.KINDS] + [word for word in levels if word not in make.LEVELS]
    if unknown or count < 1:
        known = f"kinds are {', '.join(make.KINDS)}; levels are {', '.join(make.LEVELS)}; --count is 1 or more"
        print(f"yunchuang make-papers: {' '.join(unknown)} is not known: {known}", file=sys.stderr)
        return 2
    try:
        written = make.into(folder, kinds, levels, seed=seed, count=count)
    except (make.SeedsMixed, NoFont, OSError) as wrong:
        print(f"yunchuang make-papers: {wrong}", file=sys.stderr)
        return 1
    print(f"{written} pictures in {folder}")
    return 0
