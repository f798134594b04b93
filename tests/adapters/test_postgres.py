"""The embedded PostgreSQL comes up, comes back, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from yunchuang.adapters.postgres import leftovers, places
from yunchuang.adapters.postgres.supervisor import Supervisor

pytestmark = pytest.mark.slow  # each starts a server of its own

SEPARATE = """
import sys, time
from pathlib import Path
from yunchuang.adapters.postgres.supervisor import Supervisor

server = Supervisor(Path(sys.argv[1]), lasting=False)
server.start()
print(server.pid, server.url("postgres"), flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    # not tmp_path: pytest closes its folders to other users, and root's server runs as another user
    with tempfile.TemporaryDirectory(prefix="yunchuang-test-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def eventually(true: Callable[[], bool], within_s: float = 15.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z"


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def start_separately(folder: Path) -> tuple[subprocess.Popen[str], int, str]:
    process = subprocess.Popen([sys.executable, "-c", SEPARATE, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pid, url = process.stdout.readline().split()
    return process, int(pid), url


def test_the_server_answers_stops_and_keeps_what_it_was_given(folder: Path) -> None:
    with Supervisor(folder, lasting=False) as server:
        first_pid = server.pid
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT '号' AS word")
    assert first_pid is not None
    assert gone(first_pid)

    with Supervisor(folder, lasting=False) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("号",)
        assert connection.execute("SHOW max_connections").fetchone() == ("300",)


def test_a_killed_server_is_started_again_with_its_data(folder: Path) -> None:
    lines: list[str] = []
    with Supervisor(folder, say=lines.append) as server:  # lasting: what was committed must be there
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept (n int)")
        killed = server.pid
        assert killed is not None

        os.kill(killed, signal.SIGKILL)

        assert eventually(lambda: server.pid not in {None, killed} and answers(server.url()))
        assert server.restarts >= 1
        assert "died" in lines[0]
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_ends_with_its_supervisor_however_that_ended(folder: Path, how: signal.Signals) -> None:
    process, pid, url = start_separately(folder)
    assert answers(url)

    process.send_signal(how)
    process.wait()

    assert eventually(lambda: gone(pid))


def test_a_stale_pid_file_does_not_keep_the_server_from_starting(folder: Path) -> None:
    with Supervisor(folder, lasting=False) as server:
        data = server.places.data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")  # a living process, and not a server

    with Supervisor(folder, lasting=False) as server:
        assert answers(server.url())


def test_a_second_supervisor_is_refused_and_told_who_holds_the_folder(folder: Path) -> None:
    process, pid, url = start_separately(folder)
    try:
        with pytest.raises(leftovers.AlreadyRunning, match=str(process.pid)):
            Supervisor(folder).start()

        assert answers(url)
    finally:
        process.terminate()
        process.wait()
        assert eventually(lambda: gone(pid))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run the server as another user")
def test_root_opens_no_folder_to_reach_its_server(folder: Path) -> None:
    folder.chmod(0o700)
    mine = folder / "data"
    mine.mkdir(mode=0o700)

    with Supervisor(mine, lasting=False) as server:
        elsewhere = server.places.data
        assert answers(server.url())
        assert Path(f"/proc/{server.pid}").stat().st_uid == places.who_runs().uid

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(mine.stat().st_mode) == 0o700
    assert folder not in elsewhere.parents
    subprocess.run(["rm", "-rf", str(elsewhere.parent)], check=True)


def test_others_cannot_reach_the_socket_and_need_the_password(folder: Path) -> None:
    with Supervisor(folder, lasting=False) as server:
        assert stat.S_IMODE(server.places.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600
        assert not answers(server.url().replace(":" + server.url().split(":")[2].split("@")[0], ":wrong"))
