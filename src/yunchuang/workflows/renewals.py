"""A renewal that nobody decided before the term ended counts as granted: 行政许可法 第五十条.

The sweep writes it down: the case ends as granted by the law, the certificate stays good with that note, the missed
decision goes to supervision, the holder is told. The body owes the new certificate, which somebody there issues.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases import supervision, turns
from yunchuang.apps.cases.queries import Undecided
from yunchuang.apps.certificates import queries as certificates
from yunchuang.apps.certificates import services
from yunchuang.apps.certificates.queries import CertificateFacts, RuleFacts
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import certificates as rules
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState, CaseVerb, RuleSet
from yunchuang.domain.certificates import Grant
from yunchuang.domain.roles import Action
from yunchuang.domain.supervision import Missed
from yunchuang.workflows import casefile, dues, notices
from yunchuang.workflows import certificates as making
from yunchuang.workflows.casefile import CaseFile

AT_ONCE: Final = 500


def overdue(*, at: datetime) -> list[int]:
    """Visits in which a renewal was asked for that the law may have granted: a look without locks."""
    renewing, today = certificates.renewal_rules(), casefile.house(at).today
    found: list[int] = []
    after = 0
    while renewing and (batch := case_queries.undecided(renewing.keys(), limit=AT_ONCE, after=after)):
        after = batch[-1].visit_id
        numbers = {one.visit_id: _number(one, renewing) for one in batch}
        lapsed = certificates.lapsed(filter(None, numbers.values()), today)
        found += [
            one.visit_id
            for one in batch
            if (one.applicant_id, renewing[one.item_id].kind, numbers[one.visit_id]) in lapsed
        ]
    return found


def _number(one: Undecided, renewing: dict[int, RuleFacts]) -> str:
    return making.said(one.form, renewing[one.item_id].former_field)


def grant(file: CaseFile) -> bool:
    """Grant a renewal by law where that is so; the case is open under its locks. Says whether it was."""
    found = _granted(file)
    if found is None or file.case.state not in (CaseState.ACCEPTED, CaseState.PAUSED):
        return False
    ended_on = found.valid_until
    assert ended_on is not None  # it has lapsed
    if not services.renew_by_law(found.id, case_id=file.case.id, on=ended_on + timedelta(days=1)):
        return False
    file.move(CaseVerb.DEEM_RENEWED)
    turns.end_procedure(file.case, result="", on=file.house.today, by_id=None, at=file.at)
    cases.stop_clock(file.case, None)
    cases.close(file.case, by_id=None, reason="", at=file.at)
    dues.set_delivery(file)
    file.tell("case.renewed_by_law", found.id, {"title": found.name, "number": found.number})
    if supervision.write(file.case.id, missed=Missed.RENEWAL.value, due_on=ended_on, at=file.at):
        file.tell("case.overdue", facts={"missed": Missed.RENEWAL.value})
    notices.renewed_by_law(file, name=found.name, number=found.number)
    return True


def require_in_time(file: CaseFile) -> None:
    """Pass when the service may still say no to a renewal; else RenewedByLaw: the law has said yes."""
    found = _granted(file)
    if found is not None and found.valid_until is not None:
        raise errors.RenewedByLaw(found.valid_until)


def _granted(file: CaseFile) -> CertificateFacts | None:
    """The certificate whose renewal in this case the law has granted by now; None where it has not."""
    rule = certificates.rule_of(file.item.id)
    number = making.field(file, rule.former_field) if rule else ""
    if rule is None or rule.grant != Grant.RENEWAL or file.item.rule_set != RuleSet.PERMIT or not number:
        return None
    former = certificates.in_force(owner_id=file.case.applicant_id, kind=rule.kind, number=number)
    if former is None or former.valid_until is None or file.case.submitted_at is None:
        return None
    terms = (certificates.rule_of(former.item_id) or rule).terms
    is_granted = rules.is_renewed_by_law(
        valid_until=former.valid_until,
        asked_on=file.case.submitted_at.astimezone(file.house.zone).date(),
        renewal=rules.renewal_days(former.valid_until, terms, places.work_calendar()),
        today=file.house.today,
    )
    return former if is_granted else None


# --- the new certificate -----------------------------------------------------------------------


def owed(case_id: int) -> CertificateFacts | None:
    """The certificate for which a new one is still to be issued after the law granted its renewal in a case."""
    found = certificates.renewed_by_law_in(case_id)
    return found if found is not None and found.replaced_at is None and found.withdrawn_at is None else None


def issue(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Issue the new certificate that the body owes; its term follows on the old one. Pressed twice is pressed once.

    Raises:
        CaseMoved: nothing is owed here.
        NotFound, NotAllowed: as in ``access``.
    """
    with casefile.opened(actor, visit_key, Action.DECIDE_CASE, at=at) as file:
        if certificates.of_case(file.case.id) is not None:
            return
        former, rule = owed(file.case.id), certificates.rule_of(file.item.id)
        if former is None or rule is None or former.valid_until is None:
            raise errors.CaseMoved(file.case.state, "issue")
        making.write(file, rule, former, _term(former.valid_until, rule))


def _term(ended_on: date, rule: RuleFacts) -> tuple[date, date | None]:
    """First and last day: what the law granted leaves no gap."""
    return ended_on + timedelta(days=1), rules.renewed_until(ended_on, rule.years) if rule.years else None
