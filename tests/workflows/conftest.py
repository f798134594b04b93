"""What the tests of verbs share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Centre
from tests.workflows import filing_scene
from tests.workflows.filing_scene import Scene
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.ports import registry


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """The folder in which files are stored."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def scene(centre: Centre, media: Path) -> Iterator[Scene]:
    """Li's visit before anything was filled or handed in."""
    with registry.instead("uploads", FakeInspector()), registry.instead("idcheck", FakeIdCheck()):
        yield filing_scene.build(centre)
