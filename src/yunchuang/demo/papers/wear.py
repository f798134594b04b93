"""What happens to a paper before it is read: scanning, photographing, folding, shadows, desks, screens.

L0 as drawn · L1 scanned · L2 a good photograph · L3 a poor one · L4 hardly readable.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
LEVELS = ("L0", "L1", "L2", "L3", "L4")


@dataclass(frozen=True, slots=True)
class Wear:
    """How much of each harm a level does."""

    bend: float = 0  # corners move by this share of the sides
    tilt_degrees: float = 0
    scale: float = 1
    shadow: float = 0
    noise: float = 0
    blur_px: float = 0
    motion_px: int = 0
    jpeg: int = 95
    desk: bool = False
    turns: bool = False


WEAR = {
    "L0": Wear(),
    "L1": Wear(tilt_degrees=0.8, noise=3, jpeg=85, shadow=0.06),
    "L2": Wear(bend=0.03, tilt_degrees=3, shadow=0.25, noise=4, jpeg=75, blur_px=0.4, desk=True, turns=True),
    "L3": Wear(bend=0.07, tilt_degrees=7, scale=0.75, shadow=0.4, noise=6, motion_px=5, jpeg=55, desk=True, turns=True),
    "L4": Wear(bend=0.09, tilt_degrees=9, scale=0.3, shadow=0.5, noise=10, motion_px=9, blur_px=1.6, jpeg=22, desk=True, turns=True),
}  # fmt: skip


def wear(picture: Picture, level: str, rng: random.Random, *, keep_upright: bool = False) -> tuple[Picture, int]:
    """Return the picture (BGR) after ``level``, and by how many degrees clockwise it lies turned."""
    harm, noise = WEAR[level], np.random.default_rng(rng.randrange(1 << 30))
    if level == "L0":
        return picture, 0
    if harm.desk and rng.random() < 0.4:
        picture = _creased(picture, rng)
    if harm.desk and rng.random() < 0.15:
        picture = _screen(picture, rng)
    picture = _laid(picture, harm, rng, noise)
    picture = _shaded(picture, harm.shadow, rng)
    if harm.scale != 1:
        picture = _sized(picture, harm.scale)
    if harm.motion_px:
        picture = _moved(picture, harm.motion_px, rng)
    if harm.blur_px:
        picture = _bytes(cv2.GaussianBlur(picture, (0, 0), harm.blur_px))
    grain = noise.normal(0, harm.noise, picture.shape)
    picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    turn = rng.choice((0, 90, 180, 270)) if harm.turns and not keep_upright else 0
    picture = np.ascontiguousarray(np.rot90(picture, -turn // 90))
    return _jpeg(picture, harm.jpeg), turn


def _bytes(picture: object) -> Picture:
    return np.asarray(picture, dtype=np.uint8)


def _laid(picture: Picture, harm: Wear, rng: random.Random, noise: np.random.Generator) -> Picture:
    """The sheet on a desk, seen from an angle; or on the scanner's glass."""
    height, width = picture.shape[:2]
    edge = int(max(height, width) * 0.09) if harm.desk else 0
    out_w, out_h = width + 2 * edge, height + 2 * edge
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    spin = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-harm.tilt_degrees, harm.tilt_degrees), 1)
    laid = corners @ spin[:, :2].T + spin[:, 2] + edge
    laid += noise.uniform(-1, 1, (4, 2)) * harm.bend * np.array([width, height]) * 0.7
    if harm.desk:  # a person keeps the whole sheet in the picture
        laid = np.clip(laid, edge * 0.15, [out_w - edge * 0.15, out_h - edge * 0.15])
        ground = _desk(out_w, out_h, rng, noise)
    else:
        ground = np.full((out_h, out_w, 3), 246, dtype=np.uint8)
    matrix = cv2.getPerspectiveTransform(corners, laid.astype(np.float32))
    placed = cv2.warpPerspective(picture, matrix, (out_w, out_h), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (out_w, out_h))
    if harm.desk:
        fall = cv2.GaussianBlur(np.roll(mask, (10, 8), (0, 1)), (0, 0), 12)[..., None] / 255
        ground = (ground * (1 - 0.45 * fall)).astype(np.uint8)
    share = mask[..., None] / 255
    return _bytes(placed * share + ground * (1 - share))


def _desk(width: int, height: int, rng: random.Random, noise: np.random.Generator) -> Picture:
    base = np.array(
        rng.choice([(70, 105, 150), (60, 60, 66), (120, 128, 130), (52, 78, 112), (95, 120, 90)]), dtype=np.float32
    )
    grain = cv2.GaussianBlur(noise.normal(0, 1, (height, max(8, width // 12))), (0, 0), 2)
    wood = cv2.resize(grain, (width, height))[..., None] * rng.choice([4, 10, 26])
    return np.clip(base + wood, 0, 255).astype(np.uint8)


def _shaded(picture: Picture, depth: float, rng: random.Random) -> Picture:
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0 : 1 : complex(0, 64), 0 : 1 : complex(0, 64)]
    slant = rng.uniform(-1, 1) * xs + rng.uniform(-1, 1) * ys
    soft = (slant - slant.min()) / max(1e-6, float(np.ptp(slant)))
    if rng.random() < 0.5:  # the edge of a hand or a phone
        soft = 1 / (1 + np.exp(-(soft - rng.uniform(0.3, 0.7)) * 14))
    light = cv2.resize((1 - depth * soft).astype(np.float32), (width, height))[..., None]
    warm = np.array([rng.uniform(0.9, 1), rng.uniform(0.96, 1), 1.0])
    return np.clip(picture * light * warm, 0, 255).astype(np.uint8)


def _creased(picture: Picture, rng: random.Random) -> Picture:
    out = picture.astype(np.float32)
    height, width = picture.shape[:2]
    for _ in range(rng.choice((1, 2))):
        across = rng.random() < 0.5
        at = int((height if across else width) * rng.choice((0.33, 0.5, 0.66)))
        reach = np.abs(np.arange(height if across else width) - at)
        fold = 1 - 0.22 * np.exp(-reach / 3) + 0.05 * np.exp(-reach / 25)
        out *= fold[:, None, None] if across else fold[None, :, None]
    return np.clip(out, 0, 255).astype(np.uint8)


def _screen(picture: Picture, rng: random.Random) -> Picture:
    """A screen photographed: stripes and a blue cast."""
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width]
    wave = np.sin((xs + ys * rng.uniform(0.1, 0.3)) * 2 * np.pi / rng.uniform(5, 9)) * rng.uniform(4, 9)
    wave += np.sin(ys * 2 * np.pi / rng.uniform(60, 140)) * 6
    cast = np.array([1.0, 0.97, 0.93])
    return np.clip((picture + wave[..., None]) * cast, 0, 255).astype(np.uint8)


def _sized(picture: Picture, scale: float) -> Picture:
    return _bytes(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _moved(picture: Picture, reach_px: int, rng: random.Random) -> Picture:
    kernel = np.zeros((reach_px, reach_px), np.float32)
    kernel[reach_px // 2] = 1
    spin = cv2.getRotationMatrix2D((reach_px / 2 - 0.5, reach_px / 2 - 0.5), rng.uniform(0, 180), 1)
    turned = cv2.warpAffine(kernel, spin, (reach_px, reach_px))
    return _bytes(cv2.filter2D(picture, -1, np.asarray(turned / max(float(turned.sum()), 1e-6), np.float32)))


def _jpeg(picture: Picture, quality: int) -> Picture:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _bytes(cv2.imdecode(packed, cv2.IMREAD_COLOR))
