"""Pages as pictures: upright, as wide as wanted, with words across identity papers."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from yunchuang.adapters.pages import folder as kept_pages
from yunchuang.adapters.pages.folder import FolderPages
from yunchuang.adapters.uploads.inspector import SeparateInspector

pillow_heif.register_heif_opener()
WORDS = "仅用于办理食品经营许可（新办） · 3199002026112500001"


@pytest.fixture(scope="module")
def inspector() -> Iterator[SeparateInspector]:
    shared = SeparateInspector(workers=1)
    yield shared
    shared.stop()


def half_red(kind: str, size: tuple[int, int] = (600, 400), **more: object) -> bytes:
    """A picture whose left half is red and whose right half is white."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return saved(picture, kind, **more)


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def document(*sizes: tuple[int, int]) -> bytes:
    pdf = pikepdf.new()
    for size in sizes:
        pdf.add_blank_page(page_size=size)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def page(inspector: SeparateInspector, content: bytes, **asked: object) -> Image.Image:
    jpeg = inspector.page(io.BytesIO(content), **{"number": 1, "width_px": 300, **asked})
    assert jpeg is not None
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.format == "JPEG"
    return picture.convert("RGB")


def where_red_is(picture: Image.Image) -> str:
    """The side on which the red half lies."""
    width, height = picture.size
    places = {"left": (9, height // 2), "right": (width - 9, height // 2)}
    places |= {"top": (width // 2, 9), "bottom": (width // 2, height - 9)}
    whole = [name for name, at in places.items() if picture.getpixel(at)[1] < 90]
    return whole[0] if len(whole) == 1 else next(n for n in whole if opposite(n) not in whole)


def opposite(side: str) -> str:
    return {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[side]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_a_page_is_as_wide_as_wanted(inspector, kind):
    assert page(inspector, half_red(kind)).size == (300, 200)


@pytest.mark.slow
def test_a_picture_smaller_than_wanted_is_left_as_it_is(inspector):
    assert page(inspector, half_red("PNG"), width_px=1800).size == (600, 400)


@pytest.mark.slow
@pytest.mark.parametrize(("orientation", "side", "size"), [(1, "left", (300, 200)), (6, "top", (300, 450))])
def test_a_photograph_stands_as_its_camera_says(inspector, orientation, side, size):
    exif = Image.Exif()
    exif[0x0112] = orientation

    picture = page(inspector, half_red("JPEG", exif=exif))

    assert (where_red_is(picture), picture.size) == (side, size)


@pytest.mark.slow
@pytest.mark.parametrize(("turned", "side"), [(90, "top"), (180, "right"), (270, "bottom")])
def test_a_page_can_be_turned_to_the_right(inspector, turned, side):
    picture = page(inspector, half_red("PNG"), turned=turned)

    assert where_red_is(picture) == side
    assert picture.width == 300


@pytest.mark.slow
def test_each_page_of_a_document_can_be_drawn_and_no_other(inspector):
    content = document((200, 100), (100, 200))

    assert page(inspector, content, number=2).size == (300, 600)
    assert page(inspector, content, number=2, turned=90).size == (300, 150)
    assert inspector.page(io.BytesIO(content), number=3, width_px=300) is None


@pytest.mark.slow
def test_each_page_of_a_scan_can_be_drawn(inspector):
    second = Image.new("RGB", (100, 300), "blue")
    content = half_red("TIFF", save_all=True, append_images=[second])

    assert page(inspector, content, number=2).size == (100, 300)
    assert inspector.page(io.BytesIO(content), number=3, width_px=300) is None


@pytest.mark.slow
def test_a_page_like_a_till_slip_is_made_smaller_not_enormous(inspector):
    assert page(inspector, document((10, 1000))).size[1] <= 1200


@pytest.mark.slow
@pytest.mark.parametrize("ground", ["white", "black"])
def test_words_stand_across_the_whole_page_and_it_is_read_through_them(inspector, ground):
    content = saved(Image.new("RGB", (1000, 640), ground), "PNG")

    plain, marked = (page(inspector, content, width_px=640, words=words).convert("L") for words in ("", WORDS))

    base = plain.getpixel((5, 5))
    for left in range(0, 640, 160):  # in each part of the page, some of it is covered and most of it is not
        for top in range(0, 400, 136):
            part = marked.crop((left, top, left + 160, top + 136)).tobytes()
            changed = sum(abs(value - base) > 12 for value in part) / len(part)
            assert 0.005 < changed < 0.5, (left, top, changed)
    assert max(abs(value - base) for value in marked.tobytes()) < 200


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"text", half_red("JPEG")[:300], b"%PDF-1.7 nothing"])
def test_of_what_does_not_open_there_is_no_page(inspector, content):
    assert inspector.page(io.BytesIO(content), number=1, width_px=300) is None


def test_a_page_is_kept_for_its_owner_only_and_forgotten_when_unused(tmp_path, monkeypatch):
    kept = FolderPages(tmp_path / "pages")
    kept.put("ab12", b"jpeg")
    kept.put("ab12", b"jpeg")

    assert (kept.get("ab12"), kept.get("cd34")) == (b"jpeg", None)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600]
    assert kept.sweep() == 0
    monkeypatch.setattr(kept_pages, "UNUSED_DAYS", -1)
    assert kept.sweep() == 1
    assert kept.get("ab12") is None


def test_pages_take_no_more_room_than_is_theirs(tmp_path, monkeypatch):
    kept = FolderPages(tmp_path)
    for tag in ("aa", "bb", "cc"):
        kept.put(tag, bytes(100))
    monkeypatch.setattr(kept_pages, "MAX_BYTES", 250)

    assert kept.sweep() == 1


def test_a_full_disk_takes_pages_away_from_nobody(tmp_path):
    (tmp_path / "pages").write_text("a file stands where the folder should be")

    FolderPages(tmp_path / "pages").put("ab12", b"jpeg")
