"""Several files, one PDF: in order, upright, nothing redrawn that need not be, nothing told of the photographer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from yunchuang.adapters.uploads import inspector as inspectors
from yunchuang.adapters.uploads.inspector import SeparateInspector
from yunchuang.domain.errors import UploadTooManyPages
from yunchuang.ports.uploads import Bound

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def inspector() -> Iterator[SeparateInspector]:
    made = SeparateInspector(workers=1, seconds_per_file=20)
    yield made
    made.stop()


def picture(width: int = 400, height: int = 600) -> Image.Image:
    """White, with its upper left quarter black."""
    drawn = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, width // 2, height // 2), fill="black")
    return drawn


def saved(folder: Path, name: str, drawn: Image.Image, **how: object) -> Path:
    drawn.save(folder / name, **how)
    return folder / name


def pdf(folder: Path, name: str, sizes: list[tuple[int, int]]) -> Path:
    document = pikepdf.new()
    for size in sizes:
        document.add_blank_page(page_size=size)
    document.save(folder / name)
    return folder / name


def bound(inspector: SeparateInspector, *files: Bound, words: str = "") -> pikepdf.Pdf:
    made = inspector.bind(files, words=words)
    assert made is not None
    return pikepdf.open(io.BytesIO(made))


def black_corner(made: pikepdf.Pdf, page: int) -> str:
    """Where the black quarter is seen on a page."""
    out = io.BytesIO()
    made.save(out)
    with pdfium.PdfDocument(out.getvalue()) as document:
        seen = document[page].render(scale=0.2).to_pil().convert("L")
    wide, high = seen.size
    dark = {
        name: seen.getpixel((int(wide * x), int(high * y))) < 100
        for name, x, y in [("NW", 0.2, 0.2), ("NE", 0.8, 0.2), ("SW", 0.2, 0.8), ("SE", 0.8, 0.8)]
    }
    return ",".join(name for name, is_dark in dark.items() if is_dark)


def test_a_photograph_is_taken_over_as_it_is(inspector, tmp_path):
    path = saved(tmp_path, "a.jpg", picture(), quality=70)

    made = bound(inspector, Bound(path, 1))

    image = made.pages[0].Resources.XObject.Im0
    scan = path.read_bytes().split(b"\xff\xda", 1)[1]
    assert image.read_raw_bytes().endswith(scan)
    assert (image.Width, image.Height) == (400, 600)
    assert black_corner(made, 0) == "NW"


@pytest.mark.parametrize(("turned", "corner"), [(0, "NW"), (90, "NE"), (180, "SE"), (270, "SW")])
def test_a_photograph_stands_as_it_was_turned(inspector, tmp_path, turned, corner):
    path = saved(tmp_path, "a.jpg", picture())

    assert black_corner(bound(inspector, Bound(path, 1, turned)), 0) == corner


@pytest.mark.parametrize(("orientation", "corner"), [(3, "SE"), (6, "NE"), (8, "SW"), (2, "NE")])
def test_a_photograph_is_upright_as_its_camera_says(inspector, tmp_path, orientation, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, "a.jpg", picture(), exif=exif)

    assert black_corner(bound(inspector, Bound(path, 1)), 0) == corner


def test_nothing_is_told_of_place_and_camera(inspector, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Mr Chen"
    path = saved(tmp_path, "a.jpg", picture(), exif=exif, comment=b"at home")

    made = inspector.bind([Bound(path, 1)])

    assert b"Chen" in path.read_bytes()
    assert b"Chen" not in made
    assert b"at home" not in made


def test_pages_of_a_pdf_are_taken_over_and_turned_together(inspector, tmp_path):
    path = pdf(tmp_path, "a.pdf", [(595, 842), (842, 595)])

    made = bound(inspector, Bound(path, 2, 90))

    assert [(round(float(page.mediabox[2])), page.obj.Rotate) for page in made.pages] == [(595, 90), (842, 90)]


def test_files_of_all_kinds_stand_in_order(inspector, tmp_path):
    files = [
        Bound(saved(tmp_path, "a.jpg", picture()), 1),
        Bound(pdf(tmp_path, "b.pdf", [(300, 300), (300, 300)]), 2),
        Bound(saved(tmp_path, "c.png", picture(600, 400)), 1),
        Bound(saved(tmp_path, "d.webp", picture(), lossless=True), 1, 180),
        Bound(saved(tmp_path, "e.jpg", picture().convert("CMYK")), 1),
    ]

    made = bound(inspector, *files)

    sides = [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in made.pages]
    assert sides == [(561, 842), (300, 300), (300, 300), (842, 561), (561, 842), (561, 842)]
    assert black_corner(made, 4) == "SE"
    assert black_corner(made, 5) == "NW"


def test_with_words_every_page_is_drawn(inspector, tmp_path):
    files = [Bound(saved(tmp_path, "a.jpg", picture()), 1), Bound(pdf(tmp_path, "b.pdf", [(300, 300)]), 1)]

    made = bound(inspector, *files, words="仅供办理使用")

    assert len(made.pages) == 2
    scan = files[0].source.read_bytes().split(b"\xff\xda", 1)[1]
    assert not made.pages[0].Resources.XObject.Im0.read_raw_bytes().endswith(scan)


def test_what_would_be_too_heavy_is_drawn_smaller(inspector, tmp_path, monkeypatch):
    monkeypatch.setattr(inspectors, "MAX_BOUND_BYTES", 1000)
    path = saved(tmp_path, "a.jpg", picture(4000, 3000), quality=95)

    made = bound(inspector, Bound(path, 1))

    assert made.pages[0].Resources.XObject.Im0.Width == inspectors.BOUND_WIDTH_PX


def test_what_is_too_thick_to_be_drawn_is_refused(inspector, tmp_path):
    thick = pdf(tmp_path, "a.pdf", [(100, 100)] * (inspectors.MAX_DRAWN_PAGES + 1))

    with pytest.raises(UploadTooManyPages):
        inspector.bind([Bound(thick, inspectors.MAX_DRAWN_PAGES + 1)], words="仅供办理使用")


def test_a_file_that_does_not_open_any_more_gives_none(inspector, tmp_path):
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.7 cut off")

    assert inspector.bind([Bound(saved(tmp_path, "a.jpg", picture()), 1), Bound(broken, 1)]) is None
