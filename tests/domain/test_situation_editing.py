"""Changing the questions of an item."""

from __future__ import annotations

from yunchuang.domain import situation_editing as editing
from yunchuang.domain.situations import Consequence, Option, Question, parse

TREE = parse(
    {
        "questions": [
            {
                "code": "kind",
                "ask": "卖什么？",
                "options": [{"code": "meal", "text": "饭"}, {"code": "loose", "text": "散"}],
            },
            {
                "code": "who",
                "ask": "谁办？",
                "when": {"kind": ["meal", "loose"]},
                "options": [{"code": "a", "text": "我"}],
            },
        ],
        "outcomes": [
            {"when": {"kind": ["meal"], "who": ["a"]}, "note": "n"},
            {"when": {"kind": ["loose"]}, "note": "m"},
        ],
    }
)


def test_a_question_is_added_changed_and_moved():
    more = editing.put_question(TREE, Question("new", "还有？", "", {}, (Option("y", "有"),)), place=1)
    changed = editing.put_question(more, Question("who", "谁来办？", "", {}, (Option("a", "我"),)))

    assert [one.code for one in changed.questions] == ["new", "kind", "who"]
    assert changed.questions[2].ask == "谁来办？"


def test_an_answer_that_goes_leaves_no_condition_behind():
    changed = editing.put_question(TREE, Question("kind", "卖什么？", "", {}, (Option("loose", "散"),)))

    assert changed.questions[1].when == {"kind": ("loose",)}
    assert changed.consequences[0].when == {"who": ("a",)}


def test_a_question_that_goes_leaves_no_condition_behind():
    changed = editing.drop_question(TREE, "kind")

    assert [one.code for one in changed.questions] == ["who"]
    assert changed.questions[0].when == {}
    assert [one.when for one in changed.consequences] == [{"who": ("a",)}, {}]


def test_what_follows_is_added_changed_and_taken_out():
    note = Consequence({}, (), (), (), "", {}, "新")

    assert editing.put_consequence(TREE, 0, note).consequences[-1] == note
    assert editing.put_consequence(TREE, 1, note).consequences[0] == note
    assert [one.note for one in editing.drop_consequence(TREE, 1).consequences] == ["m"]


def test_answers_keep_their_codes_and_new_ones_get_one():
    named = [("meal", "饭"), ("", "新的"), ("loose", ""), ("", "")]

    assert editing.options(named) == (Option("meal", "饭"), Option("o1", "新的"))
    assert editing.new_code("q", {"q1", "q2"}) == "q3"
