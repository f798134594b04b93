"""Handing in materials: once, never half, and only where something is to be handed in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.db import OperationalError

from tests.workflows.filing_scene import MONDAY, PDF, Scene
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials import services as material_services
from yunchuang.domain import errors
from yunchuang.domain.materials import MAX_FILES_PER_MATERIAL
from yunchuang.workflows import casefile, filing, review

pytestmark = pytest.mark.django_db


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def state_of(scene: Scene, code: str) -> str:
    case = cases.case_of_visit(scene.visit_id)
    found = materials.checklist(case.id if case else None, scene.item_id)
    return next(state.state for state in found if state.requirement.code == code)


def files_of(scene: Scene, code: str) -> list[int]:
    found = materials.checklist(cases.case_of_visit(scene.visit_id).id, scene.item_id)
    return [file.id for state in found if state.requirement.code == code for file in state.files]


def test_before_anything_is_handed_in_everything_is_wanted(scene):
    assert [state.state for state in materials.checklist(None, scene.item_id)] == ["wanted"] * 3


def test_a_file_is_kept_with_what_was_found_in_it(scene, media):
    material_id = scene.hand_in("lease")

    file = casefile.material_file(actor=scene.li, material_id=material_id, at=MONDAY)
    with file.open() as content:
        assert content.read() == PDF
    assert (file.name, file.kind, file.size_bytes, file.visit_id) == ("合同.pdf", "pdf", len(PDF), scene.visit_id)
    assert state_of(scene, "lease") == "given"
    assert len(stored(media)) == 1


def test_the_stored_name_tells_nothing(scene, media):
    scene.hand_in("lease")

    assert "合同" not in str(stored(media)[0])


def test_a_double_click_hands_in_once(scene, media):
    first = scene.hand_in("lease")

    assert scene.hand_in("lease") == first
    assert len(stored(media)) == 1
    events = journal.timeline(streams.visit(scene.visit_id))
    assert [event.kind for event in events].count("material.added") == 1


def test_the_same_file_may_serve_two_requirements(scene):
    assert scene.hand_in("lease") != scene.hand_in("plan")


def test_several_files_up_to_the_limit(scene, media):
    for n in range(MAX_FILES_PER_MATERIAL):
        scene.hand_in("lease", b"%%PDF-1.7 %d" % n)

    with pytest.raises(errors.UploadTooMany):
        scene.hand_in("lease", b"%PDF-1.7 one more")

    assert len(files_of(scene, "lease")) == len(stored(media)) == MAX_FILES_PER_MATERIAL


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.pdf", b"", errors.UploadEmpty),
        ("a.exe", b"MZ nonsense", errors.UploadKindUnknown),
        ("a.jpg", PDF, errors.UploadKindDiffers),
    ],
)
def test_a_bad_file_leaves_nothing_behind_and_nothing_lost(scene, media, name, content, refusal):
    scene.hand_in("lease")

    with pytest.raises(refusal):
        filing.material_add(
            actor=scene.li,
            visit_key=scene.visit_key,
            requirement_code="lease",
            content=io.BytesIO(content),
            name=name,
            size_bytes=len(content),
            at=MONDAY,
        )

    assert len(stored(media)) == len(files_of(scene, "lease")) == 1


def test_a_material_that_the_item_does_not_ask_for_is_refused_before_it_is_stored(scene, media):
    with pytest.raises(errors.MaterialNotOfThisCase):
        scene.hand_in("passport")

    assert stored(media) == []


def test_when_the_row_cannot_be_written_the_file_goes_too(scene, media, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("disk of the index is full")

    monkeypatch.setattr(material_services, "add", broken)
    with pytest.raises(RuntimeError):
        scene.hand_in("lease")

    assert stored(media) == []


def test_when_the_database_goes_away_the_file_stays_because_the_row_may_have_been_written(scene, media, monkeypatch):
    def gone(**_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(material_services, "add", gone)
    with pytest.raises(OperationalError):
        scene.hand_in("lease")

    assert len(stored(media)) == 1


def test_a_process_that_dies_between_store_and_row_does_no_harm(scene, media):
    material_services.store(io.BytesIO(PDF), kind="pdf", at=MONDAY)  # and here it died

    material_id = scene.hand_in("lease")

    assert files_of(scene, "lease") == [material_id]
    assert len(stored(media)) == 2


def test_removing_hides_a_file_and_keeps_it(scene, media):
    material_id = scene.hand_in("lease")

    for _ in range(2):
        filing.material_remove(actor=scene.li, material_id=material_id, at=MONDAY)

    assert state_of(scene, "lease") == "wanted"
    assert len(stored(media)) == 1
    with pytest.raises(errors.NotFound):
        casefile.material_file(actor=scene.li, material_id=material_id, at=MONDAY)


def test_what_was_removed_can_be_handed_in_again(scene):
    material_id = scene.hand_in("lease")
    filing.material_remove(actor=scene.li, material_id=material_id, at=MONDAY)

    assert scene.hand_in("lease") != material_id


def test_a_file_with_the_clerk_stays_where_it_is(scene):
    scene.submit()

    with pytest.raises(errors.CaseMoved):
        filing.material_remove(actor=scene.li, material_id=files_of(scene, "lease")[0], at=MONDAY)
    with pytest.raises(errors.CaseMoved):
        scene.hand_in("plan")


def test_in_the_call_a_file_may_be_added_to_a_submitted_case(scene):
    scene.submit()
    scene.sit_down()

    scene.hand_in("plan")

    assert state_of(scene, "plan") == "given"


def test_what_the_clerk_marks_the_citizen_mends_on_the_spot(scene):
    scene.submit()
    scene.sit_down()
    scene.mark("lease")
    assert state_of(scene, "lease") == "marked"

    old = files_of(scene, "lease")[0]
    scene.hand_in("lease", b"%PDF-1.7 sharper")

    assert state_of(scene, "lease") == "met"
    with pytest.raises(errors.CaseMoved):
        filing.material_remove(actor=scene.li, material_id=old, at=MONDAY)


def test_marking_twice_is_one_mark_and_it_may_be_taken_back(scene):
    scene.sit_down()
    scene.mark("lease")
    scene.mark("lease")
    events = [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]
    assert events.count("material.marked") == 1

    review.unmark(actor=scene.wang, visit_key=scene.visit_key, requirement_code="lease", at=MONDAY)

    assert state_of(scene, "lease") == "wanted"


def test_a_mark_says_one_of_the_known_reasons(scene):
    scene.sit_down()

    with pytest.raises(errors.ReasonMissing):
        review.mark(
            actor=scene.wang, visit_key=scene.visit_key, requirement_code="lease", reason="ugly", words="", at=MONDAY
        )


def test_the_helper_beside_may_hand_in_but_not_mark(scene):
    scene.hand_in("lease", by=scene.zhou)

    with pytest.raises(errors.NotAllowed):
        scene.mark("lease", by=scene.zhou)


@pytest.mark.parametrize("who", ["he", "zhao", "feng"])
def test_a_guessed_file_does_not_exist_for_strangers(scene, media, who):
    material_id = scene.hand_in("lease")
    stranger = getattr(scene, who)

    with pytest.raises(errors.NotFound):
        casefile.material_file(actor=stranger, material_id=material_id, at=MONDAY)
    with pytest.raises(errors.NotFound):
        filing.material_remove(actor=stranger, material_id=material_id, at=MONDAY)
    with pytest.raises(errors.NotFound):
        scene.hand_in("lease", b"%PDF-1.7 smuggled", by=stranger)
    assert len(stored(media)) == 1


def test_a_draft_is_not_for_those_who_only_decide(scene):
    material_id = scene.hand_in("lease")

    with pytest.raises(errors.NotFound):
        casefile.material_file(actor=scene.sun, material_id=material_id, at=MONDAY)
    with pytest.raises(errors.NotFound):
        casefile.view(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    with pytest.raises(errors.NotFound):
        scene.mark("lease", by=scene.sun)


def test_the_clerk_who_serves_sees_the_draft_and_one_who_does_not_sees_nothing(scene):
    material_id = scene.hand_in("lease")
    with pytest.raises(errors.NotFound):
        casefile.material_file(actor=scene.wang, material_id=material_id, at=MONDAY)

    scene.sit_down()

    assert casefile.material_file(actor=scene.wang, material_id=material_id, at=MONDAY).id == material_id
    assert casefile.view(actor=scene.wang, visit_key=scene.visit_key, at=MONDAY).case is not None
