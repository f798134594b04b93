"""What a virus scan looks like: the window sees what waits for it, and both sides see what was found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import PDF, body, client_of, take
from yunchuang.adapters.scanner.fake import BAD, FakeScanner
from yunchuang.apps.calls.models import Call, ChatLine
from yunchuang.apps.materials.models import Material
from yunchuang.apps.people.queries import Actor
from yunchuang.ports import registry
from yunchuang.workflows import desk, scanning, visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def scanner() -> Iterator[FakeScanner]:
    with registry.instead("scanner", FakeScanner()) as fake:
        yield fake


@pytest.fixture
def talking(centre: Centre, chen: Actor, wang: Actor) -> tuple[Client, Client, str]:
    """Chen and Wang talk: the browser of each, and the visit."""
    citizen, clerk = client_of(chen), client_of(wang)
    desk.open_window(actor=wang, window_id=centre.window_3, at=AT)
    key = take(citizen, centre)
    desk.call_next(actor=wang, window_id=centre.window_3, at=AT)
    visit.answer(actor=chen, visit_key=key, at=AT)
    return citizen, clerk, key


def test_the_window_sees_what_waits_and_both_see_what_was_found(
    scanner: FakeScanner, centre: Centre, talking: tuple[Client, Client, str]
) -> None:
    citizen, clerk, key = talking
    bad = SimpleUploadedFile("执照.pdf", PDF + BAD)
    citizen.post(f"/visits/{key}/materials/licence/add/", {"file": bad})
    at_desk, at_home = f"/counter/windows/{centre.window_3}/", f"/visits/{key}/materials/"

    assert "还没查毒" in body(clerk.get(at_desk))
    assert "还没查毒" not in body(citizen.get(at_home))

    scanning.scan(Material.objects.get().id, at=AT)

    assert "里查出病毒（Test.Bad.Word）" in body(clerk.get(at_desk))
    assert "您交的“执照.pdf”里查出病毒，已经停用" in body(citizen.get(at_home))
    assert f"/files/{Material.objects.get().id}/" not in body(citizen.get(at_home))


def test_a_file_sent_in_a_call_says_in_the_chat_what_was_found(
    scanner: FakeScanner, talking: tuple[Client, Client, str]
) -> None:
    citizen, clerk, _ = talking
    call = Call.objects.get().id
    citizen.post(f"/calls/{call}/file/", {"file": SimpleUploadedFile("说明.pdf", PDF + BAD)})
    line, chat = ChatLine.objects.get().id, f"/calls/{call}/chat-log/"

    assert "还没查毒" in body(clerk.get(chat))
    assert "还没查毒" not in body(citizen.get(chat))
    assert clerk.get(f"/chat-files/{line}/").status_code == 200

    scanning.scan_sent(line, at=AT)

    for client in (citizen, clerk):
        assert "“说明.pdf”里查出病毒，已经停用" in body(client.get(chat))
        assert f"/chat-files/{line}/" not in body(client.get(chat))
        assert client.get(f"/chat-files/{line}/").status_code == 404
    assert "请换一份再发" in body(citizen.get(chat))
    assert "请换一份再发" not in body(clerk.get(chat))
