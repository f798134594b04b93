"""Red ink is taken out so that what stands under a seal can be read; red letters of a title are no seals."""

from __future__ import annotations

import cv2
import numpy as np

from yunchuang.adapters.ocr import pixels

RED, BLACK, PAPER = (40, 35, 200), (30, 30, 30), (225, 235, 235)


def page() -> pixels.Picture:
    return np.full((1800, 1280, 3), PAPER, np.uint8)


def sealed() -> pixels.Picture:
    """A seal with a black bar through it."""
    picture = page()
    cv2.circle(picture, (800, 1400), 110, RED, 10)
    cv2.circle(picture, (800, 1400), 30, RED, -1)
    cv2.rectangle(picture, (600, 1446), (1000, 1454), BLACK, -1)
    return picture


def test_red_ink_is_gone_and_black_ink_stays() -> None:
    picture = sealed()
    boxes = pixels.seals(picture)

    clean = pixels.without_seals(picture, boxes)

    assert len(boxes) == 1
    assert clean[1400, 800].min() > 190  # the red middle is paper now
    assert clean[1450, 800].max() < 60
    assert np.array_equal(clean[:1200], picture[:1200])
    assert pixels.seals(clean) == []


def test_a_page_without_a_seal_stays_as_it_is() -> None:
    picture = page()

    assert pixels.without_seals(picture, []) is picture


def test_rings_in_one_line_are_letters_of_a_title() -> None:
    picture = page()
    for number in range(4):
        cv2.circle(picture, (300 + number * 110, 700), 42, RED, 10)

    assert pixels.seals(picture) == []
