"""What a paper shows by itself, and what several show together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.reading_codes import A, B
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.domain.reading.across import Expected, Paper, check
from yunchuang.domain.reading.findings import RULES, credit_codes_in, with_findings
from yunchuang.domain.reading.reading import SEVERITIES, FieldRead, PageFacts, Reading, from_data, refused, to_data

TODAY = date(2026, 11, 23)


def one(value: str, *, good: bool = True) -> FieldRead:
    return FieldRead(value, 0.99, 1, (0.1, 0.1, 0.4, 0.2), good)


def reading(kind: str, *, sealed: bool = True, codes: tuple[str, ...] = (), **values: str | FieldRead) -> Reading:
    fields = {name: value if isinstance(value, FieldRead) else one(value) for name, value in values.items()}
    return Reading(
        kind, 0.9, True, 0, fields, (), pages=1, sealed=sealed, codes=codes, text=("x",), sides=("人像面", "国徽面")
    )


def rules(read: Reading, *, coloured: bool = True) -> set[str]:
    kind = next(kind for kind in all_kinds() if kind.name == read.kind)
    page = PageFacts(1, 100, 100, (), sharpness=500, coloured=coloured)
    return {f.rule for f in with_findings(read, kind, [page], today=TODAY).findings} - {"field_missing"}


def permit(**values: str | FieldRead) -> Reading:
    return reading("食品经营许可证", **values)


@pytest.mark.parametrize(
    ("until", "found"), [("2026年11月22日", {"expired"}), ("2026年11月23日", set()), ("长期", set())]
)
def test_a_paper_is_in_date_on_its_last_day(until: str, found: set[str]) -> None:
    assert rules(permit(有效期至=until)) == found


def test_a_wrong_check_digit_is_told() -> None:
    assert rules(permit(统一社会信用代码=one("91319900MA0000000X", good=False))) == {"check_digit_wrong"}


def test_a_seal_is_missed_in_colour_and_not_told_in_black_and_white() -> None:
    assert rules(replace(permit(), sealed=False)) == {"seal_missing"}
    assert rules(replace(permit(), sealed=False), coloured=False) == {"seal_untold"}


def test_the_code_of_the_qr_is_held_against_the_printed_one() -> None:
    payload = f"https://gsxt.example.invalid/?id={B}&x=1"

    assert credit_codes_in(payload) == [B]
    assert rules(reading("营业执照", codes=(payload,), 统一社会信用代码=A)) == {"code_differs"}
    assert rules(reading("营业执照", codes=(payload,), 统一社会信用代码=B)) == set()


def test_birth_and_sex_are_held_against_the_number() -> None:
    assert rules(reading("身份证", 公民身份号码="319900195809219502", 出生="1958年9月21日", 性别="女")) == set()
    assert rules(reading("身份证", 公民身份号码="319900195809219502", 出生="1958年9月12日", 性别="女")) == {
        "birth_differs"
    }


def test_a_side_that_is_not_there_is_told() -> None:
    assert rules(replace(reading("身份证", 公民身份号码="319900195809219502"), sides=("人像面",))) == {"side_missing"}


def test_one_company_over_all_papers_and_the_form() -> None:
    papers = [
        Paper("permit", permit(经营者名称="望川市清禾食品有限公司")),
        Paper("licence", reading("营业执照", 名称="望川市云帆食品有限公司")),
    ]

    assert [f.rule for f in check(papers)["permit"]] == ["names_differ"]
    assert set(check(papers, Expected(form={"名称": "望川市清禾食品有限公司"}))) == {"licence"}


def test_brackets_and_a_shorter_address_do_not_differ() -> None:
    papers = [
        Paper("a", reading("营业执照", 名称="云帆（望川）食品有限公司")),
        Paper("b", permit(经营者名称="云帆(望川)食品有限公司", 经营场所="望川市南屏区文昌路8号一层")),
        Paper("c", reading("租赁合同", 房屋坐落="南屏区文昌路8号一层", 承租方="云帆（望川）食品有限公司")),
    ]

    assert check(papers) == {}


def test_the_wrong_kind_and_a_paper_that_is_not_there() -> None:
    found = check([Paper("a", permit(), wanted=("营业执照",))], Expected(kinds=("营业执照",)))

    assert [f.rule for f in found["a"]] == ["wrong_kind"]
    assert [f.rule for f in found[""]] == ["paper_missing"]


def test_one_paper_for_two_requirements_is_not_twice() -> None:
    twin = replace(permit(经营者名称="望川市清禾食品有限公司"), sha256="ab")

    assert check([Paper("a", twin, place="licence"), Paper("b", twin, place="proof")]) == {}


def test_a_letter_misread_is_no_other_address_and_another_number_is() -> None:
    licence = Paper("a", reading("营业执照", 住所="望川市南屏区文昌路八号商务大厦12层"))

    assert check([licence, Paper("b", permit(住所="望川市南屏区文昌路八号商务大夏12层"))]) == {}
    assert [f.rule for f in check([licence, Paper("b", permit(住所="望川市南屏区文昌路八号商务大厦21层"))])["b"]] == [
        "addresses_differ"
    ]


def test_the_head_and_the_day_of_founding_are_those_of_the_form() -> None:
    licence = Paper("a", reading("营业执照", 法定代表人="王静", 成立日期="2020年03月01日"))

    assert check([licence], Expected(form={"法定代表人": "王静", "成立日期": "2020-03-01"})) == {}
    found = check([licence], Expected(form={"法定代表人": "李芳", "成立日期": "2020-03-02"}))
    assert {f.rule for f in found["a"]} == {"people_differ", "dates_differ"}


def test_the_applicant_of_the_form_is_one_of_the_cards() -> None:
    cards = [
        Paper("a", reading("身份证", 姓名="王静", 公民身份号码="319900195809219502")),
        Paper("b", reading("身份证", 姓名="李芳", 公民身份号码="319900195705255023")),
    ]

    assert check(cards, Expected(form={"公民身份号码": "319900195705255023", "姓名": "李芳"})) == {}
    assert {f.rule for f in check(cards, Expected(form={"姓名": "赵敏"}))["a"]} == {"people_differ"}


def test_the_same_file_twice_is_told_once() -> None:
    twin = replace(permit(经营者名称="望川市清禾食品有限公司"), sha256="ab")

    assert [f.rule for f in check([Paper("a", twin), Paper("b", twin)])["b"]] == ["duplicate"]


def test_the_agent_is_the_person_of_the_card() -> None:
    card = reading("身份证", 姓名="王静", 公民身份号码="319900195809219502")
    mandate = reading("授权委托书", 受托人="王静", 受托人身份证号码="319900195809219502")
    other = reading("授权委托书", 受托人="李芳", 受托人身份证号码="319900195705255023")

    assert check([Paper("card", card), Paper("m", mandate)]) == {}
    assert [f.rule for f in check([Paper("card", card), Paper("m", other)])["m"]] == ["people_differ"]


def test_what_is_read_with_doubt_raises_no_alarm() -> None:
    doubtful = FieldRead("望川市青禾食品有限公司", 0.5, 1, (0, 0, 1, 1))
    papers = [Paper("a", reading("营业执照", 名称="望川市清禾食品有限公司")), Paper("b", permit(经营者名称=doubtful))]

    assert check(papers) == {}


def test_a_reading_survives_the_pipe() -> None:
    before = with_findings(permit(有效期至="2020年1月1日"), None, [], today=TODAY)

    assert from_data(to_data(before)) == before
    assert set(RULES.values()) <= set(SEVERITIES)
    assert not refused("file_empty").legible
