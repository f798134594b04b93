"""The office's lists and figures, at size: authorised in SQL, found by index, a page at a time by key.

A list is read from a key on (``after``) or back to one (``before``), never by counting rows away. Words are looked
for where an index answers: the beginning of a name, the beginning or the end of a number, items by their names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Least, Reverse, TruncDate

from yunchuang.apps.catalog import queries as catalog
from yunchuang.domain.cases import CaseState

from .models import Case, Correction

PAGE_SIZE: Final = 50
LEAST_NUMBER_CHARACTERS: Final = 4
"""Fewer digits name no case: half of them would fit."""
MOST_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A line of the office list; ``due_on`` is the day by which the service must act next."""

    id: int
    visit_key: str
    number: str | None
    state: str
    item_name: str
    body_name: str
    applicant_name: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_on: date | None
    due_pending: bool


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One page of a list; the keys lead to the next and the previous one, None where there is none."""

    rows: tuple[OfficeRow, ...]
    after: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """How cases fared since a moment; each count says of what."""

    submitted: int
    answered: int
    answered_without_correction: int
    decided: int
    decided_in_time: int


_COLUMNS = (
    "id",
    "visit__key",
    "number",
    "state",
    "item__name",
    "body__name",
    "applicant_name",
    "submitted_at",
    "accepted_at",
    "next_due_on",
    "due_pending",
)


def page(
    body_ids: Collection[int],
    *,
    state: str = "",
    query: str = "",
    by_due: bool = False,
    key: str = "",
    back: bool = False,
) -> OfficePage:
    """Cases of these bodies from submission on, 50 a page, in one query: newest first, or by what is due first.

    ``key`` is the ``after`` of a page (with ``back``: its ``before``); one that nobody gave is as none.
    """
    rows = Case.objects.filter(body_id__in=list(body_ids), submitted_at__isnull=False)
    if state:
        rows = rows.filter(state=state)
    if by_due:
        rows = rows.filter(next_due_on__isnull=False)
    rows = _finding(rows, query)
    names = ("next_due_on", "id") if by_due else ("-submitted_at", "-id")
    found, has_more = _from_key(rows, names, _read_key(key, by_due=by_due), back=back)
    if not found and key and back:
        return page(body_ids, state=state, query=query, by_due=by_due)
    has_before, has_after = (has_more, True) if back else (bool(key), has_more)
    return OfficePage(
        rows=tuple(found),
        after=_key(found[-1], by_due=by_due) if found and has_after else None,
        before=_key(found[0], by_due=by_due) if found and has_before else None,
    )


def _from_key(
    rows: QuerySet[Case], names: tuple[str, str], key: tuple[Any, int] | None, *, back: bool
) -> tuple[list[OfficeRow], bool]:
    if key is not None:
        rises = (not names[0].startswith("-")) != back
        first, sign = names[0].lstrip("-"), "gt" if rises else "lt"
        rows = rows.filter(Q(**{f"{first}__{sign}": key[0]}) | Q(**{first: key[0], f"id__{sign}": key[1]}))
        rows = rows.filter(**{f"{first}__{sign}e": key[0]})  # says the same to the index
    order = [_turned(name) for name in names] if back else list(names)
    found = [OfficeRow(*row) for row in rows.order_by(*order).values_list(*_COLUMNS)[: PAGE_SIZE + 1]]
    shown = found[:PAGE_SIZE]
    return (shown[::-1] if back else shown), len(found) > PAGE_SIZE


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _key(row: OfficeRow, *, by_due: bool) -> str:
    moment = row.due_on if by_due else row.submitted_at
    assert moment is not None  # the list holds no other
    return f"{moment.isoformat()}_{row.id}"


def _read_key(key: str, *, by_due: bool) -> tuple[Any, int] | None:
    moment, _, number = key.rpartition("_")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        read = date.fromisoformat(moment) if by_due else datetime.fromisoformat(moment)
    except ValueError:
        return None
    if isinstance(read, datetime) and read.tzinfo is None:
        return None
    return read, int(number)


def _finding(rows: QuerySet[Case], query: str) -> QuerySet[Case]:
    """The rows that every word fits: a name that begins so, a number that begins or ends so, an item that holds it.

    A name may have a space in it, so the whole is looked for as the beginning of a name too.
    """
    words = query.split()[:MOST_WORDS]
    every = Q()
    if any(_is_number(word) for word in words):
        rows = rows.annotate(number_end=Reverse("number"))
    for word in words:
        fits = Q(applicant_name__startswith=word)
        if _is_number(word):
            fits |= Q(number__startswith=word.upper()) | Q(number_end__startswith=word.upper()[::-1])
        items = [item.id for item in catalog.published().items if word.lower() in item.name.lower()]
        if items:
            fits |= Q(item_id__in=items)
        every &= fits
    return rows.filter(every | Q(applicant_name__startswith=" ".join(words))) if len(words) > 1 else rows.filter(every)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isalnum() and len(word) >= LEAST_NUMBER_CHARACTERS


def counts(body_ids: Collection[int]) -> dict[str, int]:
    """How many cases of these bodies stand in each state, from submission on."""
    rows = Case.objects.filter(body_id__in=list(body_ids), submitted_at__isnull=False)
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by())


def urgent(body_ids: Collection[int], *, today: date, soon: date) -> Mapping[str, int]:
    """How many open deadlines of these bodies are over, end today, and end until ``soon``."""
    rows = Case.objects.filter(body_id__in=list(body_ids), next_due_on__lte=soon)
    found = rows.aggregate(
        late=Count("id", filter=Q(next_due_on__lt=today)),
        today=Count("id", filter=Q(next_due_on=today)),
        soon=Count("id", filter=Q(next_due_on__gt=today)),
    )
    return dict(found)


def figures(body_ids: Collection[int], since: datetime) -> OfficeFigures:
    """How the cases fared that these bodies got since a moment, in one query.

    Answered: accepted, declined, returned or sent back for correction, or decided at once. In time: decided by the
    day promised and by the law's.
    """
    rows = Case.objects.filter(body_id__in=list(body_ids), submitted_at__gte=since)
    sent_back = Exists(Correction.objects.filter(case_id=OuterRef("id")))
    is_decided = Q(state__in=[CaseState.APPROVED, CaseState.REFUSED])
    is_taken = Q(accepted_at__isnull=False) | is_decided
    is_answered = is_taken | Q(state__in=[CaseState.NOT_ACCEPTED, CaseState.RETURNED]) | Q(sent_back=True)
    found = rows.annotate(
        sent_back=sent_back, by_day=Least("promised_due_on", "legal_due_on"), day=TruncDate("decided_at")
    ).aggregate(
        submitted=Count("id"),
        answered=Count("id", filter=is_answered),
        at_once=Count("id", filter=is_taken & Q(sent_back=False)),
        decided=Count("id", filter=is_decided),
        in_time=Count("id", filter=is_decided & Q(day__lte=F("by_day"))),
    )
    return OfficeFigures(*found.values())
