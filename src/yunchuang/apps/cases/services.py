"""Writing cases: the form, the number, the moves, the law's dates and the papers.

Every function runs inside the caller's transaction, which already holds the lock of the visit's stream.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection

from yunchuang.apps.journal.rows import Rows
from yunchuang.domain import cases, drafts, errors
from yunchuang.domain.deadlines import DecisionDue
from yunchuang.domain.drafts import Author, Draft, Written
from yunchuang.domain.prefill import offers
from yunchuang.domain.prefill.offers import Offer, Offers, Settled

from .models import Case, Paper

LockedCase = Case
"""For annotations of those who hold a case that ``locked`` or ``draft_of`` gave them."""


def draft_of(*, visit_id: int, applicant_id: int, item_id: int, body_id: int, item_version: int, at: datetime) -> Case:
    """The case of a visit, its row locked; a draft is opened where there is none."""
    case = _locked(visit_id)
    if case is not None:
        return case
    return Case.objects.create(
        visit_id=visit_id,
        applicant_id=applicant_id,
        item_id=item_id,
        body_id=body_id,
        item_version=item_version,
        created_at=at,
    )


def locked(visit_id: int) -> Case:
    """The case of a visit, its row locked until the end of the transaction.

    Raises:
        NotFound: the visit has no case yet.
    """
    case = _locked(visit_id)
    if case is None:
        raise errors.NotFound("case")
    return case


_NAMES = tuple(field.attname for field in Case._meta.concrete_fields)
_LOCKED = Rows(
    lambda: Case,
    _NAMES,
    lambda *row: Case.from_db(connection.alias, _NAMES, row),
    json_columns=("form", "form_authors"),
)


def _locked(visit_id: int) -> Case | None:
    return next(iter(_LOCKED.where("cases_case.visit_id = %s FOR UPDATE", [visit_id])), None)


def fill(
    case: Case,
    values: Mapping[str, Any],
    author: Author,
    *,
    seen: int | None = None,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
) -> Written:
    """Merge ``values`` into the form and remember who wrote each; see ``domain.drafts.write``."""
    draft = Draft(case.form, case.form_authors, case.form_version)
    written = drafts.write(draft, values, author, seen=seen, sources=sources)
    if written.changed:
        case.form_version = draft.version
        case.save(update_fields=["form", "form_authors", "form_version"])
    return written


def confirm(case: Case, fields: Collection[str] | None, *, seen: int | None = None) -> tuple[str, ...]:
    """The applicant takes ``fields`` (None: all) that others wrote as his own; returns those newly confirmed."""
    draft = Draft(case.form, case.form_authors, case.form_version)
    confirmed = drafts.confirm(draft, fields, seen=seen)
    if confirmed:
        case.form_version = draft.version
        case.save(update_fields=["form_authors", "form_version"])
    return confirmed


def settle(
    case: Case, known: Offers, author: Author, *, papers: Collection[int], leave: Collection[str] = ()
) -> Settled:
    """Bring the form in line with its sources; see ``prefill.offers.settle``. ``leave``: not to be filled now."""
    draft = Draft(case.form, case.form_authors, case.form_version)
    settled = offers.settle(draft, known, author, papers=papers, leave=leave)
    if not settled.is_nothing:
        case.form_version = draft.version
        case.save(update_fields=["form", "form_authors", "form_version"])
    return settled


def take(case: Case, name: str, offer: Offer, author: Author) -> Written:
    """Write what a source offers into a field, for a person who chose it."""
    draft = Draft(case.form, case.form_authors, case.form_version)
    written = offers.take(draft, name, offer, author)
    if written.changed:
        case.form_version = draft.version
        case.save(update_fields=["form", "form_authors", "form_version"])
    return written


def keep_word(case: Case, name: str, others: Sequence[Offer], *, is_owner: bool) -> bool:
    """Keep what stands in a field against what is offered; False where nothing was written."""
    draft = Draft(case.form, case.form_authors, case.form_version)
    if not offers.keep(draft, name, others, is_owner=is_owner):
        return False
    case.form_version = draft.version
    case.save(update_fields=["form_authors", "form_version"])
    return True


def move(case: Case, verb: str, *, rules: str) -> None:
    """Apply a verb of ``domain.cases`` to a locked case; the caller saves it with what follows from it.

    Raises:
        CaseMoved: the case is in a state in which this is not possible.
    """
    case.state = cases.move(case.state, verb, rules=rules).value


def next_serial(district_code: str, on: date) -> int:
    """The next serial of a district on a day, from a counter row that stays locked until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO cases_casecounter AS c (district_code, "on", last) VALUES (%s, %s, 1)'
            ' ON CONFLICT (district_code, "on") DO UPDATE SET last = c.last + 1 RETURNING last',
            [district_code, on],
        )
        return int(cursor.fetchone()[0])


def file_case(case: Case, *, number: str, on: date, applicant_name: str, at: datetime) -> None:
    """Save a case that has just been submitted, with its number, and with the applicant's name as it is today."""
    case.number, case.submitted_at, case.received_on, case.applicant_name = number, at, on, applicant_name
    _save(case)


def receive_again(case: Case, *, on: date) -> None:
    """Save a case that has just come back complete."""
    case.received_on = on
    _save(case)


def set_acceptance_due(case: Case, on: date | None) -> None:
    """Save the day by which a submitted case must be answered; None when the calendar is too short to know it."""
    case.acceptance_due_on, case.due_pending = on, on is None
    _save(case)


def set_decision_dues(case: Case, due: DecisionDue | None) -> None:
    """Save the last days for a decision; None when the calendar is too short to know them."""
    case.due_pending = due is None
    case.promised_due_on, case.legal_due_on = (due.promised_on, due.legal_on) if due else (None, None)
    _save(case)


def set_delivery_due(case: Case, on: date | None, *, is_known: bool) -> None:
    """Save the last day to hand over the result; ``is_known`` is False while the calendar is too short."""
    case.delivery_due_on, case.due_pending = on, not is_known
    _save(case)


def keep(case: Case) -> None:
    """Save a case that has just moved."""
    _save(case)


def take_up(case: Case, *, by_id: int | None, accepted_at: datetime) -> None:
    """Save when a case was accepted, and by whom; nobody where the law accepted it."""
    case.accepted_at, case.accepted_by_id = accepted_at, by_id
    _save(case)


def close(case: Case, *, by_id: int | None, reason: str, at: datetime) -> None:
    """Save a case that has just been decided, declined, returned or terminated; nobody where the law decided."""
    case.decided_at, case.decided_by_id, case.decision_reason = at, by_id, reason
    case.due_pending = False
    _save(case)


def deliver(case: Case, *, by_id: int, how: str, at: datetime) -> None:
    """Save that the result was handed over."""
    case.delivered_at, case.delivered_by_id, case.delivered_how, case.due_pending = at, by_id, how, False
    _save(case)


def archive(case: Case, *, at: datetime) -> None:
    """Save that the file was put away."""
    case.archived_at = at
    _save(case)


def extend(case: Case) -> None:
    """Save that the time for the decision was made longer."""
    case.is_extended = True
    _save(case)


def stop_clock(case: Case, until: date | None) -> None:
    """Save until when a special procedure is planned to last; None when it is over, or the day is not known yet."""
    case.paused_until = until
    _save(case)


def refile(case: Case, of: Case) -> None:
    """Begin a draft with what a returned case held."""
    case.form, case.form_authors, case.refiles = of.form, offers.unbound(of.form_authors), of
    case.form_version += 1
    case.save()


def refiled_as(case: Case) -> int | None:
    """The visit in which a returned case is filed anew; None while it is not."""
    return Case.objects.filter(refiles=case).values_list("visit_id", flat=True).first()


def _save(case: Case) -> None:
    """Save a locked case; what is due next follows from where it stands."""
    case.next_due_on = cases.next_due(
        case.state,
        answer_on=case.acceptance_due_on,
        promised_on=case.promised_due_on,
        legal_on=case.legal_due_on,
        paused_until=case.paused_until,
        deliver_on=case.delivery_due_on,
        is_delivered=case.delivered_at is not None,
    )
    case.save()


def issue(case: Case, *, kind: str, code: str, facts: Mapping[str, Any], at: datetime) -> Paper:
    """Issue a paper: its facts are frozen from here on, its file is drawn when first asked for."""
    return Paper.objects.create(case=case, kind=kind, code=code, facts=dict(facts), issued_at=at)


def locked_paper(code: str) -> Paper:
    """The paper with this code, its row locked: two who ask for its file at once draw it once.

    Raises:
        NotFound: there is no such paper.
    """
    paper = Paper.objects.select_for_update(of=("self",)).filter(code=code).first()
    if paper is None:
        raise errors.NotFound("paper")
    return paper


def keep_file(paper: Paper, content: bytes) -> None:
    """Store the drawn file of a locked paper."""
    paper.file.save(f"{paper.code}.pdf", ContentFile(content), save=False)
    paper.save(update_fields=["file"])


def withdraw_paper(paper_id: int, at: datetime) -> None:
    """Take a paper back: whoever verifies its code reads that it is no longer good."""
    Paper.objects.filter(id=paper_id, withdrawn_at=None).update(withdrawn_at=at)


def stored_file(code: str) -> bytes | None:
    """The stored file of the paper with this code, read without a lock: once stored it never changes."""
    paper = Paper.objects.filter(code=code).only("id", "file").first()
    return file_of(paper) if paper else None


def file_of(paper: Paper) -> bytes | None:
    """The stored file of a paper; None where it was never drawn, or the store no longer has it."""
    if not paper.file:
        return None
    try:
        with paper.file.open("rb") as stored:
            return bytes(stored.read())
    except FileNotFoundError:
        return None
