"""Where a paper wants to be signed, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.domain.reading.kinds import KindFileWrong, parse
from yunchuang.domain.reading.reading import PageFacts, SignaturePlace
from yunchuang.domain.reading.rows import rows_of
from yunchuang.domain.reading.signatures import BLANK, SIGNED, UNSURE, findings_of, places
from yunchuang.domain.reading.text import Line

MANDATE = next(kind for kind in all_kinds() if kind.name == "授权委托书")
LEASE = next(kind for kind in all_kinds() if kind.name == "租赁合同")


def line(text: str, left: float = 100, top: float = 100) -> Line:
    return Line(text, left, top, left + 20 * len(text), top + 20)


def labels(*lines: Line) -> list[str]:
    return [place.label for place in places(rows_of(lines), MANDATE, 1000)]


def page(*states: str, label: str = "委托人（签字）") -> PageFacts:
    found = tuple(SignaturePlace(label, 1, (10, 10, 50, 20), state) for state in states)
    return PageFacts(1, 100, 100, (), signatures=found)


def told(*states: str, sealed: bool = False, label: str = "委托人（签字）") -> list[str]:
    return [rule for rule, _ in findings_of(MANDATE, [page(*states, label=label)], sealed=sealed)]


@pytest.mark.parametrize("text", ["委托人（签字）：", "委托人签字:", "法定代表人（签字）", "受托人（签字）：王静"])
def test_a_label_that_wants_a_signature_is_a_place(text: str) -> None:
    assert len(labels(line(text))) == 1


@pytest.mark.parametrize(
    "text", ["本合同自双方签字（盖章）之日起生效。", "受托人签署的文件，我方均予承认。", "签字人应当年满十八周岁"]
)
def test_running_text_that_speaks_of_signing_is_none(text: str) -> None:
    assert labels(line(text)) == []


def test_two_parties_side_by_side_are_two_places_and_the_first_ends_at_the_second() -> None:
    both = places(rows_of([line("甲方签字：", 100), line("乙方签字：", 500)]), LEASE, 1000)

    assert [place.label for place in both] == ["甲方签字", "乙方签字"]
    assert both[0].until == 500
    assert both[1].until == 1000


def test_a_blank_place_is_told_and_a_signed_one_is_not() -> None:
    assert told(SIGNED) == []
    assert told(SIGNED, BLANK) == ["signature_missing"]


def test_doubt_is_told_once() -> None:
    assert told(UNSURE, UNSURE) == ["signature_untold"]


def test_a_place_for_signature_or_seal_is_content_with_a_seal() -> None:
    assert told(BLANK, sealed=True, label="委托人（签章）") == []
    assert told(BLANK, sealed=False, label="委托人（签章）") == ["signature_missing"]
    assert told(BLANK, sealed=True) == ["signature_missing"]


def test_without_any_place_only_a_kind_that_must_be_signed_says_that_it_cannot_tell() -> None:
    expected = replace(MANDATE, signature="expected")

    assert told() == ["signature_untold"]
    assert list(findings_of(expected, [page()], sealed=False)) == []


def test_a_kind_file_says_where_a_signature_belongs() -> None:
    wanted = {"name": "x", "signature": "required", "signed_at": ["委托人（签字）"]}

    assert parse(wanted, where="x").signed_at == ("委托人(签字)",)
    with pytest.raises(KindFileWrong):
        parse(wanted | {"signed_at": "签字"}, where="x")
