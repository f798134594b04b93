"""What names are made of weighs, and never more than the picture may speak against it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.reading import names
from yunchuang.domain.reading.names import Around

CITY = "望川市"
PART = names.PART_WEIGHS


@pytest.mark.parametrize(
    ("name", "city", "parts"),
    [
        ("望川市云汀区市场监督管理局", CITY, 3),
        ("望川市云汀区市场监督管理局", "安江市", 2),
        ("望川市云汀区市场监督管理局", "", 2),
        ("某省望川市公安局", CITY, 3),
        ("国家税务总局望川市云汀区税务局", CITY, 4),
        ("国家税务总局望川市云汀区公安局", CITY, 2),  # that stands before no other office
        ("望川市云汀具市场监督管理局", CITY, 2),
        ("望川市云汀区市场监督管哩局", CITY, 0),
        ("", "", 0),
    ],
)
def test_each_part_that_fits_weighs_the_same(name: str, city: str, parts: int) -> None:
    assert names.weight_of_authority(name, Around(city)) == parts * PART


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("望圳市柳溪县市场监督管理局", "望川市柳溪县市场监督管理局"),
        ("望市柳溪县市场监督管理局", "望川市柳溪县市场监督管理局"),
        ("望川市柳溪昌市场盘督管理局", "望川市柳溪县市场监督管理局"),
        ("国家税务总县望川市南屏区税务局", "国家税务总局望川市南屏区税务局"),
        ("国家税总局望电市南屏区税务局", "国家税务总局望川市南屏区税务局"),
        ("望川市特种设备监修检验技术研究院", "望川市特种设备监督检验技术研究院"),
    ],
)
def test_the_name_that_was_meant_is_among_its_spellings(read: str, meant: str) -> None:
    assert meant in names.spellings(read, Around(CITY))
    assert read in names.spellings(read, Around(CITY))


def test_a_known_district_weighs_too_and_is_among_the_spellings() -> None:
    around = Around(CITY, ("望川市云汀区", "望川市临浦区"))

    assert names.weight_of_authority("望川市云汀区公安局", around) == 4 * PART
    assert names.weight_of_authority("望川市云江区公安局", around) == 3 * PART
    assert "国家税务总局望川市云汀区税务局" in names.spellings("国家税务总局望圳市云江区税务局", around)
    far = names.spellings("安江市清湾区公安局", Around("", around.places))
    assert not [one for one in far if "云汀" in one]  # too many letters off


@given(st.text("望川市云汀区县监督管理局国家税务总", max_size=24), st.sampled_from(["", CITY, "市"]))
def test_any_text_has_spellings_and_a_weight(name: str, city: str) -> None:
    assert name in names.spellings(name, Around(city))
    assert 0 <= names.weight_of_authority(name, Around(city)) <= 4 * PART


def test_the_city_is_the_one_that_stands_first_most_surely() -> None:
    values = [
        ("望川市云汀区滨江路1号", 0.9),
        ("望州市云汀区滨江路1号", 0.5),
        ("某某省望川市甲乙有限公司", 0.9),
        ("市场监督管理局", 1.0),
        ("滨江路1号", 1.0),
    ]

    assert names.city_of(values) == CITY
    assert names.city_of([]) == names.city_of([("滨江路望川", 1.0)]) == ""


@pytest.mark.parametrize(
    ("name", "is_unusual"),
    [
        ("沈艳桂", False),
        ("注艳桂", True),  # no family is called so
        ("欧阳文", False),
        ("赵远字", True),  # nobody is given such a letter
        ("林云军、龚娟艳", False),
        ("林云军、注娟艳", True),
        ("阿卜杜拉·买买提", False),  # not ours to judge
        ("JOHN SMITH", False),
        ("某某", True),
        ("", False),
    ],
)
def test_a_name_of_nobody_is_known(name: str, is_unusual: bool) -> None:
    assert names.are_unusual(name) is is_unusual


def test_people_weigh_by_family_and_by_each_letter() -> None:
    family, letter = names.FAMILY_WEIGHS, names.GIVEN_WEIGHS

    assert names.weight_of_people("沈艳桂") == family + 2 * letter
    assert names.weight_of_people("注艳桂") == 2 * letter
    assert names.weight_of_people("沈艳桂、赵远") == 2 * family + 3 * letter
    assert names.weight_of_people("阿卜杜拉·买买提") == 0


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_the_distance_is_one_of_letters(one: str, other: str) -> None:
    there = names.distance(one, other)

    assert there == names.distance(other, one)
    assert abs(len(one) - len(other)) <= there <= max(len(one), len(other))
    assert (there == 0) is (one == other)
