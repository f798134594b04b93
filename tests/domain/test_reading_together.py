"""The files of one requirement judged together, and what a guide wants of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_reading_findings import one, reading
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.domain.forms import fields
from yunchuang.domain.reading import form_names, told
from yunchuang.domain.reading.findings import RULES, make
from yunchuang.domain.reading.reading import Finding, Reading, from_data, to_data
from yunchuang.domain.reading.together import Judged, Sheet, judged
from yunchuang.domain.reading.wanted import Need, PhotoRule, PhotoRuleUnclear, need_of, photo_rule

ON = date(2026, 11, 23)
KINDS = {kind.name: kind for kind in all_kinds()}
CARD = Need((("身份证",),))
FRONT = replace(reading("身份证", 姓名="王静", 公民身份号码="319900195809219502"), sides=("人像面",))
BACK = replace(reading("身份证", 签发机关="望川市公安局", 有效期限="2010.01.01-2030.01.01"), sides=("国徽面",))
UNKNOWN = Reading(None, 0.1, True, 0, {}, (make("kind_unknown", page=1),), pages=1, text=("第二页",))


def judge(*readings: Reading, need: Need = CARD, on: date = ON, is_complete: bool = True) -> Judged:
    sheets = [Sheet(str(number), one, 30 * 1024) for number, one in enumerate(readings)]
    return judged(sheets, need, KINDS, on=on, is_complete=is_complete)


def rules(found: Judged) -> set[str]:
    return {one.rule for some in (*found.by_file.values(), found.whole) for one in some}


def test_front_and_back_on_two_photographs_are_one_card() -> None:
    assert rules(judge(FRONT, BACK)) == set()
    assert [one.facts["side"] for one in judge(FRONT).whole] == ["国徽面"]


def test_while_the_back_is_still_being_read_nobody_says_it_is_missing() -> None:
    assert rules(judge(FRONT, is_complete=False)) == set()


def test_a_paper_has_to_be_in_date_on_the_day_of_filing_and_not_on_the_day_of_reading() -> None:
    frozen = replace(BACK, findings=(Finding("expired", "error"),))

    assert rules(judge(FRONT, frozen)) == set()
    assert rules(judge(FRONT, BACK, on=date(2030, 1, 2))) == {"expired"}


def test_a_seal_on_the_last_page_seals_the_whole_paper() -> None:
    first = replace(reading("清税证明", 纳税人名称="甲"), sealed=False, findings=(make("seal_missing", page=1),))
    last = replace(reading("清税证明", 税务机关="乙"), sealed=True)
    need = Need((("清税证明",),))

    assert rules(judge(first, last, need=need)) == set()
    assert rules(judge(first, need=need)) == {"seal_missing"}


def test_the_second_page_of_a_contract_need_not_be_known_by_itself() -> None:
    lease = reading("租赁合同", 出租方="甲", 承租方="乙")
    need = Need((("租赁合同",),))

    signed = replace(UNKNOWN, text=("出租方(签字):甲",))

    assert rules(judge(lease, signed, need=need)) == set()
    assert rules(judge(UNKNOWN, need=need)) == {"kind_unknown"}


def test_a_contract_that_nobody_signed_lacks_its_last_page() -> None:
    lease = replace(reading("租赁合同", 出租方="甲", 承租方="乙"), text=("双方签字(盖章)之日起生效",))
    need = Need((("租赁合同",),))

    assert rules(judge(lease, need=need)) == {"end_missing"}
    assert rules(judge(replace(lease, text=("承租方(盖章):乙",)), need=need)) == set()
    assert rules(judge(replace(lease, text=("签订日期:2026年1月2日",)), need=need)) == set()


def test_where_the_guide_names_no_kind_an_unknown_paper_is_no_news() -> None:
    assert rules(judge(UNKNOWN, need=Need())) == set()


def test_pages_that_number_themselves_are_counted() -> None:
    lease = reading("租赁合同", 出租方="甲", 承租方="乙")
    need = Need((("租赁合同",),))
    pages = [replace(lease, text=(f"第 {number} 页 共 3 页",)) for number in (1, 3)]

    assert [one.facts["pages"] for one in judge(*pages, need=need).whole] == ["2"]
    assert rules(judge(*pages, replace(lease, text=("第2页，共3页",)), need=need)) == set()


def test_the_wrong_kind_and_every_paper_of_a_line() -> None:
    need = Need((("授权委托书",), ("身份证", "结婚证")))
    proxy = reading("授权委托书", 委托人="甲", 受托人="乙")

    assert rules(judge(reading("营业执照"), need=need)) == {"wrong_kind"}
    assert [one.facts["wanted"] for one in judge(proxy, need=need).whole] == ["身份证或结婚证"]
    assert rules(judge(proxy, FRONT, BACK, need=need)) == set()


def test_a_paper_that_another_requirement_wants_may_lie_in_the_wrong_place() -> None:
    need = Need(name="食品经营许可申请书", elsewhere=("食品经营许可证",))

    assert rules(judge(reading("食品经营许可证"), need=need)) == {"other_place"}
    assert rules(judge(reading("营业执照"), need=need)) == set()
    assert rules(judge(reading("食品经营许可证"), need=replace(need, name="原食品经营许可证或遗失声明"))) == set()


def test_a_photograph_keeps_its_items_rules() -> None:
    photo = replace(reading("证件照", 底色="红"), width_px=200, height_px=300)
    need = Need((("证件照",),), PhotoRule(352, 440, 40, 50, ("白",)))

    assert rules(judge(photo, need=need)) == {"photo_size", "photo_bytes", "photo_backdrop"}
    assert rules(judge(photo, need=Need((("证件照",),)))) == set()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("营业执照复印件", ("营业执照",)),
        ("本人居民身份证", ("身份证",)),
        ("纸质营业执照正、副本", ("营业执照",)),
        ("公司章程", ("公司章程",)),
        ("授权委托书和代理人身份证明", ()),
        ("含统一社会信用代码的证明或个人身份证明", ()),
        ("场所平面图", ()),
    ],
)
def test_a_name_tells_the_kind_only_where_it_is_nothing_but_its_name(name: str, kinds: tuple[str, ...]) -> None:
    assert need_of(name, (), "", all_kinds()).kinds == kinds


def test_a_guide_says_what_is_needed_and_kinds_that_nobody_knows_are_left_out() -> None:
    need = need_of("随便", ("营业执照或身份证", "从没听说过的证"), "", all_kinds())

    assert need.lines == (("营业执照", "身份证"),)


def test_a_photo_rule_is_written_in_plain_words() -> None:
    assert photo_rule("352×440 20–50K 白底") == PhotoRule(352, 440, 20, 50, ("白",))
    assert photo_rule("白底或蓝底") == PhotoRule(backdrops=("白", "蓝"))
    assert photo_rule(" ") is None
    for wrong in ("1 寸", "50-20K", "352×440 绿底", "像素"):
        with pytest.raises(PhotoRuleUnclear):
            photo_rule(wrong)


def test_form_fields_are_called_as_papers_call_them() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "title": "公司名称", "x-prefill": "company.name"},
            "b": {"type": "string", "title": "信用代码", "format": "credit-code"},
            "c": {"type": "string", "title": "住所（主要经营场所）"},
            "d": {"type": "string", "title": "经营者姓名"},
            "e": {"type": "string", "title": "联系人姓名", "x-prefill": "name"},
            "f": {"type": "string", "title": "新住所"},
        },
    }
    values = dict(zip("abcdef", ["甲公司", "91", "某路 1 号", "王静", "李芳", "别处"], strict=True))

    assert form_names.named(fields(schema), values) == {
        "名称": "甲公司",
        "统一社会信用代码": "91",
        "住所": "某路 1 号",
        "姓名": "王静",
        "法定代表人": "王静",
    }


def test_a_finding_keeps_its_name_while_it_says_the_same() -> None:
    finding = make("expired", page=1, box=(0, 0, 1, 1), field="有效期至", on="2020-01-01")

    assert told.key_of(finding, "material 1") == told.key_of(replace(finding, box=None), "material 1")
    assert told.key_of(finding, "material 1") != told.key_of(finding, "material 2")
    assert told.key_of(finding, "x") != told.key_of(replace(finding, facts={"on": "2021-01-01"}), "x")


def test_a_finding_is_as_sure_as_what_it_rests_on() -> None:
    faint = replace(one("2020年1月1日"), confidence=0.6)

    assert told.sure_of(make("expired", field="有效期至"), reading("食品经营许可证", 有效期至=faint)) == 0.6
    assert told.sure_of(make("file_empty"), None) > 0.9


@given(st.sampled_from(sorted(RULES)), st.text(max_size=20), st.floats(0, 1))
def test_every_finding_has_a_name_that_fits_its_column_and_a_share(rule: str, about: str, sure: float) -> None:
    faint = reading("食品经营许可证", 有效期至=replace(one("x"), confidence=sure))

    assert len(told.key_of(make(rule, field="有效期至"), about)) <= 64
    assert 0 <= told.sure_of(make(rule, field="有效期至"), faint) <= 1


@given(st.text(), st.floats(allow_nan=True, allow_infinity=True))
def test_whatever_strangers_write_can_be_kept_as_json(text: str, number: float) -> None:
    import json

    strange = Reading(
        None, number, True, 0, {}, (Finding("x", "info", facts={"value": text + "\x00\ud83d"}),), text=(text,)
    )
    kept = json.dumps(to_data(strange), allow_nan=False)

    assert "\\u0000" not in kept
    assert kept.encode("utf-8")
    assert json.loads(kept)["text"][0].encode("utf-8") is not None
    from_data(json.loads(kept))
