"""A reader for tests of other parts: says what it was told to say."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date

from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import Reading, refused


class FakeReader:
    """``PaperReader`` that opens nothing; ``readings`` is by the name of the file."""

    def __init__(self, readings: Mapping[str, Reading] | None = None) -> None:
        self.readings = dict(readings or {})
        self.asked: list[str] = []

    def read(self, path: str | os.PathLike[str], *, name: str, today: date) -> Reading:
        self.asked.append(name)
        return self.readings.get(name, refused("file_unknown"))

    def warm(self) -> None:
        """Nothing takes long here."""

    def version(self) -> str:
        return "fake"

    def kinds(self) -> tuple[Kind, ...]:
        return all_kinds()


def make(office: str = "auto", places: Sequence[str] = ()) -> FakeReader:
    """Return the maker for the registry of ports."""
    return FakeReader()
