"""Words of ratings are public once somebody has looked, and never say who somebody is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.test_corrections import signed_in, text
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.rating_scene import follow_up_id, rate, served
from yunchuang.apps.ratings import public
from yunchuang.domain import errors
from yunchuang.domain.ratings import public_words
from yunchuang.workflows import follow_up, rating_words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def waiting(scene: Scene) -> Any:
    (found,) = rating_words.waiting(actor=scene.qian)
    return found


def shown() -> list[tuple[str, str]]:
    return [(one.words, one.answer) for one in public.shown(MONDAY - timedelta(days=30))]


def answered(scene: Scene, words: str) -> None:
    number = follow_up_id()
    follow_up.contact(actor=scene.qian, follow_up_id=number, weight="simple", words="打了电话", at=MONDAY)
    follow_up.answer(actor=scene.qian, follow_up_id=number, words=words, at=MONDAY + timedelta(hours=1))


@pytest.mark.parametrize(
    ("written", "public_"),
    [
        ("打 13800138000 没人接", "打 ＊＊＊ 没人接"),
        ("电话 021-1234 5678 占线", "电话 ＊＊＊ 占线"),
        ("身份证 31010119900307123X 被念出来", "身份证 ＊＊＊ 被念出来"),
        ("等了 45 分钟，来了 3 次，2026 年", "等了 45 分钟，来了 3 次，2026 年"),
    ],
)
def test_numbers_by_which_somebody_is_found_are_struck_out(written, public_):
    assert public_words(written) == public_


def test_nothing_is_public_before_somebody_has_looked(scene):
    served(scene)
    rate(scene, 2, words="讲得清楚，我电话 13800138000")
    assert shown() == []

    rating_words.release(actor=scene.qian, rating_id=waiting(scene).rating_id, seen="", at=MONDAY)

    assert shown() == [("讲得清楚，我电话 ＊＊＊", "")]
    assert rating_words.waiting(actor=scene.qian) == []


def test_what_is_withheld_needs_a_reason_and_stays_away(scene):
    served(scene)
    rate(scene, 2, words="李桂芳说好")
    with pytest.raises(errors.ReasonMissing):
        rating_words.withhold(actor=scene.qian, rating_id=waiting(scene).rating_id, seen="", reason=" ", at=MONDAY)

    rating_words.withhold(actor=scene.qian, rating_id=waiting(scene).rating_id, seen="", reason="有姓名", at=MONDAY)

    assert shown() == []
    assert rating_words.waiting(actor=scene.qian) == []


def test_an_answer_is_looked_at_again_before_it_is_public(scene):
    served(scene)
    rate(scene, 5, words="等得太久")
    rating_words.release(actor=scene.qian, rating_id=waiting(scene).rating_id, seen="", at=MONDAY)
    answered(scene, "已经加开一个窗口。")
    assert shown() == [("等得太久", "")]

    with pytest.raises(errors.FollowUpMoved):  # he looked at the page before the answer stood on it
        rating_words.release(actor=scene.qian, rating_id=waiting(scene).rating_id, seen="", at=MONDAY)
    found = waiting(scene)
    later = MONDAY + timedelta(hours=2)
    rating_words.release(actor=scene.qian, rating_id=found.rating_id, seen=found.answer, at=later)

    assert shown() == [("等得太久", "已经加开一个窗口。")]
    assert rating_words.waiting(actor=scene.qian) == []


def test_what_is_judged_malicious_is_gone_from_the_page(scene):
    served(scene)
    rate(scene, 5, words="骂人的话")
    rating_words.release(actor=scene.qian, rating_id=waiting(scene).rating_id, seen="", at=MONDAY)
    number = follow_up_id()
    follow_up.contact(actor=scene.qian, follow_up_id=number, weight="simple", words="打了电话", at=MONDAY)
    follow_up.exclude(actor=scene.qian, follow_up_id=number, words="核实没有来过", at=MONDAY)

    assert shown() == []


@pytest.mark.parametrize("who", ["li", "he", "wang", "sun", "zhou", "feng"])
def test_only_a_director_of_the_body_looks(scene, who):
    served(scene)
    rate(scene, 2, words="好")
    number = waiting(scene).rating_id

    with pytest.raises(errors.NotFound):
        rating_words.release(actor=getattr(scene, who), rating_id=number, seen="", at=MONDAY)
    with pytest.raises(errors.NotAllowed):
        rating_words.waiting(actor=getattr(scene, who))
    assert shown() == []


def test_the_pages_from_the_look_to_what_everybody_reads(scene, monkeypatch):
    for views in ("citizen.views.ratings", "backoffice.rating_views"):
        monkeypatch.setattr(f"yunchuang.web.{views}.now", lambda: MONDAY + timedelta(hours=3))
    served(scene)
    rate(scene, 5, words="等得太久\n第二次了")
    answered(scene, "已经加开窗口。\n谢谢。")
    qian, anybody = signed_in(scene.qian), Client()
    assert "等得太久" not in text(anybody.get("/ratings/"))
    assert signed_in(scene.sun).get("/office/ratings/words/").status_code == 403
    page = text(qian.get("/office/ratings/words/"))
    assert "已经加开窗口。" in page

    number = waiting(scene).rating_id
    sent = {"show": "1", "seen": "已经加开窗口。\r\n谢谢。"}  # as browsers send lines
    assert "已经公开" in text(qian.post(f"/office/ratings/words/{number}/", sent, follow=True))

    page = text(anybody.get("/ratings/"))
    assert "等得太久" in page
    assert "已经加开窗口。" in page
    assert "李桂芳" not in page
    assert qian.post(f"/office/ratings/words/{number}/", sent).status_code == 404  # looked at already
