"""Reading materials: the checklist of a case, its marks, and single files."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.db.models import Q, QuerySet

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import situations
from yunchuang.apps.catalog.queries import ItemFacts, RequirementFacts

from .models import Check, Mark, Material


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """A file in use for a requirement; ``turned``: degrees clockwise from how the file shows itself."""

    id: int
    requirement_id: int
    name: str
    kind: str
    size_bytes: int
    pages: int
    added_by_id: int
    added_at: datetime
    position: int = 0
    turned: int = 0
    scan: str = ""


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A clerk's word on a requirement; open while ``met_at`` is None."""

    requirement_id: int
    requirement_code: str
    requirement_name: str
    correction_id: int | None
    reason: str
    words: str
    marked_by_name: str
    marked_at: datetime
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A clerk has looked through what stands for a requirement now, and found it right."""

    requirement_id: int
    checked_by_name: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was ever handed in; ``removed_at`` says that it is out of use."""

    id: int
    requirement_id: int
    name: str
    kind: str
    size_bytes: int
    pages: int
    added_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequirementState:
    """A requirement of the guide and where a case stands with it.

    ``state``: wanted (nothing there), given, marked (a clerk's mark is open), met (a mark was answered with a file).
    """

    requirement: RequirementFacts
    files: tuple[MaterialFacts, ...]
    mark: MarkFacts | None
    state: str


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """One file with what an access check and a download need."""

    id: int
    case_id: int
    visit_id: int
    requirement_id: int
    requirement_code: str
    stored_name: str
    name: str
    kind: str
    size_bytes: int
    removed_at: datetime | None
    requirement_name: str
    pages: int
    turned: int
    added_at: datetime
    added_by_id: int

    def open(self) -> File[bytes]:
        """The content; the caller closes it.

        Raises:
            FileNotFoundError: the store has lost it.
        """
        return _FILE.storage.open(self.stored_name, "rb")

    @contextmanager
    def on_this_machine(self) -> Iterator[Path]:
        """A path where the content lies for the length of a block; a copy where the store is elsewhere."""
        try:
            lies_at = Path(_FILE.storage.path(self.stored_name))
        except NotImplementedError:
            lies_at = None
        if lies_at is not None:
            yield lies_at
            return
        with self.open() as content, NamedTemporaryFile(prefix="yunchuang-") as copy:
            shutil.copyfileobj(content, copy)
            copy.flush()
            yield Path(copy.name)


_FILE = Material._meta.get_field("file")


def checklist(
    case_id: int | None, item_id: int, version: int | None = None, answers: Mapping[str, str] | None = None
) -> list[RequirementState]:
    """Every requirement of an item (in a version) with what a case (None: not opened yet) holds for it.

    ``answers`` to the item's situations leave out what they do not ask for, but nothing that is already handed in
    or marked.
    """
    files: dict[int, list[MaterialFacts]] = {}
    marks: dict[int, MarkFacts] = {}
    if case_id is not None:
        for file in _files(case_id):
            files.setdefault(file.requirement_id, []).append(file)
        marks = _standing(_marks(Mark.objects.filter(case_id=case_id)))
    return [
        _requirement_state(requirement, tuple(files.get(requirement.id, ())), marks.get(requirement.id))
        for requirement in _asked(catalog.item_at(item_id, version), answers, files.keys() | marks.keys())
    ]


def _asked(
    item: ItemFacts | None, answers: Mapping[str, str] | None, held: Collection[int]
) -> Iterator[RequirementFacts]:
    if item is None:
        return
    mine = {one.id: one for one in situations.requirements(item, answers or {})}
    for one in item.requirements:
        if one.id in mine:
            yield mine[one.id]
        elif one.id in held:
            yield replace(one, is_required=False)


def _requirement_state(
    requirement: RequirementFacts, files: tuple[MaterialFacts, ...], mark: MarkFacts | None
) -> RequirementState:
    if mark is not None and mark.met_at is None:
        state = "marked"
    elif not files:
        state = "wanted"
    else:
        state = "given" if mark is None else "met"
    return RequirementState(requirement=requirement, files=files, mark=mark, state=state)


def _standing(marks: Iterable[MarkFacts]) -> dict[int, MarkFacts]:
    """The mark that counts for each requirement: the open one, else the newest (marks come oldest first)."""
    found: dict[int, MarkFacts] = {}
    for mark in marks:
        standing = found.get(mark.requirement_id)
        if standing is None or standing.met_at is not None:
            found[mark.requirement_id] = mark
    return found


def _files(case_id: int) -> list[MaterialFacts]:
    rows = Material.objects.filter(case_id=case_id, removed_at=None).order_by("position", "id")
    columns = ("id", "requirement_id", "name", "kind", "size_bytes", "pages", "added_by_id", "added_at")
    return [MaterialFacts(*row) for row in rows.values_list(*columns, "position", "turned", "scan")]


def _marks(rows: QuerySet[Mark]) -> list[MarkFacts]:
    columns = (
        "requirement_id",
        "requirement__code",
        "requirement__name",
        "correction_id",
        "reason",
        "words",
        "marked_by__name",
        "marked_at",
        "met_at",
    )
    return [MarkFacts(*row) for row in rows.order_by("marked_at", "id").values_list(*columns)]


def checks(case_id: int) -> dict[int, CheckFacts]:
    """What was looked through and found right, by requirement; what was brought since is not among it."""
    rows = Check.objects.filter(case_id=case_id, ended_at=None)
    columns = ("requirement_id", "checked_by__name", "checked_at")
    return {row[0]: CheckFacts(*row) for row in rows.values_list(*columns)}


def kept(case_id: int) -> dict[int, list[KeptFile]]:
    """Every file that was ever handed in, by requirement, in the order of its pages."""
    found: dict[int, list[KeptFile]] = {}
    columns = ("id", "requirement_id", "name", "kind", "size_bytes", "pages", "added_at", "removed_at")
    for row in Material.objects.filter(case_id=case_id).order_by("position", "id").values_list(*columns):
        file = KeptFile(*row)
        found.setdefault(file.requirement_id, []).append(file)
    return found


def looks(case_id: int) -> dict[int, list[datetime]]:
    """When a clerk marked or checked what stood there, by requirement."""
    found: dict[int, list[datetime]] = {}
    marked = Mark.objects.filter(case_id=case_id).values_list("requirement_id", "marked_at")
    checked = Check.objects.filter(case_id=case_id).values_list("requirement_id", "checked_at")
    for requirement_id, at in [*marked, *checked]:
        found.setdefault(requirement_id, []).append(at)
    return found


def open_marks(case_id: int) -> list[MarkFacts]:
    """The marks of a case that nothing has answered yet, in the order in which they were made."""
    return _marks(Mark.objects.filter(case_id=case_id, met_at=None))


def first_asked(case_id: int) -> frozenset[str] | None:
    """The codes on the first correction notice of a case; None when none was sent."""
    rows = Mark.objects.filter(case_id=case_id, correction__isnull=False).order_by("correction__asked_at", "id")
    found = list(rows.values_list("correction_id", "requirement__code"))
    if not found:
        return None
    return frozenset(code for correction_id, code in found if correction_id == found[0][0])


def present(case_id: int) -> frozenset[str]:
    """The codes of the requirements for which a case holds a file."""
    rows = Material.objects.filter(case_id=case_id, removed_at=None)
    return frozenset(rows.values_list("requirement__code", flat=True))


def files_of(case_id: int, requirement_id: int) -> list[int]:
    """The files that stand for a requirement now, by number."""
    rows = Material.objects.filter(case_id=case_id, requirement_id=requirement_id, removed_at=None)
    return list(rows.order_by("id").values_list("id", flat=True))


def is_marked(case_id: int, requirement_id: int) -> bool:
    """Whether a clerk's mark on the requirement is open."""
    return Mark.objects.filter(case_id=case_id, requirement_id=requirement_id, met_at=None).exists()


def is_asked(case_id: int, requirement_id: int, correction_id: int) -> bool:
    """Whether the requirement is marked, or stands on this correction notice."""
    rows = Mark.objects.filter(case_id=case_id, requirement_id=requirement_id)
    return rows.filter(Q(met_at=None) | Q(correction_id=correction_id)).exists()


def pages_of(case_id: int, requirement_id: int) -> list[MaterialFacts]:
    """The files in use for a requirement, in order: each is one page or more of the material."""
    return [file for file in _files(case_id) if file.requirement_id == requirement_id]


def is_in_use(material_id: int) -> bool:
    """Whether the file has not been taken back."""
    return Material.objects.filter(id=material_id, removed_at=None).exists()


def file_for(material_id: int) -> MaterialFile | None:
    """One file with its visit, on which the caller checks who may see it."""
    columns = ("id", "case_id", "case__visit_id", "requirement_id", "requirement__code", "file", "name", "kind")
    more = ("size_bytes", "removed_at", "requirement__name", "pages", "turned", "added_at", "added_by_id")
    row = Material.objects.filter(id=material_id).values_list(*columns, *more).first()
    return None if row is None else MaterialFile(*row)
