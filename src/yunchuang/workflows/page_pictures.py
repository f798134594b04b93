"""Pictures of the pages of a material, for those who may see it; identity papers with words across them."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, cast

from django.core.files import File

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials import queries as material_queries
from yunchuang.apps.materials.queries import MaterialFile
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.readings import queries as readings
from yunchuang.domain import errors, watermarks
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.pages import KeptPages
from yunchuang.ports.uploads import Bound
from yunchuang.workflows import access, casefile

WIDTHS_PX: Final = (160, 320, 640, 1200, 1800)
"""Few, so that a page is drawn few times and kept."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as JPEG; ``tag`` changes when the picture does."""

    jpeg: bytes
    tag: str
    is_identity: bool


def picture(
    *, actor: Actor, material_id: int, number: int, width_px: int, turned: int | None = None, at: datetime
) -> PagePicture:
    """Page ``number`` of a material (the first is 1), as wide as the next of ``WIDTHS_PX``, turned to the right.

    ``turned`` counts from how the file shows itself; None: as whoever handed it in has turned it.

    Raises:
        NotFound: no such material or page, not for these eyes, or it cannot be drawn.
    """
    file = casefile.material_file(actor=actor, material_id=material_id, at=at)
    turned = file.turned if turned is None else turned
    if not 1 <= number <= file.pages or turned not in (0, 90, 180, 270):
        raise errors.NotFound("page")
    width_px = next((one for one in WIDTHS_PX if one >= width_px), WIDTHS_PX[-1])
    words = _words_on(file)
    tag = _tag(file, number, width_px, turned, words)
    jpeg = _drawn(file, tag, number=number, width_px=width_px, words=words, turned=turned)
    return PagePicture(jpeg=jpeg, tag=tag[:16], is_identity=bool(words))


def smallest(file: MaterialFile) -> bytes:
    """The first page, small; the caller has asked whether it may be seen.

    Raises:
        NotFound: it cannot be drawn.
    """
    words, width_px = _words_on(file), WIDTHS_PX[0]
    tag = _tag(file, 1, width_px, file.turned, words)
    return _drawn(file, tag, number=1, width_px=width_px, words=words, turned=file.turned)


def _tag(file: MaterialFile, number: int, width_px: int, turned: int, words: str) -> str:
    return hashlib.sha256(f"{file.stored_name}|{number}|{width_px}|{turned}|{words}".encode()).hexdigest()


def _drawn(file: MaterialFile, tag: str, *, number: int, width_px: int, words: str, turned: int) -> bytes:
    kept: KeptPages = registry.get("pages")
    found = kept.get(tag)
    if found is not None:
        return found
    with file.open() as content:
        jpeg = registry.get("uploads").page(content, number=number, width_px=width_px, words=words, turned=turned)
    if jpeg is None:
        raise errors.NotFound("page")
    kept.put(tag, jpeg)
    return bytes(jpeg)


def bound(*, actor: Actor, visit_key: str, requirement_code: str, at: datetime) -> tuple[str, bytes]:
    """A material as one PDF, and its name: its files in order, each turned as it was; words across identity papers.

    Raises:
        NotFound: there is none, it is not for these eyes, or one of its files cannot be drawn.
        UploadTooManyPages: it is too thick to be bound.
    """
    visit = access.visit_for(actor, visit_key, Action.SEE_MATERIAL, at=at)
    case = cases.case_of_visit(visit.id)
    asked = casefile.requirement_of(casefile.item_of(visit, case.item_version if case else None), requirement_code)
    there = material_queries.pages_of(case.id, asked.id) if case else []
    files = [casefile.material_file(actor=actor, material_id=one.id, at=at) for one in there]
    if not files:
        raise errors.NotFound("material")
    with ExitStack() as opened:
        leaves = [Bound(cast(BinaryIO, opened.enter_context(file.open())), file.pages, file.turned) for file in files]
        pdf = registry.get("uploads").bind(leaves, words=_words_on(files[0]))
    if pdf is None:
        raise errors.NotFound("material")
    return f"{asked.name}.pdf", pdf


def _words_on(file: MaterialFile) -> str:
    """What is drawn across the pages of a material; nothing where it is no identity paper."""
    if not is_identity(file):
        return ""
    case = cases.by_id(file.case_id)
    assert case is not None
    return watermarks.words(case.item_name, case.number, file.added_at.date())


def is_identity(file: MaterialFile) -> bool:
    """Whether a material shows who somebody is: by what it was asked for as, or by what it was read as."""
    if watermarks.shows_identity(file.requirement_name):
        return True
    return watermarks.shows_identity(file.requirement_name, readings.kind_of(file.id))


def original(*, actor: Actor, file: MaterialFile, at: datetime) -> File[bytes]:
    """The file of an identity paper as it was handed in; that staff took it is written down.

    Raises:
        NotAllowed: he may see its pages, but not have it.
    """
    access.visit_by_id(actor, file.visit_id, Action.TAKE_ORIGINAL, at=at)
    if actor.kind == "staff":
        stream = journal.visit(file.visit_id)
        with journal.writing(stream, at=at, actor_id=actor.account_id) as log:
            log.add(stream, "material.original_taken", file.id, {"requirement": file.requirement_name})
    return file.open()


def may_have_original(actor: Actor, file: MaterialFile, *, at: datetime) -> bool:
    """Whether the file itself may leave: of an identity paper, for its owner and those who decide; else for all."""
    if not is_identity(file):
        return True
    try:
        access.visit_by_id(actor, file.visit_id, Action.TAKE_ORIGINAL, at=at)
    except (
        errors.NotAllowed,
        errors.NotFound,
    ):  # a helper sees the page that he brought, and nothing else of the visit
        return False
    return True


def sweep() -> int:
    """Forget pictures that nobody looked at lately; they are drawn again when somebody does."""
    kept: KeptPages = registry.get("pages")
    return kept.sweep()
