"""Certificates: made by an approval, seen by their owner, taken back by the body, verified by anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.workflows.certificate_scene import PERMIT, approve, certificate, put_rules
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.test_filing_papers import pdf, renderer  # noqa: F401 - the fixture is asked for by name
from yunchuang.apps.certificates import queries as certificate_queries
from yunchuang.apps.certificates import services
from yunchuang.apps.certificates.models import Certificate, Sealed
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.people import queries as people
from yunchuang.domain import errors
from yunchuang.domain.certificates import CertificateState
from yunchuang.ports import registry
from yunchuang.workflows import certificates, papers, review

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ENDS = date(2031, 11, 23)


@pytest.fixture
def shop(scene: Scene, centre) -> Scene:
    put_rules(scene, centre)
    return scene


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def test_an_approval_makes_a_certificate_with_its_term(shop):
    number = approve(shop)

    made = certificate(shop)

    assert (made.name, made.holder_name, made.case_number) == ("食品经营许可证", "老王面馆", number)
    assert (made.valid_from, made.valid_until) == (date(2026, 11, 23), ENDS)
    assert made.number.startswith("ZZ3199002026000001")
    assert "certificate.issued" in kinds(shop)


def test_a_refusal_makes_none(shop):
    number = shop.submit()
    review.accept(actor=shop.sun, visit_key=shop.visit_key, at=MONDAY)
    review.decide(actor=shop.sun, case_number=number, approve=False, reason="场所不符", at=MONDAY)

    assert not Certificate.objects.exists()


def test_an_item_without_a_rule_makes_none(scene):
    approve(scene)

    assert not Certificate.objects.exists()


def test_the_papers_say_number_holder_and_term(shop, renderer):  # noqa: F811
    approve(shop)

    pdf(shop, code=certificate(shop).code)

    (drawn,) = renderer.papers
    rows = dict(drawn.rows)
    assert (drawn.kind, drawn.title) == ("certificate", "食品经营许可证")
    assert rows["有效期"] == "2026年11月23日至2031年11月23日"
    assert (rows["证照编号"], rows["持证人"], rows["座位"]) == (certificate(shop).number, "老王面馆", "24")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("li", True),
        ("sun", True),
        ("qian", True),
        ("wang", False),  # served nobody of this visit today
        ("zhou", False),  # a helper beside sees the case, not what it led to
        ("he", False),
        ("zhao", False),
        ("feng", False),
    ],
)
def test_who_sees_a_certificate(shop, who, may):
    approve(shop)
    code, actor = certificate(shop).code, getattr(shop, who)

    if may:
        assert certificates.one(actor=actor, code=code, at=MONDAY).facts.code == code
    else:
        with pytest.raises((errors.NotFound, errors.NotAllowed)):
            certificates.one(actor=actor, code=code, at=MONDAY)


def test_another_citizens_certificate_does_not_exist_for_him(shop):
    approve(shop)

    with pytest.raises(errors.NotFound):
        certificates.one(actor=shop.he, code=certificate(shop).code, at=MONDAY)
    assert certificates.mine(actor=shop.he, at=MONDAY) == []
    assert len(certificates.mine(actor=shop.li, at=MONDAY)) == 1


@pytest.mark.parametrize("who", ["li", "he", "wang", "zhao", "feng", "zhou"])
def test_only_those_who_decide_take_one_back(shop, who):
    approve(shop)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        certificates.withdraw(actor=getattr(shop, who), code=certificate(shop).code, reason="不符合条件", at=MONDAY)
    assert certificate(shop).withdrawn_at is None


def test_a_withdrawal_needs_its_reason_and_is_told(shop, jobs):
    approve(shop)
    code = certificate(shop).code

    with pytest.raises(errors.ReasonMissing):
        certificates.withdraw(actor=shop.qian, code=code, reason=" \x00 ", at=MONDAY)
    certificates.withdraw(actor=shop.qian, code=code, reason="经查材料虚假", at=MONDAY)
    certificates.withdraw(actor=shop.qian, code=code, reason="再按一次", at=MONDAY)

    view = certificates.one(actor=shop.li, code=code, at=MONDAY)
    assert (view.state, view.facts.withdrawn_reason) == (CertificateState.WITHDRAWN, "经查材料虚假")
    assert kinds(shop).count("certificate.withdrawn") == 1
    (told,) = [message for message in people.inbox(shop.li.account_id) if message.kind == "certificate"]
    assert "收回" in told.text
    assert "虚假" not in told.text  # a reason is not for a locked screen


def test_verifying_says_how_it_stands_and_nothing_about_the_person(shop):
    approve(shop)
    code = certificate(shop).code

    def state(at: datetime = MONDAY) -> str:
        found = papers.verify(code=code, at=at)
        assert "老王" not in str(found)
        assert shop.li.name not in str(found)
        assert certificate(shop).number not in str(found)
        return found.state

    assert state() == "genuine"
    assert state(datetime(2031, 11, 23, 10, tzinfo=UTC)) == "genuine"
    assert state(datetime(2031, 11, 24, 10, tzinfo=UTC)) == "expired"
    certificates.withdraw(actor=shop.sun, code=code, reason="不再符合条件", at=MONDAY)
    assert state() == state(datetime(2031, 11, 24, 10, tzinfo=UTC)) == "withdrawn"


def test_a_renewal_replaces_the_former_one(shop):
    approve(shop)
    first = certificate(shop)
    services.put_rule(
        services.RuleDraft(kind="food", name="食品经营许可证", grant="renewal", years=5, former_field="name"),
        item_id=shop.item_id,
    )
    shop.visit_key = shop.open_visit()
    shop.make_ready()
    shop.fill(name=first.number)
    later = MONDAY + timedelta(days=1)

    approve_again(shop, later)

    second = certificate(shop)
    assert second.id != first.id
    assert papers.verify(code=first.code, at=later).state == "replaced"
    assert papers.verify(code=second.code, at=later).state == "genuine"
    assert second.valid_until == date(2031, 11, 24)
    with pytest.raises(errors.CertificateMoved):
        certificates.withdraw(actor=shop.sun, code=first.code, reason="旧的", at=later)


def approve_again(shop: Scene, at: datetime) -> None:
    from yunchuang.workflows import filing

    number = filing.submit(actor=shop.li, visit_key=shop.visit_key, at=at)
    review.accept(actor=shop.sun, visit_key=shop.visit_key, at=at)
    review.decide(actor=shop.sun, case_number=number, approve=True, reason="", at=at)


def test_a_change_keeps_the_number_and_the_term(shop):
    approve(shop)
    first = certificate(shop)
    changed = services.RuleDraft(
        kind="food", name="食品经营许可证", grant="change", keeps_number=True, former_field="name"
    )
    services.put_rule(changed, item_id=shop.item_id)
    shop.visit_key = shop.open_visit()
    shop.make_ready()
    shop.fill(name=first.number)

    approve_again(shop, MONDAY + timedelta(days=30))

    second = certificate(shop)
    assert (second.number, second.valid_until) == (first.number, first.valid_until)
    assert Certificate.objects.filter(number=first.number, replaced_at=None).count() == 1


def test_nobody_replaces_a_certificate_of_another(shop):
    approve(shop)
    first = certificate(shop)
    found = certificate_queries.in_force(owner_id=shop.he.account_id, kind=PERMIT.kind, number=first.number)

    assert found is None


# --- the sealed file ---------------------------------------------------------------------------


def test_a_sealed_file_is_ours_and_an_altered_one_is_not(shop, renderer):  # noqa: F811
    approve(shop)
    content = pdf(shop, code=certificate(shop).code)

    assert papers.verify_file(content=content, at=MONDAY)[0] == "ours"
    assert papers.verify_file(content=content, at=MONDAY)[1].state == "genuine"
    assert papers.verify_file(content=content.replace(b"certificate", b"certificat3"), at=MONDAY) == ("changed", None)
    assert papers.verify_file(content=b"%PDF-1.7 theirs", at=MONDAY) == ("none", None)


def test_a_seal_that_fails_leaves_nothing_half(shop, renderer, media):  # noqa: F811
    approve(shop)
    code = certificate(shop).code
    seals = registry.get("seals")
    seals.fails = True
    with pytest.raises(Exception, match="told to fail"):
        pdf(shop, code=code)

    assert not Sealed.objects.exists()
    assert not list(media.rglob(f"{code}*.pdf"))
    seals.fails = False
    assert pdf(shop, code=code)


def test_killed_between_store_and_commit_the_next_one_begins_anew(shop, renderer, monkeypatch):  # noqa: F811
    approve(shop)
    code = certificate(shop).code

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services, "note_sealed", killed)
        with pytest.raises(KeyboardInterrupt):
            pdf(shop, code=code)

    whole = pdf(shop, code=code)
    assert whole == pdf(shop, code=code)
    assert papers.verify_file(content=whole, at=MONDAY)[0] == "ours"


def test_what_the_store_lost_is_sealed_again_to_the_same_bytes(shop, renderer, media):  # noqa: F811
    approve(shop)
    code = certificate(shop).code
    first = pdf(shop, code=code)
    for path in media.rglob("*.pdf"):
        path.unlink()

    later = papers.pdf_of(
        actor=shop.li, code=code, verify_url="https://example.invalid/verify/", at=MONDAY + timedelta(days=3)
    )

    assert later == first


def test_no_lock_is_held_while_a_paper_is_drawn_and_sealed(shop, renderer, monkeypatch):  # noqa: F811
    from django.db import connection

    approve(shop)
    seals, seen = registry.get("seals"), []
    real = seals.seal
    depth = len(connection.savepoint_ids)

    def seal(*arguments: object, **named: object) -> bytes:
        seen.append(len(connection.savepoint_ids))
        return real(*arguments, **named)

    monkeypatch.setattr(seals, "seal", seal)
    pdf(shop, code=certificate(shop).code)

    assert seen == [depth]  # the test's own transaction, and no other
