"""The command ``yunchuang``. Each subcommand is one function; what it does lives elsewhere."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from yunchuang import cli_finding
from yunchuang.config.start import django_up


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchuang.config.settings")
    arguments = _parser().parse_args(argv)
    from yunchuang.config.env import SettingWrong

    try:
        return int(arguments.run(arguments) or 0)
    except SettingWrong as wrong:
        print(f"yunchuang: {wrong}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yunchuang", description="云综窗: counters reached by video")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int | None], words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        return added

    add("demo", _demo, "run everything on this machine: PORT and HTTPS in the environment change how")
    serve = add("serve", _serve, "run a web process")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--certificate")
    serve.add_argument("--key")
    add("worker", _worker, "run a worker: jobs and the reconciler")
    add("migrate", _migrate, "bring the tables up to date")
    add("collect-static", _collect_static, "gather pictures, styles and scripts for serving")
    seed = add("seed-demo", _seed_demo, "build the imagined centre; a second time changes nothing")
    seed.add_argument("--sign-ins-to", type=Path, help="write who can sign in to this file, as JSON")
    add("check", _check, "look for faults in settings, tables and translations")
    holidays = add("load-holidays", _load_holidays, "load a year's holiday notice from a CSV file")
    holidays.add_argument("file", type=Path, help="lines of date,kind: 2027-01-01,holiday or 2027-01-03,workday")
    _about_items(add)
    _about_papers(add)
    add("states", _states, "print docs/states.md from the tables of rules")
    return parser


def _about_items(add: Callable[..., argparse.ArgumentParser]) -> None:
    cli_finding.add_to(add)
    taken = add("import-items", _import_items, "take items from a file; made twice, they are there once")
    taken.add_argument(
        "file", type=Path, nargs="?", help="JSON, JSON lines (.gz too) of the platform or our own, or xlsx"
    )
    taken.add_argument(
        "--template", type=Path, help="write an empty workbook to fill in to this file, and take nothing"
    )
    taken.add_argument("--publish", action="store_true", help="publish what does not contradict itself; else drafts")
    taken.add_argument("--dry-run", action="store_true", help="say what would happen and leave nothing behind")
    given = add("export-items", _export_items, "write every item to a file")
    given.add_argument("file", type=Path, help="ends in .json, .jsonl, .jsonl.gz or .xlsx")
    given.add_argument("--platform", action="store_true", help="JSON lines in the platform's keys")


def _about_papers(add: Callable[..., argparse.ArgumentParser]) -> None:
    material = add("read-material", _read_material, "read papers and say what they are; one JSON object a line")
    material.add_argument("files", nargs="*", type=Path, metavar="FILE")
    material.add_argument("--json", action="store_true", help="JSON, one object a file (what is printed anyway)")
    material.add_argument("--kinds", action="store_true", help="list the kinds with their fields instead")
    material.add_argument("--on", type=date.fromisoformat, help="the day that dates are held against; else today")
    material.add_argument("--lang", choices=["zh-hans", "en"], default="zh-hans", help="language of the findings")
    papers = add("make-papers", _make_papers, "draw test papers with invented people, and their truth beside them")
    papers.add_argument("folder", type=Path, metavar="DIR")
    papers.add_argument("--kind", action="append", help="营业执照, 身份证 …; may stand several times; all if left out")
    papers.add_argument("--level", action="append", help="L0 (as drawn) to L4 (hardly readable); L0 if left out")
    papers.add_argument("--seed", type=int, default=1, help="below 1000000: development; from it on: fresh, to measure")
    papers.add_argument("--count", type=int, default=1, help="pictures of each kind and level")


def _demo(_: argparse.Namespace) -> int:
    from yunchuang.config import env, settings
    from yunchuang.demo import supervise

    https = env.flag("HTTPS")
    plan = supervise.Plan(
        port=env.number("PORT", 8000, least=1, most=65535),
        https=https,
        data=settings.DATA,
        passwords="random" if https else settings.DEMO_PASSWORDS,
    )
    return supervise.run(plan)


def _serve(arguments: argparse.Namespace) -> None:
    django_up()
    import uvicorn

    uvicorn.run(
        "yunchuang.config.asgi:application",
        host=arguments.host,
        port=arguments.port,
        ssl_certfile=arguments.certificate,
        ssl_keyfile=arguments.key,
        ws="websockets-sansio",
        ws_max_size=256 * 1024,  # bytes; the consumer refuses at 64 KiB with a code that says so
        lifespan="off",
        access_log=False,  # addresses hold the keys of visits
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=3,
    )


def _worker(_: argparse.Namespace) -> None:
    django_up()
    from yunchuang.jobs import worker

    worker.work()


def _migrate(_: argparse.Namespace) -> None:
    django_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _collect_static(_: argparse.Namespace) -> None:
    django_up()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _seed_demo(arguments: argparse.Namespace) -> None:
    django_up()
    from django.conf import settings

    from yunchuang.demo import seed

    seed.seed(passwords="random" if settings.DEMO_PASSWORDS == "random" else "fixed")
    rows = [list(row) for row in seed.sign_ins()]
    if arguments.sign_ins_to:
        arguments.sign_ins_to.touch(mode=0o600)
        arguments.sign_ins_to.write_text(json.dumps(rows, ensure_ascii=False))


def _check(_: argparse.Namespace) -> int:
    django_up()
    from django.conf import settings
    from django.core.management import call_command

    from yunchuang.config import translations

    call_command("check")
    lacking = translations.missing(Path(settings.LOCALE_PATHS[0]))
    for line in lacking:
        print(f"not translated: {line}", file=sys.stderr)
    return 1 if lacking else 0


def _load_holidays(arguments: argparse.Namespace) -> int:
    try:
        with arguments.file.open(newline="", encoding="utf-8-sig") as file:
            days = [_day(row) for row in csv.reader(file) if row and not row[0].startswith("#")]
    except (OSError, ValueError) as wrong:
        print(f"yunchuang load-holidays: {wrong}", file=sys.stderr)
        return 1
    django_up()
    from django.utils.timezone import now

    from yunchuang.apps.places import services
    from yunchuang.workflows import sweep

    for year in sorted({day.year for day, _ in days}):
        count = services.load_holidays(year=year, days=[d for d in days if d[0].year == year], at=now())
        print(f"{year}: {count} days loaded")
    print(f"{sweep.compute_pending_dues(at=now())} deadlines that waited for it are set")
    return 0


def _import_items(arguments: argparse.Namespace) -> int:
    """Exit code 0: all rows were taken; 1: some were not; 2: the file could not be read."""
    django_up()
    from django.utils.timezone import localdate, now

    from yunchuang.web.common import listing_words
    from yunchuang.workflows import exchange, exchange_files

    if arguments.template:
        exchange_files.write_workbook(arguments.template, ())
        return 0
    if arguments.file is None:
        print("yunchuang import-items: name a file, or --template FILE", file=sys.stderr)
        return 2
    try:
        report = exchange.import_items(
            arguments.file,
            publish=arguments.publish,
            is_rehearsal=arguments.dry_run,
            at=now(),
            today=localdate(),
            tell=lambda row, wrong: print(f"{row.where}: {listing_words.unreadable_words(wrong)}"),
            progress=lambda report: print(f"\r{report.rows} …", end="", file=sys.stderr, flush=True),
        )
    except exchange.UNREADABLE as wrong:
        print(f"\nyunchuang import-items: {arguments.file}: {listing_words.file_words(wrong)}", file=sys.stderr)
        return 2
    print("", file=sys.stderr)
    print(listing_words.report_words(report.rows, report.outcomes, report.bad, is_rehearsal=arguments.dry_run))
    return 1 if report.untaken else 0


def _export_items(arguments: argparse.Namespace) -> int:
    django_up()
    from yunchuang.workflows import exchange

    kind = "platform" if arguments.platform else exchange.kind_of(arguments.file)
    if kind is None:
        print("yunchuang export-items: the file ends in .json, .jsonl, .jsonl.gz or .xlsx", file=sys.stderr)
        return 2
    print(exchange.export_items(arguments.file, kind))
    return 0


def _day(row: list[str]) -> tuple[date, bool]:
    day, kind = (value.strip() for value in row[:2])
    if kind not in {"holiday", "workday"}:
        raise ValueError(f"{day},{kind}: the second word must be holiday or workday")
    return date.fromisoformat(day), kind == "workday"


def _states(_: argparse.Namespace) -> None:
    from yunchuang.domain import tables

    print(tables.document(), end="")


def _read_material(arguments: argparse.Namespace) -> int:
    from yunchuang.adapters.ocr import rapidocr
    from yunchuang.web.common import reading_json

    reader = rapidocr.make()
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


if __name__ == "__main__":
    sys.exit(main())
