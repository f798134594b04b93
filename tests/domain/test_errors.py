"""A broken rule is a fact with a stable code."""

import inspect

import pytest

from yunchuang.domain import errors
from yunchuang.domain.errors import CodeWrong, IllegalMove, MaterialsMissing, QueueEmpty, RuleBroken, TicketNotWaiting

EVERY_RULE = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, RuleBroken)]


def test_the_code_is_the_name_in_snake_case():
    assert QueueEmpty.code == "queue_empty"
    assert TicketNotWaiting.code == "ticket_not_waiting"
    assert RuleBroken.code == "rule_broken"


def test_facts_carry_what_the_words_need():
    assert CodeWrong(tries_left=3).facts == {"tries_left": 3}
    assert MaterialsMissing(["身份证"]).facts == {"names": ["身份证"]}
    assert QueueEmpty().facts == {}


def test_a_developer_reads_code_and_facts():
    assert str(CodeWrong(3)) == "code_wrong(tries_left=3)"


def test_a_ticket_that_does_not_wait_is_an_illegal_move():
    assert issubclass(TicketNotWaiting, IllegalMove)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.code)
def test_every_rule_has_its_own_code_and_says_what_it_means(rule):
    assert [other for other in EVERY_RULE if other.code == rule.code] == [rule]
    assert rule.__doc__
