"""The reader on rapidocr, in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from yunchuang.adapters.ocr import version
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.adapters.ocr.process import ReaderDied, ReadingProcess
from yunchuang.adapters.office import convert
from yunchuang.adapters.office.convert import Office
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import Reading, from_data, refused

RULE_OF_DEATH = {"time": "out_of_time", "memory": "out_of_time", "died": "reader_died"}

log = structlog.get_logger(__name__)


class SeparateReader:
    """``PaperReader`` with one warm process; share one a worker."""

    def __init__(self, *, office: Office | None = None, places: Sequence[str] = ()) -> None:
        self._process = ReadingProcess()
        self._places = tuple(places)
        self._office = office or convert.make()

    def read(self, path: str | os.PathLike[str], *, name: str, today: date) -> Reading:
        job = {"path": str(Path(path).resolve()), "today": today.isoformat(), "places": self._places}
        try:
            if not Path(path).is_file():
                return refused("file_broken", detail="no file")
            answer = self._ask(job | {"office": self._office.is_there})
            if "office" in answer:
                answer = self._ask(self._by_office(Path(path), answer["office"], job))
        except ReaderDied as died:
            log.warning("reading_ended", why=died.why)
            return refused(RULE_OF_DEATH[died.why], detail=died.why)
        if "reading" in answer:
            return from_data(answer["reading"])
        return refused("file_broken", detail=answer.get("detail", ""))

    def _by_office(self, path: Path, kind: str, job: dict[str, Any]) -> dict[str, Any]:
        """The job for the PDF that an office program makes of a file; the same job where it makes none."""
        made = self._office.pdf_of(path, kind)
        return job if made is None else job | {"path": str(made), "original": job["path"]}

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._process.ask(job)
        except ReaderDied as died:
            if died.why != "died":
                raise
            return self._process.ask(job)  # it may have died before, of something else: this file is not to blame yet

    def version(self) -> str:
        return version.of_reader(self._places)

    def kinds(self) -> tuple[Kind, ...]:
        return all_kinds()

    def start(self) -> None:
        """Begin loading, so that the first file waits less."""
        self._process.start()

    def warm(self) -> None:
        """Load the models now; where that fails the first file says why."""
        try:
            self._process.ask({"do": "warm"})
        except ReaderDied as died:
            log.warning("reading_not_warm", why=died.why)

    def stop(self) -> None:
        """End the process."""
        self._process.stop()


def make(office: str = "auto", places: Sequence[str] = ()) -> SeparateReader:
    """Return the reader; its process starts at the first file.

    ``office``: see ``office.convert.make``. ``places``: districts with their city, as authorities near by are named.
    """
    return SeparateReader(office=convert.make(office), places=places)
