"""The permission table, asked of real rows: every relation × every action, and private files fetched as everyone."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files import File
from django.test import Client

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.apps.calls import queries as calls
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import ANONYMOUS, Actor
from yunchuang.apps.places import services as places
from yunchuang.domain import errors
from yunchuang.domain.roles import ALLOWED, Action, Relation
from yunchuang.workflows import access, casefile, desk, review, talk, visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WHO = {
    "owner": "li",
    "another citizen": "he",
    "serving clerk": "wang",
    "clerk at another window": "liu",
    "clerk of another body": "zhao",
    "reviewer of the body": "sun",
    "reviewer of another body": "feng",
    "director": "qian",
    "helper beside": "zhou",
    "nobody": "",
}
OF_A_VISIT = [
    action
    for action in Action
    if action
    not in {
        Action.SEE_HALL,
        Action.OPEN_WINDOW,
        Action.CALL_NEXT,
        Action.SEE_LINE,
        Action.SEE_WINDOW,
        Action.SEE_OFFICE_LIST,
        Action.SEE_FIGURES,
        Action.SET_HOURS,
        Action.SEE_CONSULTATION,
        Action.ASK_IN_CONSULTATION,
        Action.ANSWER_CONSULTATION,
        Action.CLOSE_CONSULTATION,
        Action.SEE_CONSULTATIONS,
    }
]
R = Relation
DRAFT = {
    "owner": {R.OWNER},
    "another citizen": {R.STRANGER},
    "serving clerk": {R.SERVING, R.BODY_CLERK},
    "clerk at another window": {R.BODY_CLERK},
    "clerk of another body": {R.STRANGER},
    "reviewer of the body": {R.STRANGER},
    "reviewer of another body": {R.STRANGER},
    "director": {R.STRANGER},
    "helper beside": {R.HELPER_BESIDE},
    "nobody": {R.ANONYMOUS},
}
SUBMITTED = DRAFT | {"reviewer of the body": {R.BODY_REVIEWER}, "director": {R.BODY_DIRECTOR}}


def actor(scene: Scene, who: str) -> Actor:
    found = getattr(scene, WHO[who]) if WHO[who] else ANONYMOUS
    assert isinstance(found, Actor)
    return found


def answer_to(scene: Scene, who: str, action: Action) -> str:
    """What the service says: yes, not allowed (he may see it) or not found."""
    try:
        access.visit_for(actor(scene, who), scene.visit_key, action, at=MONDAY)
    except errors.NotAllowed:
        return "not allowed"
    except errors.NotFound:
        return "not found"
    return "yes"


def expected(held: set[Relation], action: Action) -> str:
    if held & ALLOWED[action]:
        return "yes"
    return "not allowed" if held & (ALLOWED[Action.SEE_VISIT] | ALLOWED[Action.SEE_CASE]) else "not found"


def table(scene: Scene, relations: dict[str, set[Relation]]) -> None:
    wrong = {
        (who, action.value): (answer_to(scene, who, action), expected(held, action))
        for who, held in relations.items()
        for action in OF_A_VISIT
        if answer_to(scene, who, action) != expected(held, action)
    }
    assert not wrong


def test_before_submission_the_table_holds_for_everyone(scene):
    scene.make_ready()
    scene.sit_down()

    table(scene, DRAFT)


def test_after_submission_the_table_holds_for_everyone(scene):
    scene.submit()
    scene.sit_down()

    table(scene, SUBMITTED)


def test_a_clerk_who_served_keeps_the_case_for_the_day_and_not_longer(scene):
    scene.submit()
    scene.sit_down()
    scene.stand_up()

    assert answer_to(scene, "serving clerk", Action.SEE_CASE) == "yes"
    assert answer_to(scene, "serving clerk", Action.JOIN_CALL) == "not allowed"
    with pytest.raises(errors.NotFound):
        access.visit_for(scene.wang, scene.visit_key, Action.SEE_CASE, at=MONDAY + timedelta(hours=13))


def test_a_post_that_was_taken_away_opens_nothing(scene, centre):
    scene.submit()
    places.take_post(account_id=scene.sun.account_id, body_id=centre.market_id, role="reviewer")

    assert answer_to(scene, "reviewer of the body", Action.SEE_CASE) == "not found"


def test_a_guessed_key_and_a_strangers_key_look_the_same(scene):
    said = []
    for key in (scene.visit_key, "no-such-key"):
        with pytest.raises(errors.NotFound) as broken:
            access.visit_for(scene.he, key, Action.SEE_VISIT, at=MONDAY)
        said.append(broken.value.facts)

    assert said[0] == said[1]


@pytest.mark.parametrize("who", [who for who in WHO if who not in ("owner", "helper beside", "serving clerk")])
def test_a_draft_is_shown_to_nobody_who_does_not_sit_there(scene, who):
    scene.make_ready()

    with pytest.raises(errors.NotFound):
        casefile.view(actor=actor(scene, who), visit_key=scene.visit_key, at=MONDAY)


# --- private files over HTTP ---------------------------------------------------------------------


def client_of(scene: Scene, who: str) -> Client:
    client, person = Client(), actor(scene, who)
    if person.account_id is not None:
        client.force_login(people.for_session(person.account_id))
    return client


def status(scene: Scene, who: str, path: str) -> int:
    answer: Any = client_of(scene, who).get(path)
    if answer.status_code == 200:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


@pytest.fixture
def now_is_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the clock; here it stands at the hour of the scene."""
    monkeypatch.setattr("yunchuang.web.common.views.now", lambda: MONDAY)


def test_a_material_of_a_draft_is_fetched_by_those_at_the_counter_only(scene, now_is_monday):
    scene.fill()
    material_id = scene.hand_in("lease")
    scene.sit_down()

    found = {who: status(scene, who, f"/files/{material_id}/") for who in WHO}

    assert {who for who, code in found.items() if code == 200} == {"owner", "serving clerk", "helper beside"}
    assert {code for who, code in found.items() if code != 200 and who != "nobody"} == {404}
    assert found["nobody"] == 302


def test_a_material_of_a_submitted_case_is_fetched_by_the_back_office_too(scene, now_is_monday):
    scene.submit()
    material_id = first_file(scene)

    found = {who: status(scene, who, f"/files/{material_id}/") for who in WHO}

    assert {who for who, code in found.items() if code == 200} == {
        "owner",
        "helper beside",
        "reviewer of the body",
        "director",
    }


def first_file(scene: Scene) -> int:
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    return next(one.files[0].id for one in view.checklist if one.files)


@pytest.mark.parametrize("path", ["/files/999999/", "/chat-files/999999/", "/calls/999999/chat-log/"])
@pytest.mark.parametrize("who", ["owner", "another citizen", "clerk of another body"])
def test_a_guessed_address_is_not_found(scene, who, path):
    assert status(scene, who, path) == 404


def test_a_file_in_the_chat_is_fetched_by_the_two_ends_only(scene, centre, now_is_monday):
    key = visit.start(
        actor=scene.li,
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=MONDAY,
    )
    desk.open_window(actor=scene.wang, window_id=centre.window_3, at=MONDAY)
    called = desk.call_next(actor=scene.wang, window_id=centre.window_3, at=MONDAY)
    visit.answer(actor=scene.li, visit_key=key, at=MONDAY)
    talk.send_file(
        actor=scene.li, call_id=called.call_id, file=File(io.BytesIO(b"%PDF-1.7 x"), "a.pdf"), name="a.pdf", at=MONDAY
    )
    line = calls.chat(called.visit_id)[0]

    found = {who: status(scene, who, f"/chat-files/{line.id}/") for who in WHO}

    assert {who for who, code in found.items() if code == 200} == {"owner", "serving clerk"}
    assert {code for who, code in found.items() if code != 200 and who != "nobody"} == {404}


def test_a_paper_is_drawn_for_those_who_may_have_it_only(scene):
    scene.submit()
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    assert view.case is not None
    code = view.case.papers[0].code

    for who in ("another citizen", "clerk of another body", "reviewer of another body"):
        assert status(scene, who, f"/office/papers/{code}.pdf") in (404, 302)
        assert status(scene, who, f"/counter/papers/{code}.pdf") in (404, 302)


def test_a_reviewer_cannot_mark_what_was_not_submitted(scene):
    scene.make_ready()

    with pytest.raises(errors.NotFound):
        review.mark(
            actor=scene.sun,
            visit_key=scene.visit_key,
            requirement_code="lease",
            reason="missing",
            words="",
            at=MONDAY,
        )
