"""A reader lets the service go first, but not for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from yunchuang.adapters.strangers import priority


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What would be written for the session, which this process is taken to lead."""
    file = tmp_path / "autogroup"
    monkeypatch.setattr(priority, "GROUP", file)
    monkeypatch.setattr(priority, "LOOKED_EVERY_S", 0.01)
    monkeypatch.setattr(os, "getsid", lambda _: os.getpid())
    return file


def test_it_stands_back_while_it_gets_its_turn(group: Path) -> None:
    with priority.session_stands_back(19, patience_s=30):
        time.sleep(0.1)

        assert group.read_text() == "19"


def test_it_comes_forward_once_it_has_waited_too_long_and_stands_back_again(group: Path) -> None:
    with priority.session_stands_back(19, patience_s=0.05):
        until = time.monotonic() + 5
        while group.read_text() != "0":  # asleep is as good as waiting for a processor
            assert time.monotonic() < until
            time.sleep(0.01)

    assert group.read_text() == "19"


def test_a_session_of_others_is_left_alone(group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getsid", lambda _: os.getppid())

    with priority.session_stands_back(19, patience_s=0):
        time.sleep(0.05)

    assert not group.exists()


def test_where_there_are_no_groups_the_file_is_read_all_the_same(group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priority, "GROUP", group / "none")

    with priority.session_stands_back(19, patience_s=0):
        read = True

    assert read
