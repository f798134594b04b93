"""Questions whose answers say what a person's own matter asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain import situations
from yunchuang.domain.situation_check import check, ways
from yunchuang.domain.situations import SituationsWrong, evaluate, kept, materials, parse, plain

REQUIRED = {"application": True, "layout": True, "machines": False, "proxy": False, "licence": False}
ITEMS = {"food-permit", "prepacked-food-filing"}


def question(code: str, *options: str, when: dict[str, list[str]] | None = None) -> dict:
    return {"code": code, "ask": f"{code}？", "when": when or {}, "options": [{"code": o, "text": o} for o in options]}


def tree(*questions: dict, outcomes: list[dict]):
    return parse({"questions": list(questions), "outcomes": outcomes})


FOOD = tree(
    question("kind", "meal", "packed"),
    question("machines", "yes", "no", when={"kind": ["meal"]}),
    question("proxy", "self", "other", when={"kind": ["meal"]}),
    outcomes=[
        {"when": {"kind": ["packed"]}, "instead": "prepacked-food-filing", "note": "只卖包装食品，备案就行。"},
        {"when": {"machines": ["yes"]}, "needs": ["machines"], "limits": {"promised_working_days": 8}},
        {"when": {"proxy": ["other"]}, "needs": ["proxy"]},
        {"when": {"kind": ["meal"]}, "spares": ["licence"]},
    ],
)


def findings(broken, *, required=REQUIRED, items=ITEMS) -> set[tuple[str, str, str]]:
    return {(one.code, one.where, one.what) for one in check(broken, required=required, items=items)}


def test_only_what_ones_own_answers_ask_for_is_in_the_list():
    mine = materials(FOOD, {"kind": "meal", "machines": "no", "proxy": "other"}, REQUIRED)

    assert mine == {"application": True, "layout": True, "proxy": True}


def test_as_long_as_a_question_is_open_what_it_could_ask_for_stays_as_optional():
    mine = materials(FOOD, {"kind": "meal", "machines": "yes"}, REQUIRED)

    assert mine == {"application": True, "layout": True, "machines": True, "proxy": False}


def test_what_no_answer_to_come_can_ask_for_is_left_out_at_once():
    assert materials(FOOD, {"kind": "meal", "machines": "no"}, REQUIRED) == {
        "application": True,
        "layout": True,
        "proxy": False,
    }


def test_limits_notes_and_the_right_item_follow_from_the_answers():
    assert evaluate(FOOD, {"kind": "meal", "machines": "yes", "proxy": "self"}).limits == {"promised_working_days": 8}
    assert evaluate(FOOD, {"kind": "packed"}).instead == "prepacked-food-filing"
    assert evaluate(FOOD, {"kind": "packed"}).notes == ("只卖包装食品，备案就行。",)


def test_the_next_question_is_the_first_that_is_asked_and_open():
    assert [q.code for q in evaluate(FOOD, {}).open] == ["kind"]
    assert [q.code for q in evaluate(FOOD, {"kind": "meal"}).open] == ["machines", "proxy"]
    assert evaluate(FOOD, {"kind": "packed"}).is_complete


def test_answers_to_what_is_not_asked_mean_nothing():
    assert kept(FOOD, {"kind": "packed", "machines": "yes", "else": "x", "proxy": "<b>"}) == {"kind": "packed"}


def test_a_tree_that_is_right_has_nothing_to_find():
    assert check(FOOD, required=REQUIRED, items=ITEMS) == []


def test_without_questions_the_guides_own_list_stands():
    assert materials(parse({}), {}, REQUIRED) == REQUIRED
    assert check(parse(None), required=REQUIRED, items=ITEMS) == []


def test_a_question_that_no_way_reaches_is_found():
    broken = tree(
        question("a", "x", "y"),
        question("b", "x", when={"a": ["x"]}),
        question("c", "x", when={"a": ["y"], "b": ["x"]}),
        outcomes=[{"when": {"c": ["x"]}, "note": "n"}],
    )

    assert {("never_asked", "c", ""), ("never_holds", "#1", "")} <= findings(broken)


def test_a_way_that_ends_with_nothing_to_hand_in_and_nothing_said_is_a_dead_end():
    broken = tree(question("a", "x", "y"), outcomes=[{"when": {"a": ["x"]}, "needs": ["layout"]}])

    found = check(broken, required={"layout": True}, items=ITEMS)

    assert [(one.code, one.way) for one in found] == [("dead_end", {"a": "y"})]


def test_what_is_both_asked_for_and_spared_is_a_contradiction():
    broken = tree(
        question("a", "x"),
        question("b", "x", "y"),
        outcomes=[{"when": {"a": ["x"]}, "needs": ["layout"]}, {"when": {"b": ["y"]}, "spares": ["layout"]}],
    )

    found = check(broken, required=REQUIRED, items=ITEMS)

    assert [(one.code, one.what, one.way) for one in found] == [("needed_and_spared", "layout", {"a": "x", "b": "y"})]


def test_two_limits_or_two_right_items_at_once_are_contradictions():
    broken = tree(
        question("a", "x"),
        outcomes=[
            {"when": {"a": ["x"]}, "limits": {"promised_working_days": 3}, "instead": "food-permit"},
            {"limits": {"promised_working_days": 5}, "instead": "prepacked-food-filing"},
        ],
    )

    assert {code for code, *_ in findings(broken)} == {"two_limits", "two_instead"}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ({"when": {"a": ["x"]}, "needs": ["gone"]}, ("unknown_material", "#1", "gone")),
        ({"when": {"a": ["x"]}, "spares": ["gone"]}, ("unknown_material", "#1", "gone")),
        ({"when": {"a": ["x"]}, "items": ["gone"]}, ("unknown_item", "#1", "gone")),
        ({"when": {"a": ["x"]}, "instead": "gone"}, ("unknown_item", "#1", "gone")),
        ({"when": {"z": ["x"]}, "note": "n"}, ("unknown_question", "#1", "z")),
        ({"when": {"a": ["z"]}, "note": "n"}, ("unknown_option", "#1", "a=z")),
    ],
)
def test_names_of_nothing_are_found(outcome, expected):
    assert expected in findings(tree(question("a", "x"), outcomes=[outcome]))


def test_a_question_that_waits_for_a_later_one_is_found():
    broken = tree(question("a", "x", when={"b": ["x"]}), question("b", "x"), outcomes=[])

    assert ("asked_later", "a", "b") in findings(broken)


def test_questions_without_answers_twice_the_same_or_for_nothing_are_found():
    broken = tree(question("a"), question("a", "x", "x"), question("b", "x"), outcomes=[{"when": {"a": ["x"]}}])

    assert {("no_options", "a", ""), ("same_code", "a", ""), ("same_code", "a", "options")} <= findings(broken)
    assert ("changes_nothing", "b", "") in findings(broken)


def test_a_tree_too_wide_to_be_sure_of_is_said_to_be():
    wide = tree(*(question(f"q{n}", "a", "b") for n in range(14)), outcomes=[{"when": {"q13": ["a"]}, "note": "n"}])

    assert "too_wide" in {code for code, *_ in findings(wide)}


@pytest.mark.parametrize(
    "data",
    [
        {"questions": "x"},
        {"questions": [{"ask": "without a code"}]},
        {"questions": [question(f"q{n}", "a") for n in range(21)]},
        {"outcomes": [{"limits": {"weeks": 3}}]},
        {"outcomes": [{"limits": {"promised_working_days": -1}}]},
        {"outcomes": [{"limits": {"promised_working_days": True}}]},
        {"outcomes": [{"when": {"a": [1]}}]},
        {"outcomes": [7]},
    ],
)
def test_what_is_not_a_tree_is_refused(data):
    with pytest.raises(SituationsWrong):
        parse(data)


codes = st.sampled_from(["a", "b", "c", "d"])
conditions = st.dictionaries(
    codes, st.lists(st.sampled_from(["x", "y"]), min_size=1, max_size=2, unique=True), max_size=2
)
options = st.lists(st.sampled_from(["x", "y"]), unique=True)
questions = st.builds(lambda code, some, when: question(code, *some, when=when), codes, options, conditions)
outcomes = st.fixed_dictionaries(
    {
        "when": conditions,
        "needs": st.lists(st.sampled_from([*REQUIRED, "gone"]), max_size=2),
        "spares": st.lists(st.sampled_from([*REQUIRED]), max_size=1),
        "note": st.sampled_from(["", "n"]),
    }
)
trees = st.fixed_dictionaries(
    {"questions": st.lists(questions, max_size=4), "outcomes": st.lists(outcomes, max_size=4)}
)


@given(trees)
def test_a_tree_written_out_and_read_again_is_the_same(data):
    read = parse(data)

    assert parse(plain(read)) == read


@given(trees, st.dictionaries(codes, st.sampled_from(["x", "y", "z"])))
def test_no_answers_whatever_ask_for_a_material_that_the_guide_does_not_know(data, answers):
    mine = materials(parse(data), answers, REQUIRED)

    assert set(mine) <= set(REQUIRED)
    assert list(mine) == [code for code in REQUIRED if code in mine]


@given(trees)
def test_every_way_through_a_tree_without_errors_ends_with_something_for_the_person(data):
    read = parse(data)
    if any(one.is_error for one in check(read, required=REQUIRED, items=ITEMS)):
        return

    for way in ways(read):
        outcome = situations.evaluate(read, way)
        assert outcome.is_complete
        assert outcome.notes or outcome.items or outcome.instead or materials(read, way, REQUIRED)
        assert not outcome.needs & outcome.spares
