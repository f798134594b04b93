"""Ratings: once a visit and once a case, never changed, never forced, by page, code and message."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.rating_scene import decided, rate, served
from tests.workflows.test_filing_races import together
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.ratings import queries
from yunchuang.apps.ratings.models import FollowUp, Invitation, Rating
from yunchuang.apps.ratings.services import Given
from yunchuang.domain import errors
from yunchuang.workflows import rating

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SITE = "https://hall.example"


def link(scene: Scene, about: str = "visit") -> str:
    return rating.link_token(actor=scene.li, visit_key=scene.visit_key, about=about, at=MONDAY)


def test_visit_and_case_are_rated_each_once(scene):
    served(scene)
    decided(scene)

    rate(scene, 1)
    rate(scene, 2, about="case")

    for about in ("visit", "case"):
        with pytest.raises(errors.AlreadyRated):
            rate(scene, 5, about=about)
    assert {about: facts.level for about, facts in queries.all_of_visit(scene.visit_id).items()} == {
        "visit": 1,
        "case": 2,
    }


def test_nothing_is_rated_before_it_is_over(scene):
    with pytest.raises(errors.NothingToRate):
        rate(scene, 1)
    scene.sit_down()
    with pytest.raises(errors.NothingToRate):
        rate(scene, 1)
    scene.stand_up()
    rate(scene, 1)
    with pytest.raises(errors.NothingToRate):
        rate(scene, 1, about="case")
    with pytest.raises(errors.NothingToRate):
        rate(scene, 1, about="weather")


def test_the_code_of_the_best_is_one_and_it_has_five_stars(scene):
    served(scene)
    rate(scene, 1)

    found = queries.of_visit(scene.visit_id)
    assert found is not None
    assert (found.level, found.stars) == (1, 5)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(("level", "opens"), [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1)])
def test_one_and_two_stars_open_a_follow_up(scene, level, opens):
    served(scene)
    rate(scene, level)

    assert FollowUp.objects.count() == opens


@pytest.mark.parametrize("who", ["he", "zhou", "wang", "sun", "qian", "zhao"])
def test_nobody_else_rates(scene, who):
    served(scene)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        rating.rate(actor=getattr(scene, who), visit_key=scene.visit_key, given=Given(level=1), at=MONDAY)


@pytest.mark.parametrize("level", [0, 6])
def test_six_stars_are_refused_and_nothing_is_kept(scene, level):
    served(scene)

    with pytest.raises(errors.RatingOutOfRange):
        rate(scene, level)
    assert not Rating.objects.exists()


def test_tags_are_kept_with_their_version(scene):
    served(scene)
    given = Given(level=5, tags=("manner", "efficiency"), words="\x00 等了很久 ")

    rating.rate(actor=scene.li, visit_key=scene.visit_key, given=given, at=MONDAY)

    found = queries.of_visit(scene.visit_id)
    assert found is not None
    assert found.tag_words == ("等得太久、办得慢", "态度不好")
    assert (found.tag_version, found.words) == (1, "等了很久")


# --- by a link ---------------------------------------------------------------------------------


def test_whoever_holds_the_receipt_may_rate_once(scene):
    served(scene)
    token = link(scene)

    assert link(scene) == token
    assert not rating.asked_by_link(token, at=MONDAY).is_rated
    rating.rate_by_link(token=token, given=Given(level=2, rated_by="code"), at=MONDAY)

    assert rating.asked_by_link(token, at=MONDAY).is_rated
    with pytest.raises(errors.AlreadyRated):
        rating.rate_by_link(token=token, given=Given(level=5), at=MONDAY)
    assert Rating.objects.get().rated_by == "code"


def test_a_link_ends_and_a_guessed_one_leads_nowhere(scene):
    served(scene)
    token = link(scene)

    with pytest.raises(errors.RatingLinkOver):
        rating.rate_by_link(token=token, given=Given(level=1), at=MONDAY + timedelta(days=30))
    with pytest.raises(errors.NotFound):
        rating.asked_by_link(token[:-1] + "x", at=MONDAY)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("who", ["he", "zhao", "wang", "qian"])
def test_a_link_is_given_to_the_owner_alone(scene, who):
    served(scene)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        rating.link_token(actor=getattr(scene, who), visit_key=scene.visit_key, at=MONDAY)


# --- asked by message --------------------------------------------------------------------------


def test_people_are_asked_once_for_the_visit_and_once_for_the_case(scene, jobs):
    served(scene)
    decided(scene)
    for hours in range(5):
        rating.invite_sweep(site=SITE, at=MONDAY + timedelta(hours=hours))

    texts = [message.text for message in people.inbox(scene.li.account_id) if message.kind == "rating"]
    assert len(texts) == 2
    assert all(f"{SITE}/rate/" in text and "?from=message" in text for text in texts)


def test_who_has_rated_is_not_asked(scene):
    served(scene)
    rate(scene, 1)

    assert rating.invite_sweep(site=SITE, at=MONDAY) == 0


def test_without_an_address_nobody_gets_a_link_to_nowhere(scene):
    served(scene)

    assert rating.invite_sweep(site="", at=MONDAY) == 0


def test_long_ago_is_not_asked_any_more(scene):
    served(scene)

    assert rating.invite_sweep(site=SITE, at=MONDAY + timedelta(days=3)) == 0


def test_killed_before_the_commit_people_are_asked_by_the_next_sweep(scene, monkeypatch):
    served(scene)

    def killed(**_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(people_services, "tell", killed)
        with pytest.raises(KeyboardInterrupt):
            rating.invite_sweep(site=SITE, at=MONDAY)

    assert not Invitation.objects.exists()
    assert rating.invite_sweep(site=SITE, at=MONDAY) == 1
    assert rating.invite_sweep(site=SITE, at=MONDAY) == 0


# --- two at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_two_at_once_are_two_ratings(scene):
    served(scene)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ratings_rating DROP CONSTRAINT ratings_one_a_visit_and_case")
    try:
        together(*[lambda: rate(scene, 1)] * 4)
        assert Rating.objects.count() > 1
    finally:
        Rating.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE ratings_rating ADD CONSTRAINT ratings_one_a_visit_and_case UNIQUE (visit_id, about)"
            )


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_rating_and_the_other_is_told(scene):
    served(scene)

    said = together(*[lambda: rate(scene, 4)] * 4)

    assert [type(answer) for answer in said if answer] == [errors.AlreadyRated] * 3
    assert Rating.objects.count() == FollowUp.objects.count() == 1
