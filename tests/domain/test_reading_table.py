"""Papers and form side by side: what they say of the same things, and where it differs."""

from __future__ import annotations

from datetime import date

from yunchuang.domain.reading import table
from yunchuang.domain.reading.reading import FieldRead, Reading
from yunchuang.domain.reading.table import Row

BOX = (0.1, 0.1, 0.2, 0.2)
TODAY = date(2026, 11, 23)


def paper(kind: str, **fields: str) -> Reading:
    return Reading(
        kind, 0.9, True, 0, {name: FieldRead(value, 0.9, 1, BOX) for name, value in fields.items()}, (), pages=1
    )


def rows(papers: dict[str, Reading], form: dict[str, str] | None = None) -> dict[str, Row]:
    return {row.name: row for row in table.rows(list(papers.items()), form or {}, on=TODAY)}


def differing(row: Row) -> set[str]:
    return {key for key, cells in row.cells.items() if any(cell.differs for cell in cells)}


def test_a_name_is_held_against_the_form_and_cut_where_it_differs():
    found = rows({"1": paper("租赁合同", 承租方="云溪区老汪面馆")}, {"名称": "云溪区老王面馆"})["名称"]

    assert differing(found) == {"1"}
    assert [text for text, is_other in found.cells["1"][0].pieces if is_other] == ["汪"]


def test_without_a_form_the_licence_is_held_up_to_the_others():
    papers = {"1": paper("租赁合同", 承租方="云溪区老汪面馆"), "2": paper("营业执照", 名称="云溪区老王面馆")}

    assert differing(rows(papers)["名称"]) == {"1"}


def test_brackets_of_another_width_make_no_difference():
    found = rows({"1": paper("租赁合同", 承租方="云溪(上海)有限公司")}, {"名称": "云溪（上海）有限公司"})

    assert not found["名称"].differs


def test_several_people_may_have_a_part_but_whoever_is_named_must_be_one_whose_card_is_there():
    owner, agent = paper("身份证", 姓名="王静"), paper("身份证", 姓名="刘洋")
    letter = paper("授权委托书", 受托人="刘洋")

    assert not rows({"1": owner, "2": agent, "3": letter})["姓名"].differs
    assert differing(rows({"1": owner, "3": letter})["姓名"]) == {"3"}


def test_a_term_that_is_over_says_so_and_terms_need_not_agree():
    found = rows(
        {
            "1": paper("食品经营许可证", 有效期至="2025年1月9日"),
            "2": paper("租赁合同", 租赁期限="2020年1月1日至2030年1月1日"),
        }
    )

    assert {key: cells[0].is_over for key, cells in found["有效期"].cells.items()} == {"1": True, "2": False}
    assert not found["有效期"].differs


def test_of_nothing_nothing_is_said():
    assert rows({}) == {}
    assert rows({"1": paper("结婚证", 持证人="王静")}) == {}
