"""Certificates (证照): made by an approval, shown to their owner, taken back, reminded of before they end."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.certificates import queries as certificates
from yunchuang.apps.certificates import services
from yunchuang.apps.certificates.queries import CertificateFacts, RuleFacts
from yunchuang.apps.certificates.services import NewCertificate
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import certificates as rules
from yunchuang.domain import codes, errors
from yunchuang.domain.certificates import CertificateState, Grant, RenewalDays, Stage
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, casefile, papers
from yunchuang.workflows.casefile import CaseFile

log = logging.getLogger(__name__)

REASON_CHARACTERS: Final = 500
AT_ONCE: Final = 200
"""Certificates that one sweep looks at in one go; it goes on until it has seen all."""


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as its page shows it on a day; ``renewal_item`` and ``renewal`` where it can be renewed."""

    facts: CertificateFacts
    state: CertificateState
    renewal_item: ItemFacts | None
    renewal: RenewalDays | None
    rule: RuleFacts | None
    days_left: int | None

    @property
    def is_near(self) -> bool:
        """Whether it ends soon enough to speak of it."""
        return self.state == CertificateState.VALID and self.renewal is not None and self.days_left is not None


# --- made by an approval -----------------------------------------------------------------------


def issue(file: CaseFile) -> None:
    """Issue the certificate of a case just approved; items without a rule make none."""
    rule = certificates.rule_of(file.item.id)
    if rule is None or file.case.number is None:
        return
    former = _former(file, rule)
    write(file, rule, former, (file.house.today, _valid_until(file.house.today, rule, former)))


def write(file: CaseFile, rule: RuleFacts, former: CertificateFacts | None, term: tuple[date, date | None]) -> None:
    """Write the certificate of a case down with its paper; ``term`` is its first and last day."""
    number = former.number if former and rule.keeps_number else _number(file)
    valid_from, valid_until = term
    holder = field(file, rule.holder_field) or people.names([file.case.applicant_id])[file.case.applicant_id]
    shown = [(label, field(file, name)) for label, name in rule.shown]
    paper_id = papers.issue_certificate(
        file,
        name=rule.name,
        number=number,
        holder=holder,
        shown=[pair for pair in shown if pair[1]],
        valid=(valid_from, valid_until),
        is_as_before=rule.grant == Grant.CHANGE and former is None,
        basis=rule.basis,
    )
    new = NewCertificate(
        case_id=file.case.id,
        paper_id=paper_id,
        item_id=file.item.id,
        body_id=file.visit.body_id,
        owner_id=file.case.applicant_id,
        holder_name=holder,
        kind=rule.kind,
        name=rule.name,
        number=number,
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=file.at,
    )
    certificate_id = services.issue(new, replaces_id=former.id if former else None)
    file.tell("certificate.issued", certificate_id, {"title": rule.name, "replaces": former.number if former else ""})


def _former(file: CaseFile, rule: RuleFacts) -> CertificateFacts | None:
    """The certificate that this one replaces: of the same owner and kind, by the number in his form."""
    number = field(file, rule.former_field)
    if rule.grant == Grant.NEW or not number:
        return None
    return certificates.in_force(owner_id=file.case.applicant_id, kind=rule.kind, number=number)


def _valid_until(valid_from: date, rule: RuleFacts, former: CertificateFacts | None) -> date | None:
    """A change leaves the term as it was; of a certificate that we never issued the term is not known here."""
    if rule.grant == Grant.CHANGE:
        return former.valid_until if former else None
    return rules.last_day(valid_from, rule.years) if rule.years else None


def _number(file: CaseFile) -> str:
    district, year = file.house.district_code, file.house.today.year
    return codes.certificate_number(district, year, serial=services.next_serial(district, year))


def field(file: CaseFile, name: str) -> str:
    """What the form says in a field, as text; nothing where there is none."""
    return said(file.case.form, name)


def said(form: Mapping[str, Any], name: str) -> str:
    """The same of a form that is at hand."""
    value = form.get(name) if name else None
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


# --- put an end to, as asked for ----------------------------------------------------------------


def close(file: CaseFile, *, by_id: int) -> None:
    """Put an end to the certificate that a case just approved asked to close; others than the applicant's stay."""
    facts = to_close(file.item, file.case.form, owner_id=file.case.applicant_id)
    if facts is None:
        return
    reason = f"依申请注销，办件号 {file.case.number}"
    if services.close(facts.id, case_id=file.case.id, by_id=by_id, reason=reason, at=file.at):
        paper = case_queries.paper(facts.code)
        if paper is not None:
            cases.withdraw_paper(paper.id, file.at)
        file.tell("certificate.closed", facts.id, {"title": facts.name, "number": facts.number})
        message(facts, f"您的{facts.name}（{facts.number}）已依申请注销。", file.at)


def to_close(item: ItemFacts, form: Mapping[str, Any], *, owner_id: int) -> CertificateFacts | None:
    """The certificate that an approval of this item would put an end to, by the number in the form."""
    name, number = item.listing.closes_certificate, said(form, item.listing.closes_number_field)
    return certificates.named(owner_id=owner_id, name=name, number=number) if name and number else None


def closed_by(case_id: int) -> CertificateFacts | None:
    """The certificate that a case put an end to; asked for a case that the reader may see."""
    return certificates.closed_by(case_id)


# --- shown -------------------------------------------------------------------------------------


def mine(*, actor: Actor, at: datetime) -> list[CertificateView]:
    """A citizen's certificates, those in force first."""
    if actor.account_id is None:
        raise errors.NotSignedIn()
    today = casefile.house(at).today
    views = [_view(facts, today) for facts in certificates.of_owner(actor.account_id)]
    return sorted(views, key=lambda view: view.state != CertificateState.VALID)


def one(*, actor: Actor, code: str, at: datetime) -> CertificateView:
    """A certificate by the code of its paper, for whoever may see it.

    Raises:
        NotFound: there is none, or it is not for these eyes.
    """
    facts = _found(code)
    access.visit_by_id(actor, facts.visit_id, Action.SEE_CERTIFICATE, at=at)
    return _view(facts, casefile.house(at).today)


def of_case(case_id: int, *, at: datetime) -> CertificateView | None:
    """The certificate that a case led to; asked for a case that the reader may see."""
    facts = certificates.of_case(case_id)
    return _view(facts, casefile.house(at).today) if facts else None


def _found(code: str) -> CertificateFacts:
    normal = codes.normalise_verify_code(code)
    facts = certificates.by_code(normal) if normal else None
    if facts is None:
        raise errors.NotFound("certificate")
    return facts


def _view(facts: CertificateFacts, today: date) -> CertificateView:
    rule = certificates.rule_of(facts.item_id)
    item = catalog.item(rule.renewal_item_code) if rule and rule.renewal_item_code else None
    renewal = _renewal(facts, rule) if item else None
    left = (facts.valid_until - today).days if facts.valid_until else None
    return CertificateView(facts, facts.state(today), item, renewal, rule, left)


def _renewal(facts: CertificateFacts, rule: RuleFacts | None) -> RenewalDays | None:
    if rule is None or facts.valid_until is None or not rule.renewal_item_code:
        return None
    return rules.renewal_days(facts.valid_until, rule.terms, places.work_calendar())


# --- taken back --------------------------------------------------------------------------------


def withdraw(*, actor: Actor, code: str, reason: str, at: datetime) -> None:
    """Take a certificate back, with the reason that its owner will read. Pressed twice is pressed once.

    Raises:
        ReasonMissing, TextTooLong: as they say.
        NotFound, NotAllowed: as in ``access``.
        CertificateMoved: a new one has replaced it.
    """
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise errors.ReasonMissing()
    if len(reason) > REASON_CHARACTERS:
        raise errors.TextTooLong(REASON_CHARACTERS)
    facts = _found(code)
    access.visit_by_id(actor, facts.visit_id, Action.WITHDRAW_CERTIFICATE, at=at)
    assert actor.account_id is not None  # nobody without an account has that relation
    with journal.writing(journal.visit(facts.visit_id), at=at, actor_id=actor.account_id) as entries:
        if not services.withdraw(facts.id, by_id=actor.account_id, reason=reason, at=at):
            return
        paper = case_queries.paper(facts.code)
        if paper is not None:
            cases.withdraw_paper(paper.id, at)
        entries.add(journal.visit(facts.visit_id), "certificate.withdrawn", facts.id, {"title": facts.name})
        message(
            facts, f"您的{facts.name}（{facts.number}）已被{facts.body_name}收回。理由请登录后在“我的证照”查看。", at
        )


def message(facts: CertificateFacts, text: str, at: datetime) -> None:
    contact = people.contact(facts.owner_id)
    if contact and contact.phone:
        people_services.tell(phone=contact.phone, kind="certificate", text=text, at=at, account_id=facts.owner_id)


# --- reminded of -------------------------------------------------------------------------------


def remind_sweep(*, at: datetime) -> int:
    """Tell holders whose certificates end soon, or ended, once a stage; returns how many were told.

    A reminder and its message are one transaction: killed at any line, the next sweep tells whom this one did not.
    """
    today, told, last_id = casefile.house(at).today, 0, 0
    while near := certificates.ending(today, after_id=last_id, limit=AT_ONCE):
        last_id = near[-1].id
        gone_out = certificates.told(facts.id for facts in near)
        for facts in near:
            told += _remind(facts, gone_out, today, at)
    return told


def _remind(facts: CertificateFacts, gone_out: set[tuple[int, str]], today: date, at: datetime) -> bool:
    assert facts.valid_until is not None  # the list is of those that end
    rule = certificates.rule_of(facts.item_id)
    renewal = _renewal(facts, rule)
    stage = rules.stage_reached(facts.valid_until, renewal, today=today)
    if stage is None or (facts.id, stage.value) in gone_out:
        return False
    with transaction.atomic():
        if not services.note_told(facts.id, stage.value, at):
            return False  # another sweep was first
        message(facts, _reminder(facts, stage, rule, renewal), at)
    return True


def _reminder(facts: CertificateFacts, stage: Stage, rule: RuleFacts | None, renewal: RenewalDays | None) -> str:
    """Messages to phones are Chinese, whatever language pages are read in."""
    what, until = f"您的{facts.name}（{facts.number}）", _printed(facts.valid_until)
    if stage == Stage.EXPIRED:
        return f"{what}已于{until}期满。继续经营前请先办理延续或重新申请，详情登录后在“我的证照”查看。"
    if renewal is None or rule is None:
        return f"{what}将于{until}期满。"
    if renewal.is_exact:
        when = f"请在{_printed(renewal.opens_on)}至{_printed(renewal.closes_on)}之间申请延续。"
    else:
        unit = "个工作日" if rule.terms.in_working_days else "日"
        when = (
            f"延续应当在届满前 {rule.terms.opens_days} {unit}至 {rule.terms.closes_days} {unit}之间申请，"
            "具体日期待放假安排公布后确定，请尽早办理。"
        )
    return f"{what}将于{until}期满。{when}登录后在“我的证照”可以直接办理。"


def _printed(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
