"""Seals for tests of other parts: a line at the end of the file that says whose seal it is, and a sum of the rest."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from yunchuang.ports.seals import Sealer, SealFound, SealNotMade

MARK = b"%SEAL "


class FakeSeals:
    """``Seals`` without keys; ``fails`` makes the next seals fail, ``sealed`` counts those that were put on."""

    is_demo = True

    def __init__(self) -> None:
        self.fails = False
        self.sealed = 0

    def seal(self, pdf: bytes, *, by: Sealer, at: datetime) -> bytes:
        if self.fails:
            raise SealNotMade("the fake was told to fail")
        self.sealed += 1
        said = f"{sha256(pdf).hexdigest()} {at.isoformat()} {by.code} {by.name}"
        return pdf + MARK + said.encode() + b"\n"

    def look(self, pdf: bytes) -> SealFound:
        if not pdf.startswith(b"%PDF"):
            return SealFound("unreadable")
        body, found, said = pdf.partition(MARK)
        if not found:
            return SealFound("none")
        digest, at, _code, name = said.decode(errors="replace").strip().split(" ", 3)
        is_same = digest == sha256(body).hexdigest()
        return SealFound("ours" if is_same else "changed", name, datetime.fromisoformat(at))


def make(**_: object) -> FakeSeals:
    """Return seals without keys."""
    return FakeSeals()
