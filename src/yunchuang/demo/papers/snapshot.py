"""A draft as a photograph that somebody took of it."""

from __future__ import annotations

import random

import cv2
import numpy as np

from yunchuang.demo.papers.layouts import Draft, draw
from yunchuang.demo.papers.wear import wear


def jpeg(draft: Draft, level: str, rng: random.Random) -> bytes:
    """Return the file."""
    sheet = draw(draft, rng)
    worn, _ = wear(np.ascontiguousarray(np.asarray(sheet.image.convert("RGB"))[..., ::-1]), level, rng)
    _, packed = cv2.imencode(".jpg", worn, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return bytes(packed.tobytes())
