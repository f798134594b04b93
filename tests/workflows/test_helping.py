"""Somebody answers a correction for its citizen: who may, what he sees, and that it ends."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.filing_steps import ask, case_of, kinds
from yunchuang.apps.cases import corrections
from yunchuang.apps.cases.models import Help
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as accounts
from yunchuang.apps.people.models import Message
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import services as places
from yunchuang.domain import errors
from yunchuang.domain.helping import HelpState
from yunchuang.domain.roles import ALLOWED, Action, Relation
from yunchuang.workflows import access, by_phone, casefile, filing, helping, pages, uploading

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BETTER = b"%PDF-1.7 better lease"
DUE = timedelta(days=14)  # ten working days from Monday 23 November: Monday 7 December
HE_PHONE = "19900000009"


def asked(scene: Scene) -> Scene:
    scene.submit()
    scene.mark("lease", by=scene.sun)
    ask(scene)
    return scene


def invited(scene: Scene, phone: str = "", at: Any = MONDAY) -> str:
    """Li asks somebody; the code that he sends."""
    helping.invite(actor=scene.li, visit_key=scene.visit_key, phone=phone, at=at)
    return helping.code_for(actor=scene.li, visit_key=scene.visit_key, at=at)


def helps(scene: Scene) -> str:
    """He helps, confirmed by Li; the key of his page."""
    key = helping.accept(actor=scene.he, code=invited(scene), at=MONDAY)
    helping.confirm(actor=scene.li, visit_key=scene.visit_key, key=key, at=MONDAY)
    return key


def relations(scene: Scene, who: Actor, at: Any = MONDAY) -> set[Relation]:
    from yunchuang.apps.visits import queries as visits

    visit = visits.by_key(scene.visit_key)
    assert visit is not None
    return set(access.relations(who, visit, at=at))


def told(account_id: int | None) -> int:
    return Message.objects.filter(account_id=account_id, kind="case").count()


def test_the_whole_way_from_asking_to_answering(scene):
    asked(scene)
    before = told(scene.li.account_id)
    code = invited(scene)
    key = helping.accept(actor=scene.he, code=code.lower().replace("-", " "), at=MONDAY)

    assert relations(scene, scene.he) == {Relation.STRANGER}  # nobody has said that he is the one
    assert helping.page(actor=scene.he, key=key, at=MONDAY).lines == ()
    found = helping.shared(visit_id=scene.visit_id, at=MONDAY)
    assert found is not None
    assert (found.facts.helper_name, found.facts.helper_phone) == ("何某", HE_PHONE)

    helping.confirm(actor=scene.li, visit_key=scene.visit_key, key=key, at=MONDAY)
    assert relations(scene, scene.he) == {Relation.CORRECTION_HELPER}
    assert told(scene.he.account_id) == 1
    page = helping.page(actor=scene.he, key=key, at=MONDAY)
    assert [line.requirement.code for line in page.lines] == ["lease"]
    assert [line.files for line in page.lines] == [()]  # the illegible one that Li brought is not for him

    scene.hand_in("lease", BETTER, by=scene.he)
    assert [len(line.files) for line in helping.page(actor=scene.he, key=key, at=MONDAY).lines] == [1]
    helping.answer(actor=scene.he, key=key, at=MONDAY + timedelta(hours=1))
    helping.answer(actor=scene.he, key=key, at=MONDAY + timedelta(hours=1))

    assert case_of(scene).state == "submitted"
    answered = corrections.of_case(case_of(scene).id)[0]
    assert (answered.helper_name, answered.consent_at) == ("何某", MONDAY)  # agreed to when he was confirmed
    assert [kind for kind in kinds(scene) if kind.startswith("help.")] == [
        "help.invited",
        "help.accepted",
        "help.confirmed",
    ]
    assert kinds(scene)[-1] == "case.resubmitted"
    assert told(scene.li.account_id) == before + 2  # taken up, and answered


def test_who_named_the_telephone_of_his_helper_need_not_confirm(scene):
    asked(scene)
    helping.accept(actor=scene.he, code=invited(scene, "199 0000 0009"), at=MONDAY)

    assert relations(scene, scene.he) == {Relation.CORRECTION_HELPER}


def test_another_than_the_one_named_has_to_be_confirmed(scene, centre):
    asked(scene)
    helping.accept(actor=centre.people["zhang"], code=invited(scene, HE_PHONE), at=MONDAY)

    assert relations(scene, centre.people["zhang"]) == {Relation.STRANGER}


def test_a_registered_helper_of_a_station_helps_too(scene):
    asked(scene)
    other = scene.open_visit()  # a visit beside which he does not stand
    assert other
    scene_visit_without_helper(scene)
    key = helping.accept(actor=scene.zhou, code=invited(scene), at=MONDAY)
    helping.confirm(actor=scene.li, visit_key=scene.visit_key, key=key, at=MONDAY)
    scene.hand_in("lease", BETTER, by=scene.zhou)
    helping.answer(actor=scene.zhou, key=key, at=MONDAY)

    assert corrections.of_case(case_of(scene).id)[0].helper_name == "小周"


def scene_visit_without_helper(scene: Scene) -> None:
    from yunchuang.apps.visits import services as visits

    visits.go_on(scene.visit_id, purpose="", helper_id=None)


@pytest.mark.parametrize("who", ["wang", "sun", "qian", "zhao", "feng"])
def test_staff_who_handle_cases_take_up_no_invitation(scene, who):
    asked(scene)
    code = invited(scene)

    with pytest.raises(errors.HelpNotPossible) as broken:
        helping.accept(actor=getattr(scene, who), code=code, at=MONDAY)
    assert broken.value.facts == {"why": "staff"}


def test_a_helper_who_also_reviews_at_the_body_takes_up_none_there(scene, centre):
    asked(scene)
    places.give_post(account_id=scene.zhou.account_id, body_id=centre.market_id, role="reviewer")

    with pytest.raises(errors.HelpNotPossible):
        helping.accept(actor=scene.zhou, code=invited(scene), at=MONDAY)


def test_nobody_takes_up_his_own_and_nobody_names_himself(scene):
    asked(scene)
    with pytest.raises(errors.HelpNotPossible):
        helping.invite(actor=scene.li, visit_key=scene.visit_key, phone="19900000001", at=MONDAY)
    with pytest.raises(errors.HelpNotPossible) as broken:
        helping.accept(actor=scene.li, code=invited(scene), at=MONDAY)
    assert broken.value.facts == {"why": "own"}


def test_where_nothing_is_asked_nobody_is(scene):
    scene.submit()

    with pytest.raises(errors.HelpNotPossible):
        helping.invite(actor=scene.li, visit_key=scene.visit_key, phone="", at=MONDAY)


@pytest.mark.parametrize("typed", ["", "nonsense", "0000-0000-0000", "\x00" * 12, "7K2M-9QXD-1F0A-ZC3T"])
def test_a_guessed_code_finds_nothing(scene, typed):
    asked(scene)
    invited(scene)

    with pytest.raises(errors.NotFound):
        helping.seen(actor=scene.he, code=typed, at=MONDAY)


def test_who_holds_the_link_reads_a_family_name_and_the_matter_and_no_more(scene):
    asked(scene)

    found = helping.seen(actor=scene.he, code=invited(scene), at=MONDAY)

    assert (found.who, found.item_name) == ("李**", "食品经营许可（面馆）")


def test_of_the_code_nothing_is_kept_by_which_it_could_be_had(scene):
    asked(scene)
    code = invited(scene)

    row = Help.objects.values().get()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


def test_somebody_without_a_name_says_it_first(scene):
    asked(scene)
    nameless = people.actor(accounts.make_citizen(phone="19900000077", name="", at=MONDAY))

    with pytest.raises(errors.NameMissing):
        helping.accept(actor=nameless, code=invited(scene), at=MONDAY)


# --- exactly these rights ----------------------------------------------------------------------


def test_a_helper_may_exactly_what_the_table_says_and_for_the_rest_there_is_nothing(scene):
    asked(scene)
    helps(scene)
    may = set()
    for action in Action:
        try:
            access.visit_for(scene.he, scene.visit_key, action, at=MONDAY)
        except errors.NotFound:
            continue
        may.add(action)

    assert may == {
        Action.SEE_HALL,
        Action.SEE_ASKED,
        Action.SEE_BROUGHT,
        Action.CHANGE_BROUGHT,
        Action.BRING_MATERIAL,
        Action.ANSWER_CORRECTION,
    }
    assert may == {action for action in Action if Relation.CORRECTION_HELPER in ALLOWED[action]}


def test_a_helper_brings_what_is_asked_and_nothing_else(scene):
    asked(scene)
    helps(scene)

    with pytest.raises(errors.MaterialNotOfThisCase):
        scene.hand_in("plan", b"%PDF-1.7 a plan", by=scene.he)
    with pytest.raises(errors.MaterialNotOfThisCase):
        scene.hand_in("application", b"%PDF-1.7 application", by=scene.he)  # the very file that is there


def test_a_helper_sees_and_removes_his_own_files_only(scene):
    asked(scene)
    helps(scene)
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    of_li = next(one.files[0].id for one in view.checklist if one.requirement.code == "lease")
    of_he = scene.hand_in("lease", BETTER, by=scene.he)

    assert casefile.material_file(actor=scene.he, material_id=of_he, at=MONDAY).id == of_he
    for verb in (casefile.material_file, filing.material_remove):
        with pytest.raises(errors.NotFound):
            verb(actor=scene.he, material_id=of_li, at=MONDAY)
    filing.material_remove(actor=scene.he, material_id=of_he, at=MONDAY)


def test_a_helper_sends_in_pieces_what_is_asked_and_turns_his_own_page_and_no_other(scene):
    asked(scene)
    helps(scene)
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    of_li = next(one.files[0].id for one in view.checklist if one.requirement.code == "lease")
    sending = uploading.Sending(name="lease.pdf", length_bytes=len(BETTER))
    begun = uploading.begin_material(
        actor=scene.he, visit_key=scene.visit_key, requirement_code="lease", sending=sending, at=MONDAY
    )
    sent = uploading.receive(
        actor=scene.he, key=begun.key, said_offset=0, piece=BytesIO(BETTER), size_bytes=len(BETTER), at=MONDAY
    )

    assert sent.result_id is not None
    pages.turn(actor=scene.he, material_id=sent.result_id, degrees=90, at=MONDAY)
    with pytest.raises(errors.NotFound):
        pages.turn(actor=scene.he, material_id=of_li, degrees=90, at=MONDAY)


def test_a_helper_takes_his_telephone_for_what_is_asked_and_it_ends_with_his_help(scene):
    key = helps(asked(scene))
    where = {"visit_key": scene.visit_key, "at": MONDAY}

    with pytest.raises(errors.MaterialNotOfThisCase):
        by_phone.open_link(actor=scene.he, requirement_code="form", **where)
    with pytest.raises(errors.MaterialNotOfThisCase):
        by_phone.close_link(actor=scene.he, requirement_code="form", **where)
    token = by_phone.open_link(actor=scene.he, requirement_code="lease", **where)
    by_phone.add(token=token, content=BytesIO(BETTER), name="合同.pdf", size_bytes=len(BETTER), at=MONDAY)
    assert case_of(scene).state == "correcting"

    helping.revoke(actor=scene.li, visit_key=scene.visit_key, key=key, at=MONDAY)
    other = b"%PDF-1.7 another"
    with pytest.raises(errors.NotFound):
        by_phone.add(token=token, content=BytesIO(other), name="合同.pdf", size_bytes=len(other), at=MONDAY)
    with pytest.raises(errors.NotFound):
        by_phone.open_link(actor=scene.he, requirement_code="lease", **where)


def test_a_page_is_its_helpers_alone(scene, centre):
    asked(scene)
    key = helps(scene)

    for who in (scene.li, centre.people["zhang"], scene.wang, scene.sun):
        with pytest.raises(errors.NotFound):
            helping.page(actor=who, key=key, at=MONDAY)


def nothing_is_left(scene: Scene, key: str, at: Any = MONDAY) -> None:
    assert relations(scene, scene.he, at) == {Relation.STRANGER}
    assert helping.page(actor=scene.he, key=key, at=at).lines == ()
    with pytest.raises(errors.NotFound):
        scene.hand_in("lease", b"%PDF-1.7 another", by=scene.he, at=at)
    with pytest.raises(errors.NotFound):
        filing.resubmit(actor=scene.he, visit_key=scene.visit_key, at=at)


def test_after_it_was_taken_back_nothing_is_left(scene):
    asked(scene)
    key = helps(scene)
    brought = scene.hand_in("lease", BETTER, by=scene.he)
    helping.revoke(actor=scene.li, visit_key=scene.visit_key, key=key, at=MONDAY)
    helping.revoke(actor=scene.li, visit_key=scene.visit_key, key=key, at=MONDAY)

    nothing_is_left(scene, key)
    with pytest.raises(errors.NotFound):
        casefile.material_file(actor=scene.he, material_id=brought, at=MONDAY)
    assert kinds(scene).count("help.revoked") == 1
    assert told(scene.he.account_id) == 2


def test_after_the_answer_nothing_is_left_whoever_gave_it(scene):
    asked(scene)
    key = helps(scene)
    scene.hand_in("lease", BETTER)
    filing.resubmit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    nothing_is_left(scene, key)
    assert corrections.of_case(case_of(scene).id)[0].helper_name is None


def test_after_the_last_day_nothing_is_left_and_on_it_all_is_there(scene):
    asked(scene)
    key = helps(scene)

    assert relations(scene, scene.he, MONDAY + DUE) == {Relation.CORRECTION_HELPER}
    nothing_is_left(scene, key, MONDAY + DUE + timedelta(days=1))
    assert helping.mine(actor=scene.he, at=MONDAY + DUE + timedelta(days=1))[0][1] is HelpState.LAPSED


def test_when_the_application_is_withdrawn_nothing_is_left(scene):
    asked(scene)
    key = helps(scene)
    filing.withdraw(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    nothing_is_left(scene, key)


def test_a_helper_may_give_up_and_another_be_asked(scene, centre):
    asked(scene)
    key = helps(scene)
    helping.give_up(actor=scene.he, key=key, at=MONDAY)

    nothing_is_left(scene, key)
    helping.accept(actor=centre.people["zhang"], code=invited(scene), at=MONDAY)


def test_an_invitation_that_was_taken_back_is_taken_up_by_nobody(scene):
    asked(scene)
    code = invited(scene)
    found = helping.shared(visit_id=scene.visit_id, at=MONDAY)
    assert found is not None
    helping.revoke(actor=scene.li, visit_key=scene.visit_key, key=found.facts.key, at=MONDAY)

    with pytest.raises(errors.HelpNotPossible):
        helping.accept(actor=scene.he, code=code, at=MONDAY)
    assert helping.mine(actor=scene.he, at=MONDAY) == []


def test_only_the_citizen_asks_confirms_and_takes_back(scene):
    asked(scene)
    key = helping.accept(actor=scene.he, code=invited(scene), at=MONDAY)

    for who in (scene.he, scene.zhao, scene.feng):
        with pytest.raises(errors.NotFound):
            helping.confirm(actor=who, visit_key=scene.visit_key, key=key, at=MONDAY)
        with pytest.raises(errors.NotFound):
            helping.revoke(actor=who, visit_key=scene.visit_key, key=key, at=MONDAY)
    with pytest.raises(errors.NotAllowed):
        helping.confirm(actor=scene.sun, visit_key=scene.visit_key, key=key, at=MONDAY)
