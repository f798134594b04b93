"""A visit as its owner sees it: the number, what to do next, materials, papers, rating, and the one timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials.queries import RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.ratings import queries as ratings
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.apps.visits import queries as visit_queries
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import cases as case_rules
from yunchuang.domain.roles import Action
from yunchuang.web.citizen.board import lines_now
from yunchuang.web.common import casework, timeline
from yunchuang.web.common.papers_told import papers_of
from yunchuang.web.common.rating_form import STARS, rating_blocks
from yunchuang.workflows import access, asked, casefile, certificates, dues, once_more, rating
from yunchuang.workflows import visit as visits

# What a ticket's state means for the person's next step (also the order in which the steps are shown).
STEPS = (("waiting", _("取号等候")), ("serving", _("视频办理")), ("filed", _("交件")), ("decided", _("出结果")))


@dataclass(frozen=True, slots=True)
class Checklist:
    """How the materials stand: what is there, what is lacking, what the window marked."""

    states: tuple[RequirementState, ...]
    given: int
    lacking: tuple[RequirementState, ...]
    marked: tuple[RequirementState, ...]

    @property
    def total(self) -> int:
        """How many materials the guide lists."""
        return len(self.states)


def checklist(states: Sequence[RequirementState]) -> Checklist:
    """Count a checklist."""
    return Checklist(
        states=tuple(states),
        given=sum(bool(one.files) for one in states),
        lacking=tuple(one for one in states if one.requirement.is_required and not one.files),
        marked=tuple(one for one in states if one.state == "marked"),
    )


def folder(actor: Actor, key: str, at: datetime) -> dict[str, Any]:
    """Everything that the page of a visit shows."""
    visit = access.visit_for(actor, key, Action.SEE_VISIT, at=at)
    ticket = tickets.of_visit(visit.id)
    # Positions are read before the facts: what comes in between is asked for again.
    streams = [journal.visit(visit.id), *([journal.line(ticket.window_class_id)] if ticket else [])]
    seqs = journal_queries.where(streams)
    view = casefile.view(actor=actor, visit_key=key, at=at)
    call = calls.live_of_visit(visit.id)
    has_filing = bool(view.case or view.checklist or view.item.form_schema.get("properties"))
    return {
        "has_filing": has_filing,
        "visit": visit,
        "item": view.item,
        "ticket": ticket,
        "wait": visits.waiting(ticket) if ticket and ticket.state == "waiting" else None,
        "call": call,
        "case": view.case,
        "certificate": certificates.of_case(view.case.id, at=at) if view.case else None,
        "list": checklist(view.checklist),
        "papers": papers_of(view, at=at),
        "can_change": view.case is None or view.case.is_editable,
        "can_copy": once_more.can_copy(view.case) and view.item.can_file_online,
        "can_withdraw": _can_withdraw(view.case, view.item.rule_set),
        "lines": _lines(view.item.served_at, ticket, at),
        "pass": asked.good_pass(view.case, at=at),
        "correction": corrections.open_of_cases([view.case.id]).get(view.case.id) if view.case else None,
        "due": casework.due_of(view.case, dues.urgencies([view.case], at=at)[view.case.id]) if view.case else None,
        "moments": list(reversed(timeline.of_visit(visit.id))),
        "ratings": rating_blocks(ratings.all_of_visit(visit.id), rating.open_for(ticket, view.case)),
        "stars": STARS,
        "rate_url": reverse("citizen:rate", args=[visit.key]),
        "steps": _steps(ticket, view.case, has_filing=has_filing),
        "streams": " ".join(f"{stream.kind}:{stream.subject_id}" for stream in seqs),
        "seqs": " ".join(str(seq) for seq in seqs.values()),
    }


def _lines(served_at: Sequence[Any], ticket: TicketFacts | None, at: datetime) -> list[Any]:
    """Where a number can be taken for a visit that has none now."""
    return [] if ticket and ticket.is_live else lines_now([line.id for line in served_at], at)


def _can_withdraw(case: CaseFacts | None, rules: str) -> bool:
    return case is not None and "withdraw" in {verb.value for verb in case_rules.verbs(case.state, rules=rules)}


def _steps(ticket: TicketFacts | None, case: CaseFacts | None, *, has_filing: bool) -> list[tuple[Any, str]]:
    """Each step with done, now or nothing."""
    state = case.state if case else "draft"
    done = {
        "waiting": bool(ticket and ticket.state in ("called", "serving", "done")),
        "serving": bool(ticket and ticket.state == "done"),
        "filed": state not in ("draft", "correcting", "withdrawn", "returned"),
        "decided": state in ("approved", "refused", "not_accepted", "terminated"),
    }
    offered = {"waiting": ticket, "serving": ticket, "filed": has_filing, "decided": has_filing}
    wanted = [name for name, _said in STEPS if offered[name]]
    here = next((name for name in wanted if not done[name]), "")
    said = dict(STEPS)
    return [(said[name], "done" if done[name] else "now" if name == here else "") for name in wanted]


def folders_of(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """A person's visits for the list: what is going on first, then drafts, then the rest, newest first."""
    assert actor.account_id is not None  # the guard let only citizens in
    mine = visit_queries.of_citizen(actor.account_id)
    ids = [visit.id for visit in mine]
    filed, numbered, rated = cases.of_visits(ids), tickets.newest_of_visits(ids), ratings.rated(ids)
    open_ones = corrections.open_of_cases([case.id for case in filed.values()])
    urgency, refiled = dues.urgencies(filed.values(), at=at), {case.refiles_id for case in filed.values()}
    rows = []
    for visit in mine:
        case = filed.get(visit.id)
        row = _row(visit, numbered.get(visit.id), case, rated, bool(case and case.id in refiled))
        row["due"] = casework.due_of(case, urgency[case.id]) if case else None
        row["correction"] = open_ones.get(case.id) if case else None
        rows.append(row)
    return sorted(rows, key=lambda row: row["place"])


def _row(
    visit: VisitFacts, ticket: TicketFacts | None, case: CaseFacts | None, rated: set[tuple[int, str]], is_refiled: bool
) -> dict[str, Any]:
    is_live = bool(ticket and ticket.is_live)
    is_draft = case is None or case.state == "draft"
    needs_me = case is not None and (case.state == "correcting" or (case.state == "returned" and not is_refiled))
    gone = is_draft and ticket is not None and ticket.state in ("cancelled", "missed", "done")
    place = 0 if is_live else 1 if needs_me else 2 if is_draft and not gone else 3
    return {
        "visit": visit,
        "ticket": ticket,
        "case": case,
        "is_live": is_live,
        "is_draft": is_draft and not gone,
        "needs_me": needs_me,
        "can_rate": any((visit.id, about.value) not in rated for about in rating.open_for(ticket, case)),
        "place": place,
    }
