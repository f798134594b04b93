"""A case that came back: Sun asked Li for another lease."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cast import Centre
from tests.workflows import filing_scene
from tests.workflows.filing_scene import Scene
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.ports import registry
from yunchuang.workflows import review


@contextmanager
def sent_back(centre: Centre, folder: Path, settings: Any, *, at: datetime) -> Iterator[Scene]:
    """Li's case, sent back by Sun for the lease, its files in ``folder``."""
    settings.MEDIA_ROOT = folder
    with registry.instead("uploads", FakeInspector()), registry.instead("idcheck", FakeIdCheck()):
        scene = filing_scene.build(centre)
        scene.submit()
        scene.mark("lease", by=scene.sun)
        review.ask_correction(actor=scene.sun, visit_key=scene.visit_key, at=at)
        yield scene
