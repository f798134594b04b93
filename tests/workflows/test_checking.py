"""A clerk looks a material through: the word holds for the files that were seen, and for whoever may give it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.filing_steps import accept, case_of, kinds
from tests.workflows.reading_scene import is_read, licence
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.people.queries import ANONYMOUS, Actor
from yunchuang.domain import errors
from yunchuang.workflows import casefile, checking, filing, looking, materials_read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = MONDAY + timedelta(minutes=5)
EVERYBODY = ("li", "he", "wang", "liu", "zhao", "sun", "feng", "qian", "zhou", "nobody")


def check(scene: Scene, *files: int, by: Actor | None = None, requirement: str = "lease") -> None:
    checking.check(
        actor=by or scene.wang, visit_key=scene.visit_key, requirement_code=requirement, seen=files, at=LATER
    )


def checked(scene: Scene) -> list[str]:
    return [one.checked_by_name for one in materials.checks(case_of(scene).id).values()]


def told(scene: Scene) -> list[bool]:
    """Of each check in the journal: whether it was taken back."""
    events = journal.timeline(streams.visit(scene.visit_id))
    return [bool(one.facts.get("taken_back")) for one in events if one.kind == "material.checked"]


def who_may(scene: Scene, verb) -> dict[str, str]:
    answers = {}
    for who in EVERYBODY:
        try:
            verb(ANONYMOUS if who == "nobody" else getattr(scene, who))
        except errors.NotFound:
            answers[who] = "not found"
        except errors.NotAllowed:
            answers[who] = "not allowed"
        else:
            answers[who] = "yes"
    return answers


def test_who_looked_and_when_is_kept_and_journalled_once(scene):
    scene.sit_down()
    number = scene.hand_in("lease")

    check(scene, number)
    check(scene, number)

    (found,) = materials.checks(case_of(scene).id).values()
    assert (found.checked_by_name, found.checked_at) == ("王静", LATER)
    assert told(scene) == [False]


@pytest.mark.parametrize("change", ["another file", "removed", "marked", "taken back"])
def test_it_is_over_when_anything_changes_and_that_is_journalled(scene, change):
    scene.sit_down()
    number = scene.hand_in("lease")
    check(scene, number)

    if change == "another file":
        scene.hand_in("lease", b"%PDF-1.7 another", at=LATER)
    elif change == "removed":
        filing.material_remove(actor=scene.li, material_id=number, at=LATER)
    elif change == "marked":
        scene.mark("lease", at=LATER)
    else:
        checking.uncheck(actor=scene.wang, visit_key=scene.visit_key, requirement_code="lease", at=LATER)

    assert checked(scene) == []
    assert told(scene) == [False, True]


def test_files_that_were_not_seen_are_not_found_right(scene):
    scene.sit_down()
    first = scene.hand_in("lease")
    second = scene.hand_in("lease", b"%PDF-1.7 another")

    for seen in ((first,), (), (first, second, 10**9)):
        with pytest.raises(errors.MaterialChanged):
            check(scene, *seen)
    check(scene, first, second)

    assert checked(scene) == ["王静"]


def test_finding_a_marked_material_right_takes_the_mark_back(scene):
    scene.sit_down()
    number = scene.hand_in("lease")
    scene.mark("lease")

    check(scene, number)

    assert materials.open_marks(case_of(scene).id) == []
    assert kinds(scene).count("material.marked") == 2


def test_nothing_handed_in_cannot_be_found_right(scene):
    scene.sit_down()
    scene.fill()

    with pytest.raises(errors.MaterialsMissing):
        check(scene)


def test_after_acceptance_nothing_is_checked_any_more(scene):
    scene.submit()
    scene.sit_down()
    accept(scene)
    files = materials.files_of(
        case_of(scene).id, materials.checklist(case_of(scene).id, scene.item_id)[1].requirement.id
    )

    with pytest.raises(errors.CaseMoved):
        check(scene, *files)


def test_only_clerks_who_serve_give_their_word(scene):
    scene.submit()
    scene.sit_down()

    def uncheck(actor: Actor) -> None:
        checking.uncheck(actor=actor, visit_key=scene.visit_key, requirement_code="lease", at=LATER)

    assert who_may(scene, uncheck) == {
        **dict.fromkeys(EVERYBODY, "not found"),
        "wang": "yes",
        **dict.fromkeys(("li", "zhou", "sun", "qian"), "not allowed"),
    }


def test_only_those_who_judge_look_through(scene):
    scene.submit()
    scene.sit_down()

    assert who_may(scene, lambda actor: looking.through(actor=actor, visit_key=scene.visit_key, at=LATER)) == {
        **dict.fromkeys(EVERYBODY, "not found"),
        **dict.fromkeys(("wang", "sun", "qian"), "yes"),
        **dict.fromkeys(("li", "zhou"), "not allowed"),
    }


def test_a_removed_file_is_for_those_who_judge(scene):
    scene.sit_down()
    number = scene.hand_in("lease")
    scene.submit()
    scene.mark("lease", at=LATER)
    filing.material_remove(actor=scene.li, material_id=number, at=LATER + timedelta(minutes=1))

    assert who_may(scene, lambda actor: casefile.material_file(actor=actor, material_id=number, at=LATER)) == {
        **dict.fromkeys(EVERYBODY, "not found"),
        **dict.fromkeys(("wang", "sun", "qian"), "yes"),
    }


def test_a_paper_that_was_brought_anew_is_judged_and_its_forerunner_no_more(scene):
    scene.sit_down()
    old = scene.hand_in("lease")
    is_read(old, licence(until="2025年1月9日"))
    scene.mark("lease", at=LATER)
    new = scene.hand_in("lease", b"%PDF-1.7 new", at=LATER + timedelta(minutes=1))
    is_read(new, licence("云溪区老汪面馆"))

    look = looking.through(actor=scene.wang, visit_key=scene.visit_key, at=LATER)
    state = next(one for one in look.view.checklist if one.requirement.code == "lease")
    before = looking.before(look, state)

    assert look.papers.superseded == {old}
    assert [one.rule for one in look.papers.every() if one.material_id == old] == []
    assert not any(one.rule == "names_differ" for one in look.papers.every())
    assert before is not None
    assert [one.rule for one in before.gone] == ["expired"]
    assert {one.name for one in before.fields} == {"经营者名称", "有效期至"}


def test_until_both_are_read_nothing_is_compared(scene):
    scene.sit_down()
    is_read(scene.hand_in("lease"), licence(until="2025年1月9日"))
    scene.mark("lease", at=LATER)
    scene.hand_in("lease", b"%PDF-1.7 new", at=LATER + timedelta(minutes=1))

    look = looking.through(actor=scene.wang, visit_key=scene.visit_key, at=LATER)
    state = next(one for one in look.view.checklist if one.requirement.code == "lease")
    before = looking.before(look, state)

    assert before is not None
    assert not before.is_read
    assert before.fields == ()


def test_what_a_clerk_overruled_is_not_asked_for_again_and_stays_while_it_says_the_same(scene):
    scene.sit_down()
    number = scene.hand_in("lease")
    is_read(number, licence(until="2025年1月9日"))
    (finding,) = [one for one in _findings(scene) if one.rule == "expired"]

    materials_read.overrule(
        actor=scene.wang, visit_key=scene.visit_key, finding_id=finding.id, reason="shown", at=LATER
    )

    (again,) = [one for one in _findings(scene) if one.rule == "expired"]
    assert again.overruled is not None
    assert again.overruled.by_name == "王静"


def _findings(scene: Scene) -> list[materials_read.FindingFacts]:
    return list(looking.through(actor=scene.wang, visit_key=scene.visit_key, at=LATER).papers.every())
