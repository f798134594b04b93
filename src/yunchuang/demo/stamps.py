"""What was done before and need not be done again: a file per step that holds the hash of what the step reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(paths: Iterable[Path], *also: str) -> str:
    """A hash over names, sizes and times of files (folders: all files in them), and over ``also``."""
    found = hashlib.sha256("\0".join(also).encode())
    for path in sorted(paths):
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                seen = file.stat()
                found.update(f"{file}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return found.hexdigest()


class Stamps:
    """The stamps of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fresh(self, step: str, digest: str) -> bool:
        """Whether the step was done with this digest."""
        path = self.folder / step
        return path.exists() and path.read_text() == digest

    def put(self, step: str, digest: str) -> None:
        """The step is done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / step).write_text(digest)
