"""Red ink is taken out so that what stands under a seal can be read; red letters of a title are no seals."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
import pytest

from yunchuang.adapters.ocr import looking, pixels
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.adapters.ocr.looking import Seen
from yunchuang.adapters.ocr.opening import OpenPage
from yunchuang.demo.papers import make
from yunchuang.domain.reading import names
from yunchuang.domain.reading.extract import Found, fields
from yunchuang.domain.reading.reading import PageFacts
from yunchuang.domain.reading.rows import rows_of
from yunchuang.domain.reading.text import Line

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


LICENCE = next(kind for kind in all_kinds() if kind.name == "营业执照")
OFFICE = "望川市柳溪县市场监督管理局"


@pytest.fixture(scope="module")
def unclear() -> Callable[[], Seen]:
    """A poor photograph on which the seal makes 年场 of 市场."""
    made = make.one(LICENCE.name, "L3", 4711, 10)
    seen = looking.look(OpenPage(made.picture), 1)
    assert made.truth["fields"]["登记机关"] == OFFICE
    assert value(seen) != OFFICE
    return lambda: Seen(seen.facts, seen.picture, seen.slant, seen.to_source)


def value(seen: Seen) -> str:
    return {one.name: one.value for one in fields(rows_of(seen.facts.lines), LICENCE)}["登记机关"]


@pytest.mark.slow
def test_an_office_under_a_seal_is_read_as_the_one_that_there_is(unclear: Callable[[], Seen]) -> None:
    assert value(looking.again(unclear(), LICENCE)) == OFFICE


@pytest.mark.slow
@pytest.mark.parametrize("city", ["安江市", "江川市", ""])
def test_the_city_of_the_address_does_not_hide_that_the_office_is_of_another(
    unclear: Callable[[], Seen], monkeypatch: pytest.MonkeyPatch, city: str
) -> None:
    def of_another(values: Iterable[tuple[str, float]]) -> str:
        return city

    monkeypatch.setattr(names, "city_of", of_another)

    assert value(looking.again(unclear(), LICENCE)).startswith("望川市柳溪")


def test_a_name_that_goes_on_in_the_next_row_is_left_as_it_was_read() -> None:
    people = next(kind for kind in all_kinds() if kind.name == "公司章程")
    one_row = [Line("股东：注娟艳", 100, 100, 280, 130)]
    wrapped = [Line("股东：注娟艳、周若、", 100, 100, 400, 130), Line("梁轩、李思", 190, 140, 340, 170)]

    def looked_at(lines: list[Line]) -> list[str]:
        facts = PageFacts(1, 500, 700, tuple(lines))
        found = {one.name: one for one in fields(rows_of(lines), people)}
        return [one.value for _, one, _ in looking._unclear_names(Seen(facts), people, found, ())]

    assert looked_at(one_row) == ["注娟艳"]
    assert looked_at(wrapped) == []


PERMIT = next(kind for kind in all_kinds() if kind.name == "食品经营许可证")


@pytest.mark.parametrize(
    ("as_read", "sure", "read"),
    [
        ("望川市云汀区市场监督管理局", 0.98, None),  # the other district is made no better
        ("望川市云汀区市场监督管理局", 0.9, "望川市云江区市场监督管理局"),
        ("望川市云汀区年场监督管理局", 0.98, "望川市云江区市场监督管理局"),  # no office is called so
    ],
)
def test_a_name_read_surely_is_turned_only_for_one_made_better(
    monkeypatch: pytest.MonkeyPatch, as_read: str, sure: float, read: str | None
) -> None:
    other = "望川市云江区市场监督管理局"
    monkeypatch.setattr(looking.engine, "chances_of", lambda _: None)
    monkeypatch.setattr(looking.chances, "likely", lambda _: {other: -1.0})
    monkeypatch.setattr(looking.chances, "of", lambda _, text: -2.5 if text == as_read else -99.0)
    rule = next(rule for rule in PERMIT.fields if rule.sort == "authority")
    found = Found(rule.name, as_read, sure, True, (100.0, 100.0, 500.0, 130.0))

    line = looking._likeliest(page(), rule, found, names.Around("望川市"))

    assert (line.text if line else None) == read
