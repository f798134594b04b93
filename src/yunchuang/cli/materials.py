"""The commands about papers: ``read-material``, ``make-papers`` and ``quarantine``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from yunchuang.config.start import django_up


def add_to(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Name the commands and what they take."""
    material = add("read-material", _read_material, "read papers and say what they are; one JSON object a line")
    material.add_argument("files", nargs="*", type=Path, metavar="FILE")
    material.add_argument("--json", action="store_true", help="JSON, one object a file (what is printed anyway)")
    material.add_argument("--kinds", action="store_true", help="list the kinds with their fields instead")
    material.add_argument(
        "--on", type=date.fromisoformat, help="the day that dates are held against; today if left out"
    )
    material.add_argument("--lang", choices=["zh-hans", "en"], default="zh-hans", help="language of the findings")
    add("quarantine", _quarantine, "list the files in which the virus scanner found something, and where they lie")
    papers = add("make-papers", _make_papers, "draw test papers with invented people, and their truth beside them")
    papers.add_argument("folder", type=Path, metavar="DIR")
    papers.add_argument("--kind", action="append", help="营业执照, 身份证 …; may stand several times; all if left out")
    papers.add_argument("--level", action="append", help="L0 (as drawn) to L4 (hardly readable); L0 if left out")
    papers.add_argument("--seed", type=int, default=1, help="below 1000000: development; from it on: fresh, to measure")
    papers.add_argument("--count", type=int, default=1, help="pictures of each kind and level")


def _quarantine(_: argparse.Namespace) -> int:
    django_up()
    from yunchuang.apps.materials.scans import InfectedFacts
    from yunchuang.workflows import scanning

    for one in scanning.quarantined():
        whence = one.requirement_name if isinstance(one, InfectedFacts) else "sent in a call"
        print(f"{one.scanned_at:%Y-%m-%d %H:%M}  {one.found}  {whence}: {one.name}  {one.stored_name}")
    return 0


def _read_material(arguments: argparse.Namespace) -> int:
    from yunchuang.adapters.ocr import rapidocr
    from yunchuang.config import env
    from yunchuang.web.common import reading_json

    office = env.choice("YUNCHUANG_OFFICE", "auto", ["auto", "off"])
    reader = rapidocr.make(office=office, places=env.words("YUNCHUANG_PLACES"))
    if arguments.kinds:
        print("\n".join(reading_json.kinds(reader)))
    elif not arguments.files:
        print("yunchuang read-material: name a file, or --kinds", file=sys.stderr)
        return 2
    else:
        reader.start()  # it loads while we do; it ends with us
        django_up()
        for line in reading_json.lines(reader, arguments.files, on=arguments.on, language=arguments.lang):
            print(line, flush=True)
    return 0


def _make_papers(arguments: argparse.Namespace) -> int:
    from yunchuang.demo.papers import command

    wanted = (arguments.kind or [], arguments.level or ["L0"])
    return command.run(arguments.folder, *wanted, seed=arguments.seed, count=arguments.count)
