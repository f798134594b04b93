"""Versions of items: days of effect, a case that keeps its own, two at once, who may, and what moves in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import AT, Centre
from tests.workflows.filing_scene import Scene
from yunchuang.apps.catalog import drafts, queries, services, versions
from yunchuang.apps.catalog.drafts import Seen
from yunchuang.apps.catalog.models import Item, ItemVersion
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import services as people
from yunchuang.domain import errors
from yunchuang.domain.roles import ALLOWED, Action, Relation, may
from yunchuang.workflows import access, catalogue, filing, visit
from yunchuang.workflows.casefile import view as case_view

TODAY = AT.date()


def publish(centre: Centre, item_id: int, **changes: Any) -> None:
    """A change made by Sun, checked by Qian, published."""
    sun, qian = centre.people["sun"].account_id, centre.people["qian"].account_id
    services.save_draft(item_id, changes, seen=Seen(sun, AT))
    services.check_draft(item_id, seen=Seen(qian, AT))
    services.publish_draft(item_id, seen=Seen(qian, AT), today=TODAY)


def test_a_version_for_a_later_day_is_seen_on_that_day_and_not_before(centre):
    later = TODAY + timedelta(days=3)
    publish(centre, centre.item_id, summary="新规定", effective_on=later.isoformat())

    assert queries.item("food-permit").summary != "新规定"
    assert catalogue.take_effect(at=AT) == 0
    assert catalogue.take_effect(at=AT + timedelta(days=3)) == 1
    assert (queries.item("food-permit").summary, queries.item("food-permit").version) == ("新规定", 2)
    assert [one.ends_on for one in versions.history(centre.item_id)] == [None, later]
    assert catalogue.take_effect(at=AT + timedelta(days=4)) == 0


def test_a_version_whose_day_nobody_set_takes_effect_on_the_day_of_publishing(centre):
    publish(centre, centre.item_id, summary="说明")

    assert queries.item("food-permit").effective_on == TODAY
    assert [one.ends_on for one in versions.history(centre.item_id)] == [None, TODAY]


def test_an_item_that_ends_on_a_day_is_gone_from_that_day_on(centre):
    publish(centre, centre.item_id, ends_on=(TODAY + timedelta(days=1)).isoformat())

    assert queries.item("food-permit") is not None
    assert catalogue.take_effect(at=AT + timedelta(days=1)) == 1
    assert queries.item("food-permit") is None


def test_a_draft_overtaken_by_another_version_is_not_published(centre):
    sun, qian = centre.people["sun"].account_id, centre.people["qian"].account_id
    services.save_draft(centre.item_id, {"summary": "草稿"}, seen=Seen(sun, AT))
    services.check_draft(centre.item_id, seen=Seen(qian, AT))
    services.put_listing(
        versions.listing(centre.item_id, 1).__class__(code="food-permit", name="别的", effective_on=TODAY),
        body_id=centre.market_id,
        window_class_ids=[centre.market_line_id],
        at=AT,
    )

    with pytest.raises(errors.ItemOvertaken):
        services.publish_draft(centre.item_id, seen=Seen(qian, AT), today=TODAY)
    assert queries.item("food-permit").name == "别的"


def test_a_checked_draft_that_is_changed_must_be_checked_again(centre):
    sun, qian = centre.people["sun"].account_id, centre.people["qian"].account_id
    services.save_draft(centre.item_id, {"summary": "一"}, seen=Seen(sun, AT))
    services.check_draft(centre.item_id, seen=Seen(qian, AT))
    services.save_draft(centre.item_id, {"summary": "二"}, seen=Seen(sun, AT))

    with pytest.raises(errors.ItemMoved):
        services.publish_draft(centre.item_id, seen=Seen(qian, AT), today=TODAY)


def test_who_checks_has_read_what_he_checks(centre):
    sun, qian = centre.people["sun"].account_id, centre.people["qian"].account_id
    seen = services.save_draft(centre.item_id, {"summary": "一"}, seen=Seen(sun, AT)).revision
    services.save_draft(centre.item_id, {"summary": "二"}, seen=Seen(sun, AT))

    with pytest.raises(errors.ItemChangedMeanwhile):
        services.check_draft(centre.item_id, seen=Seen(qian, AT, seen))


@pytest.mark.parametrize("part", ["situations", "form_schema", "elements"])
def test_a_part_is_set_by_itself_and_keeps_the_order_of_its_keys(centre, part):
    value = {"type": "object", "properties": {"zz": {"type": "string"}, "a": {"type": "string"}}}
    publish(centre, centre.item_id, summary="说明")

    services.save_part(centre.item_id, part, value, seen=Seen(centre.people["sun"].account_id, AT))

    assert list(getattr(versions.listing(centre.item_id), part)["properties"]) == ["zz", "a"]
    with pytest.raises(ValueError, match="no part"):
        services.save_part(centre.item_id, "name", value, seen=Seen(None, AT))


def test_who_changed_what_stands_in_the_journal(centre):
    publish(centre, centre.item_id, summary="说明", fee_note="不收费")
    services.withdraw(centre.item_id, "停办", seen=Seen(centre.people["qian"].account_id, AT))

    told = [(one.kind, one.actor_id) for one in journal_queries.timeline(journal.item(centre.item_id))]
    sun, qian = centre.people["sun"].account_id, centre.people["qian"].account_id
    assert told == [
        ("item.opened", sun),
        ("item.saved", sun),
        ("item.checked", qian),
        ("item.published", qian),
        ("item.withdrawn", qian),
    ]
    saved = journal_queries.timeline(journal.item(centre.item_id))[1]
    assert saved.facts["fields"] == ["summary", "fee_note"]


# --- a case keeps its version -----------------------------------------------------------------------


def test_a_case_keeps_the_version_under_which_it_was_begun(scene: Scene, centre: Centre):
    scene.fill()
    lease = [one.requirement.code for one in case_view(actor=scene.li, visit_key=scene.visit_key, at=AT).checklist]
    publish(centre, scene.item_id, materials=[{"code": "other", "name": "别的材料"}])

    now = case_view(actor=scene.li, visit_key=scene.visit_key, at=AT)

    assert (now.item.version, now.case.item_version) == (1, 1)
    assert [one.requirement.code for one in now.checklist] == lease
    assert [one.code for one in queries.requirements(scene.item_id)] == ["other"]
    found = catalogue.overtaken(now.item)
    assert (found.is_withdrawn, found.version, found.fields) == (False, 2, ("materials",))


def test_an_item_withdrawn_while_somebody_files_it_keeps_his_draft_and_says_so(scene: Scene, centre: Centre):
    scene.make_ready()
    services.withdraw(scene.item_id, "政策调整，<b>不再办理</b>", seen=Seen(centre.people["qian"].account_id, AT))
    client = Client()
    client.force_login(people.for_session(scene.li.account_id))

    page = client.get(f"/visits/{scene.visit_key}/materials/").content.decode()

    assert "这个事项已经停办" in page
    assert "政策调整，&lt;b&gt;不再办理&lt;/b&gt;" in page
    assert queries.item_by_id(scene.item_id) is None
    with pytest.raises(errors.NotFound):
        visit.start_filing(actor=scene.he, item_code=queries.item_at(scene.item_id).code, channel="web", at=AT)
    assert filing.submit(actor=scene.li, visit_key=scene.visit_key, at=AT)


# --- two at once -------------------------------------------------------------------------------------


def together(*verbs: Callable[[], Any]) -> list[str]:
    """What each said who pressed at the same moment."""
    ready, said = threading.Barrier(len(verbs)), ["" for _ in verbs]

    def run(place: int, verb: Callable[[], Any]) -> None:
        connection.ensure_connection()
        ready.wait()
        try:
            verb()
            said[place] = "saved"
        except errors.RuleBroken as broken:
            said[place] = broken.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def both_save(centre: Centre) -> list[str]:
    """Sun and Qian change the same field from the same revision, at the same moment."""
    sun, qian = centre.people["sun"].account_id, centre.people["qian"].account_id
    seen = services.open_draft(centre.item_id, seen=Seen(sun, AT)).revision
    return together(
        lambda: services.save_draft(centre.item_id, {"summary": "孙"}, seen=Seen(sun, AT, seen)),
        lambda: services.save_draft(centre.item_id, {"summary": "钱"}, seen=Seen(qian, AT, seen)),
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_editor_overwrites_the_other(centre, monkeypatch):
    both_have_read = threading.Barrier(2)

    @contextmanager
    def unlocked(item_id: int, seen: Seen):
        with journal.writing(at=seen.at, actor_id=seen.by_id) as log:
            yield Item.objects.get(id=item_id), log

    seen_by_both = drafts._refuse_overwriting

    def wait_for_the_other(*arguments: Any) -> None:
        seen_by_both(*arguments)
        both_have_read.wait()

    sun = centre.people["sun"].account_id
    services.open_draft(centre.item_id, seen=Seen(sun, AT))
    monkeypatch.setattr(drafts, "_held", unlocked)
    monkeypatch.setattr(drafts, "_refuse_overwriting", wait_for_the_other)

    assert both_save(centre) == ["saved", "saved"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_with_the_lock_the_second_is_told_and_nothing_is_overwritten(centre):
    assert both_save(centre) == ["item_changed_meanwhile", "saved"]


# --- who may ----------------------------------------------------------------------------------------


VERBS = {
    Action.SEE_ITEM_DRAFTS: lambda he: catalogue.view(he, "food-permit"),
    Action.EDIT_ITEM: lambda he: catalogue.save(he, "food-permit", {}, revision=0, at=AT),
    Action.CHECK_ITEM: lambda he: catalogue.send_back(he, "food-permit", "x", revision=0, at=AT),
    Action.PUBLISH_ITEM: lambda he: catalogue.publish(he, "food-permit", revision=0, at=AT),
    Action.WITHDRAW_ITEM: lambda he: catalogue.withdraw(he, "food-permit", "x", at=AT),
}


def answer_to(he: Any, action: Action) -> str:
    try:
        VERBS[action](he)
    except (errors.NotFound, errors.NotAllowed) as broken:
        return broken.code
    except errors.ItemMoved:
        pass  # allowed; there is no draft to do it to
    return "yes"


def expected(action: Action, relation: Relation) -> str:
    if may(action, [relation]):
        return "yes"
    return "not_allowed" if relation in ALLOWED[Action.SEE_ITEM_DRAFTS] else "not_found"


def test_the_table_is_asked_for_every_verb_and_relation(centre, monkeypatch):
    wrong = {}
    for relation in Relation:
        monkeypatch.setattr(access, "body_relations", lambda actor, body_id, held=relation: frozenset({held}))
        for action in VERBS:
            said = answer_to(centre.people["he"], action)
            if said != expected(action, relation):
                wrong[relation, action] = said

    assert not wrong


def test_one_broken_row_does_not_take_the_others_away(centre):
    ItemVersion.objects.filter(item_id=centre.item_id).update(content='{"code": "x"}')
    queries.PUBLISHED.__init__()

    assert [one.code for one in queries.items()] == ["veterans-card"]


# --- memory -----------------------------------------------------------------------------------------


def test_after_a_change_only_what_changed_is_read_anew(centre, django_assert_max_num_queries):
    before = queries.published()
    publish(centre, centre.item_id, summary="说明")

    after = queries.published()

    card = before.by_code["veterans-card"]
    assert after.by_code["veterans-card"] is card
    assert after.by_code["food-permit"].summary == "说明"
    moved = queries.changes(before.version)
    assert ([one.code for one in moved.items], moved.gone) == (["food-permit"], ())
    services.withdraw(centre.item_id, "停办", seen=Seen(None, AT))
    assert queries.changes(before.version).gone == (centre.item_id,)
    assert queries.changes(1 << 40) is None
