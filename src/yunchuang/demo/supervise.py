"""``yunchuang demo``: PostgreSQL, migrations, the imagined centre, web and worker — until it is told to stop."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from yunchuang.adapters.certificates import self_made
from yunchuang.adapters.postgres.leftovers import AlreadyRunning
from yunchuang.adapters.postgres.places import NoPlace
from yunchuang.adapters.postgres.supervisor import CannotStart, Supervisor
from yunchuang.demo import lan
from yunchuang.demo.children import Child, command
from yunchuang.demo.papers import people
from yunchuang.demo.stamps import Stamps, digest_of

PACKAGE = Path(__file__).resolve().parents[1]
READY_WITHIN_S = 60.0
DOORS = (
    ("Citizens  办事人", "/"),
    ("Counter   窗口", "/counter/"),
    ("Kiosk     自助终端", "/kiosk/"),
    ("Office    后台", "/office/"),
)


class CannotRun(Exception):
    """The demo cannot start; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for."""

    port: int
    https: bool
    data: Path
    passwords: str


class Demo:
    """One run of the demo."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.stamps = Stamps(plan.data / "stamps")
        self.children: list[Child] = []
        self.stopping = False
        self.began = time.monotonic()
        self.names = lan.names() if plan.https else ["localhost", "127.0.0.1"]

    def say(self, line: str) -> None:
        """A line of progress, with the seconds since the start."""
        print(f"[{time.monotonic() - self.began:5.1f} s] {line}", flush=True)

    def run(self) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP; everything that was started has ended when this returns."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        refuse_busy_port(self.plan)
        server = Supervisor(self.plan.data / "postgres", say=self.say)
        try:
            self.say("starting PostgreSQL")
            server.start()
            url_file = self._keep_url(server.url())
            self._up(server)
            while not self.stopping and server.alive:
                for child in self.children:
                    child.look()
                time.sleep(0.1)
            if not server.alive:
                raise CannotRun(f"PostgreSQL does not stay up: see {self.plan.data / 'postgres' / 'log'}")
            url_file.unlink(missing_ok=True)
        except (AlreadyRunning, NoPlace, CannotStart) as wrong:
            raise CannotRun(str(wrong)) from wrong
        except _Stopped:
            pass
        finally:
            self._down(server)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _up(self, server: Supervisor) -> None:
        environment = self._environment(server.url())
        self._prepare(environment, server.folder)
        self.say("starting web and worker")
        where = ["--port", str(self.plan.port), "--host", "0.0.0.0" if self.plan.https else "127.0.0.1"]  # noqa: S104
        if self.plan.https:
            files = self._certificates()
            where += ["--certificate", str(files.certificate), "--key", str(files.key)]
        self.children = [
            Child("web", ("serve", *where), environment, self.say),
            Child("worker", ("worker",), environment, self.say),
        ]
        self._await_web()
        self._tell()

    def _certificates(self) -> self_made.Files:
        return self_made.for_names(self.names, self.plan.data / "certificates", at=datetime.now(UTC))

    def _environment(self, url: str) -> dict[str, str]:
        more = {
            "DATABASE_URL": url,
            "YUNCHUANG_MODE": "demo",
            "YUNCHUANG_DATA": str(self.plan.data),
            "YUNCHUANG_STATIC": "hashed",
            "YUNCHUANG_DEMO_PASSWORDS": self.plan.passwords,
            "YUNCHUANG_PLACES": ",".join(people.DISTRICTS),
        }
        if self.plan.https:
            more["YUNCHUANG_HTTPS"] = "1"
            more["YUNCHUANG_ALLOWED_HOSTS"] = ",".join(self.names)
            more["YUNCHUANG_AUTHORITY_CERTIFICATE"] = str(self._certificates().authority)
        return {**os.environ, **more}

    def _prepare(self, environment: Mapping[str, str], folder: Path) -> None:
        """Static files, tables and the imagined centre: each only if what it reads has changed."""
        which_data = (folder / "password").read_text() + self.plan.passwords
        tables = digest_of([*PACKAGE.glob("apps/*/migrations")], which_data)
        centre = digest_of([PACKAGE / "demo", PACKAGE / "apps", PACKAGE / "domain"], which_data)
        if self.plan.passwords == "random" or not self._sign_ins_file.exists():
            centre += str(time.time())  # new words at each start
        static = digest_of([*PACKAGE.glob("web/*/static")], str(self.plan.data))
        steps = (
            ("static", static, "collecting pictures, styles and scripts", ["collect-static"]),
            ("tables", tables, "making tables", ["migrate"]),
            ("centre", centre, "building the demo centre", ["seed-demo", "--sign-ins-to", str(self._sign_ins_file)]),
        )
        for step, digest, words, arguments in steps:
            if self.stamps.fresh(step, digest):
                continue
            self.say(words)
            self._run(arguments, environment)
            self.stamps.put(step, digest)

    def _run(self, arguments: list[str], environment: Mapping[str, str]) -> None:
        process = subprocess.Popen(command(*arguments), env=dict(environment), start_new_session=True)
        while process.poll() is None:
            if self.stopping:
                process.terminate()
                process.wait()
                raise _Stopped
            time.sleep(0.05)
        if process.returncode:
            raise CannotRun(f"`yunchuang {arguments[0]}` failed with code {process.returncode}: see the lines above")

    @property
    def _sign_ins_file(self) -> Path:
        return self.plan.data / "sign-ins.json"

    def _keep_url(self, url: str) -> Path:
        """Leave the address for ``yunchuang`` commands in another terminal."""
        path = self.plan.data / "postgres.url"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(url)
        return path

    def _await_web(self) -> None:
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until:
            for child in self.children:
                child.look()
            if self.stopping:
                raise _Stopped
            if answers(self.plan):
                return
            time.sleep(0.1)
        raise CannotRun("the web process does not answer: see the lines above")

    def _tell(self) -> None:
        scheme = "https" if self.plan.https else "http"
        hosts = [name for name in self.names if name not in {"localhost"}] if self.plan.https else ["127.0.0.1"]
        self.say("ready")
        print()
        for words, path in DOORS:
            print(f"  {words:<18} {scheme}://{hosts[0]}:{self.plan.port}{path}")
        if self.plan.https:
            print("\n  From a phone on this network, install the authority first, then open the same host:")
            for host in hosts[1:]:
                print(f"    https://{host}:{self.plan.port}/authority.crt")
        print("\n  Who can sign in:")
        for door, who, user, word in json.loads(self._sign_ins_file.read_text()):
            print(f"    {door:<10} {user:<12} {word:<14} {who}")
        print("\n  Ctrl-C stops everything.\n", flush=True)

    def _down(self, server: Supervisor) -> None:
        self.say("stopping")
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.end()
        server.stop()
        (self.plan.data / "postgres.url").unlink(missing_ok=True)
        self.say("stopped")


class _Stopped(Exception):
    """Somebody asked to stop while something was being prepared."""


def refuse_busy_port(plan: Plan) -> None:
    """Say in one line that the port is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0" if plan.https else "127.0.0.1", plan.port))  # noqa: S104 - only asked, not served
        except OSError as wrong:
            raise CannotRun(
                f"port {plan.port} cannot be used ({wrong.strerror}): stop what uses it, or choose another, "
                f"for example make demo PORT={plan.port + 1}"
            ) from None


def answers(plan: Plan) -> bool:
    """Whether the web process gives any answer at all."""
    if plan.https:
        trusting = ssl._create_unverified_context()  # noqa: S323 - only whether it answers, on this machine
        link: http.client.HTTPConnection = http.client.HTTPSConnection(
            "127.0.0.1", plan.port, timeout=3, context=trusting
        )
    else:
        link = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=3)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status in {200, 503}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def run(plan: Plan) -> int:
    """Run the demo; returns the exit code."""
    try:
        Demo(plan).run()
    except CannotRun as wrong:
        print(f"yunchuang demo: {wrong}", file=sys.stderr)
        return 1
    return 0
