"""What is told of a paper is advice: a clerk overrules it with a reason, and bad rules are found."""

from __future__ import annotations

import pytest

from tests.workflows.filing_scene import Scene
from tests.workflows.test_access import DRAFT, SUBMITTED, actor
from tests.workflows.test_reading import SOON, lease, papers, read, told_to
from tests.workflows.test_reading import reader as reader
from yunchuang.apps.places import services as places
from yunchuang.apps.readings import queries
from yunchuang.apps.readings.models import Told
from yunchuang.domain import errors
from yunchuang.domain.reading.told import is_bad_rule
from yunchuang.domain.roles import ALLOWED, Action
from yunchuang.workflows import casefile, filing, finding_rules, materials_read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def expired(scene: Scene) -> materials_read.FindingFacts:
    (found,) = papers(scene).by_material.values()
    return found[0]


def overrule(scene: Scene, who: str = "wang", **words: str) -> None:
    said = {"finding_id": expired(scene).id, "reason": "acceptable", "words": ""} | words
    materials_read.overrule(actor=getattr(scene, who), visit_key=scene.visit_key, at=SOON, **said)


def told_body(scene: Scene) -> int:
    return casefile.view(actor=scene.li, visit_key=scene.visit_key, at=SOON).visit.body_id


@pytest.fixture
def told(scene, reader) -> Scene:
    read(scene.hand_in("lease"))
    scene.sit_down()
    return scene


def test_a_clerk_overrules_with_a_reason_and_it_is_counted(told: Scene):
    overrule(told, words="续签合同已看过")
    overrule(told, words="续签合同已看过")

    found = expired(told).overruled
    assert found is not None
    assert (found.by_name, found.reason, found.words) == ("王静", "acceptable", "续签合同已看过")
    assert told_to(told).count("material.overruled") == 1
    assert queries.rules([told_body(told)])["expired"] == queries.RuleFacts("expired", told=1, overruled=1)


def test_an_overruling_is_taken_back(told: Scene):
    overrule(told)

    for _ in range(2):
        materials_read.let_stand(actor=told.wang, visit_key=told.visit_key, finding_id=expired(told).id, at=SOON)

    assert expired(told).overruled is None
    assert told_to(told).count("material.overruled") == 2
    assert queries.rules([told_body(told)])["expired"].overruled == 0


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"reason": "because"}, errors.ReasonMissing),
        ({"reason": "other"}, errors.ReasonMissing),
        ({"words": "长" * 301}, errors.TextTooLong),
        ({"finding_id": "expired-0000"}, errors.FindingGone),
    ],
)
def test_an_overruling_without_reason_or_of_nothing_is_refused(told: Scene, words, refusal):
    with pytest.raises(refusal):
        overrule(told, **words)

    assert expired(told).overruled is None


def test_what_the_citizen_changed_meanwhile_is_not_overruled(told: Scene, reader):
    gone = expired(told).id
    reader.readings = {"合同.pdf": lease("2021年1月1日")}
    for row in list(papers(told).readings):
        filing.material_remove(actor=told.li, material_id=row, at=SOON)
    read(told.hand_in("lease", b"%PDF-1.7 newer"))

    with pytest.raises(errors.FindingGone):
        overrule(told, finding_id=gone)


def test_a_finding_is_counted_once_however_often_papers_are_looked_at(told: Scene):
    read(told.hand_in("plan", b"%PDF-1.7 one more"))
    papers(told)

    assert Told.objects.filter(rule="expired").count() == 2  # one a paper


@pytest.mark.slow
@pytest.mark.parametrize("submitted", [False, True])
def test_who_may_overrule_is_the_table_over_all_relations(scene, reader, submitted):
    scene.make_ready()
    number = scene.hand_in("lease", b"%PDF-1.7 more")
    read(number)
    if submitted:
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=SOON)
    scene.sit_down()
    finding_id = papers(scene).by_material[number][0].id
    sees = ALLOWED[Action.SEE_VISIT] | ALLOWED[Action.SEE_CASE]

    for who, held in (SUBMITTED if submitted else DRAFT).items():
        for verb, more in ((materials_read.overrule, {"reason": "misread"}), (materials_read.let_stand, {})):
            refusal = errors.NotAllowed if held & sees else errors.NotFound  # a stranger's 404
            by = {"actor": actor(scene, who), "visit_key": scene.visit_key, "finding_id": finding_id, "at": SOON}
            if held & ALLOWED[Action.OVERRULE_FINDING]:
                verb(**by, **more)
            else:
                with pytest.raises(refusal):
                    verb(**by, **more)


def test_a_director_sees_what_was_told_and_overruled_with_the_newest_reasons(told: Scene):
    overrule(told, words="续签合同已看过")

    found = finding_rules.rules(actor=told.qian)

    assert [(row.facts.rule, row.facts.told, row.facts.overruled) for row in found.rows] == [("expired", 1, 1)]
    assert [one.words for one in found.rows[0].newest] == ["续签合同已看过"]
    assert not found.rows[0].is_bad  # once says little
    assert found.papers == {"read": 1}


@pytest.mark.parametrize("who", ["li", "he", "wang", "sun", "feng", "zhou"])
def test_whoever_neither_directs_nor_edits_sees_no_rules(told: Scene, who):
    with pytest.raises(errors.NotAllowed):
        finding_rules.rules(actor=getattr(told, who))


def test_another_bodys_director_sees_only_his_own(told: Scene, centre):
    places.take_post(account_id=told.qian.account_id, body_id=centre.market_id, role="director")

    assert finding_rules.rules(actor=told.qian).rows == ()


@pytest.mark.parametrize(
    ("told_times", "overruled", "is_bad"),
    [(5, 5, True), (4, 4, False), (100, 29, False), (100, 30, True), (0, 0, False)],
)
def test_a_rule_is_bad_when_often_and_not_when_once_overruled(told_times, overruled, is_bad):
    assert is_bad_rule(told=told_times, overruled=overruled) is is_bad
