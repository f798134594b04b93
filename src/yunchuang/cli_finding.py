"""The commands that find: ``search``, ``ask`` and the index that a child process makes."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yunchuang.config.start import django_up

if TYPE_CHECKING:
    from yunchuang.workflows.guide import Corpus


def add_to(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Name the commands and what they take."""
    search = add("search", _search, "find items: a query as argument, or one a line from standard input")
    search.add_argument("query", nargs="*", help="what somebody types")
    search.add_argument("--json", action="store_true", help="one JSON object a query and line")
    search.add_argument("--limit", type=_count, default=10, help="hits a query, at most")
    search.add_argument(
        "--catalogue", type=Path, help="search this JSONL or JSONL.gz in the platform's keys, no database"
    )
    ask = add("ask", _ask, "ask the guide: a question as argument, or one a line from standard input")
    ask.add_argument("query", nargs="*", help="what somebody asks")
    ask.add_argument("--json", action="store_true", help="one JSON object a question and line")
    ask.add_argument("--talk", action="store_true", help="the lines are one talk: each may go on about the item before")
    ask.add_argument("--catalogue", type=Path, help="answer from this JSONL or JSONL.gz in the platform's keys")
    index = add("index-items", _index_items, "make the search index of what is published and leave it in a file")
    index.add_argument("file", type=Path)


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 1000:
        raise argparse.ArgumentTypeError("must be between 1 and 1000")
    return value


def _queries(arguments: argparse.Namespace) -> Iterator[str]:
    """The query of the command line, or those of standard input, one a line; an empty line is an empty query."""
    if arguments.query:
        yield " ".join(arguments.query)
        return
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _search(arguments: argparse.Namespace) -> int:
    from yunchuang.apps.catalog.finding.engine import Hit, Index

    def told(query: str, hits: Sequence[Hit]) -> str:
        found = [
            {"code": hit.document.code, "name": hit.document.name, "score": hit.score, "why": str(hit.reason)}
            for hit in hits
        ]
        if arguments.json:
            return json.dumps({"query": query, "hits": found}, ensure_ascii=False)
        lines = [f"{one['score']:6.2f}  {one['code']}  {one['name']}  （{one['why']}）" for one in found]
        return "\n".join([f"「{query}」", *(lines or ["  没有找到"])])

    def index() -> Index:
        if arguments.catalogue:
            from yunchuang.apps.catalog.finding.documents import from_file
            from yunchuang.domain.spoken import SPOKEN

            return Index.of(from_file(arguments.catalogue), SPOKEN)
        django_up()
        from yunchuang.apps.catalog import live

        return live.LIVE.get().index

    try:
        held = index()
    except (OSError, EOFError) as wrong:
        print(f"yunchuang search: {wrong}", file=sys.stderr)
        return 1
    try:
        for query in _queries(arguments):
            print(told(query, held.search(query, limit=arguments.limit)), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # who read us has had enough
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    django_up()
    from yunchuang.workflows import guide, guide_lines

    try:
        corpus = _corpus(arguments.catalogue)
    except (OSError, EOFError) as wrong:
        print(f"yunchuang ask: {wrong}", file=sys.stderr)
        return 1
    before = ""
    try:
        for query in _queries(arguments):
            found = guide_lines.told(query, guide.answer(query, before=before, corpus=corpus))
            before = found["item"]["code"] if arguments.talk and found["item"] else before
            named = found["item"]["name"] if found["item"] else "—"
            shown = f"「{query}」 {named} · {found['facet']}\n  {found['answer']}  {found['passage']}"
            print(json.dumps(found, ensure_ascii=False) if arguments.json else shown, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _corpus(file: Path | None) -> Corpus:
    """Of a file, of what is published, or of the demo's items where nothing is."""
    from django.db import Error

    from yunchuang.demo import guide as demo
    from yunchuang.workflows import guide, guide_lines

    if file:
        return guide_lines.from_file(file, on=date.today())  # noqa: DTZ011 a file's items begin on the day they are read
    try:
        found = guide.published()
    except Error:
        print("yunchuang ask: no database was reached: answering from the demo's items", file=sys.stderr)
        return demo.corpus()
    if not found.items:
        print("yunchuang ask: nothing is published: answering from the demo's items", file=sys.stderr)
        return demo.corpus()
    return found


def _index_items(arguments: argparse.Namespace) -> None:
    django_up()
    from yunchuang.apps.catalog import live

    live.write(arguments.file)
