"""A renewal that nobody decided before the term ended, and a licence that its holder gives up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import Centre
from tests.web.test_corrections import signed_in, text
from tests.workflows.filing_scene import FORM, SCHEMA, Scene, hand_in
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases import supervision
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.certificates import queries as certificate_queries
from yunchuang.apps.certificates import services as certificates_services
from yunchuang.apps.certificates.models import Certificate
from yunchuang.apps.certificates.queries import CertificateFacts
from yunchuang.apps.certificates.services import RuleDraft
from yunchuang.apps.people.models import Message
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import services as visits
from yunchuang.domain import errors
from yunchuang.domain.certificates import CertificateState
from yunchuang.workflows import certificates, filing, papers, proceedings, renewals, review, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
ISSUED = datetime(2022, 3, 31, 10, 0, tzinfo=SHANGHAI)
ENDS = date(2027, 3, 31)
IN_TIME = datetime(2027, 3, 1, 10, 0, tzinfo=SHANGHAI)  # thirty days before the end, the last day
LAPSED = datetime(2027, 4, 1, 1, 0, tzinfo=SHANGHAI)
LATER = SCHEMA | {"properties": SCHEMA["properties"] | {"permit_number": {"type": "string", "title": "编号"}}}


@pytest.fixture
def shop(scene: Scene, centre: Centre) -> Scene:
    """Li holds a permit until 31 March 2027; one item renews it, another gives it up."""
    rule = RuleDraft(kind="food", name="食品经营许可证", years=5, holder_field="name", renewal_item_code="renewal")
    certificates_services.put_rule(rule, item_id=scene.item_id)
    renewing = put(centre, "renewal", "食品经营许可（延续）")
    certificates_services.put_rule(replace(rule, grant="renewal", former_field="permit_number"), item_id=renewing)
    closing = {"closes_certificate": "食品经营许可证", "closes_number_field": "permit_number"}
    put(centre, "closing", "食品经营许可（注销）", more=closing)
    number = scene.submit(ISSUED)
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=ISSUED)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=ISSUED)
    assert held(scene).valid_until == ENDS
    return scene


def put(centre: Centre, code: str, name: str, **more: Any) -> int:
    draft = catalog.ItemDraft(
        code=code,
        name=name,
        summary=name,
        effective_on=date(2020, 1, 1),
        form_schema=LATER,
        requirements=[catalog.Requires(code="application", name="申请书")],
        **more,
    )
    return catalog.put_item(draft, body_id=centre.market_id, window_class_ids=[centre.market_line_id])


def held(scene: Scene) -> CertificateFacts:
    """The permit that Li got first."""
    assert scene.li.account_id is not None
    return certificate_queries.of_owner(scene.li.account_id)[-1]


def apply(scene: Scene, item: str, *, at: datetime, number: str = "", who: Actor | None = None) -> str:
    """Li (or another) asks for it and the body accepts; the key of the visit."""
    from yunchuang.apps.catalog import queries as items

    found, citizen = items.item(item), who or scene.li
    assert found is not None
    visit = visits.open_visit(
        citizen_id=citizen.account_id, item_id=found.id, purpose="", channel="web", helper_id=None, at=at
    )
    form = FORM | {"permit_number": number or held(scene).number}
    filing.form_save(actor=citizen, visit_key=visit.key, values=form, at=at)
    hand_in(citizen, visit.key, "application", b"%PDF-1.7 renewal", at=at)
    filing.submit(actor=citizen, visit_key=visit.key, at=at)
    review.accept(actor=scene.sun, visit_key=visit.key, at=at)
    scene.visit_key, scene.visit_id = visit.key, visit.id
    return visit.key


def case(scene: Scene) -> CaseFacts:
    found = cases.case_of_visit(scene.visit_id)
    assert found is not None
    return found


def decide(scene: Scene, *, at: datetime, approve: bool = True) -> None:
    number = case(scene).number
    assert number is not None
    review.decide(actor=scene.sun, case_number=number, approve=approve, reason="" if approve else "不符", at=at)


def test_what_nobody_decided_before_the_end_is_granted_once_and_stays_good(shop):
    apply(shop, "renewal", at=IN_TIME)
    assert sweep.renew_by_law(at=LAPSED - 2 * timedelta(hours=1)) == 0  # 31 March is still the body's

    assert sweep.renew_by_law(at=LAPSED) == 1
    assert sweep.renew_by_law(at=LAPSED) == 0

    assert held(shop).state(date(2027, 4, 1)) is CertificateState.VALID
    assert held(shop).renewed_by_law_on == date(2027, 4, 1)
    found = case(shop)
    assert (found.state, found.decided_by_id) == ("approved", None)
    assert found.delivery_due_on == date(2027, 4, 15)  # ten working days after 1 April
    missed = [(one.missed, one.due_on) for one in supervision.of_case(found.id)]
    assert missed == [("renewal", ENDS)]
    told = Message.objects.filter(account_id=shop.li.account_id).order_by("-id").values_list("text", flat=True)[0]
    assert "视为准予延续" in told


def test_it_is_part_of_every_sweep_and_nobody_is_told_that_his_permit_ended(shop):
    apply(shop, "renewal", at=IN_TIME)

    assert sweep.run(at=LAPSED)["renewed_by_law"] == 1
    certificates.remind_sweep(at=LAPSED)

    assert not Message.objects.filter(text__contains="已于2027年3月31日期满").exists()


def test_a_special_procedure_does_not_stop_the_end_of_a_term(shop):
    key = apply(shop, "renewal", at=IN_TIME)
    proceedings.pause(actor=shop.sun, visit_key=key, kind="hearing", reason="听证", planned_working_days=40, at=IN_TIME)

    assert sweep.renew_by_law(at=LAPSED) == 1

    ran, _asked = proceedings.course(case(shop).id)
    assert [one.ended_on for one in ran] == [date(2027, 4, 1)]
    assert case(shop).paused_until is None


def test_who_asked_too_late_is_not_renewed_by_the_law(shop):
    apply(shop, "renewal", at=IN_TIME + DAY)

    assert sweep.renew_by_law(at=LAPSED) == 0
    assert held(shop).state(date(2027, 4, 1)) is CertificateState.EXPIRED
    decide(shop, at=LAPSED, approve=False)  # and may be refused


def test_what_was_decided_in_time_is_left_alone(shop):
    apply(shop, "renewal", at=IN_TIME)
    decide(shop, at=IN_TIME, approve=False)

    assert sweep.renew_by_law(at=LAPSED) == 0


def test_another_ones_number_renews_nothing(shop, centre):
    apply(shop, "renewal", at=IN_TIME, who=centre.people["zhang"])

    assert sweep.renew_by_law(at=LAPSED) == 0


@pytest.mark.parametrize("how", ["refuse", "terminate"])
def test_after_the_end_nobody_says_no_any_more_even_before_the_sweep_has_run(shop, how):
    key = apply(shop, "renewal", at=IN_TIME)

    def say_no() -> None:
        if how == "refuse":
            decide(shop, at=LAPSED, approve=False)
        else:
            proceedings.terminate(actor=shop.sun, visit_key=key, reason="不办了", at=LAPSED)

    with pytest.raises(errors.RenewedByLaw):
        say_no()

    assert case(shop).state == "accepted"
    assert sweep.renew_by_law(at=LAPSED) == 1


def test_the_body_issues_the_new_certificate_that_it_owes_and_no_day_is_lost(shop):
    key = apply(shop, "renewal", at=IN_TIME)
    sweep.renew_by_law(at=LAPSED)
    for who in (shop.li, shop.feng, shop.wang):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            renewals.issue(actor=who, visit_key=key, at=LAPSED)

    renewals.issue(actor=shop.sun, visit_key=key, at=LAPSED + 3 * DAY)
    renewals.issue(actor=shop.sun, visit_key=key, at=LAPSED + 3 * DAY)

    new = certificate_queries.of_case(case(shop).id)
    assert new is not None
    assert (new.valid_from, new.valid_until) == (date(2027, 4, 1), date(2032, 3, 31))
    assert held(shop).state(date(2027, 4, 4)) is CertificateState.REPLACED
    assert Certificate.objects.count() == 2
    assert renewals.owed(case(shop).id) is None


def test_nothing_is_issued_where_nothing_is_owed(shop):
    key = apply(shop, "renewal", at=IN_TIME)

    with pytest.raises(errors.CaseMoved):
        renewals.issue(actor=shop.sun, visit_key=key, at=IN_TIME)


def test_anybody_who_verifies_reads_that_it_goes_on(shop, monkeypatch):
    apply(shop, "renewal", at=IN_TIME)
    sweep.renew_by_law(at=LAPSED)

    found = papers.verify(code=held(shop).code, at=LAPSED + 30 * DAY)

    assert (found.state, found.is_renewed_by_law) == ("genuine", True)
    monkeypatch.setattr("yunchuang.web.citizen.views.papers.now", lambda: LAPSED)
    assert "视为准予延续" in Client().get(f"/verify/{held(shop).code}/").content.decode()


# --- given up by its holder ---------------------------------------------------------------------


def test_an_approved_closing_puts_an_end_to_the_permit_that_it_names(shop, monkeypatch):
    at = IN_TIME
    apply(shop, "closing", at=at)
    assert held(shop).state(at.date()) is CertificateState.VALID
    decide(shop, at=at)
    decide(shop, at=at)

    closed = held(shop)
    assert closed.state(at.date()) is CertificateState.CLOSED
    assert closed.withdrawn_reason == f"依申请注销，办件号 {case(shop).number}"
    assert certificates.closed_by(case(shop).id) == closed
    assert papers.verify(code=closed.code, at=at).state == "closed"
    monkeypatch.setattr("yunchuang.web.citizen.views.papers.now", lambda: at)
    page = Client().get(f"/verify/{closed.code}/").content.decode()
    assert "已注销" in page
    assert "李桂芳" not in page
    assert Message.objects.filter(account_id=shop.li.account_id, text__contains="已依申请注销").count() == 1


def test_the_office_reads_before_deciding_what_an_approval_ends_and_afterwards_what_it_ended(shop, monkeypatch):
    monkeypatch.setattr("yunchuang.web.backoffice.views.now", lambda: IN_TIME)
    sun = signed_in(shop.sun)
    apply(shop, "closing", at=IN_TIME)
    page = f"/office/cases/{case(shop).number}/"

    assert f"准予以后注销：食品经营许可证（{held(shop).number}）" in text(sun.get(page))
    decide(shop, at=IN_TIME)
    assert f"已注销：食品经营许可证（{held(shop).number}）" in text(sun.get(page))

    apply(shop, "closing", at=IN_TIME, number="ZZ000")
    assert "没有对上" in text(sun.get(f"/office/cases/{case(shop).number}/"))


def test_the_office_issues_what_it_owes_on_the_page_of_the_case(shop, monkeypatch):
    for views in ("views", "course_views"):
        monkeypatch.setattr(f"yunchuang.web.backoffice.{views}.now", lambda: LAPSED)
    monkeypatch.setattr("yunchuang.web.citizen.views.certificates.now", lambda: LAPSED)
    apply(shop, "renewal", at=IN_TIME)
    sweep.renew_by_law(at=LAPSED)
    sun, page = signed_in(shop.sun), f"/office/cases/{case(shop).number}/"
    assert "新证还没有制发" in text(sun.get(page))
    assert "视为准予延续，继续有效" in text(signed_in(shop.li).get(f"/certificates/{held(shop).code}/"))

    assert "新证已经制发" in text(sun.post(f"{page}certificate/issue/", follow=True))

    assert "新证还没有制发" not in text(sun.get(page))
    assert "已经换发新证" in text(signed_in(shop.li).get(f"/certificates/{held(shop).code}/"))


def test_a_refused_closing_ends_nothing(shop):
    apply(shop, "closing", at=IN_TIME)
    decide(shop, at=IN_TIME, approve=False)

    assert held(shop).state(IN_TIME.date()) is CertificateState.VALID


@pytest.mark.parametrize("whose", ["nobody's", "another's"])
def test_a_closing_ends_no_certificate_but_the_applicants_own(shop, centre, whose):
    another = centre.people["zhang"] if whose == "another's" else None
    apply(shop, "closing", at=IN_TIME, who=another, number="" if another else "ZZ000")
    decide(shop, at=IN_TIME)

    assert held(shop).state(IN_TIME.date()) is CertificateState.VALID
    assert case(shop).state == "approved"
