"""What every test can have: a PostgreSQL of the session's own, plain settings, a browser's path, a running service."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test.utils import override_settings

from tests.machine import find_chromium
from tests.running import Running
from yunchuang.adapters.postgres.supervisor import Supervisor
from yunchuang.apps.catalog.live import LIVE
from yunchuang.apps.places import memory
from yunchuang.config import env, translations

pytest_plugins = ["tests.cast"]
ADDRESS = "YUNCHUANG_TEST_DATABASE_URL"  # a server with the right to make databases, instead of the embedded one
FOLDER_PREFIX = "yunchuang-test-"
_started: list[tuple[Supervisor, str]] = []


def _start_postgres() -> str:
    """Start the session's PostgreSQL and leave its address to workers of xdist, who inherit the environment."""
    folder = tempfile.mkdtemp(prefix=FOLDER_PREFIX)
    Path(folder).chmod(0o755)  # ours, and root's PostgreSQL runs as another user, who has to get through
    server = Supervisor(Path(folder), lasting=False)
    server.start()
    _started.append((server, folder))
    os.environ[ADDRESS] = server.url("postgres")
    return os.environ[ADDRESS]


def pytest_configure(config: pytest.Config) -> None:
    translations.compile_all(Path(settings.LOCALE_PATHS[0]))
    many = getattr(config.option, "numprocesses", None) or getattr(config.option, "dist", "no") != "no"
    if many and not hasattr(config, "workerinput") and ADDRESS not in os.environ:
        _start_postgres()


def pytest_unconfigure(config: pytest.Config) -> None:
    while _started:
        server, folder = _started.pop()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        os.environ.pop(ADDRESS, None)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of the session's PostgreSQL, of its database ``postgres``."""
    return os.environ.get(ADDRESS) or _start_postgres()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks for this before it makes its database."""
    found = env.database(postgres_url)
    found["NAME"] = "yunchuang"  # tests get test_yunchuang
    found["OPTIONS"] = {"connect_timeout": 5}  # no pool: a thread's connection closes with the thread
    settings.DATABASES["default"].update(found)


@pytest.fixture(scope="session", autouse=True)
def plain_settings() -> Iterator[None]:
    """Quick passwords, static files as they lie, uploads to a folder that goes away."""
    with (
        tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX) as files,
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            STORAGES={
                "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
            WHITENOISE_USE_FINDERS=True,
            WHITENOISE_AUTOREFRESH=True,
            MEDIA_ROOT=files,
        ),
    ):
        yield


@pytest.fixture(autouse=True)
def fresh_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process keeps in memory is asked for anew each time: tests change the centre under it."""
    monkeypatch.setattr(memory, "LOOK_AGAIN_S", 0.0)
    LIVE.forget()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The machine's Chromium, or Playwright's own."""
    found = find_chromium()
    if found is None:
        pytest.fail("no Chromium: install Debian's package chromium, or playwright install chromium", pytrace=False)
    return found


@pytest.fixture(scope="session")
def server(postgres_url: str, worker_id: str) -> Iterator[Running]:
    """The service as it is: web and worker processes over a seeded demo centre in a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    running = Running(postgres_url, folder, database=f"centre_{worker_id}")
    try:
        running.build()
        running.start()
        yield running
    finally:
        running.stop()
        subprocess.run(["rm", "-rf", str(folder)], check=False)
