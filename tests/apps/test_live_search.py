"""The index of a process follows what is published: at once here, within two seconds elsewhere, whole from a child."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from tests.cast import AT
from yunchuang.apps.catalog import live, synonyms
from yunchuang.apps.catalog.search import search, suggest
from yunchuang.apps.catalog.services import ItemDraft, put_item
from yunchuang.cli import main

DRAFT = ItemDraft(code="dog", name="养犬登记", summary="给狗上户口。", effective_on=AT.date(), served_for="person")


@pytest.fixture
def put(centre):
    return lambda draft: put_item(draft, body_id=centre.market_id, window_class_ids=[])


def test_what_is_published_is_found_at_once_and_its_old_name_is_gone(put):
    assert search("养犬登记") == []
    put(DRAFT)
    assert search("养犬登记")[0].item.code == "dog"

    put(replace(DRAFT, name="犬只备案"))

    assert search("犬只备案")[0].item.name == "犬只备案"
    assert [hit.item.name for hit in search("养犬登记")] in ([], ["犬只备案"])


def test_other_words_are_found_at_once_and_no_longer_when_switched_off(put, sun):
    put(DRAFT)
    assert search("遛小黄") == []

    synonyms.put(says="遛小黄", means="养犬登记", by=sun.account_id, at=AT)
    hit = search("遛小黄")[0]
    assert (hit.item.code, hit.why, hit.matched) == ("dog", "synonym", "遛小黄 → 养犬登记")

    synonyms.switch(says="遛小黄", means="养犬登记", is_on=False, by=sun.account_id, at=AT)
    assert search("遛小黄") == []


def test_filters_by_body_and_by_for_whom(put, centre):
    put(DRAFT)

    assert search("登记", served_for="company") == []
    assert search("养犬登记", body_id=centre.veterans_id) == []
    assert search("养犬登记", body_id=centre.market_id, served_for="person")[0].item.code == "dog"


def test_while_typing_names_and_words_are_offered(put):
    put(replace(DRAFT, words="狗证 办狗证"))

    assert [one.item_code for one in suggest("yangq")][:1] == ["dog"]
    assert [one.item_code for one in suggest("养犬")][:1] == ["dog"]
    assert [one.text for one in suggest("狗证")] == ["狗证"]


def test_the_command_searches_what_is_published(put, capsys):
    put(DRAFT)

    assert main(["search", "--json", "--limit", "1", "养犬登记"]) == 0

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["hits"] == [{"code": "dog", "name": "养犬登记", "score": 100.0, "why": "名称：养犬登记"}]


FOLLOWS = """
import sys, time, django
django.setup()
from yunchuang.apps.catalog.search import search
found = lambda: [hit.item.code for hit in search("养犬登记")]
print(found(), flush=True)
end = time.monotonic() + 10
while "dog" not in found() and time.monotonic() < end:
    time.sleep(0.05)
print(found(), flush=True)
"""


@pytest.mark.slow
def test_another_process_finds_it_within_two_seconds(transactional_db, jobs, plain_weeks):
    from tests.cast import build

    centre = build()
    environment = live._environment() | {"DJANGO_SETTINGS_MODULE": "yunchuang.config.settings"}
    command = [sys.executable, "-c", FOLLOWS]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "[]"

        put_item(DRAFT, body_id=centre.market_id, window_class_ids=[])
        began = time.monotonic()

        assert json.loads(other.stdout.readline().replace("'", '"')) == ["dog"]
        assert time.monotonic() - began < 2


@pytest.mark.slow
def test_much_of_a_large_catalogue_is_made_whole_by_a_child_while_the_old_index_answers(
    transactional_db, jobs, plain_weeks, monkeypatch
):
    from tests.cast import build

    centre = build()
    monkeypatch.setattr(live, "LARGE", 2)
    monkeypatch.setattr(live, "MUCH", 3)
    index = live.Live()
    first = index.get()
    for n in range(4):
        put_item(replace(DRAFT, code=f"dog{n}", name=f"养犬登记{n}"), body_id=centre.market_id, window_class_ids=[])

    assert index.get().index is first.index  # answers from the old one meanwhile
    assert index._child is not None
    index._child.join(timeout=60)

    assert {hit.document.code for hit in index.get().index.search("养犬登记")} == {f"dog{n}" for n in range(4)}


def test_without_a_child_the_old_index_stays_and_the_fault_is_told(db, monkeypatch):
    monkeypatch.setattr(live.sys, "executable", "/nowhere/python")

    assert live.in_child() is None
