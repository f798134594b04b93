"""Runs one PostgreSQL as a direct child: makes its data, waits until it answers, starts it again when it dies."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import quote, urlencode

import psycopg

from yunchuang.adapters.postgres import leftovers, places

USER = "yunchuang"
GUARD = Path(__file__).with_name("guard.py")
READY_WITHIN_S = 60.0  # recovery after a crash replays the log first
LOOK_EVERY_S = 0.1
DEATHS_IN_A_ROW = 8  # then something is wrong that starting again does not mend
STEADY_AFTER_S = 10.0
LOG_BYTES_MAX = 5_000_000
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for data that nobody will miss


class CannotStart(Exception):
    """PostgreSQL did not come up; the message ends with what it said."""


class Supervisor:
    """One PostgreSQL for one folder.

    Args:
        folder: made if absent; holds lock, log, password and, where its user can reach it, the data.
        lasting: whether the data outlive a power cut; tests do without.
        say: takes a line for the operator when something unusual happens.
    """

    def __init__(self, folder: Path, *, lasting: bool = True, say: Callable[[str], None] = print) -> None:
        self.folder = folder.resolve()
        self.lasting = lasting
        self.say = say
        self.restarts = 0
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock: IO[str] | None = None
        self._failure = ""

    def __enter__(self) -> Supervisor:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The process of the server, while there is one."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def alive(self) -> bool:
        """Whether the supervisor still does its work."""
        return self._thread is not None and self._thread.is_alive()

    def url(self, database: str = USER) -> str:
        """The address for clients on this machine; holds the password."""
        where = urlencode({"host": str(self.places.socket)})
        return f"postgresql://{USER}:{quote(self._password)}@/{quote(database)}?{where}"

    def start(self) -> None:
        """Return when the server answers.

        Raises:
            AlreadyRunning: another process holds the folder.
            NoPlace, CannotStart: it cannot run here; the message says why.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = leftovers.lock(self.folder)
        try:
            self.places = places.settle(self.folder)
            self._password = self._kept_password()
            leftovers.clear(self.places.data)
            if not (self.places.data / "PG_VERSION").exists():
                self._initdb()
            self._thread = threading.Thread(target=self._watch, name="postgres", daemon=True)
            self._thread.start()
            self._await_ready()
            self._make_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server in an orderly way, then by force; safe to call twice."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _kept_password(self) -> str:
        path = self.folder / "password"
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(24))
        return path.read_text()

    def _command(self, program: str, *arguments: str) -> list[str]:
        who, path = self.places.who, str(self.places.programs / "bin" / program)
        guard = [sys.executable, "-I", "-S", str(GUARD), str(os.getpid()), str(who.uid), str(who.gid)]
        return [*guard, path, *arguments]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "TZ", "TMPDIR") if name in os.environ}
        # C.UTF-8 is there without being generated; macOS knows it only from version 15 on
        return {**kept, "LC_ALL": "C" if sys.platform == "darwin" else "C.UTF-8"}

    def _initdb(self) -> None:
        data, who = self.places.data, self.places.who
        for rest in data.iterdir():  # of an initdb that was interrupted
            subprocess.run(["rm", "-rf", str(rest)], check=True)
        word = self.places.socket / "word"  # the only folder besides the data that the server's user can read
        word.write_text(self._password)
        word.chmod(0o600)
        if who.uid >= 0:
            os.chown(word, who.uid, who.gid)
        options = ["-D", str(data), "-U", USER, "--auth=scram-sha-256", f"--pwfile={word}", "--encoding=UTF8"]
        options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self.lasting else ["--no-sync"]
        try:
            done = subprocess.run(
                self._command("initdb", *options),
                env=self._environment(),
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            word.unlink()
        if done.returncode:
            raise CannotStart(f"initdb failed in {data}: {(done.stderr or done.stdout).strip()[-800:]}")

    def _server_command(self) -> list[str]:
        options = ["max_connections=300", "listen_addresses=", f"unix_socket_directories={self.places.socket}"]
        options += ["unix_socket_permissions=0700", "log_min_messages=warning"]
        options += [] if self.lasting else FAST
        return self._command("postgres", "-D", str(self.places.data), *(part for o in options for part in ("-c", o)))

    def _watch(self) -> None:
        """The thread that starts, watches and ends the server.

        It alone starts it: the kernel's word at the death of a parent means the death of the thread that forked.
        """
        deaths = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            code = self._run_once()
            if self._stopping.is_set():
                return
            deaths = 1 if time.monotonic() - began > STEADY_AFTER_S else deaths + 1
            if deaths >= DEATHS_IN_A_ROW:
                self._failure = f"PostgreSQL died {deaths} times in a row, code {code}"
                self.say(f"{self._failure}; see {self._log_path}")
                return
            self.restarts += 1
            self.say(f"PostgreSQL died (code {code}); starting it again")
            leftovers.clear(self.places.data)
            self._stopping.wait(0.2 * deaths)

    @property
    def _log_path(self) -> Path:
        return self.folder / "log"

    def _run_once(self) -> int:
        if self._log_path.exists() and self._log_path.stat().st_size > LOG_BYTES_MAX:
            self._log_path.replace(self._log_path.with_name("log.old"))
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self._server_command(),
                env=self._environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: we end it after its clients
            )
        while self._process.poll() is None:
            if self._stopping.wait(LOOK_EVERY_S):
                self._end(self._process)
        return self._process.returncode

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        for how, patience_s in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)):
            process.send_signal(how)
            try:
                process.wait(patience_s)
                return
            except subprocess.TimeoutExpired:
                continue
        process.kill()
        process.wait()

    def _await_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until and self.alive:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        said = self._log_path.read_text(errors="replace")[-800:] if self._log_path.exists() else ""
        raise CannotStart(f"{self._failure or 'PostgreSQL did not answer'}: {said}")

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER]).fetchone():
                connection.execute(f"CREATE DATABASE {USER}")
