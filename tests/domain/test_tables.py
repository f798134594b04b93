"""The printed tables and the tables in the code say the same."""

from pathlib import Path

import pytest

from yunchuang.domain import calls, cases, tables, tickets

PAGE = Path(__file__).parents[2] / "docs" / "states.md"


def test_the_printed_page_is_in_step_with_the_tables():
    assert PAGE.read_text(encoding="utf-8") == tables.document(), f"print it again: {tables.PRINT_COMMAND}"


@pytest.mark.parametrize("module", [tickets, calls, cases], ids=lambda module: module.__name__)
def test_every_state_and_verb_has_a_chinese_word(module):
    kinds = [value for name, value in vars(module).items() if name.endswith(("State", "Verb"))]

    assert {member.value for kind in kinds for member in kind} == set(module.WORDS)
