"""The tus protocol, as a client of somebody else would speak it; and that a file sent in pieces is handed in once."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import client_of
from yunchuang.apps.materials.models import Material
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.uploads import pieces
from yunchuang.apps.uploads.models import Upload
from yunchuang.domain import uploads
from yunchuang.domain.materials import MAX_UPLOAD_BYTES
from yunchuang.web.common import tus, tus_headers

FILE = b"%PDF-1.7 " + bytes(range(256)) * 8
PIECE = tus_headers.PIECE


class Sender:
    """Chen's browser, sending to one requirement of his case."""

    def __init__(self, client: Client, key: str) -> None:
        self.client, self.visit_key = client, key
        self.url = f"/uploads/materials/{key}/licence/"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: Any) -> Any:
        said = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
        kind = PIECE if method == "PATCH" or body else ""
        return self.client.generic(method, path, body, content_type=kind, headers=said, CONTENT_TYPE=kind)

    def begin(self, length: int = len(FILE), name: str = "执照.pdf", body: bytes = b"") -> str:
        answer = self.ask(
            "POST",
            self.url,
            body,
            Upload_Length=length,
            Upload_Metadata=f"filename {b64encode(name.encode()).decode()}",
        )
        assert answer.status_code == 201, answer.content.decode()
        return answer["Location"]

    def send(self, path: str, offset: int, body: bytes, **headers: Any) -> Any:
        return self.ask("PATCH", path, body, Upload_Offset=offset, **headers)

    def state(self, path: str) -> dict[str, Any]:
        return self.client.get(path).json()


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.UPLOADS_FOLDER = tmp_path / "uploads"


@pytest.fixture
def sender(centre: Centre, chen: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setattr(tus, "now", clock)
    client = client_of(chen)
    return Sender(client, client.post("/items/food-permit/file/")["Location"].split("/")[2])


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_what_the_server_can_do_is_told(sender):
    answer = sender.client.options(sender.url)

    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Max-Size"]) == ("1.0.0", str(MAX_UPLOAD_BYTES))
    assert set(answer["Tus-Extension"].split(",")) >= {"creation", "expiration", "termination", "checksum"}


def test_a_file_sent_in_pieces_becomes_one_material(sender):
    path = sender.begin()

    first = sender.send(path, 0, FILE[:1000])
    asked = sender.ask("HEAD", path)
    last = sender.send(path, 1000, FILE[1000:])

    assert (first.status_code, first["Upload-Offset"]) == (204, "1000")
    assert "Upload-Expires" in first
    assert (asked["Upload-Offset"], asked["Upload-Length"], asked["Cache-Control"]) == (
        "1000",
        str(len(FILE)),
        "no-store",
    )
    assert last["Upload-Offset"] == str(len(FILE))
    assert sender.state(path) == {"state": "done", "offset": len(FILE), "length": len(FILE), "error": ""}
    row = Material.objects.get()
    assert (row.name, row.size_bytes, row.sha256) == ("执照.pdf", len(FILE), hashlib.sha256(FILE).hexdigest())


def test_a_small_file_comes_with_its_beginning(sender):
    path = sender.begin(body=FILE)

    assert sender.state(path)["state"] == "done"
    assert Material.objects.count() == 1


def test_a_file_that_its_sender_knows_again_goes_on_where_it_was(sender):
    def begin(fingerprint: str, body: bytes = b"") -> Any:
        told = f"filename {b64encode(b'a.pdf').decode()},fingerprint {b64encode(fingerprint.encode()).decode()}"
        return sender.ask("POST", sender.url, body, Upload_Length=len(FILE), Upload_Metadata=told)

    first = begin("2057|1764000000000|a.pdf", FILE[:1000])
    again = begin("2057|1764000000000|a.pdf", FILE[:1000])
    other = begin("2057|1764000000001|a.pdf")

    assert (again["Location"], again["Upload-Offset"]) == (first["Location"], "1000")
    assert (other["Upload-Offset"], Upload.objects.count()) == ("0", 2)
    sender.send(again["Location"], 1000, FILE[1000:])
    assert sender.state(first["Location"])["state"] == "done"
    assert begin("2057|1764000000000|a.pdf")["Location"] != first["Location"]


def test_the_last_piece_repeated_or_its_answer_lost_gives_one_material(sender):
    path = sender.begin()
    sender.send(path, 0, FILE)

    again = sender.send(path, 0, FILE)
    at_the_end = sender.send(path, len(FILE), b"")
    asked = sender.ask("HEAD", path)

    assert again.status_code == 409
    assert (at_the_end.status_code, asked["Upload-Offset"]) == (204, str(len(FILE)))
    assert Material.objects.count() == 1


def test_a_piece_for_another_place_is_not_kept(sender):
    path = sender.begin()
    sender.send(path, 0, FILE[:100])

    assert sender.send(path, 50, b"x").status_code == 409
    assert sender.send(path, 200, b"x").status_code == 409
    assert sender.send(path, 100, FILE).status_code == 400  # longer than was told
    assert sender.ask("HEAD", path)["Upload-Offset"] == "100"


def test_a_piece_with_the_wrong_checksum_is_not_kept(sender):
    path = sender.begin()
    digest = b64encode(hashlib.sha1(FILE[:100], usedforsecurity=False).digest()).decode()

    assert sender.send(path, 0, FILE[:99] + b"!", Upload_Checksum=f"sha1 {digest}").status_code == 460
    assert sender.send(path, 0, FILE[:100], Upload_Checksum="crc32 AAAA").status_code == 400
    assert sender.send(path, 0, FILE[:100], Upload_Checksum=f"sha1 {digest}").status_code == 204
    assert sender.ask("HEAD", path)["Upload-Offset"] == "100"


def test_what_is_given_up_is_gone_with_its_bytes(sender, tmp_path):
    path = sender.begin()
    sender.send(path, 0, FILE[:100])

    assert sender.ask("DELETE", path).status_code == 204

    assert sender.ask("HEAD", path).status_code == 404
    assert sender.send(path, 100, FILE[100:]).status_code == 404


def test_a_file_that_cannot_be_taken_gets_its_word(sender):
    path = sender.begin(name="说明.txt", length=4)

    assert sender.send(path, 0, b"text").status_code == 204
    state = sender.state(path)

    assert state["state"] == "refused"
    assert "这种文件看不了" in state["error"]
    assert sender.ask("HEAD", path).status_code == 410
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("length", "status"), [(0, 422), (MAX_UPLOAD_BYTES + 1, 413), ("many", 400), ("", 400), ("9" * 40, 400)]
)
def test_a_length_that_is_not_taken_is_told_before_anything_is_sent(sender, length, status):
    assert sender.ask("POST", sender.url, Upload_Length=length).status_code == status
    assert not Upload.objects.exists()


def test_nobody_fills_the_disk_with_what_he_does_not_end(sender, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNFINISHED", 2)
    sender.begin()
    path = sender.begin()

    refused = sender.ask("POST", sender.url, Upload_Length=10)
    assert refused.status_code == 429
    assert "2" in refused.json()["error"]
    sender.ask("DELETE", path)
    sender.begin()
    monkeypatch.setattr(uploads, "MAX_UNFINISHED", 40)
    monkeypatch.setattr(uploads, "MAX_UNFINISHED_BYTES", len(FILE) * 2 + 5)
    assert sender.ask("POST", sender.url, Upload_Length=6).status_code == 429


def test_to_a_stranger_an_upload_is_not_there(sender, he):
    path = sender.begin()
    sender.send(path, 0, FILE[:100])
    stranger, anonymous = Sender(client_of(he), sender.visit_key), Sender(Client(), sender.visit_key)

    for who, status in ((stranger, 404), (anonymous, 401)):
        assert who.ask("HEAD", path).status_code == status
        assert who.client.get(path).status_code == status
        assert who.send(path, 100, b"x").status_code == status
        assert who.ask("DELETE", path).status_code == status
        assert who.ask("POST", who.url, Upload_Length=10).status_code == status
    assert sender.ask("HEAD", path)["Upload-Offset"] == "100"


def test_a_form_of_another_site_cannot_send_for_him(sender, chen):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sender.client.cookies
    path = sender.begin()

    for method, where in (("POST", sender.url), ("PATCH", path), ("DELETE", path)):
        assert (
            Sender(strict, sender.visit_key).ask(method, where, b"x", Upload_Offset=0, Upload_Length=1).status_code
            == 403
        )


def test_a_client_of_another_version_is_told_which_one_we_speak(sender):
    answer = sender.client.post(sender.url, headers={"Tus-Resumable": "0.2.2", "Upload-Length": "10"})

    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_where_patch_is_not_let_through_post_does_it(sender):
    path = sender.begin()

    answer = sender.ask("POST", path, FILE[:100], Upload_Offset=0, X_HTTP_Method_Override="PATCH")

    assert (answer.status_code, answer["Upload-Offset"]) == (204, "100")


def test_an_upload_that_does_not_move_for_days_is_gone(sender, clock):
    path = sender.begin()
    clock.at = AT + uploads.LASTS + timedelta(minutes=1)

    assert sender.ask("HEAD", path).status_code == 404


def test_a_requirement_that_the_item_does_not_have_takes_nothing(sender):
    assert sender.ask("POST", sender.url.replace("licence", "other"), Upload_Length=10).status_code == 422


def test_bytes_that_were_lost_with_their_machine_have_to_be_sent_anew(sender):
    path = sender.begin()
    sender.send(path, 0, FILE[:100])
    pieces.forget(path.split("/")[2])

    assert sender.send(path, 100, FILE[100:]).status_code == 404
