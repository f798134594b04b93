"""The inspector that opens files in processes of their own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import structlog

from yunchuang.adapters.office import convert
from yunchuang.adapters.office.convert import Office
from yunchuang.adapters.papers import fonts
from yunchuang.adapters.uploads.pool import WorkerDied, WorkerPool
from yunchuang.domain.errors import (
    RuleBroken,
    UploadBroken,
    UploadLocked,
    UploadOldWord,
    UploadPictureTooLarge,
    UploadTooLarge,
    UploadTooManyPages,
    UploadUnsafe,
)
from yunchuang.domain.materials import (
    MAX_IMAGE_PIXELS,
    MAX_PDF_PAGES,
    MAX_UPLOAD_BYTES,
    SNIFF_BYTES,
    Kind,
    check_upload,
    is_container,
    safe_display_name,
    sniff,
)
from yunchuang.ports.uploads import Bound, InspectedUpload, Source

CHUNK_BYTES = 1 << 20
SECONDS_PER_FILE = 5.0
WORKERS = 2
MAX_BOUND_BYTES = 40 * 1024**2  # more than this at once makes a PDF that phones do not open
MAX_DRAWN_PAGES = 60  # a page takes a quarter of a second to draw, and somebody waits
BOUND_WIDTH_PX = 1800
FOR_OFFICE = {"docx", "doc"}

log = structlog.get_logger(__name__)


class SeparateInspector:
    """``UploadInspector`` with warm worker processes; share one a web process."""

    def __init__(
        self, *, workers: int = WORKERS, seconds_per_file: float = SECONDS_PER_FILE, office: Office | None = None
    ) -> None:
        self._pool = WorkerPool(workers=workers, seconds_per_job=seconds_per_file)
        self._office = office or convert.make()

    def opens_old_word(self) -> bool:
        return self._office.is_there

    def inspect(self, source: Source, *, name: str, declared_size_bytes: int) -> InspectedUpload:
        if declared_size_bytes > MAX_UPLOAD_BYTES:
            raise UploadTooLarge(limit_bytes=MAX_UPLOAD_BYTES)
        with _on_disk(source) as path:
            size_bytes = path.stat().st_size  # what is there counts, not what was declared
            head, sha256 = _read_through(path) if size_bytes <= MAX_UPLOAD_BYTES else (b"-", "")
            inside = self._inside(path) if is_container(head) else None  # of a file too large, no head was read
            kind = check_upload(name, head, size_bytes=size_bytes, inside=inside)
            found = self._inspected(path, kind.value)
        if "refused" in found:
            log.info("upload_refused", kind=kind.value, size_bytes=size_bytes, why=found["refused"], of=found["detail"])
            raise _broken_rule(found)
        return InspectedUpload(
            kind=kind.value,
            pages=found["pages"],
            width_px=found["width_px"],
            height_px=found["height_px"],
            size_bytes=size_bytes,
            sha256=sha256,
            safe_name=_with_extension(safe_display_name(name, fallback="材料"), kind.value),
        )

    def thumbnail(self, source: Source, *, max_px: int) -> bytes | None:
        return self._drawn("thumbnail", source, max_px=max_px)

    def page(self, source: Source, *, number: int, width_px: int, words: str = "", turned: int = 0) -> bytes | None:
        font = str(fonts.sans()) if words else ""
        asked = {"page": number, "width_px": width_px, "words": words, "font": font, "turned": turned}
        return self._drawn("page", source, **asked)

    def bind(self, files: Sequence[Bound], *, words: str = "") -> bytes | None:
        with ExitStack() as kept:
            paths = [kept.enter_context(_on_disk(one.source)) for one in files]
            is_heavy = sum(path.stat().st_size for path in paths) > MAX_BOUND_BYTES
            leaves: list[dict[str, Any]] = []
            for one, path in zip(files, paths, strict=True):
                found = self._leaves(one, path, words, is_heavy=is_heavy, kept=kept)
                if found is None:
                    return None
                leaves += found
            bound = self._ask("bind", Path(), "", files=leaves)
        if bound.get("refused") == "too_many_pages":
            raise UploadTooManyPages(limit=MAX_PDF_PAGES)
        return b64decode(bound["pdf"]) if "pdf" in bound else None

    def _leaves(
        self, one: Bound, path: Path, words: str, *, is_heavy: bool, kept: ExitStack
    ) -> list[dict[str, Any]] | None:
        """A file as the binder takes it: as it is, or each of its pages drawn."""
        with path.open("rb") as file:
            kind = sniff(file.read(SNIFF_BYTES))
        if not words and (kind == Kind.PDF or (kind == Kind.JPG and not is_heavy)):
            return [{"path": str(path), "kind": kind.value, "turned": one.turned}]
        if one.pages > MAX_DRAWN_PAGES:
            raise UploadTooManyPages(limit=MAX_DRAWN_PAGES)
        leaves = []
        for number in range(1, one.pages + 1):
            jpeg = self.page(path, number=number, width_px=BOUND_WIDTH_PX, words=words, turned=one.turned)
            if jpeg is None:
                return None
            drawn = kept.enter_context(tempfile.NamedTemporaryFile(prefix="yc-leaf-"))  # noqa: SIM115 - the stack closes it
            drawn.write(jpeg)
            drawn.flush()
            leaves.append({"path": drawn.name, "kind": "jpg", "turned": 0})
        return leaves

    def warm(self) -> None:
        """Start a worker now, so that the first person does not wait for it."""
        self._ask("inspect", Path(os.devnull), "pdf")

    def stop(self) -> None:
        """End the workers."""
        self._pool.stop()

    def _inside(self, path: Path) -> Kind | None:
        """What a container holds; None when it is nothing that we take."""
        found = self._ask("look", path, "")
        if "kind" in found:
            return Kind(found["kind"])
        if found["refused"] == "unknown":
            return None
        log.info("upload_refused", kind="container", why=found["refused"], of=found["detail"])
        raise _broken_rule(found)

    def _inspected(self, path: Path, kind: str) -> dict[str, Any]:
        """What was found in a file; of office files, in the PDF made of them where one can be made."""
        if kind not in FOR_OFFICE:
            return self._ask("inspect", path, kind)
        plain = {"refused": "old_word", "detail": ""} if kind == "doc" else self._ask("inspect", path, kind)
        if not self._office.is_there or (kind == "docx" and "refused" in plain):
            return plain
        made = self._office.pdf_of(path, kind)
        found = self._ask("inspect", made, "pdf") if made else {"refused": "broken", "detail": "office"}
        return plain if kind == "docx" and found.get("refused") == "broken" else found

    def _drawn(self, verb: str, source: Source, **asked: Any) -> bytes | None:
        with _on_disk(source) as path:
            with path.open("rb") as file:
                head = file.read(SNIFF_BYTES)
            kind = self._ask("look", path, "").get("kind") if is_container(head) else sniff(head)
            made = self._office.pdf_of(path, kind) if kind in FOR_OFFICE else None
            if kind is None or (kind == "doc" and made is None):
                return None
            found = self._ask(verb, made or path, "pdf" if made else str(kind), **asked)
        return b64decode(found["jpeg"]) if "jpeg" in found else None

    def _ask(self, verb: str, path: Path, kind: str, **more: Any) -> dict[str, Any]:
        limits = {"max_pages": MAX_PDF_PAGES, "max_pixels": MAX_IMAGE_PIXELS}
        try:
            return self._pool.ask({"do": verb, "path": str(path), "kind": kind, **limits, **more})
        except WorkerDied as died:
            return {"refused": "broken", "detail": str(died)}


def _broken_rule(found: dict[str, Any]) -> RuleBroken:
    match found["refused"]:
        case "locked":
            return UploadLocked()
        case "unsafe":
            return UploadUnsafe(why=found["detail"])
        case "old_word":
            return UploadOldWord()
        case "too_many_pages":
            return UploadTooManyPages(limit=MAX_PDF_PAGES)
        case "picture_too_large":
            return UploadPictureTooLarge(limit_px=MAX_IMAGE_PIXELS)
        case _:
            return UploadBroken()


def _with_extension(name: str, kind: str) -> str:
    """A photograph straight from a phone's camera may come without one; the download needs it."""
    return name if Path(name).suffix and len(Path(name).suffix) <= 5 else f"{name}.{kind}"


@contextmanager
def _on_disk(source: Source) -> Iterator[Path]:
    """Yield a path that holds the file: its own where it has one, else a copy that is gone afterwards."""
    if isinstance(source, str | os.PathLike):
        yield Path(source).resolve()
        return
    source.seek(0)
    with tempfile.NamedTemporaryFile(prefix="yc-upload-") as copy:
        _copy(source, copy)
        copy.flush()
        yield Path(copy.name)
    source.seek(0)


def _copy(source: IO[bytes], copy: IO[bytes]) -> None:
    copied = 0
    while chunk := source.read(CHUNK_BYTES):
        copied += len(chunk)
        copy.write(chunk)
        if copied > MAX_UPLOAD_BYTES:
            raise UploadTooLarge(limit_bytes=MAX_UPLOAD_BYTES)


def _read_through(path: Path) -> tuple[bytes, str]:
    with path.open("rb") as file:
        head = file.read(SNIFF_BYTES)
        file.seek(0)
        return head, hashlib.file_digest(file, "sha256").hexdigest()


def make(office: str = "auto") -> SeparateInspector:
    """Return the inspector; its workers start at the first file. ``office``: see ``office.convert.make``."""
    return SeparateInspector(office=convert.make(office))
