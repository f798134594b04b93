"""Files of strangers: good ones are taken, hostile ones get a clear word, and the service lives through all of them."""

from __future__ import annotations

import io
import os
import random
import signal
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
import pillow_heif
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.adapters.uploads.inspector import SeparateInspector
from yunchuang.domain import errors
from yunchuang.domain.materials import MAX_IMAGE_PIXELS, MAX_PDF_PAGES, MAX_UPLOAD_BYTES
from yunchuang.ports.uploads import InspectedUpload

pytestmark = pytest.mark.slow

pillow_heif.register_heif_opener()


@pytest.fixture(scope="module")
def inspector() -> Iterator[SeparateInspector]:
    shared = SeparateInspector(workers=1)
    yield shared
    shared.stop()


def look(inspector: SeparateInspector, content: bytes, name: str) -> InspectedUpload:
    return inspector.inspect(io.BytesIO(content), name=name, declared_size_bytes=len(content))


def picture(kind: str, size: tuple[int, int] = (640, 480), **more: object) -> bytes:
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (64, 48), random.Random(7).randbytes(64 * 48 * 3))
    noise.resize(size).save(out, kind, **more)
    return out.getvalue()


def document(pages: int = 1, **save: object) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        return saved(pdf, **save)


def saved(pdf: pikepdf.Pdf, **save: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **save)
    return out.getvalue()


def png_header_only(width: int, height: int) -> bytes:
    """A picture of a few kilobytes that unpacks to gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(4096))) + chunk(b"IEND", b"")
    )


# --- what is taken ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("maker", "name", "kind"),
    [("JPEG", "营业执照.jpg", "jpg"), ("PNG", "平面图.png", "png"), ("HEIF", "IMG_0001.HEIC", "heic")],
)
def test_a_photograph_is_taken(inspector, maker, name, kind):
    found = look(inspector, picture(maker), name)

    assert (found.kind, found.pages, found.width_px, found.height_px) == (kind, 1, 640, 480)
    assert found.safe_name == name
    assert len(found.sha256) == 64


def test_a_document_is_taken_with_its_pages(inspector):
    content = document(3)

    found = look(inspector, content, "租赁合同.pdf")

    assert (found.kind, found.pages, found.width_px, found.height_px) == ("pdf", 3, 595, 842)
    assert found.size_bytes == len(content)


def test_a_photograph_taken_sideways_is_measured_as_it_is_seen(inspector):
    exif = Image.Exif()
    exif[0x0112] = 6

    found = look(inspector, picture("JPEG", exif=exif), "a.jpg")

    assert (found.width_px, found.height_px) == (480, 640)


def test_an_invoice_that_carries_its_own_data_is_taken(inspector):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["发票.xml"] = b"<invoice/>"
        content = saved(pdf)

    assert look(inspector, content, "发票.pdf").pages == 1


def test_a_document_that_only_forbids_printing_is_taken(inspector):
    content = document(encryption=pikepdf.Encryption(owner="secret", user=""))

    assert look(inspector, content, "证明.pdf").pages == 1


def test_a_photograph_without_an_extension_gets_one(inspector):
    assert look(inspector, picture("JPEG"), "image").safe_name == "image.jpg"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.jpg", "..\\..\\passwd.jpg", "pass\x00wd\r\n.jpg", "\u202egnp.passwd.jpg", "a/b/passwd.jpg"],
)
def test_a_name_with_folders_or_invisible_characters_is_made_safe(inspector, name):
    safe = look(inspector, picture("JPEG"), name).safe_name

    assert safe.endswith(".jpg")
    assert ".." not in safe
    assert not any(char in safe for char in "/\\\x00\r\n\u202e")


def test_the_file_is_left_at_its_beginning(inspector):
    file = io.BytesIO(picture("JPEG"))
    file.seek(100)

    inspector.inspect(file, name="a.jpg", declared_size_bytes=10)

    assert file.tell() == 0


# --- what is refused ----------------------------------------------------------------------------


def test_an_empty_file_is_refused(inspector):
    with pytest.raises(errors.UploadEmpty):
        look(inspector, b"", "a.pdf")


def test_a_file_that_is_too_large_is_refused_by_its_declared_size(inspector):
    with pytest.raises(errors.UploadTooLarge) as refused:
        inspector.inspect(io.BytesIO(b"x"), name="a.pdf", declared_size_bytes=MAX_UPLOAD_BYTES + 1)

    assert refused.value.facts == {"limit_bytes": MAX_UPLOAD_BYTES}


def test_a_file_that_is_larger_than_it_said_is_refused(inspector):
    with pytest.raises(errors.UploadTooLarge):
        inspector.inspect(io.BytesIO(bytes(MAX_UPLOAD_BYTES + 1)), name="a.pdf", declared_size_bytes=10)


def test_text_named_as_a_document_is_refused(inspector):
    with pytest.raises(errors.UploadKindUnknown):
        look(inspector, "这不是 PDF".encode(), "a.pdf")


def test_a_picture_named_as_another_kind_is_refused(inspector):
    with pytest.raises(errors.UploadKindDiffers) as refused:
        look(inspector, picture("PNG"), "a.jpg")

    assert refused.value.facts == {"said": "jpg", "found": "png"}


def test_a_script_that_looks_like_a_picture_is_refused(inspector):
    with pytest.raises(errors.UploadKindUnknown):
        look(inspector, b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "a.gif")


@pytest.mark.parametrize("maker", ["JPEG", "PNG", "HEIF", "TIFF", "WEBP"])
def test_a_picture_cut_short_is_broken(inspector, maker):
    content = picture(maker)

    with pytest.raises(errors.UploadBroken):
        look(inspector, content[: len(content) * 2 // 3], "image")


def test_a_document_cut_short_is_broken(inspector):
    content = document(20)

    with pytest.raises(errors.UploadBroken):
        look(inspector, content[: len(content) // 2], "a.pdf")


def test_nonsense_with_the_head_of_a_document_is_broken(inspector):
    with pytest.raises(errors.UploadBroken):
        look(inspector, b"%PDF-1.7\n" + random.Random(1).randbytes(5000) + b"\n%%EOF", "a.pdf")


def test_a_picture_bomb_is_too_large(inspector):
    with pytest.raises(errors.UploadPictureTooLarge) as refused:
        look(inspector, png_header_only(30_000, 30_000), "a.png")

    assert refused.value.facts == {"limit_px": MAX_IMAGE_PIXELS}


def test_a_document_of_ten_thousand_pages_is_too_long(inspector):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        pdf.Root.Pages.Kids = Array([pdf.make_indirect(Dictionary(page)) for _ in range(10_000)])
        pdf.Root.Pages.Count = 10_000
        content = saved(pdf)

    with pytest.raises(errors.UploadTooManyPages) as refused:
        look(inspector, content, "a.pdf")

    assert refused.value.facts == {"limit": MAX_PDF_PAGES}


def test_a_document_with_a_password_is_locked(inspector):
    with pytest.raises(errors.UploadLocked):
        look(inspector, document(encryption=pikepdf.Encryption(owner="a", user="b")), "a.pdf")


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_hidden_script(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)"))
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(Next=Array([action])))


def with_launch(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def with_program_inside(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["补丁.exe"] = b"MZ"


@pytest.mark.parametrize(
    ("arm", "why"),
    [
        (with_script, "program"),
        (with_hidden_script, "program"),
        (with_launch, "program"),
        (with_program_inside, "attachment"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_document_that_could_do_something_is_unsafe(inspector, arm, why, packed):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        arm(pdf)
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        content = saved(pdf, object_stream_mode=mode)

    with pytest.raises(errors.UploadUnsafe) as refused:
        look(inspector, content, "a.pdf")

    assert refused.value.facts == {"why": why}


def test_a_document_that_only_speaks_of_scripts_is_taken(inspector):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "how to use /JavaScript and /JS"
        content = saved(pdf)

    assert look(inspector, content, "a.pdf").pages == 1


@pytest.mark.parametrize(
    ("base", "name"), [(document(), "a.pdf"), (picture("JPEG"), "a.jpg"), (picture("PNG"), "a.png")]
)
def test_a_file_that_is_two_kinds_at_once_is_unsafe(inspector, base, name):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("evil.js", "alert(1)")

    with pytest.raises(errors.UploadUnsafe) as refused:
        look(inspector, base + archive.getvalue(), name)

    assert refused.value.facts == {"why": "two_kinds"}


# --- what happens to the workers ----------------------------------------------------------------


def test_a_worker_that_is_killed_is_replaced(inspector):
    look(inspector, document(), "a.pdf")
    os.kill(inspector._pool._free.queue[0].pid, signal.SIGKILL)

    assert look(inspector, document(2), "a.pdf").pages == 2


def test_a_file_that_takes_too_long_is_broken_and_the_next_one_is_served():
    hasty = SeparateInspector(workers=1)
    hasty.warm()
    hasty._pool._seconds = 0.0

    with pytest.raises(errors.UploadBroken):
        look(hasty, document(), "a.pdf")

    hasty._pool._seconds = 5.0
    assert look(hasty, document(), "a.pdf").pages == 1
    hasty.stop()


def test_a_picture_that_fits_the_limit_is_opened_within_memory(inspector):
    out = io.BytesIO()
    Image.new("L", (9_000, 9_000), 200).save(out, "PNG")

    assert look(inspector, out.getvalue(), "a.png").width_px == 9_000


@pytest.mark.slow
def test_good_files_are_looked_at_quickly(inspector):
    files = {"a.jpg": picture("JPEG", (4000, 3000)), "a.pdf": document(100), "a.png": picture("PNG", (2000, 1500))}
    inspector.warm()
    for name, content in files.items():
        begun = time.perf_counter()
        look(inspector, content, name)

        assert time.perf_counter() - begun < 1.0, name  # measured 0.02–0.2 s on an idle machine


# --- thumbnails ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [picture("HEIF"), picture("PNG"), picture("JPEG"), document()], ids=["heic", "png", "jpg", "pdf"]
)
def test_a_small_picture_is_drawn_of_every_kind(inspector, content):
    jpeg = inspector.thumbnail(io.BytesIO(content), max_px=200)

    drawn = Image.open(io.BytesIO(jpeg))
    assert drawn.format == "JPEG"
    assert max(drawn.size) == 200


def test_a_small_picture_does_not_tell_where_it_was_taken(inspector):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera"

    jpeg = inspector.thumbnail(io.BytesIO(picture("JPEG", exif=exif)), max_px=200)

    assert not Image.open(io.BytesIO(jpeg)).getexif()


@pytest.mark.parametrize("content", [b"", b"text", png_header_only(30_000, 30_000), picture("JPEG")[:900]])
def test_of_a_bad_file_no_picture_is_drawn(inspector, content):
    assert inspector.thumbnail(io.BytesIO(content), max_px=200) is None


def test_the_fake_takes_what_begins_well():
    fake = FakeInspector(thumbnail_jpeg=b"jpeg")

    assert fake.inspect(io.BytesIO(b"%PDF-1.7"), name="a.pdf", declared_size_bytes=8).kind == "pdf"
    assert fake.thumbnail(io.BytesIO(b""), max_px=1) == b"jpeg"
    with pytest.raises(errors.UploadEmpty):
        fake.inspect(io.BytesIO(b""), name="a.pdf", declared_size_bytes=8)
