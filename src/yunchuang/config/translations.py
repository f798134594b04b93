"""Compiles the translations (``.po`` → ``.mo``) without gettext; done at start-up, the results are not committed."""

from __future__ import annotations

import os
from pathlib import Path

import polib


def compile_all(folder: Path) -> int:
    """Compile what is newer than its result; returns how many files that were."""
    done = 0
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        result = source.with_suffix(".mo")
        if result.exists() and result.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = result.with_name(f"{result.name}.{os.getpid()}")  # another process may do the same
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(result)
        done += 1
    return done


def missing(folder: Path) -> list[str]:
    """What is not translated, or only guessed: ``file:line text``, for ``make check``."""
    found = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(source)):
            if not entry.obsolete and (not entry.translated() or entry.fuzzy):
                found.append(f"{source.name}:{entry.linenum} {entry.msgid!r}")
    return found
