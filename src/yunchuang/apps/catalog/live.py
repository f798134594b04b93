"""The index over the published items, kept up in each process.

The version of the catalogue is looked at when somebody searches (at most every half second). What moved is put into
the index at once; when that is much of a large catalogue, a child process makes a whole index and searches go on in
the old one until it is there. The first index of a large catalogue is made in a child too, so that other pages of the
process do not wait for it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import structlog
from django.db import connection

from . import queries, synonyms
from .finding.documents import TEXT_CHARACTERS, Document
from .finding.engine import Index
from .queries import ItemFacts, Published

LARGE = 5_000
"""From this many items on, whole indexes are made in a child process."""
MUCH = 500
"""From this many changed items of a large catalogue on, a whole index is cheaper than many small pieces."""
CHILD_SECONDS = 300

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """An index, the items it was made of, and the catalogue as it was then."""

    index: Index
    items: Mapping[str, ItemFacts]
    published: Published
    words: Mapping[str, tuple[str, ...]]


def document(item: ItemFacts) -> Document:
    """An item as search sees it."""
    text = (item.summary, *item.conditions, *(one.name for one in item.requirements))
    return Document(
        code=item.code,
        name=item.name,
        words=item.words,
        questions=tuple(asked["q"] for asked in item.questions if asked.get("q")),
        text="\n".join(text)[: TEXT_CHARACTERS * 2],
        cited=(
            *item.basis,
            *filter(None, (item.listing.task_code, item.listing.handling_code, item.listing.local_code)),
        ),
        base_code=item.listing.catalog_code,
        body=item.body_name,
        body_short=item.body_short_name,
        served_for=item.served_for if item.served_for in ("person", "company") else "both",
        themes=themes(item),
    )


def themes(item: ItemFacts) -> tuple[str, ...]:
    """The themes an item is listed under, for people and for companies."""
    return (*item.listing.themes, *item.listing.themes_person, *item.listing.themes_company)


def life_events(item: ItemFacts) -> tuple[str, ...]:
    """The events of a life, of a person or a company, that an item belongs to."""
    return item.listing.life_events


class Live:
    """The index of this process. One thread at a time brings it up to date; the others use what there is."""

    def __init__(self) -> None:
        self._held: Held | None = None
        self._lock = threading.Lock()
        self._child: threading.Thread | None = None

    def get(self) -> Held:
        """The index as it is now, at most half a second old."""
        published = queries.published()
        held = self._held
        if held is not None and held.published is published:
            return held
        if held is not None and not self._lock.acquire(blocking=False):
            return held
        if held is None:
            self._lock.acquire()
        try:
            if self._held is None or self._held.published is not published:
                self._held = self._brought_up(self._held, published)
            return self._held
        finally:
            self._lock.release()

    def _brought_up(self, held: Held | None, published: Published) -> Held:
        words = synonyms.in_force()
        items = {item.code: item for item in published.items}
        if held is None:
            index = self._first(published, words)
            return Held(index, items, published, words)
        changed = [item for item in published.items if held.items.get(item.code) not in (item,)]
        gone = [code for code in held.items if code not in items]
        if len(items) >= LARGE and len(changed) >= MUCH:
            self._later(published.version)
            return Held(held.index, held.items, published, held.words)
        index = held.index.changed([document(item) for item in changed], gone) if changed or gone else held.index
        return Held(index if words == held.words else index.with_words(words), items, published, words)

    def _first(self, published: Published, words: Mapping[str, tuple[str, ...]]) -> Index:
        if len(published.items) >= LARGE:
            made = in_child()
            if made is not None:
                return made.with_words(words)
        return Index.of((document(item) for item in published.items), words)

    def _later(self, version: int) -> None:
        if self._child is None or not self._child.is_alive():
            self._child = threading.Thread(target=self._remake, args=[version], name="search-index", daemon=True)
            self._child.start()

    def _remake(self, version: int) -> None:
        try:
            index = in_child()
            published = queries.published()
            words = synonyms.in_force()
        finally:
            connection.close()
        if index is None:  # tried again when the catalogue moves next
            return
        items = {item.code: item for item in published.items}
        with self._lock:
            self._held = Held(index.with_words(words), items, published, words)
        log.info("search_index_remade", version=version, items=len(items))

    def forget(self) -> None:
        """Begin anew at the next search."""
        self._held = None


LIVE = Live()


def in_child() -> Index | None:
    """A whole index of what is published, made by another process; None when that did not work (it is logged)."""
    with tempfile.TemporaryDirectory(prefix="yunchuang-index-") as folder:
        out = Path(folder) / "index"
        command = [sys.executable, "-m", "yunchuang.cli", "index-items", str(out)]
        try:
            subprocess.run(command, env=_environment(), check=True, timeout=CHILD_SECONDS, capture_output=True)
            index = pickle.loads(out.read_bytes())  # noqa: S301 a file of our own child, in a folder only we can write
        except (OSError, subprocess.SubprocessError, pickle.UnpicklingError) as failed:
            log.error("search_index_not_made", why=type(failed).__name__)
            return None
    assert isinstance(index, Index)
    return index


def write(out: Path) -> int:
    """What the child does: make the index of what is published and leave it in a file; returns how many items."""
    published = queries.published()
    index = Index.of((document(item) for item in published.items), {})
    out.write_bytes(pickle.dumps(index, protocol=5))
    return len(published.items)


def _environment() -> dict[str, str]:
    """As ours, and with the database that we speak to."""
    told = connection.settings_dict
    user, password = quote(str(told["USER"])), quote(str(told["PASSWORD"] or ""))
    host = str(told["HOST"] or "")
    at = "" if host.startswith("/") else f"{host}:{told['PORT']}" if told["PORT"] else host
    socket = f"?host={quote(host)}&port={told['PORT'] or 5432}" if host.startswith("/") else ""
    address = f"postgresql://{user}{':' + password if password else ''}@{at}/{told['NAME']}{socket}"
    return {**os.environ, "DATABASE_URL": address}
