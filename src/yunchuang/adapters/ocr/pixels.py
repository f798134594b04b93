"""A page as a picture (BGR): its edges, its straightening, how well it was taken, seals, portraits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Matrix = NDArray[np.float64]

WORK_PX = 900  # edges are looked for at this size
PAGE_PX = 1800  # the long side that text is read at, at most
CARD_PX = 1300  # the same for a card, whose letters are large
CARD_SIDES = 1.5  # the sides of a card are 1.59 to 1, those of a sheet 1.41
SHARP_PX = 1000  # sharpness is measured at this size
PAGE_AT_LEAST = 0.18  # share of the picture that a sheet covers
PAGE_AT_MOST = 0.93  # from here on the page fills the frame and there is nothing to cut
TOO_SMALL_PX = 700
RED_AT_LEAST = 0.0009  # share of the page that a seal's ink covers


@dataclass(frozen=True, slots=True)
class Flat:
    """A page cut out and straightened, with the way back into the picture it came from."""

    picture: Picture
    back: Matrix  # from its pixels to the source's
    found: bool  # whether edges were found


def flatten(source: Picture) -> Flat:
    """Cut the sheet out of a photograph; a page that fills its frame is only sized."""
    corners = edges(source)
    height, width = source.shape[:2]
    if corners is None:
        scale = min(1.0, PAGE_PX / max(height, width))
        sized = cv2.resize(source, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return Flat(_bytes(sized), np.diag([1 / scale, 1 / scale, 1.0]).astype(np.float64), False)
    out_w = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]))
    out_h = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]))
    card = max(out_w, out_h) > CARD_SIDES * min(out_w, out_h)
    scale = min(1.0, (CARD_PX if card else PAGE_PX) / max(out_w, out_h))
    size = (max(32, round(out_w * scale)), max(32, round(out_h * scale)))
    goal = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), goal)
    flat = cv2.warpPerspective(source, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Flat(_bytes(flat), np.linalg.inv(np.asarray(matrix, np.float64)), True)


def edges(source: Picture) -> NDArray[np.float32] | None:
    """The four corners of the sheet, clockwise from the top left; None when none stands out from its ground."""
    height, width = source.shape[:2]
    scale = min(1.0, WORK_PX / max(height, width))
    small = cv2.resize(source, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for mask in _masks(small):
        corners = _quad(_bytes(mask), small.shape[0] * small.shape[1])
        if corners is not None and _stands_out(small, corners):
            return _grown(_ordered(corners), small.shape[1], small.shape[0]) / scale
    return None


def _stands_out(small: Any, corners: NDArray[np.float32]) -> bool:
    """Whether the sheet's ground differs from what lies around it; else only its text was found, on a full page."""
    inside = np.zeros(small.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 255)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)
    off = np.abs(np.median(lab[inside > 0], axis=0) - np.median(lab[inside == 0], axis=0))
    return bool(off[0] > 16 or off[1] > 6 or off[2] > 6)


def _masks(small: Any) -> list[Any]:
    """Where the sheet may be: what is unlike the ground along the picture's rim, and what Canny's lines enclose."""
    soft = cv2.GaussianBlur(small, (0, 0), 3)
    lab = cv2.cvtColor(soft, cv2.COLOR_BGR2LAB).astype(np.float32)
    band = max(3, min(small.shape[:2]) // 50)
    rim = np.concatenate(
        [
            lab[:band].reshape(-1, 3),
            lab[-band:].reshape(-1, 3),
            lab[:, :band].reshape(-1, 3),
            lab[:, -band:].reshape(-1, 3),
        ]
    )
    ground, spread = np.median(rim, axis=0), np.median(np.abs(rim - np.median(rim, axis=0)), axis=0)
    off = np.sqrt((((lab - ground) / np.maximum(spread * 3, [14, 7, 7])) ** 2).sum(axis=2))
    unlike = (off > 1).astype(np.uint8) * 255
    gray = cv2.cvtColor(soft, cv2.COLOR_BGR2GRAY)
    _, light = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    kernel = np.ones((9, 9), np.uint8)
    return [cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel, iterations=2) for mask in (unlike, _bytes(light))]


def _quad(mask: Picture, area: int) -> NDArray[np.float32] | None:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    covered = cv2.contourArea(hull)
    if not PAGE_AT_LEAST * area < covered < PAGE_AT_MOST * area:
        return None
    around = cv2.arcLength(hull, True)
    for share in (0.01, 0.02, 0.03, 0.045, 0.06):
        corners = cv2.approxPolyDP(hull, share * around, True)
        if len(corners) == 4 and cv2.contourArea(corners) > 0.9 * covered:
            return np.asarray(corners, np.float32).reshape(4, 2)
        if len(corners) < 4:
            return None
    return None


def _ordered(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    turned = corners[np.argsort(angles)]  # clockwise on a screen, from the one that points left and up
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)


def _grown(corners: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """A little larger, so that letters at the edge are kept."""
    centre = corners.mean(axis=0)
    return np.clip(centre + (corners - centre) * 1.006, 0, [width, height]).astype(np.float32)


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn anticlockwise by a multiple of 90."""
    return np.ascontiguousarray(np.rot90(picture, degrees // 90))


def turning(width: int, height: int, degrees: int) -> Matrix:
    """From pixels of ``turned(picture, degrees)`` back to those of the picture, whose sides are given."""
    ways: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        90: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
        180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        270: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
    }
    return np.array(ways[degrees % 360], np.float64)


def sharpness(picture: Picture) -> float:
    """Variance of the Laplacian after a median of three, at 1,000 pixels: grain does not count as sharpness."""
    scale = SHARP_PX / max(picture.shape[:2])
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    sized = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return float(cv2.Laplacian(cv2.medianBlur(sized, 3), cv2.CV_64F).var())


def is_coloured(picture: Picture) -> bool:
    """Whether the picture has any colour: a black and white copy cannot show a red seal."""
    small = cv2.resize(picture, (200, 200), interpolation=cv2.INTER_AREA).astype(np.int16)
    return float(np.percentile(small.max(axis=2) - small.min(axis=2), 99.5)) > 24


def seals(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Boxes (pixels) of round or oval red seals."""
    scale = WORK_PX / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    red = _red(small)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for left, top, width, height, area in stats[1:count]:
        side = max(width, height)
        if not 0.035 * WORK_PX < side < 0.42 * WORK_PX or min(width, height) < 0.55 * side:
            continue
        inside = red[top : top + height, left : left + width]
        # a ring has ink along its rim on all four sides; a red title has not
        if (
            area > RED_AT_LEAST * red.size
            and _is_ring(inside)
            and not _is_emblem(left + width / 2, top + height / 2, red)
        ):
            found.append((left / scale, top / scale, (left + width) / scale, (top + height) / scale))
    return [seal for seal in found if not _in_title(seal, found)]


def _in_title(seal: tuple[float, float, float, float], found: list[tuple[float, float, float, float]]) -> bool:
    """Whether a ring is a letter of a red title: others as large stand beside it, on one line."""
    high = seal[3] - seal[1]
    return any(
        other is not seal
        and abs(other[1] - seal[1]) < 0.3 * high
        and abs(other[3] - seal[3]) < 0.3 * high
        and min(abs(other[0] - seal[2]), abs(seal[0] - other[2])) < 1.2 * high
        for other in found
    )


def without_seals(picture: Picture, boxes: list[tuple[float, float, float, float]]) -> Picture:
    """The picture with the red ink taken out where seals lie, so that the black text under them can be read.

    Inks are told apart by how much light of each colour they take: black takes all alike, red leaves red.
    """
    if not boxes:
        return picture
    clean, (height, width) = picture.copy(), picture.shape[:2]
    for left, top, right, bottom in boxes:
        rim = 0.03 * (right - left)
        rows = slice(max(0, int(top - rim)), min(height, int(bottom + rim)))
        columns = slice(max(0, int(left - rim)), min(width, int(right + rim)))
        clean[rows, columns] = _black_only(picture[rows, columns])
    return clean


def _black_only(part: Any) -> Picture:
    light = part.astype(np.float32) + 1
    paper = np.percentile(light.reshape(-1, 3), 75, axis=0)
    taken = -np.log(np.clip(light / paper, 0.02, 1.2))
    of_red, of_others = taken[..., 2], (taken[..., 0] + taken[..., 1]) / 2
    more = of_others - of_red
    ink = more > max(0.5 * float(np.percentile(more, 99)), 0.15)
    share = np.percentile(of_red[ink] / np.maximum(of_others[ink], 1e-3), 40) if ink.sum() > 50 else 0.11
    share = float(np.clip(share, 0.05, 0.5))  # how much red light the red ink takes, of what it takes of others
    black = np.clip((of_red - share * np.maximum(of_others, of_red)) / (1 - share), 0, 4)
    return _bytes(np.clip(np.exp(-black)[..., None] * paper, 0, 255))


def _is_emblem(x: float, y: float, page: Any) -> bool:
    """Whether a ring stands where licences bear an emblem: at the top, in the middle."""
    height, width = page.shape
    return y < 0.27 * height and abs(x / width - 0.5) < 0.14


def _red(picture: Any) -> Any:
    hsv = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 0.8), cv2.COLOR_BGR2HSV)
    hue, rich, bright = hsv[..., 0], hsv[..., 1], hsv[..., 2]
    return (((hue < 9) | (hue > 168)) & (rich > 62) & (bright > 60)).astype(np.uint8) * 255


def _is_ring(ink: Any) -> bool:
    height, width = ink.shape
    ys, xs = np.nonzero(ink)
    if len(xs) < 40:
        return False
    around = np.arctan2(ys - height / 2, xs - width / 2)
    far = np.hypot((ys - height / 2) / (height / 2), (xs - width / 2) / (width / 2))
    rim = around[(far > 0.82) & (far < 1.08)]
    corner = ((far > 1.18).sum()) / len(xs)
    filled = len(np.unique(((rim + np.pi) / (2 * np.pi) * 24).astype(int)))
    return filled >= 17 and corner < 0.06 and len(rim) > 0.12 * len(xs)


def glare(picture: Picture) -> tuple[float, float, float, float] | None:
    """Where light burnt the paper out: much brighter than the paper around it, and without any grain."""
    scale = 500 / max(picture.shape[:2])
    gray = cv2.cvtColor(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    paper = float(np.percentile(gray, 70))
    if (
        paper > 215
    ):  # white paper in good light is as bright: nothing can be told (measured: saturated area alone fails)
        return None
    burnt = cv2.morphologyEx((gray > max(246, paper + 45)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(burnt)
    large = [row for row in stats[1:count] if row[4] > 0.012 * gray.size]
    if not large:
        return None
    left, top, width, height, _ = max(large, key=lambda row: row[4])
    return (left / scale, top / scale, (left + width) / scale, (top + height) / scale)


def portrait_backdrop(picture: Picture) -> str:
    """The backdrop's colour (白, 蓝, 红) when the picture is a portrait before one colour; else an empty text."""
    height, width = picture.shape[:2]
    if not 0.62 <= width / height <= 0.86:
        return ""
    small = cv2.resize(picture, (90, 120), interpolation=cv2.INTER_AREA)
    rim = np.concatenate(
        [small[:10].reshape(-1, 3), small[:55, :9].reshape(-1, 3), small[:55, -9:].reshape(-1, 3)]
    ).astype(np.float32)
    backdrop = np.median(rim, axis=0)
    off = np.linalg.norm(rim - backdrop, axis=1)
    if float(np.mean(off < 38)) < 0.9 or not _has_bust(small, backdrop):
        return ""
    return _colour_name(backdrop)


def _has_bust(small: Any, backdrop: NDArray[np.float32]) -> bool:
    """Skin in the middle, and shoulders broader than the head."""
    figure = np.linalg.norm(small.astype(np.float32) - backdrop, axis=2) > 45
    ycc = cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb)[..., 1:].astype(int)
    skin = (ycc[..., 0] > 133) & (ycc[..., 0] < 182) & (ycc[..., 1] > 75) & (ycc[..., 1] < 132)
    head, shoulders = figure[30:62].mean(axis=1).max(), figure[104:118].mean(axis=1).mean()
    face = float(skin[28:75, 27:63].mean())
    return 0.2 < head < 0.8 and shoulders > head * 1.1 and shoulders > 0.5 and face > 0.3


def _colour_name(colour: NDArray[np.float32]) -> str:
    blue, green, red = (float(part) for part in colour)
    if min(blue, green, red) > 200:
        return "白"
    if blue > red + 40 and blue > 100:
        return "蓝"
    return "红" if red > blue + 60 and red > green + 60 else "其他"


def likeness(picture: Picture) -> str:
    """A perceptual hash (64 bits as hex): near-equal pictures differ in few bits."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(gray, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[:8, :8].flatten()
    bits = waves > np.median(waves[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def _length(one: Any, other: Any) -> float:
    return float(np.linalg.norm(np.asarray(one) - np.asarray(other)))


def _bytes(picture: Any) -> Picture:
    return np.asarray(picture, dtype=np.uint8)
