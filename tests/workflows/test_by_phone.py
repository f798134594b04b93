"""A code for the phone: minutes, one material, adding only; and nothing else for whoever holds it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.workflows.filing_scene import MONDAY, PDF, Scene
from tests.workflows.filing_steps import case_of, kinds
from tests.workflows.test_filing_races import together
from yunchuang.apps.cases import services as case_services
from yunchuang.apps.cases.models import Case
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials.models import Material, PhoneLink
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import errors
from yunchuang.domain.phone_links import LIFE, MOST_AN_HOUR
from yunchuang.domain.roles import Action, Relation
from yunchuang.workflows import access, by_phone, casefile, filing, pages
from yunchuang.workflows.access import LinkHolder

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def open_link(scene: Scene, who: str = "li", requirement: str = "lease", minute: int = 0) -> str:
    at = MONDAY + timedelta(minutes=minute)
    return by_phone.open_link(actor=getattr(scene, who), visit_key=scene.visit_key, requirement_code=requirement, at=at)


def close_link(scene: Scene) -> None:
    by_phone.close_link(actor=scene.li, visit_key=scene.visit_key, requirement_code="lease", at=MONDAY)


def send(token: str, content: bytes = PDF, minute: float = 1) -> int:
    at = MONDAY + timedelta(minutes=minute)
    return by_phone.add(token=token, content=io.BytesIO(content), name="a.pdf", size_bytes=len(content), at=at)


def test_what_a_phone_sends_is_the_citizens_material(scene):
    material_id = send(open_link(scene))

    row = Material.objects.get(id=material_id)
    assert (row.added_by_id, row.requirement.code) == (scene.li.account_id, "lease")
    event = journal.timeline(streams.visit(scene.visit_id))[-1]
    assert (event.kind, event.facts["by"], event.actor_id) == ("material.added", "phone", scene.li.account_id)


def test_only_a_hash_of_the_token_is_kept(scene):
    token = open_link(scene)

    row = PhoneLink.objects.get()
    assert token not in str(vars(row))
    assert len(token) >= 32
    assert token not in str([event.facts for event in journal.timeline(streams.visit(scene.visit_id))])


def test_a_holder_sees_what_came_by_his_code_and_nothing_that_came_otherwise(scene):
    other = scene.hand_in("lease", b"%PDF-1.7 from the computer")
    token = open_link(scene)
    mine = send(token)

    found = by_phone.found(token=token, at=MONDAY)

    assert [file.id for file in found.files] == [mine]
    assert by_phone.file_of(token=token, material_id=mine, at=MONDAY).id == mine
    with pytest.raises(errors.NotFound):
        by_phone.file_of(token=token, material_id=other, at=MONDAY)


def test_a_code_is_over_after_ten_minutes(scene):
    token = open_link(scene)

    send(token, minute=9.9)
    with pytest.raises(errors.PhoneLinkOver):
        send(token, b"%PDF-1.7 late", minute=LIFE.total_seconds() / 60)


def test_a_closed_code_opens_nothing_and_closing_twice_is_closing_once(scene):
    token = open_link(scene)

    close_link(scene)
    close_link(scene)

    with pytest.raises(errors.PhoneLinkOver):
        send(token)
    assert kinds(scene).count("material.phone_closed") == 1


def test_a_new_code_ends_the_one_before(scene):
    first, second = open_link(scene), open_link(scene)

    with pytest.raises(errors.PhoneLinkOver):
        send(first)
    assert send(second)


def test_codes_of_two_materials_live_side_by_side(scene):
    lease, plan = open_link(scene), open_link(scene, requirement="plan")

    assert send(lease)
    assert send(plan, b"%PDF-1.7 plan")


def test_a_guessed_token_finds_nothing(scene):
    open_link(scene)

    for token in ("", "x", "A" * 32, "é" * 40):
        with pytest.raises(errors.NotFound):
            by_phone.found(token=token, at=MONDAY)


def test_leaving_the_screen_ends_its_codes(scene):
    token = open_link(scene)

    by_phone.close_all([token, "no such"], at=MONDAY)
    by_phone.close_all([token], at=MONDAY)

    with pytest.raises(errors.PhoneLinkOver):
        by_phone.found(token=token, at=MONDAY)
    assert kinds(scene).count("material.phone_closed") == 1


def test_somebody_who_asks_again_and_again_is_told_to_wait(scene):
    for _ in range(MOST_AN_HOUR):
        open_link(scene)

    with pytest.raises(errors.TooManyTries):
        open_link(scene)
    assert open_link(scene, minute=61)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("he", errors.NotFound), ("liu", errors.NotFound), ("zhao", errors.NotFound), ("wang", errors.NotAllowed)],
)
def test_nobody_else_makes_or_closes_a_code(scene, who, refusal):
    open_link(scene)
    scene.sit_down()

    with pytest.raises(refusal):
        open_link(scene, who)
    with pytest.raises(refusal):
        by_phone.close_link(actor=getattr(scene, who), visit_key=scene.visit_key, requirement_code="lease", at=MONDAY)


def test_the_helper_beside_may_show_one(scene):
    assert Material.objects.get(id=send(open_link(scene, "zhou"))).added_by_id == scene.zhou.account_id


def test_where_nothing_can_be_handed_in_there_is_no_code(scene):
    token = open_link(scene)
    scene.submit()

    with pytest.raises(errors.CaseMoved):
        open_link(scene)
    with pytest.raises(errors.CaseMoved):
        send(token, b"%PDF-1.7 after submission")


def holder(scene: Scene) -> LinkHolder:
    return by_phone.found(token=open_link(scene), at=MONDAY).holder


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.SEE_HALL])
def test_of_everything_one_can_do_to_a_visit_the_holder_may_only_add(scene, action):
    visit = visits.by_id(scene.visit_id)

    held = access.relations(holder(scene), visit, at=MONDAY)

    assert held == {Relation.LINK_HOLDER}
    if action is Action.BRING_MATERIAL:
        assert access.visit_for(holder(scene), scene.visit_key, action, at=MONDAY)
    else:
        with pytest.raises(errors.NotFound):
            access.visit_for(holder(scene), scene.visit_key, action, at=MONDAY)


def test_every_verb_but_adding_finds_nothing_for_the_holder(scene):
    material_id = scene.hand_in("lease", b"%PDF-1.7 from the computer")
    phone = holder(scene)
    verbs = [
        lambda: casefile.view(actor=phone, visit_key=scene.visit_key, at=MONDAY),
        lambda: casefile.material_file(actor=phone, material_id=material_id, at=MONDAY),
        lambda: filing.material_remove(actor=phone, material_id=material_id, at=MONDAY),
        lambda: filing.form_save(actor=phone, visit_key=scene.visit_key, values={"name": "x"}, at=MONDAY),
        lambda: filing.submit(actor=phone, visit_key=scene.visit_key, at=MONDAY),
        lambda: filing.withdraw(actor=phone, visit_key=scene.visit_key, at=MONDAY),
        lambda: pages.move(actor=phone, material_id=material_id, place=1, at=MONDAY),
        lambda: pages.turn(actor=phone, material_id=material_id, degrees=90, at=MONDAY),
        lambda: by_phone.open_link(actor=phone, visit_key=scene.visit_key, requirement_code="lease", at=MONDAY),
        lambda: by_phone.close_link(actor=phone, visit_key=scene.visit_key, requirement_code="lease", at=MONDAY),
    ]
    for verb in verbs:
        with pytest.raises(errors.NotFound):
            verb()


def test_a_code_opens_no_other_visit_of_the_same_citizen(scene):
    phone, other = holder(scene), scene.open_visit()

    with pytest.raises(errors.NotFound):
        access.visit_for(phone, other, Action.UPLOAD_MATERIAL, at=MONDAY)


def test_a_link_is_not_its_citizen(scene):
    phone = holder(scene)

    assert (phone.kind, phone.account_id) == ("link", scene.li.account_id)
    plain = Actor(phone.account_id, phone.kind, "")
    assert access.relations(plain, visits.by_id(scene.visit_id), at=MONDAY) == {Relation.STRANGER}


# --- two at once -------------------------------------------------------------------------------


def open_at_once(scene: Scene) -> list[object]:
    scene.hand_in("application", b"%PDF-1.7 opens the draft")
    return together(*[lambda: open_link(scene)] * 5)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_codes_for_one_material_collide(scene, monkeypatch):
    scene.hand_in("application", b"%PDF-1.7 opens the draft")
    monkeypatch.setattr(streams, "_lock", lambda _: None)
    monkeypatch.setattr(case_services, "draft_of", lambda **facts: Case.objects.get(visit_id=facts["visit_id"]))

    said = together(*[lambda: open_link(scene)] * 5)

    assert any(isinstance(answer, IntegrityError) for answer in said)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_codes_made_at_once_the_last_is_good(scene):
    said = open_at_once(scene)

    assert all(isinstance(token, str) for token in said)
    assert PhoneLink.objects.filter(ended_at=None).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pages_sent_by_two_phones_at_once_all_arrive(scene):
    token = open_link(scene)

    together(*[lambda n=n: send(token, b"%%PDF-1.7 page %d" % n) for n in range(6)])

    assert len(materials.pages_of(case_of(scene).id, Material.objects.first().requirement_id)) == 6
