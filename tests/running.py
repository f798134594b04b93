"""The service in processes of its own, for tests that look at it from outside (browsers, sockets, kill -9)."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from yunchuang.demo.children import command

UP_WITHIN_S = 60.0


class Running:
    """Web and worker over one seeded database. ``url`` is where the doors are; it stays the same over restarts."""

    def __init__(self, postgres_url: str, folder: Path, *, database: str) -> None:
        self.postgres_url, self.folder, self.database = postgres_url, folder, database
        self.database_url = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{database}"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "YUNCHUANG_DATA": str(folder),
            "YUNCHUANG_MODE": "demo",
            "YUNCHUANG_STATIC": "plain",
            "PYTHONUNBUFFERED": "1",
        }

    def build(self) -> None:
        """Make the database, its tables and the demo centre."""
        with psycopg.connect(self.postgres_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{self.database}"')
        self.run("migrate")
        self.run("seed-demo", "--sign-ins-to", str(self.folder / "sign-ins.json"))

    @property
    def sign_ins(self) -> list[list[str]]:
        """Who can sign in: rows of door, user, password."""
        return json.loads((self.folder / "sign-ins.json").read_text())

    def run(self, *arguments: str) -> str:
        """Run a ``yunchuang`` command on this service; returns what it printed."""
        done = subprocess.run(command(*arguments), env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"yunchuang {' '.join(arguments)}: {done.stderr[-3000:]}"
        return done.stdout

    def start(self, *names: str) -> None:
        """Start web and worker (or only those named) and return when pages come."""
        wanted = {"web": ["serve", "--port", str(self.port)], "worker": ["worker"]}
        for name in names or tuple(wanted):
            with self.log(name).open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    command(*wanted[name]), env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
        self.await_page("/healthz", {200, 503})

    def log(self, name: str) -> Path:
        """Where the process writes its log."""
        return self.folder / f"{name}.log"

    def await_page(self, path: str, statuses: set[int], *, within_s: float = UP_WITHIN_S) -> None:
        """Return when ``path`` answers with one of ``statuses``."""
        until, last = time.monotonic() + within_s, "nothing"
        while time.monotonic() < until:
            last = str(self.status(path))
            if last in map(str, statuses):
                return
            time.sleep(0.05)
        tail = self.log("web").read_text(errors="replace")[-3000:]
        raise AssertionError(f"{path} answered {last}, wanted {statuses}: {tail}")

    def status(self, path: str) -> int:
        """The status of a page for a stranger; 0 when there is no answer."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as response:
                return response.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return 0

    def kill(self, name: str) -> None:
        """kill -9 of ``web`` or ``worker``."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything in an orderly way, then by force."""
        for process in self.processes.values():
            process.send_signal(signal.SIGINT)
        for process in self.processes.values():
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
