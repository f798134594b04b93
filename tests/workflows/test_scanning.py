"""An infected file is out of service at once and everywhere; the citizen is told and brings another."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tests.workflows.filing_scene import MONDAY, PDF, Scene
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.adapters.pages.fake import FakePages
from yunchuang.adapters.scanner.fake import BAD, FakeScanner
from yunchuang.apps.calls import queries as calls
from yunchuang.apps.calls.models import ChatLine
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials import services as material_services
from yunchuang.apps.materials.models import Material
from yunchuang.apps.people.models import Message
from yunchuang.domain import errors
from yunchuang.jobs.scan_material import scan_material
from yunchuang.jobs.scan_sent_file import scan_sent_file
from yunchuang.ports import registry
from yunchuang.ports.scanner import ScannerAway
from yunchuang.workflows import casefile, filing, page_pictures, scanning, talk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
INFECTED = b"%PDF-1.7 " + BAD


@pytest.fixture
def scanner(scene: Scene) -> Iterator[FakeScanner]:
    with registry.instead("scanner", FakeScanner()) as fake, registry.instead("pages", FakePages()):
        yield fake


def scan(material_id: int) -> None:
    scan_material.func(None, material_id=material_id)


def left_to_scan(jobs: FakeJobs) -> list[int]:
    return [int(str(args["material_id"])) for name, args in jobs.left if name == "scan_material"]


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def view(scene: Scene) -> casefile.CaseView:
    return casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)


def test_without_a_scanner_nothing_waits_for_one(scene, jobs):
    material_id = scene.hand_in("lease")

    assert left_to_scan(jobs) == []
    assert Material.objects.get(id=material_id).scan == ""


def test_a_file_is_taken_first_and_scanned_afterwards(scene, scanner, jobs):
    material_id = scene.hand_in("lease")
    assert (left_to_scan(jobs), scanner.scanned) == ([material_id], 0)

    scan(material_id)
    scan(material_id)

    assert Material.objects.get(id=material_id).scan == "clean"
    assert scanner.scanned == 1
    assert casefile.material_file(actor=scene.li, material_id=material_id, at=MONDAY).id == material_id


def test_an_infected_file_opens_for_nobody_any_more(scene, scanner, media):
    scene.sit_down()
    material_id = scene.hand_in("lease", INFECTED)
    before = casefile.material_file(actor=scene.wang, material_id=material_id, at=MONDAY).stored_name

    scan(material_id)

    for who in (scene.li, scene.zhou, scene.wang):
        with pytest.raises(errors.NotFound):
            casefile.material_file(actor=who, material_id=material_id, at=MONDAY)
        with pytest.raises(errors.NotFound):
            page_pictures.picture(actor=who, material_id=material_id, number=1, width_px=160, at=MONDAY)
    assert not (media / before).exists()
    kept = [path for path in (media / "quarantine").iterdir()]
    assert [(path.read_bytes(), path.suffix) for path in kept] == [(INFECTED, "")]
    assert [(one.found, media / one.stored_name) for one in scanning.quarantined()] == [("Test.Bad.Word", kept[0])]


def test_the_citizen_is_told_once_and_brings_another(scene, scanner):
    material_id = scene.hand_in("lease", INFECTED)
    scan(material_id)
    scan(material_id)

    assert kinds(scene).count("material.infected") == 1
    assert Message.objects.filter(text__contains="查出病毒").count() == 1
    assert [one.name for one in scanning.infected_of(view(scene))] == ["合同.pdf"]
    assert "lease" not in materials.present(cases.case_of_visit(scene.visit_id).id)
    scene.hand_in("lease", PDF, at=MONDAY + timedelta(minutes=5))
    Material.objects.filter(scan="infected").update(scanned_at=MONDAY)
    assert scanning.infected_of(view(scene)) == []


def test_what_is_missing_now_keeps_the_case_from_being_filed(scene, scanner):
    scene.fill()
    scene.hand_in("application")
    scan(scene.hand_in("lease", INFECTED))

    with pytest.raises(errors.MaterialsMissing):
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)


def test_at_the_clerks_another_may_be_brought_for_what_was_taken_out(scene, scanner):
    scene.submit()
    lease = next(one.files[0].id for one in view(scene).checklist if one.requirement.code == "lease")
    with pytest.raises(errors.CaseMoved):
        scene.hand_in("lease", b"%PDF-1.7 another")
    stored = Material.objects.get(id=lease).file
    stored.storage.delete(stored.name)
    stored.storage.save(stored.name, io.BytesIO(INFECTED))
    scan(lease)

    assert scene.hand_in("lease", b"%PDF-1.7 another")


def test_a_file_that_two_cases_share_is_taken_out_of_both(scene, scanner):
    material_id = scene.hand_in("lease", INFECTED)
    first = cases.case_of_visit(scene.visit_id)
    scene.visit_key = scene.open_visit()
    scene.hand_in("application")
    second = cases.case_of_visit(casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY).visit.id)
    material_services.copy_to(second.id, of_case_id=first.id, at=MONDAY)

    scan(material_id)

    assert Material.objects.filter(scan="infected").count() == 2
    assert Message.objects.filter(text__contains="查出病毒").count() == 2
    assert "material.infected" in [e.kind for e in journal.timeline(streams.visit(second.visit_id))]


def test_while_the_scanner_is_away_the_file_waits_and_is_asked_for_again(scene, scanner, jobs):
    material_id = scene.hand_in("lease")
    scanner.is_away = True
    with pytest.raises(ScannerAway):
        scan(material_id)

    assert Material.objects.get(id=material_id).scan == "waiting"
    assert [file.scan for one in view(scene).checklist for file in one.files] == ["waiting"]
    assert scanning.sweep(at=MONDAY + timedelta(minutes=10)) == 0  # its job is still trying
    assert scanning.sweep(at=MONDAY + timedelta(hours=2)) == 1
    assert left_to_scan(jobs) == [material_id, material_id]
    scanner.is_away = False
    scan(material_id)
    assert Material.objects.get(id=material_id).scan == "clean"


def test_a_file_taken_back_before_it_was_scanned_is_scanned_all_the_same(scene, scanner):
    material_id = scene.hand_in("lease", INFECTED)
    filing.material_remove(actor=scene.li, material_id=material_id, at=MONDAY)

    scan(material_id)

    assert Material.objects.get(id=material_id).scan == "infected"


@pytest.fixture
def call(scene: Scene) -> int:
    """Li and Wang talk."""
    return scene.talk()


def send(scene: Scene, call: int, content: bytes) -> int:
    file = ContentFile(content, name="说明.pdf")
    return talk.send_file(actor=scene.li, call_id=call, file=file, name="说明.pdf", at=MONDAY)


def scan_sent(line_id: int) -> None:
    scan_sent_file.func(None, line_id=line_id)


def test_a_file_sent_in_a_call_is_scanned_afterwards(scene, call, scanner, jobs):
    line_id = send(scene, call, PDF)
    assert ("scan_sent_file", {"line_id": line_id}) in [(name, dict(args)) for name, args in jobs.left]
    assert calls.chat(scene.visit_id)[-1].scan == "waiting"

    scan_sent(line_id)
    scan_sent(line_id)

    assert (calls.chat(scene.visit_id)[-1].scan, scanner.scanned) == ("clean", 1)
    assert calls.chat_file(line_id) is not None


def test_an_infected_file_sent_in_a_call_opens_for_nobody_and_both_are_told_once(scene, call, scanner, media):
    line_id = send(scene, call, INFECTED)
    before = ChatLine.objects.get(id=line_id).file.name

    scan_sent(line_id)
    scan_sent(line_id)

    assert calls.chat_file(line_id) is None
    assert not (media / before).exists()
    (one,) = scanning.quarantined()
    assert ((media / one.stored_name).read_bytes(), one.found, one.name) == (INFECTED, "Test.Bad.Word", "说明.pdf")
    assert [event.kind for event in journal.timeline(streams.call(call))].count("file.infected") == 1
    assert kinds(scene).count("file.infected") == 1


def test_while_the_scanner_is_away_a_sent_file_waits_and_is_not_clean(scene, call, scanner):
    scanner.is_away = True
    line_id = send(scene, call, INFECTED)

    with pytest.raises(ScannerAway):
        scan_sent(line_id)

    assert calls.chat(scene.visit_id)[-1].scan == "waiting"


def test_a_sent_file_whose_job_gave_up_is_left_to_the_worker_again(scene, call, scanner, jobs):
    line_id = send(scene, call, PDF)
    jobs.left.clear()

    assert scanning.sweep(at=MONDAY + timedelta(minutes=59)) == 0
    assert scanning.sweep(at=MONDAY + timedelta(minutes=61)) == 1
    assert [(name, dict(args)) for name, args in jobs.left] == [("scan_sent_file", {"line_id": line_id})]


def test_without_a_scanner_a_sent_file_waits_for_none(scene, call, jobs):
    send(scene, call, PDF)

    assert calls.chat(scene.visit_id)[-1].scan == ""
    assert "scan_sent_file" not in [name for name, _ in jobs.left]
