"""What a question asks about an item, by the words people use."""

from __future__ import annotations

import pytest

from yunchuang.domain.facets import facet_of, without_facet


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("要带啥", "materials"),
        ("办这个需要哪些手续", "materials"),
        ("那要多久？", "time"),
        ("几天能拿证", "time"),
        ("收不收钱", "fee"),
        ("去哪儿办", "place"),
        ("谁可以申请", "condition"),
        ("流程是怎样的", "process"),
        ("办好发什么证", "result"),
        ("打哪个电话问", "phone"),
        ("我想开公司怎么办", ""),
        ("我们想领证", ""),
        ("", ""),
        ("😀", ""),
    ],
)
def test_the_words_say_which_part_of_the_guide_is_meant(question, facet):
    assert facet_of(question) == facet


def test_what_is_left_is_the_matter():
    assert without_facet("公司注销要多久") == "公司注销要"
