"""What several papers of one case show together, and against the form: one company, one person; nothing twice.

Papers are named by their key (any word of the caller). Pure: readings in, findings out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from yunchuang.domain.reading import days, numbers
from yunchuang.domain.reading.findings import make
from yunchuang.domain.reading.reading import FieldRead, Finding, Reading
from yunchuang.domain.reading.text import plain

ALIKE_BITS: Final = 6  # perceptual hashes of the same sheet differ by fewer of their 64 bits
ALIKE: Final = 0.85  # of two long lines: so much the same is the same
_DIGITS: Final = re.compile(r"\d+")
SURE_ENOUGH: Final = 0.8  # what was read with more doubt raises no alarm

# Which fields of which kinds speak of the applicant's company; others (makers, landlords) speak of somebody else.
COMPANY_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "营业执照": ("名称",),
    "食品经营许可证": ("经营者名称",),
    "食品生产许可证": ("生产者名称",),
    "药品经营许可证": ("企业名称",),
    "特种设备使用登记表": ("使用单位名称",),
    "检验报告": ("使用单位",),
    "租赁合同": ("承租方",),
    "授权委托书": ("委托人",),
    "公司章程": ("公司名称",),
    "股东会决议": ("公司名称",),
    "清税证明": ("纳税人名称",),
}
COMPANY_CODES: Final = ("统一社会信用代码", "使用单位统一社会信用代码")
ADDRESSES: Final[Mapping[str, str]] = {"食品经营许可证": "经营场所", "租赁合同": "房屋坐落"}
SEATS: Final[Mapping[str, str]] = {
    "营业执照": "住所",
    "食品经营许可证": "住所",
    "食品生产许可证": "住所",
    "药品经营许可证": "注册地址",
}
AGENTS: Final[tuple[tuple[str, str, str], ...]] = (("授权委托书", "受托人", "受托人身份证号码"),)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was handed in: what was asked for in its place, and what was read."""

    key: str
    reading: Reading
    wanted: tuple[str, ...] = ()  # kinds that will do; none: anything
    place: str = ""  # what it was handed in for: twice for one place is once too often


@dataclass(frozen=True, slots=True)
class Expected:
    """What the case says by itself: kinds that must be there, and what the form holds."""

    kinds: tuple[str, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)  # 名称, 统一社会信用代码 …
    form_name: str = "表单"


@dataclass(frozen=True, slots=True)
class Said:
    """A value with where it stands."""

    where: str
    value: str
    read: FieldRead | None = None


def check(papers: Sequence[Paper], expected: Expected | None = None) -> dict[str, list[Finding]]:
    """Return the findings by the key of the paper; those of the whole case stand under an empty key."""
    expected = expected or Expected()
    found: dict[str, list[Finding]] = {}
    for key, finding in [
        *_kinds(papers, expected),
        *_duplicates(papers),
        *_agree("names_differ", _company_names(papers, expected), same_name),
        *_agree("codes_differ", _company_codes(papers, expected), same),
        *_agree("addresses_differ", _addresses(papers, expected), same_address),
        *_agree("addresses_differ", _seats(papers, expected), same_address),
        *_agree("people_differ", _heads(papers, expected), same),
        *_agree("dates_differ", _founded(papers, expected), same_day),
        *_agents(papers),
        *_applicant(papers, expected),
    ]:
        found.setdefault(key, []).append(finding)
    return found


def _kinds(papers: Sequence[Paper], expected: Expected) -> Iterator[tuple[str, Finding]]:
    for paper in papers:
        kind = paper.reading.kind
        if kind is not None and paper.wanted and kind not in paper.wanted:
            yield paper.key, make("wrong_kind", page=1, wanted="、".join(paper.wanted), found=kind)
    there = {paper.reading.kind for paper in papers}
    for kind in expected.kinds:
        if kind not in there:
            yield "", make("paper_missing", wanted=kind)


def _duplicates(papers: Sequence[Paper]) -> Iterator[tuple[str, Finding]]:
    for number, paper in enumerate(papers):
        for earlier in papers[:number]:
            if paper.place == earlier.place and are_same(paper.reading, earlier.reading):
                yield paper.key, make("duplicate", page=1, other=earlier.key)
                break


def are_same(one: Reading, other: Reading) -> bool:
    """Whether two files hold the same paper: the same bytes, or a picture as like as two shots and the same fields."""
    if one.sha256 and one.sha256 == other.sha256:
        return True
    if one.kind is None or one.kind != other.kind or not one.likeness or not other.likeness:
        return False
    apart = (int(one.likeness, 16) ^ int(other.likeness, 16)).bit_count()
    mine, theirs = _values(one), _values(other)
    if len(mine) >= 3 and mine == theirs and one.sides == other.sides:
        return True
    return apart <= ALIKE_BITS and bool(mine) and mine == theirs


def _values(reading: Reading) -> dict[str, str]:
    return {name: plain(one.value) for name, one in reading.fields.items() if one.confidence >= SURE_ENOUGH}


def _agree(
    rule: str, said: Sequence[tuple[str, Said]], same: Callable[[str, str], bool]
) -> Iterator[tuple[str, Finding]]:
    """Hold every value against the first, which is the form's or the licence's."""
    if not said:
        return
    _, first = said[0]
    for key, one in said[1:]:
        if not same(one.value, first.value):
            page, box = (one.read.page, one.read.box) if one.read else (None, None)
            facts = {"here": one.where, "value": one.value, "there": first.where, "other": first.value}
            yield key, make(rule, page=page, box=box, **facts)


def _first_form(expected: Expected, name: str) -> list[tuple[str, Said]]:
    value = expected.form.get(name, "").strip()
    return [("", Said(expected.form_name, value))] if value else []


def _in_order(papers: Sequence[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda paper: paper.reading.kind != "营业执照")  # the licence says what the name is


def _company_names(papers: Sequence[Paper], expected: Expected) -> list[tuple[str, Said]]:
    said = _first_form(expected, "名称")
    for paper in _in_order(papers):
        for name in COMPANY_NAMES.get(paper.reading.kind or "", ()):
            said += _said(paper, name, lambda value: len(value) >= 6)  # a person's name is no company's
    return said


def _company_codes(papers: Sequence[Paper], expected: Expected) -> list[tuple[str, Said]]:
    said = _first_form(expected, "统一社会信用代码")
    for paper in _in_order(papers):
        for name in COMPANY_CODES:
            said += _said(paper, name, numbers.is_credit_code)
    return said


def _addresses(papers: Sequence[Paper], expected: Expected) -> list[tuple[str, Said]]:
    said = _first_form(expected, "经营场所")
    for paper in papers:
        name = ADDRESSES.get(paper.reading.kind or "")
        if name:
            said += _said(paper, name, lambda value: len(value) >= 6)
    return said


def _seats(papers: Sequence[Paper], expected: Expected) -> list[tuple[str, Said]]:
    said = _first_form(expected, "住所")
    for paper in _in_order(papers):
        name = SEATS.get(paper.reading.kind or "")
        if name:
            said += _said(paper, name, lambda value: len(value) >= 6)
    return said


def _heads(papers: Sequence[Paper], expected: Expected) -> list[tuple[str, Said]]:
    said = _first_form(expected, "法定代表人")
    for paper in _in_order(papers):
        if paper.reading.kind in COMPANY_NAMES:
            said += _said(paper, "法定代表人", lambda value: 2 <= len(value) <= 4)
    return said


def _founded(papers: Sequence[Paper], expected: Expected) -> list[tuple[str, Said]]:
    said = _first_form(expected, "成立日期")
    for paper in papers:
        if paper.reading.kind == "营业执照":
            said += _said(paper, "成立日期", lambda value: days.first(value) is not None)
    return said


def _applicant(papers: Sequence[Paper], expected: Expected) -> Iterator[tuple[str, Finding]]:
    """The applicant of the form is one of those whose identity cards are there."""
    for name in ("公民身份号码", "姓名"):
        of_form = _first_form(expected, name)
        cards = [one for paper in papers if paper.reading.kind == "身份证" for one in _said(paper, name, bool)]
        if of_form and cards and all(not same(one.value, of_form[0][1].value) for _, one in cards):
            yield from _agree("people_differ", [of_form[0], cards[0]], same)
            return


def _agents(papers: Sequence[Paper]) -> Iterator[tuple[str, Finding]]:
    """The person who is empowered is the one whose identity card is there."""
    cards = [paper for paper in papers if paper.reading.kind == "身份证" and "公民身份号码" in paper.reading.fields]
    for paper in papers:
        for kind, person, number in AGENTS:
            if paper.reading.kind != kind or not cards:
                continue
            for name, of_card in ((number, "公民身份号码"), (person, "姓名")):
                mine = _said(paper, name, bool)
                theirs = [one for card in cards for one in _said(card, of_card, bool)]
                if mine and theirs and all(plain(mine[0][1].value) != plain(one.value) for _, one in theirs):
                    yield from _agree("people_differ", [theirs[0], mine[0]], same)
                    break


def _said(paper: Paper, name: str, is_one: Callable[[str], bool]) -> list[tuple[str, Said]]:
    one = paper.reading.fields.get(name)
    if one is None or one.confidence < SURE_ENOUGH or not is_one(one.value):
        return []
    return [(paper.key, Said(f"{paper.reading.kind}（{name}）", one.value, one))]


def same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def _bare(text: str) -> str:
    return re.sub(r"[()\[\]（）,.。，、·\-]", "", plain(text))


def same_name(one: str, other: str) -> bool:
    """The same but for brackets and signs."""
    return _bare(one) == _bare(other)


def same_address(one: str, other: str) -> bool:
    """The same, or one is the other with less before or behind: people leave out the city or the room."""
    mine, theirs = _bare(one), _bare(other)
    shorter, longer = sorted((mine, theirs), key=len)
    if shorter == longer or (len(shorter) >= 6 and (longer.startswith(shorter) or longer.endswith(shorter))):
        return True
    # one letter misread in a long line is no other address, another number is
    return _DIGITS.findall(mine) == _DIGITS.findall(theirs) and SequenceMatcher(None, mine, theirs).ratio() >= ALIKE


def same_day(one: str, other: str) -> bool:
    return days.first(one) == days.first(other)
