"""The files of kinds that come along, and the reader of such files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.architecture.source import ROOT
from yunchuang.adapters.ocr import fake
from yunchuang.adapters.ocr.kind_files import all_kinds, loads
from yunchuang.demo.papers.make import KINDS
from yunchuang.domain.reading.kinds import KindFileWrong

WANTED = (
    *("营业执照", "身份证", "食品经营许可证", "食品生产许可证", "药品经营许可证", "特种设备使用登记表", "检验报告"),
    *("产品合格证", "租赁合同", "不动产权证书", "授权委托书", "公司章程", "股东会决议", "清税证明", "结婚证", "退役证"),
    "证件照",
)
LICENCE = (
    "名称",
    "统一社会信用代码",
    "类型",
    "法定代表人",
    "经营范围",
    "注册资本",
    "成立日期",
    "营业期限",
    "住所",
    "登记机关",
)
CARD = ("姓名", "性别", "民族", "出生", "住址", "公民身份号码", "签发机关", "有效期限")


def test_every_kind_is_described_and_can_be_drawn() -> None:
    assert {kind.name for kind in all_kinds()} == set(WANTED) == set(KINDS) - {"unknown"}


def test_the_names_of_the_licence_and_the_card_stay() -> None:
    names = {kind.name: tuple(rule.name for rule in kind.fields) for kind in fake.make().kinds()}

    assert names["营业执照"] == LICENCE
    assert names["身份证"] == CARD


def test_every_kind_and_field_is_told_in_the_docs() -> None:
    page = (ROOT / "docs" / "materials.md").read_text(encoding="utf-8")

    rows = {
        f"| {kind.name} | {'、'.join(kind.also)} | {' · '.join(f.name for f in kind.fields)} |" for kind in all_kinds()
    }
    assert not [row for row in rows if row not in page]


@pytest.mark.parametrize("content", [b"a = " + b"1" * 5_000, b"a = " + b"[" * 20_000, b"a.b" * 3_000])
def test_numbers_without_end_and_brackets_without_end_are_refused(content: bytes) -> None:
    with pytest.raises(KindFileWrong):
        loads(content, where="stranger.toml")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(max_examples=60)
def test_a_file_that_is_no_kind_is_refused_and_nothing_else_happens(content: bytes) -> None:
    with pytest.raises(KindFileWrong):
        loads(content, where="stranger.toml")
