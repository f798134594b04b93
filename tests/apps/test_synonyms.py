"""The table of other words: where each pair comes from, and what people's searches suggest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import AT
from yunchuang.apps.catalog import queries, synonyms
from yunchuang.domain import errors
from yunchuang.workflows import wording

TODAY = AT.date()


def test_a_pair_of_the_house_says_who_added_it_and_when(sun):
    wording.put(actor=sun, says="支个摊", means="个体工商户设立登记", note="集市上这么说", at=AT)

    [pair] = synonyms.listed(q="支个摊")
    assert (pair.origin, pair.changed_by, pair.changed_at, pair.is_on) == ("added", "孙科", AT, True)
    assert synonyms.in_force()["支个摊"] == ("个体工商户设立登记",)


def test_the_same_pair_twice_is_there_once(sun):
    first = wording.put(actor=sun, says="支个摊", means="个体工商户设立登记", note="", at=AT)

    assert wording.put(actor=sun, says=" 支个摊！", means="个体工商户设立登记", note="", at=AT) == first


def test_a_shipped_pair_can_be_switched_off_and_on_again(sun):
    wording.switch(actor=sun, says="开饭馆", means="食品经营许可新办", is_on=False, at=AT)
    assert "开饭馆" not in synonyms.in_force()

    wording.put(actor=sun, says="开饭馆", means="食品经营许可新办", note="", at=AT)
    assert synonyms.in_force()["开饭馆"] == ("食品经营许可新办",)
    assert [one.origin for one in synonyms.listed(q="开饭馆")] == ["shipped"]


@pytest.mark.parametrize(
    ("says", "means"), [("", "设立登记"), ("开店", ""), ("开店", "开 店"), ("长" * 41, "设立"), ("开店", "长" * 81)]
)
def test_a_pair_that_says_nothing_is_refused(sun, says, means):
    with pytest.raises(errors.SynonymUnclear):
        wording.put(actor=sun, says=says, means=means, note="", at=AT)


def test_a_pair_that_is_not_there_cannot_be_switched(sun):
    with pytest.raises(errors.NotFound):
        wording.switch(actor=sun, says="没有", means="这一对", is_on=False, at=AT)


def test_what_people_meant_is_suggested_once_two_did_and_a_person_confirms(centre, sun):
    for _ in range(2):
        synonyms.opened("食品经营许可", item_code=centre.item_code, on=TODAY, before="弄个馆子")

    [hint] = synonyms.suggestions()
    assert (hint.says, hint.item_code, hint.times) == ("弄个馆子", centre.item_code, 2)
    assert "弄个馆子" not in synonyms.in_force()

    wording.take(actor=sun, suggestion_id=hint.id, means="", at=AT)
    assert synonyms.in_force()["弄个馆子"] == (centre.item.name,)
    assert [(one.origin, one.changed_by) for one in synonyms.listed(q="弄个馆子")] == [("learned", "孙科")]
    assert synonyms.suggestions() == []


def test_a_suggestion_that_was_refused_does_not_come_again(centre, sun):
    for _ in range(5):
        synonyms.opened("食品经营许可", item_code=centre.item_code, on=TODAY, before="弄个馆子")
        for hint in synonyms.suggestions():
            wording.dismiss(actor=sun, suggestion_id=hint.id, at=AT)

    assert synonyms.suggestions() == []


def test_what_led_nowhere_is_told_for_sixty_days(centre):
    synonyms.asked("遛狗证", hits=0, on=TODAY)
    synonyms.asked("遛狗证", hits=0, on=TODAY)
    synonyms.asked("很久以前", hits=0, on=TODAY - timedelta(days=90))
    synonyms.asked("开饭馆", hits=3, on=TODAY)
    synonyms.opened("开饭馆", item_code=centre.item_code, on=TODAY)

    assert [(one.query, one.times, one.without_hits) for one in synonyms.unanswered(today=TODAY)] == [("遛狗证", 2, 2)]


@pytest.mark.parametrize("query", ["我的身份证 310227199001011234", "电话 138 0000 0000", "li@example.com", "a"])
def test_numbers_and_addresses_of_people_are_not_kept(db, query):
    assert synonyms.asked(query, hits=0, on=TODAY) == ""
    assert synonyms.unanswered(today=TODAY) == []


@pytest.mark.parametrize("who", ["li", "he", "wang", "zhou"])
def test_only_those_behind_the_counter_who_review_or_direct_may_teach(centre, who):
    with pytest.raises(errors.NotAllowed):
        wording.put(actor=centre.people[who], says="支个摊", means="个体工商户设立登记", note="", at=AT)


def test_a_change_moves_the_version_that_search_and_kept_pages_go_by(sun):
    before = queries.version()

    wording.put(actor=sun, says="支个摊", means="个体工商户设立登记", note="", at=AT)

    assert queries.version() != before
