"""The processes that the demo starts: each is started again when it dies, none outlives the demo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from yunchuang.adapters.postgres.supervisor import GUARD

PAUSE_MOST_S = 5.0
STEADY_AFTER_S = 10.0
STOP_WITHIN_S = 8.0


def command(*arguments: str) -> list[str]:
    """Our own command line, run by the same Python."""
    return [sys.executable, "-m", "yunchuang.cli", *arguments]


@dataclass
class Child:
    """A process that must be there: ``web`` or ``worker``."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    began: float = 0.0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own; the kernel ends it should the demo itself be killed."""
        guard = [sys.executable, "-I", "-S", str(GUARD), str(os.getpid()), "-1", "-1"]
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*guard, *command(*self.arguments)], env=dict(self.environment), start_new_session=True
        )

    def look(self) -> None:
        """Start it again if it is dead, after a pause that grows while it keeps dying."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._sweep()
            self.deaths = 1 if now - self.began > STEADY_AFTER_S else self.deaths + 1
            pause_s = min(0.25 * 2 ** (self.deaths - 1), PAUSE_MOST_S)
            self.say(f"{self.name} died (code {self.process.returncode}); starting it again")
            self.process, self.not_before = None, now + pause_s
        if self.process is None and now >= self.not_before:
            self.start()

    def ask_to_stop(self) -> None:
        """Tell it to end in an orderly way."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)

    def end(self) -> None:
        """Wait until it has ended, then remove by force what is left of it."""
        if self.process is None:
            return
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._sweep()

    def _sweep(self) -> None:
        """Its own children share its session: they must not outlive it."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # nobody is left (macOS says it in the second way)
