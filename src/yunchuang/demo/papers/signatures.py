"""Signatures as pens make them: names in a hand's letters, or strokes run together. Nobody's hand."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from yunchuang.demo.papers.fonts import font

INKS = ((20, 24, 70), (28, 44, 130), (24, 24, 28), (16, 18, 40), (40, 60, 150))
SCALE = 3  # drawn larger, so that strokes have soft edges


def sign(image: Image.Image, x: float, y: float, name: str, size: int, rng: random.Random) -> float:
    """Write a name by hand with its top left near (x, y); returns where it ends."""
    ink = rng.choice(INKS)
    wide, high = int(size * (len(name) * 1.3 + 1)), int(size * 2.2)
    mask = Image.new("L", (wide * SCALE, high * SCALE), 0)
    if rng.random() < 0.45:
        end = _strokes(mask, name, size * SCALE, rng)
    else:
        end = _letters(mask, name, size * SCALE, rng)
    mask = mask.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC).resize((wide, high), Image.Resampling.LANCZOS)
    corner = (int(x), int(y - size * 0.4))
    under = image.crop((*corner, corner[0] + wide, corner[1] + high))
    over = ImageChops.multiply(under, Image.new("RGB", under.size, ink))
    under.paste(over, (0, 0), mask)
    image.paste(under, corner)
    return x + end / SCALE


def _letters(mask: Image.Image, name: str, size: int, rng: random.Random) -> float:
    draw, x = ImageDraw.Draw(mask), size * 0.2
    for char in name:
        grown = int(size * rng.uniform(1.0, 1.25))
        draw.text((x, size * 0.4 + rng.uniform(-0.12, 0.12) * size), char, font=font("hand", grown), fill=235)
        x += font("hand", grown).getlength(char) * rng.uniform(0.82, 1.0)
    return x


def _strokes(mask: Image.Image, name: str, size: int, rng: random.Random) -> float:
    """Strokes that a quick hand makes of each letter, some of them run on into the next."""
    draw, x = ImageDraw.Draw(mask), size * 0.2
    for _ in name:
        points = [(x, size * rng.uniform(0.8, 1.2))]
        for _ in range(rng.randrange(5, 9)):
            points.append((x + rng.uniform(-0.1, 0.85) * size, size * rng.uniform(0.45, 1.5)))
        points.append((x + size * rng.uniform(0.7, 1.0), size * rng.uniform(0.8, 1.2)))
        _pen(draw, _smooth(points), size, rng)
        x += size * rng.uniform(0.7, 0.95)
    if rng.random() < 0.3:  # a line under it, as some people end their name
        swing = [(x - size * 1.4, size * 1.55), (x, size * 1.45), (x + size * 0.3, size * 1.5)]
        _pen(draw, _smooth(swing), size, rng)
    return x


def _pen(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], size: int, rng: random.Random) -> None:
    """A stroke, thick where the pen was slow."""
    base = size * rng.uniform(0.028, 0.05)
    for (x0, y0), (x1, y1) in pairwise(points):
        speed = math.dist((x0, y0), (x1, y1)) / size
        radius = base * max(0.55, 1.5 - speed * 9)
        draw.line((x0, y0, x1, y1), fill=235, width=max(2, int(radius * 2)))
        draw.ellipse((x1 - radius, y1 - radius, x1 + radius, y1 + radius), fill=235)


def _smooth(points: list[tuple[float, float]], steps: int = 9) -> list[tuple[float, float]]:
    """Catmull–Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    found = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            found.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return [*found, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
