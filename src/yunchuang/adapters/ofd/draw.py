"""Pages of an OFD file: how many there are, how large they are, what they look like."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image

from yunchuang.adapters.ofd import stamps
from yunchuang.adapters.ofd.package import A4, Package, PageEntry, Resources, child, children, text_of
from yunchuang.adapters.ofd.paint import Painter
from yunchuang.adapters.sheets.sheet import Matrix, PictureWrong, Sheet, opened_picture
from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused

POINTS_PER_MM = 72 / 25.4
PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".sh", ".scr", ".lnk", ".hta", ".msi")


def read(path: str, *, max_pages: int) -> dict[str, Any]:
    """Return pages and the size of the first page in points.

    Raises:
        Refused: it is broken, carries programs, has too many pages, or unpacks beyond reason.
    """
    with packages.opened(path) as archive:
        if any(name.casefold().endswith(PROGRAMS) for name in archive.namelist()):
            raise Refused("unsafe", "program")
        package = Package(archive)
        pages = len(package.pages)
        if pages == 0:
            raise Refused("broken", "no pages")
        if pages > max_pages:
            raise Refused("too_many_pages")
        first = package.pages[0]
        if not first.location:
            raise Refused("broken", "no content")
        box = package.box_of(child(package.xml(first.location), "Area")) or package.box
    return {"pages": pages, "width_px": round(box[2] * POINTS_PER_MM), "height_px": round(box[3] * POINTS_PER_MM)}


def draw(path: str, number: int, box: tuple[int, int]) -> Image.Image:
    """Return page ``number`` (the first is 1) fitted into ``box`` pixels.

    Raises:
        Refused: as ``read``; or there is no such page.
    """
    with packages.opened(path) as archive:
        package = Package(archive)
        if not 1 <= number <= len(package.pages):
            raise Refused("no_such_page")
        return sheet_of(package, package.pages[number - 1]).render(box)


def sheet_of(package: Package, page: PageEntry) -> Sheet:
    """One page, drawn."""
    root = package.xml(page.location) if page.location else None
    size = (package.box_of(child(root, "Area")) if root is not None else None) or package.box or A4
    sheet = Sheet(size[2], size[3])
    if root is None:
        return sheet
    sheet.save((1.0, 0.0, 0.0, 1.0, -size[0], -size[1]))
    resources = package.resources()
    for one in children(root, "PageRes"):
        resources = package.with_resources(resources, page.location, text_of(one))
    _paint(sheet, package, resources, root)
    painter = Painter(sheet, package, resources)
    for mark in package.annotations(page):
        painter.paint(_in_place(mark))
    for stamp in stamps.of_page(package, page):
        _press(sheet, stamp)
    sheet.restore()
    return sheet


def _paint(sheet: Sheet, package: Package, resources: Resources, root: Any) -> None:
    """The page between its templates: those that lie behind, itself, those that lie before."""
    below: list[Any] = []
    above: list[Any] = []
    for one in list(children(root, "Template"))[:20]:
        location, order = package.templates.get(one.get("TemplateID", ""), (None, ""))
        if location:
            order = one.get("ZOrder", order)
            (above if order == "Foreground" else below).append(package.xml(location))
    painter = Painter(sheet, package, resources)
    for part in (*below, root, *above):
        content = child(part, "Content")
        if content is not None:
            painter.paint(content)


def _in_place(mark: Any) -> Any:
    """An appearance as an object of a page: its own objects lie within its boundary."""
    wrap = mark.makeelement("PageBlock", {})
    if not mark.get("Boundary"):
        wrap.extend(list(mark))
        return wrap
    left, top = [*mark.get("Boundary", "").split(), "0", "0"][:2]
    for one in mark:
        box = (one.get("Boundary", "") or "0 0 0 0").split()
        try:
            moved = [str(float(box[0]) + float(left)), str(float(box[1]) + float(top)), *box[2:]]
        except (ValueError, IndexError):
            continue
        one.set("Boundary", " ".join(moved))
        wrap.append(one)
    return wrap


def _press(sheet: Sheet, stamp: stamps.Stamp) -> None:
    """Put a seal on the sheet; what lies under it is seen through it."""
    left, top, width, height = stamp.box
    sheet.save((width, 0.0, 0.0, height, left, top))
    sheet.style(blend="Multiply")
    try:
        if stamp.form == "ofd":
            _nested(sheet, stamp.picture)
        else:
            sheet.picture(opened_picture(stamp.picture))
    except (PictureWrong, Refused):
        pass  # the paper is shown without what cannot be opened
    finally:
        sheet.restore()


def _nested(sheet: Sheet, content: bytes) -> None:
    """A seal that is an OFD itself; its own seals are not drawn."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            packages.weigh(archive)
            package = Package(archive)
            page = package.pages[0]
            root = package.xml(page.location)
            size = package.box_of(child(root, "Area")) or package.box
            unit: Matrix = (1 / size[2], 0.0, 0.0, 1 / size[3], -size[0] / size[2], -size[1] / size[3])
            resources = package.resources()
            for one in children(root, "PageRes"):
                resources = package.with_resources(resources, page.location, text_of(one))
            sheet.save(unit)
            painter = Painter(sheet, package, resources, blend="Multiply")
            content_of_page = child(root, "Content")
            if content_of_page is not None:
                painter.paint(content_of_page)
            sheet.restore()
    except (zipfile.BadZipFile, OSError, IndexError, ValueError) as error:
        raise Refused("broken", str(error)[:200]) from error
