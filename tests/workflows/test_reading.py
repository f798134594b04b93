"""A paper is read once, whatever dies; what is told of it is advice that a clerk may overrule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.test_filing_races import together
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.adapters.ocr.fake import FakeReader
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.readings import queries, services
from yunchuang.apps.readings.models import Reading as Row
from yunchuang.domain.reading import form_names
from yunchuang.domain.reading.findings import make
from yunchuang.domain.reading.reading import FieldRead, Reading, refused
from yunchuang.ports import registry
from yunchuang.workflows import casefile, filing, materials_read, reading

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOON = MONDAY + timedelta(seconds=5)
BOX = (0.1, 0.1, 0.4, 0.2)


def lease(until: str = "2020年1月1日", **fields: str) -> Reading:
    read = {"租赁期限": f"2019年1月1日至{until}"} | fields
    values = {name: FieldRead(value, 0.95, 1, BOX) for name, value in read.items()}
    return Reading("租赁合同", 0.95, True, 0, values, (), pages=1, sealed=True, text=("租赁合同", "出租方(签章):"))


@pytest.fixture
def reader() -> Iterator[FakeReader]:
    with registry.instead("ocr", FakeReader({"合同.pdf": lease()})) as fake:
        yield fake


def read(material_id: int, at: Any = SOON) -> None:
    """What the job does."""
    one = reading.begin(material_id, at=at)
    if one is not None:
        reading.finish(one, reading.read(one, at=at), at=at)


def papers(scene: Scene, at: Any = SOON) -> materials_read.CheckedPapers:
    return materials_read.findings(casefile.view(actor=scene.li, visit_key=scene.visit_key, at=at), at=at)


def state(material_id: int) -> str:
    return Row.objects.get(material_id=material_id).state


def told_to(scene: Scene) -> list[str]:
    return [event.kind for event in journal_queries.timeline(journal.visit(scene.visit_id))]


def test_a_paper_that_is_handed_in_is_left_to_be_read_and_read_once(scene, reader, jobs: FakeJobs):
    number = scene.hand_in("lease")

    assert jobs.left == [("read_material", {"material_id": number})]
    assert state(number) == "waiting"
    assert papers(scene).waiting == 1
    read(number)
    read(number)
    assert state(number) == "read"
    assert reader.asked == ["合同.pdf"]
    assert told_to(scene).count("material.read") == 1
    assert [one.rule for one in papers(scene).by_material[number]] == ["expired"]


def test_where_reading_is_off_nothing_is_left_and_nothing_is_told(scene, reader, jobs: FakeJobs, settings):
    settings.READING = False

    number = scene.hand_in("lease")

    assert jobs.left == []
    assert not queries.of_materials([number])
    assert reading.begin(number, at=SOON) is None
    assert reading.sweep(at=MONDAY + timedelta(days=1)) == 0


def test_the_same_bytes_are_read_once_by_the_same_reader(scene, reader):
    first, second = scene.hand_in("lease", b"%PDF-1.7 same"), scene.hand_in("plan", b"%PDF-1.7 same")

    read(first)
    read(second)

    assert len(reader.asked) == 1
    assert state(second) == "read"
    found = queries.of_materials([second])[second]
    assert found is not None
    assert found.reading is not None
    assert found.reading.kind == "租赁合同"
    assert Row.objects.get(material_id=second).seconds == 0


def test_another_reader_reads_the_same_bytes_anew(scene, reader, monkeypatch):
    first, second = scene.hand_in("lease", b"%PDF-1.7 same"), scene.hand_in("plan", b"%PDF-1.7 same")
    read(first)
    monkeypatch.setattr(reader, "version", lambda: "newer")

    read(second)

    assert len(reader.asked) == 2


def test_a_worker_that_died_leaves_a_paper_that_another_reads(scene, reader):
    number = scene.hand_in("lease")
    assert reading.begin(number, at=SOON) is not None  # and then kill -9

    with pytest.raises(services.Busy):
        reading.begin(number, at=SOON + timedelta(seconds=1))
    read(number, at=SOON + services.BUSY)

    assert state(number) == "read"


def test_one_that_woke_up_late_writes_nothing(scene, reader):
    number = scene.hand_in("lease")
    slow = reading.begin(number, at=SOON)
    assert slow is not None
    read(number, at=SOON + services.BUSY)

    assert reading.finish(slow, refused("file_broken"), at=SOON + timedelta(minutes=1)) is False
    assert state(number) == "read"
    assert told_to(scene).count("material.read") == 1


def test_what_ends_every_try_is_not_read_and_says_so(scene, reader):
    number, at = scene.hand_in("lease"), SOON
    for _ in range(services.TRIES):
        assert reading.begin(number, at=at) is not None
        at += services.BUSY

    assert reading.begin(number, at=at) is None
    assert state(number) == "unreadable"
    assert [one.rule for one in papers(scene).by_material[number]] == ["reader_died"]


def test_a_file_that_cannot_be_read_has_its_word_and_the_next_is_read(scene, reader):
    reader.readings = {"合同.pdf": refused("file_locked")}
    bad = scene.hand_in("application", b"%PDF-1.7 locked")
    read(bad)
    reader.readings = {"合同.pdf": lease("2030年1月1日")}
    good = scene.hand_in("lease")
    read(good)

    assert (state(bad), state(good)) == ("unreadable", "read")
    assert [one.rule for one in papers(scene).by_material[bad]] == ["file_locked"]


def test_a_failure_that_may_pass_lets_the_next_try_begin_at_once(scene, reader):
    number = scene.hand_in("lease")
    one = reading.begin(number, at=SOON)
    assert one is not None

    reading.give_back(one)

    assert state(number) == "waiting"
    assert reading.begin(number, at=SOON) is not None


def test_what_lies_open_too_long_is_left_to_the_worker_once_more(scene, reader, jobs: FakeJobs):
    number = scene.hand_in("lease")
    later = MONDAY + reading.FORGOTTEN_AFTER + timedelta(minutes=1)

    assert reading.sweep(at=MONDAY + timedelta(minutes=5)) == 0
    assert reading.sweep(at=later) == 1
    assert reading.sweep(at=later) == 0
    assert jobs.left == [("read_material", {"material_id": number})] * 2


def test_a_file_that_the_store_lost_is_told_and_not_tried_for_ever(scene, reader, media):
    number = scene.hand_in("lease")
    for path in media.rglob("*.pdf"):
        path.unlink()
    reader.readings = {}

    read(number)

    assert state(number) == "unreadable"


def test_a_removed_paper_is_not_read_and_no_longer_told(scene, reader):
    number = scene.hand_in("lease")
    read(number)
    filing.material_remove(actor=scene.li, material_id=number, at=SOON)

    assert papers(scene).readings == {}


def test_the_day_of_filing_counts_and_not_the_day_on_which_it_was_read(scene, reader):
    reader.readings = {"合同.pdf": lease("2026年11月23日")}  # the Monday itself
    scene.make_ready()
    number = scene.hand_in("lease", b"%PDF-1.7 another")
    read(number)
    tomorrow = SOON + timedelta(days=1)

    assert [one.rule for one in papers(scene, tomorrow).by_material[number]] == ["expired"]
    assert number not in papers(scene).by_material
    filing.submit(actor=scene.li, visit_key=scene.visit_key, at=SOON)
    assert papers(scene, tomorrow).on == date(2026, 11, 23)
    assert number not in papers(scene, tomorrow).by_material


def test_findings_of_those_read_are_told_while_others_are_still_being_read(scene, reader):
    number, other = scene.hand_in("lease"), scene.hand_in("plan", b"%PDF-1.7 other")
    read(number)

    found = papers(scene)
    assert found.waiting == 1
    assert [one.rule for one in found.by_material[number]] == ["expired"]
    assert found.readings[other].is_open


def test_papers_are_held_against_the_form_as_it_is_now(scene, reader, monkeypatch):
    monkeypatch.setitem(form_names.OF_TITLE, "名称", "名称")  # here it is the firm's
    name = FieldRead("望川市清禾食品有限公司", 0.95, 1, BOX)
    reader.readings = {"合同.pdf": Reading("营业执照", 0.95, True, 0, {"名称": name}, (), pages=1)}
    number = scene.hand_in("plan")
    read(number)

    for written, rules in (("望川市云帆食品有限公司", ["names_differ"]), (name.value, [])):
        scene.fill(name=written)
        assert [one.rule for one in papers(scene).by_material.get(number, ())] == rules


# --- two at once -------------------------------------------------------------------------------


def take_up_without_looking(material_id: int, at: Any) -> services.Try | None:
    """How it must not be done: read the row, then write it, with no lock and no number."""
    row = Row.objects.get(material_id=material_id)
    if row.state not in ("waiting", "reading"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
    Row.objects.filter(id=row.id).update(state="reading", tries=1, started_at=at)
    return services.Try(material_id, 1, row.sha256, is_last=False)


def write_without_number(one: services.Try, read: Reading, *, reader: str, at: Any) -> bool:
    return bool(
        Row.objects.filter(material_id=one.material_id).update(state="read", result={}, read_at=at, reader=reader)
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_lock_and_number_two_workers_read_it_twice_and_tell_it_twice(scene, reader, monkeypatch):
    number = scene.hand_in("lease")
    monkeypatch.setattr(services, "take_up", take_up_without_looking)
    monkeypatch.setattr(services, "finish", write_without_number)
    monkeypatch.setattr(materials_read, "note_told", lambda view, at: materials_read.CheckedPapers(on=at.date()))

    together(lambda: read(number), lambda: read(number))

    assert len(reader.asked) == 2
    assert told_to(scene).count("material.read") == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_one_paper_one_reads_it(scene, reader):
    number = scene.hand_in("lease")

    said = together(*[lambda: read(number)] * 4)

    assert len(reader.asked) == 1
    assert told_to(scene).count("material.read") == 1
    assert all(one is None or isinstance(one, services.Busy) for one in said)


def test_several_findings_of_one_paper_are_told_apart(scene, reader):
    fields = {name: FieldRead("x", 0.9, 1, BOX) for name in ("出租方", "承租方")}
    twice = (make("field_doubtful", page=1, field="出租方"), make("field_doubtful", page=1, field="承租方"))
    reader.readings = {"合同.pdf": replace(lease("2030年1月1日"), fields=fields, findings=twice)}
    number = scene.hand_in("lease")
    read(number)

    assert len({one.id for one in papers(scene).by_material[number]}) == 2
