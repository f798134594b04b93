"""Pieces on the disk before the offset says so; two at one offset; a process that dies; and the file handed in once."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.workflows.filing_scene import MONDAY, PDF, Scene
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.apps.materials.models import Material
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.uploads import pieces, queries, services
from yunchuang.apps.uploads.models import Upload
from yunchuang.domain import errors, uploads
from yunchuang.jobs.finish_upload import finish_upload
from yunchuang.workflows import filing, uploading
from yunchuang.workflows.uploading import Sending

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS_FOLDER = tmp_path / "pieces"


def begin(scene: Scene, *, by: Actor | None = None, length: int = len(PDF)) -> str:
    sending = Sending(name="合同.pdf", length_bytes=length)
    return uploading.begin_material(
        actor=by or scene.li, visit_key=scene.visit_key, requirement_code="lease", sending=sending, at=MONDAY
    ).key


def send(scene: Scene, key: str, offset: int, piece: bytes, *, by: Actor | None = None, at=MONDAY):
    return uploading.receive(
        actor=by or scene.li, key=key, said_offset=offset, piece=io.BytesIO(piece), size_bytes=len(piece), at=at
    )


def later(**span: float):
    return MONDAY + timedelta(**span)


class Died(BaseException):
    """The process ends here."""


def test_a_process_that_dies_after_writing_and_before_the_row_loses_the_piece_and_nothing_else(scene, monkeypatch):
    key = begin(scene)
    send(scene, key, 0, PDF[:5])

    def die(self: Upload, **_: Any) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(Upload, "save", die)
        with pytest.raises(Died):
            send(scene, key, 5, b"of a try that nobody heard of"[: len(PDF) - 5])

    assert queries.by_key(key).offset_bytes == 5
    assert pieces.path_of(key).stat().st_size >= 5
    assert send(scene, key, 5, PDF[5:]).state == "done"
    assert Material.objects.get().size_bytes == len(PDF)


def test_a_process_that_dies_while_writing_leaves_the_offset_where_it_was(scene):
    key = begin(scene)
    send(scene, key, 0, PDF[:5])

    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise Died

    with pytest.raises(Died):
        uploading.receive(actor=scene.li, key=key, said_offset=5, piece=Cut(), size_bytes=4, at=MONDAY)

    assert queries.by_key(key).offset_bytes == 5
    assert pieces.path_of(key).read_bytes()[:5] == PDF[:5]


def test_the_offset_never_says_more_than_is_on_the_disk(scene, monkeypatch):
    said: list[tuple[int, int]] = []
    real = pieces.os.fsync

    def look(descriptor: int) -> None:
        real(descriptor)
        path = pieces.path_of(key)
        said.append((Upload.objects.get(key=key).offset_bytes, path.stat().st_size))

    key = begin(scene)
    monkeypatch.setattr(pieces.os, "fsync", look)
    for offset in range(0, len(PDF), 4):
        send(scene, key, offset, PDF[offset : offset + 4])

    assert len(said) >= 3
    assert all(offset <= size for offset, size in said)


def test_a_file_that_arrived_and_was_not_handed_in_is_taken_up_by_the_worker(scene, monkeypatch, jobs):
    key = begin(scene)
    with monkeypatch.context() as patched:
        patched.setattr(filing, "material_add", lambda **_: (_ for _ in ()).throw(OperationalError("away")))
        with pytest.raises(OperationalError):
            send(scene, key, 0, PDF)
    assert queries.by_key(key).state == "arrived"

    assert uploading.take_up(at=later(seconds=5)) == 0  # its request may still be at it
    assert uploading.take_up(at=later(seconds=30)) == 1
    assert jobs.left[-1] == ("finish_upload", {"key": key})
    for _ in range(2):
        finish_upload.func(None, key=key)

    assert queries.by_key(key).state == "done"
    assert Material.objects.count() == 1
    assert not pieces.path_of(key).exists() or connection.in_atomic_block


def test_what_cannot_be_handed_in_again_and_again_ends_with_a_word(scene, monkeypatch):
    key = begin(scene)
    monkeypatch.setattr(filing, "material_add", lambda **_: (_ for _ in ()).throw(OperationalError("away")))
    with pytest.raises(OperationalError):
        send(scene, key, 0, PDF)

    for n in range(1, uploads.MAX_TRIES + 2):
        uploading.take_up(at=later(minutes=n))

    assert (queries.by_key(key).state, queries.by_key(key).refused_as) == ("refused", "upload_not_taken")


def test_a_case_that_moved_on_meanwhile_refuses_what_comes_too_late(scene):
    late = b"%PDF-1.7 late"
    key = begin(scene, length=len(late))
    scene.submit()

    assert send(scene, key, 0, late).state == "refused"
    assert queries.by_key(key).refused_as == "case_moved"


def test_the_helper_beside_sends_for_him_and_strangers_do_not(scene):
    key = begin(scene, by=scene.zhou)

    assert send(scene, key, 0, PDF, by=scene.zhou).state == "done"
    for who in (scene.he, scene.zhao, scene.feng):
        with pytest.raises(errors.NotFound):
            begin(scene, by=who)
    scene.sit_down()
    with pytest.raises(errors.NotAllowed):
        begin(scene, by=scene.wang)


def test_an_upload_of_one_is_not_there_for_another_also_of_the_same_visit(scene):
    key = begin(scene)

    with pytest.raises(errors.NotFound):
        send(scene, key, 0, PDF, by=scene.zhou)
    with pytest.raises(errors.NotFound):
        uploading.cancel(actor=scene.zhou, key=key, at=MONDAY)


def test_what_was_not_ended_is_told_until_it_is_swept_away(scene):
    key = begin(scene)
    send(scene, key, 0, PDF[:7])

    standing = uploading.unfinished(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    assert [(one.key, one.subject, one.percent) for one in standing] == [(key, "lease", 50)]
    assert uploading.sweep(at=later(days=1)) == 0
    assert uploading.sweep(at=later(days=3)) == 1
    assert uploading.unfinished(actor=scene.li, visit_key=scene.visit_key, at=MONDAY) == []
    with pytest.raises(errors.NotFound):
        send(scene, key, 7, PDF[7:])


# --- two at once ---------------------------------------------------------------------------------------


def both(scene: Scene, key: str) -> list[Any]:
    """Two pieces for the same place, at the same moment, of what may be two different files."""
    gate, said = threading.Barrier(2), [None, None]

    def run(place: int, piece: bytes) -> None:
        try:
            gate.wait(10)
            said[place] = send(scene, key, 0, piece).offset_bytes
        except Exception as error:
            said[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, piece)) for n, piece in enumerate((b"%PDF-A", b"%PDF-B-longer"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return said


def read_and_wait(key: str) -> Upload:
    """How an upload must not be opened: read, not locked."""
    row = Upload.objects.get(key=key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
    return row


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_pieces_at_one_offset_are_both_taken(scene, monkeypatch):
    key = begin(scene, length=100)
    monkeypatch.setattr(services, "_locked", read_and_wait)

    said = both(scene, key)

    assert not any(isinstance(answer, Exception) for answer in said), said


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_pieces_at_one_offset_one_is_taken_whole(scene):
    key = begin(scene, length=100)

    said = both(scene, key)

    moved = [answer for answer in said if isinstance(answer, errors.RuleBroken)]
    assert [type(answer) for answer in moved] == [uploads.UploadMoved]
    taken = next(answer for answer in said if isinstance(answer, int))
    assert queries.by_key(key).offset_bytes == taken
    assert pieces.path_of(key).read_bytes() in {b"%PDF-A", b"%PDF-B-longer"}
    assert pieces.path_of(key).stat().st_size == taken


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_file_handed_in_by_two_at_once_is_one_material(scene, monkeypatch):
    key = begin(scene)
    with monkeypatch.context() as patched:
        patched.setattr(uploading, "finish", lambda **_: None)
        send(scene, key, 0, PDF)

    def finish() -> None:
        try:
            uploading.finish(key=key, at=MONDAY, by=scene.li)
        finally:
            connection.close()

    threads = [threading.Thread(target=finish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert queries.by_key(key).state == "done"
    assert Material.objects.count() == 1
    assert not pieces.path_of(key).exists()


__all__ = ["FakeJobs"]
