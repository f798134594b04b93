"""再来一单: the answers of a finished case in a new draft; and what was begun and never handed in, found at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import drafts, errors, forms
from yunchuang.domain.cases import OPEN
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, casefile, filling, prefill
from yunchuang.workflows import visit as visits


def can_copy(case: CaseFacts | None) -> bool:
    """Whether a case is finished, so that its answers may serve once more."""
    return case is not None and case.number is not None and case.state not in OPEN


def copy(*, actor: Actor, visit_key: str, channel: str, at: datetime) -> tuple[str, int]:
    """Open a draft with the answers of a finished case, each marked with its source and to be confirmed.

    Papers are not copied: they may be out of date. Returns the new visit's key and how many fields were carried in;
    a draft of the same item in which something was written is gone on with as it is (0 fields).

    Raises:
        CaseMoved: the case is still under way.
    """
    visit = access.visit_for(actor, visit_key, Action.SUBMIT_CASE, at=at)
    case = cases.case_of_visit(visit.id)
    if case is None or not can_copy(case):
        raise errors.CaseMoved(case.state if case else "draft", "copy")
    item = casefile.item_of(visit)
    key = visits.start_filing(actor=actor, item_code=item.code, channel=channel, at=at)
    begun = casefile.view(actor=actor, visit_key=key, at=at).case
    if begun is not None and begun.form_version:
        return key, 0
    known = prefill.copied(item, case.form, case.number or "")
    return key, filling.carry_known(actor=actor, visit_key=key, known=known, at=at)


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft that waits: how many of the fields that must be filled are."""

    visit_key: str
    item_code: str
    item_name: str
    body_name: str
    begun_at: datetime
    filled: int
    required: int


def begun_of(account_id: int, item_code: str = "") -> list[Begun]:
    """What a person has begun and not handed in, newest first: of one item, or all."""
    found = [case for case in cases.drafts_of(account_id) if item_code in ("", case.item_code)]
    return [_begun(case) for case in found]


def _begun(case: CaseFacts) -> Begun:
    item = casefile.item_by_id(case.item_id)
    schema = item.form_schema if item else {}
    draft = drafts.Draft(dict(case.form), {}, case.form_version)
    shown = forms.shown(schema, draft.words)
    must = forms.required(schema, shown)
    return Begun(
        visit_key=case.visit_key,
        item_code=case.item_code,
        item_name=case.item_name,
        body_name=case.body_name,
        begun_at=case.created_at,
        filled=sum(name in shown and shown[name] is not False for name in must),
        required=len(must),
    )
