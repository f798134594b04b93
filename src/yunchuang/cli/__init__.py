"""The command ``yunchuang``. Each subcommand is one function; what it does lives elsewhere."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from yunchuang.cli import finding, items, materials
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
    finding.add_to(add)
    items.add_to(add)
    materials.add_to(add)
    add("states", _states, "print docs/states.md from the tables of rules")
    return parser


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

    sys.setswitchinterval(0.001)  # seconds: signals of calls go through the event loop, beside threads that draw pages
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
    from yunchuang.domain.errors import HolidayNoticeFaulty

    try:
        text = arguments.file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as wrong:
        print(f"yunchuang load-holidays: {wrong}", file=sys.stderr)
        return 1
    django_up()
    from django.utils.timezone import now

    from yunchuang.workflows import holidays

    try:
        loaded = holidays.load(actor=None, text=text, at=now())
    except HolidayNoticeFaulty as faulty:
        print(f"yunchuang load-holidays: {_FAULTS[faulty.facts['why']].format(**faulty.facts)}", file=sys.stderr)
        return 1
    for year, count in loaded.years:
        print(f"{year}: {count} days loaded")
    print(f"{loaded.dates_set} deadlines that waited for it are set")
    return 0


_FAULTS: Mapping[object, str] = {
    "long": "the file is too long to be a holiday notice",
    "empty": "no day stands in the file",
    "date": "line {line}: the first word must be a date such as 2027-01-01",
    "word": "line {line}: the second word must be holiday or workday",
    "year": "line {line}: this year is too far off",
    "twice": "line {line}: the day stands there twice, and not the same",
}


def _states(_: argparse.Namespace) -> None:
    from yunchuang.domain import tables

    print(tables.document(), end="")
