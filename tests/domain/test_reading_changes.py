"""What became of a paper that was brought anew, and how a finding is asked for."""

from __future__ import annotations

import pytest

from yunchuang.domain.materials import MarkReason
from yunchuang.domain.reading import asking, changes
from yunchuang.domain.reading.findings import RULES, make
from yunchuang.domain.reading.reading import FieldRead, Reading

BOX = (0.1, 0.1, 0.2, 0.2)


def paper(**fields: str | tuple[str, float]) -> Reading:
    read = {
        name: FieldRead(
            value if isinstance(value, str) else value[0], 0.9 if isinstance(value, str) else value[1], 1, BOX
        )
        for name, value in fields.items()
    }
    return Reading("食品经营许可证", 0.9, True, 0, read, (), pages=1)


def test_a_field_that_reads_otherwise_is_told_with_both_values():
    (change,) = changes.of_fields(
        [paper(有效期至="2025年1月9日", 姓名="王静")], [paper(有效期至="2030年1月9日", 姓名="王 静")]
    )

    assert (change.name, change.before.value, change.now.value) == ("有效期至", "2025年1月9日", "2030年1月9日")


def test_a_field_that_came_and_one_that_went_are_told():
    found = changes.of_fields([paper(住所="云溪路1号")], [paper(姓名="王静")])

    assert [(one.name, one.before is None, one.now is None) for one in found] == [
        ("姓名", True, False),
        ("住所", False, True),
    ]


def test_of_several_files_the_surest_reading_of_a_field_counts():
    assert changes.of_fields([paper(姓名="王静")], [paper(姓名=("王净", 0.4)), paper(姓名=("王静", 0.9))]) == []


def test_a_finding_is_gone_when_nothing_says_it_about_the_same_thing_any_more():
    expired = make("expired", page=1, field="有效期至", on="2025-01-09")
    later = make("expired", page=1, field="有效期至", on="2026-01-09")
    seal = make("seal_missing", page=1)

    assert changes.of_findings([expired], [seal]) == ([expired], [seal])
    assert changes.of_findings([expired], [later]) == ([], [])


@pytest.mark.parametrize(
    ("text", "against", "other"),
    [("云溪路12号", "云溪路21号", "2"), ("同样", "同样", ""), ("全新", "", "全新")],
)
def test_a_value_is_cut_where_it_is_other(text, against, other):
    found = changes.pieces(text, against)

    assert "".join(piece for piece, _ in found) == text
    assert "".join(piece for piece, is_other in found if is_other) == other


def test_every_rule_leads_to_a_reason_and_no_reason_is_kept_for_a_rule_that_is_gone():
    assert {asking.reason_for(rule) for rule in RULES} == set(MarkReason)
    assert set(asking._OF_RULE) <= set(RULES)


def test_the_gravest_finding_speaks_and_a_hint_alone_asks_for_nothing():
    assert asking.gravest([("glare", "warning"), ("expired", "error")]) == "expired"
    assert asking.gravest([("field_doubtful", "info")]) is None
    assert asking.reason_for("expired") is MarkReason.OUT_OF_DATE
    assert asking.reason_for("glare") is MarkReason.ILLEGIBLE
