"""DOC and DOCX to PDF by LibreOffice, where it is installed. It is never needed: without it DOCX is laid out plainly.

Each file gets a process and a profile of its own, which are gone afterwards. Macros are off, links are not followed,
and where the system lets us the process has no network at all. Time and memory are watched from here; what was made
is kept for a day, by the content of the file, in a folder that only this user may open.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path

import structlog

from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.word import package

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 20.0
MAX_RESIDENT_BYTES = 900 * 1024**2
MAX_PDF_BYTES = 60 * 1024 * 1024
KEPT_SECONDS = 24 * 3600
KEPT_FILES = 300
LOOK_SECONDS = 0.05
SOURCE_ROOT = Path(__file__).resolve().parents[3]
OFF = "off"

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""  # noqa: E501 - one setting a line

log = structlog.get_logger(__name__)
_turn = threading.Lock()  # one at a time: it is the heaviest thing that an upload can ask for


@cache
def program() -> str | None:
    """Where LibreOffice lies; None when it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Office:
    """Turns files into PDF and keeps what it made."""

    def __init__(self, *, soffice: str | None, folder: Path | None = None, seconds: float = SECONDS) -> None:
        self._soffice = soffice
        self._kept = folder
        self._seconds = seconds

    @property
    def is_there(self) -> bool:
        """Whether files can be turned at all."""
        return self._soffice is not None

    def pdf_of(self, path: Path, kind: str) -> Path | None:
        """A PDF of the file, kept for a while; None when it cannot be made. The file was checked before."""
        if self._soffice is None:
            return None
        with path.open("rb") as file:
            tag = hashlib.file_digest(file, "sha256").hexdigest()
        folder = self._folder()
        made, failed = folder / f"{tag}.pdf", folder / f"{tag}.no"
        with _turn:
            if _is_fresh(made):
                return made
            if _is_fresh(failed):
                return None
            _sweep(folder)
            content = self._made(path, kind)
            if content is None:
                failed.touch()
                return None
            made.with_suffix(".part").write_bytes(content)
            made.with_suffix(".part").replace(made)
            return made

    def _made(self, path: Path, kind: str) -> bytes | None:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="yc-office-", ignore_cleanup_errors=True) as name:
            room = Path(name)
            source = room / f"in.{kind}"
            content = path.read_bytes()
            try:
                source.write_bytes(package.harmless(content) if kind == "docx" else content)
            except (Refused, ValueError, OSError):
                return None
            (room / "profile" / "user").mkdir(parents=True)
            (room / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
            why = self._run(room, source)
            made = room / "out" / "in.pdf"
            good = not why and made.is_file() and 0 < made.stat().st_size <= MAX_PDF_BYTES
            log.info("office_converted", kind=kind, good=good, why=why, seconds=round(time.monotonic() - started, 2))
            return made.read_bytes() if good else None

    def _run(self, room: Path, source: Path) -> str:
        """Run the program; returns why it was ended, nothing when it ended by itself."""
        assert self._soffice is not None
        asked = [
            self._soffice, "--headless", "--nologo", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation=file://{room}/profile", "--convert-to", "pdf:writer_pdf_Export",
            "--outdir", str(room / "out"), str(source),
        ]  # fmt: skip
        # A short environment: it has no business with keys and addresses of the service.
        environment = {
            "HOME": str(room), "TMPDIR": str(room), "PATH": os.defpath, "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp", "PYTHONPATH": str(SOURCE_ROOT),
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "yunchuang.adapters.office.launch", *_without_network(), *asked],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment, cwd=room, start_new_session=True,
        )  # fmt: skip
        try:
            return _watched(process, time.monotonic() + self._seconds)
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _folder(self) -> Path:
        """The folder of what is kept: ours alone, else a fresh one."""
        folder = self._kept or Path(tempfile.gettempdir()) / f"yunchuang-office-{os.getuid()}"
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700, parents=True)
        facts = folder.lstat()
        if facts.st_uid != os.getuid() or facts.st_mode & 0o077 or folder.is_symlink():
            folder = self._kept = Path(tempfile.mkdtemp(prefix="yunchuang-office-"))
        return folder


def make(office: str = "auto") -> Office:
    """LibreOffice as it is found; ``off``: it is not used though it is there."""
    return Office(soffice=None if office == OFF else program())


def _watched(process: subprocess.Popen[bytes], until: float) -> str:
    while True:
        try:
            code = process.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                return "time"
            if _resident_bytes(process.pid) > MAX_RESIDENT_BYTES:
                return "memory"
        else:
            return "" if code == 0 else f"ended with {code}"


def _resident_bytes(group: int) -> int:
    """What all processes of a group hold in memory; 0 where the system does not say."""
    total = 0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = one.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(parts[2]) == group:
            total += int(parts[21]) * os.sysconf("SC_PAGE_SIZE")
    return total


@cache
def _without_network() -> tuple[str, ...]:
    """What to put before a command so that it has no network; nothing where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    words = (unshare, "--user", "--map-current-user", "--net")
    tried = subprocess.run([*words, "true"], capture_output=True, check=False, timeout=10)
    return words if tried.returncode == 0 else ()


def _is_fresh(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime < KEPT_SECONDS
    except OSError:
        return False


def _sweep(folder: Path) -> None:
    """Forget what is old, and the oldest where there is too much."""
    files = []
    for one in folder.iterdir():
        with contextlib.suppress(OSError):
            files.append((one.stat().st_mtime, one))
    files.sort(key=lambda pair: pair[0], reverse=True)
    for place, (made_at, one) in enumerate(files):
        if place >= KEPT_FILES or time.time() - made_at > KEPT_SECONDS:
            one.unlink(missing_ok=True)
