"""The pages of a material: in order, turned so that they can be read, by whoever may change the material."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.filing_steps import ask, kinds
from tests.workflows.test_filing_races import together
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases import services as case_services
from yunchuang.apps.cases.models import Case
from yunchuang.apps.journal import services as streams
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials import services as material_services
from yunchuang.apps.materials.models import Material
from yunchuang.apps.readings.models import Reading
from yunchuang.domain import errors
from yunchuang.domain.materials import TURNS, rearranged
from yunchuang.workflows import filing, pages

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def three_pages(scene: Scene) -> list[int]:
    return [scene.hand_in("lease", b"%%PDF-1.7 page %d" % n) for n in (1, 2, 3)]


def files(scene: Scene) -> list[materials.MaterialFacts]:
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    found = materials.checklist(case.id, scene.item_id)
    return next(list(state.files) for state in found if state.requirement.code == "lease")


def order(scene: Scene) -> list[int]:
    return [file.id for file in files(scene)]


def move(scene: Scene, page: int, place: int, who: str = "li") -> None:
    pages.move(actor=getattr(scene, who), material_id=page, place=place, at=MONDAY)


def turn(scene: Scene, page: int, degrees: int, who: str = "li") -> None:
    pages.turn(actor=getattr(scene, who), material_id=page, degrees=degrees, at=MONDAY)


def test_what_is_handed_in_one_after_the_other_is_pages_in_this_order(scene):
    handed_in = three_pages(scene)

    assert order(scene) == handed_in


def test_a_page_is_moved_and_the_others_close_up(scene):
    first, second, third = three_pages(scene)

    move(scene, third, 1)

    assert order(scene) == [third, first, second]


def test_pressed_twice_a_page_moves_once_and_is_written_down_once(scene):
    first, second, third = three_pages(scene)

    for _ in range(2):
        move(scene, first, 2)

    assert order(scene) == [second, first, third]
    assert kinds(scene).count("material.moved") == 1


def test_past_the_end_is_the_end(scene):
    first, second, third = three_pages(scene)

    move(scene, first, 99)
    move(scene, third, -5)

    assert order(scene) == [third, second, first]


def test_a_page_added_after_a_move_is_the_last(scene):
    _, _, third = three_pages(scene)
    move(scene, third, 1)

    fourth = scene.hand_in("lease", b"%PDF-1.7 page 4")

    assert order(scene)[-1] == fourth


def test_a_page_is_turned_to_an_angle_not_by_one(scene):
    first, *_ = three_pages(scene)

    for _ in range(2):
        turn(scene, first, 90)

    assert [file.turned for file in files(scene)] == [90, 0, 0]
    assert kinds(scene).count("material.turned") == 1


def test_a_full_turn_is_none(scene):
    first, *_ = three_pages(scene)
    turn(scene, first, 270)

    turn(scene, first, 360)

    assert files(scene)[0].turned == 0


def test_a_page_that_was_taken_back_is_not_there(scene):
    first, *_ = three_pages(scene)
    filing.material_remove(actor=scene.li, material_id=first, at=MONDAY)

    with pytest.raises(errors.NotFound):
        move(scene, first, 2)
    with pytest.raises(errors.NotFound):
        turn(scene, first, 90)


def test_with_the_clerk_pages_stay_as_they_are(scene):
    first, *_ = three_pages(scene)
    scene.submit()

    with pytest.raises(errors.CaseMoved):
        move(scene, first, 2)
    with pytest.raises(errors.CaseMoved):
        turn(scene, first, 90)


def test_what_was_asked_for_anew_may_be_put_in_order(scene):
    first, *_ = three_pages(scene)
    scene.submit()
    scene.sit_down()
    scene.mark("lease")
    ask(scene)

    turn(scene, first, 180)

    assert files(scene)[0].turned == 180


def test_in_the_call_the_citizen_turns_what_he_just_showed(scene):
    scene.submit()
    scene.sit_down()
    page = scene.hand_in("lease", b"%PDF-1.7 shown in the call")

    turn(scene, page, 90)

    assert files(scene)[-1].turned == 90


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("he", errors.NotFound), ("liu", errors.NotFound), ("zhao", errors.NotFound), ("wang", errors.NotAllowed)],
)
def test_nobody_else_arranges_what_the_citizen_handed_in(scene, who, refusal):
    first, *_ = three_pages(scene)
    scene.sit_down()

    with pytest.raises(refusal):
        move(scene, first, 2, who)
    with pytest.raises(refusal):
        turn(scene, first, 90, who)


def test_the_helper_beside_may_arrange_as_well(scene):
    first, *_ = three_pages(scene)

    turn(scene, first, 90, "zhou")

    assert files(scene)[0].turned == 90


MOVES = st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 7) | st.sampled_from(TURNS)), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=MOVES)
def test_whatever_is_pressed_pages_are_those_that_were_handed_in_and_as_last_told(scene, steps):
    Reading.objects.all().delete()
    Material.objects.all().delete()
    there = [*three_pages(scene), scene.hand_in("lease", b"%PDF-1.7 page 4")]
    turned = dict.fromkeys(there, 0)
    told = list(there)
    for which, to in steps:
        page = there[which]
        if to in TURNS:
            turn(scene, page, to)
            turned[page] = to
        else:
            move(scene, page, to)
            told.remove(page)
            told.insert(min(max(to, 1), 4) - 1, page)

    assert [(file.id, file.turned) for file in files(scene)] == [(page, turned[page]) for page in told]


# --- two at once -------------------------------------------------------------------------------


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_lock", lambda _: None)
    monkeypatch.setattr(case_services, "locked", lambda visit_id: Case.objects.get(visit_id=visit_id))


def slowly(pages: Any, page: int, place: int) -> list[int]:
    """Between reading the order and writing it, somebody else has time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
    return rearranged(pages, page, place)


def two_moves(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[list[int]]]:
    """The order after two were moved to the front at once; and the two orders in which both moves count."""
    first, second, third = three_pages(scene)
    monkeypatch.setattr(material_services, "rearranged", slowly)
    together(lambda: move(scene, third, 1), lambda: move(scene, second, 1))
    return order(scene), [[second, third, first], [third, second, first]]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_moves_is_lost(scene, monkeypatch):
    without_locks(monkeypatch)

    found, both = two_moves(scene, monkeypatch)

    assert found not in both


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_both_count(scene, monkeypatch):
    found, both = two_moves(scene, monkeypatch)

    assert found in both


def places(scene: Scene) -> list[int]:
    return sorted(Material.objects.filter(requirement__code="lease").values_list("position", flat=True))


def two_pages_at_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    last_place = material_services._last_place

    def slow_last_place(rows: Any) -> int:
        found = last_place(rows)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.1)")
        return found

    monkeypatch.setattr(material_services, "_last_place", slow_last_place)
    scene.hand_in("lease", b"%PDF-1.7 page 1")
    together(*[lambda n=n: scene.hand_in("lease", b"%%PDF-1.7 at once %d" % n) for n in range(6)])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_pages_stand_at_one_place(scene, monkeypatch):
    scene.hand_in("application", b"%PDF-1.7 opens the draft")
    monkeypatch.setattr(streams, "_lock", lambda _: None)
    monkeypatch.setattr(case_services, "draft_of", lambda **facts: Case.objects.get(visit_id=facts["visit_id"]))
    two_pages_at_once(scene, monkeypatch)

    assert len(set(places(scene))) < len(places(scene))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pages_handed_in_at_once_stand_one_after_the_other(scene, monkeypatch):
    two_pages_at_once(scene, monkeypatch)

    assert places(scene) == list(range(1, 8))
