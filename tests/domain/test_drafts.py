"""A draft that two devices and a clerk write: in whatever order, no confirmed word is lost and the later save wins."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from yunchuang.domain import drafts
from yunchuang.domain.drafts import Author, Draft

OWNER, CLERK = 1, 2
FIELDS = ("name", "scope", "phone")
AUTHORS = {
    "phone": Author(OWNER, "citizen", is_owner=True),
    "computer": Author(OWNER, "citizen", is_owner=True),
    "desk": Author(CLERK, "clerk", is_owner=False),
}
SCREENS = st.sampled_from(sorted(AUTHORS))
WORDS = st.sampled_from(["", "甲", "乙", "丙", "丁"])


class TwoDevicesAndADesk(RuleBasedStateMachine):
    """Each screen knows the draft as of some version; the oracle is a list of every save that was acknowledged."""

    @initialize()
    def begin(self) -> None:
        self.draft = Draft()
        self.saves: list[tuple[str, str, Any]] = []  # field, screen, value
        self.knows: dict[str, int] = dict.fromkeys(AUTHORS, 0)
        self.confirmed: dict[str, Any] = {}
        self.history: dict[int, dict[str, Any]] = {0: {}}

    @rule(screen=SCREENS, name=st.sampled_from(FIELDS), value=WORDS)
    def save(self, screen: str, name: str, value: str) -> None:
        stood = self.draft.words.get(name)
        knew = self.history[self.knows[screen]].get(name)
        written = drafts.write(self.draft, {name: value}, AUTHORS[screen], seen=self.knows[screen])
        if written.changed:
            self.saves.append((name, screen, value))
            self.confirmed.pop(name, None)
            self.history[self.draft.version] = dict(self.draft.words)
            # whoever wrote over words that his page did not show is told them
            moved_since = self.draft_moved(name, screen, knew, stood)
            assert (name in written.over) == (moved_since and bool(stood))
            if name in written.over:
                assert written.over[name] == stood
                assert self.draft.entries[name]["was"]["value"] == stood

    def draft_moved(self, name: str, screen: str, knew: Any, stood: Any) -> bool:
        since = [one for version, one in self.history.items() if version > self.knows[screen]][:-1]
        values = [knew, *(one.get(name) for one in since)]
        return any(a != b for a, b in pairwise(values))

    @rule(screen=SCREENS)
    def look(self, screen: str) -> None:
        self.knows[screen] = self.draft.version

    @rule(names=st.sets(st.sampled_from(FIELDS)))
    def confirm(self, names: set[str]) -> None:
        seen = self.knows["phone"]
        before = {name: dict(entry) for name, entry in self.draft.entries.items()}
        done = drafts.confirm(self.draft, names, seen=seen)
        if done:
            self.history[self.draft.version] = dict(self.draft.words)
        for name in done:
            # only words that the phone had on its screen are taken as his own
            assert self.history[seen].get(name) == self.draft.words[name]
            assert before[name]["role"] == "clerk"
            self.confirmed[name] = self.draft.words[name]

    @invariant()
    def the_last_save_of_each_field_stands(self) -> None:
        last = {name: value for name, _screen, value in self.saves}
        assert self.draft.words == last

    @invariant()
    def what_was_confirmed_stands_until_somebody_writes_over_it(self) -> None:
        for name, value in self.confirmed.items():
            assert self.draft.words[name] == value
            assert self.draft.entries[name]["confirmed"]

    @invariant()
    def only_the_owners_own_words_need_no_confirmation(self) -> None:
        for name, entry in self.draft.entries.items():
            if entry["role"] == "clerk" and name not in self.confirmed:
                assert not entry["confirmed"]


TwoDevicesAndADesk.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
test_two_devices_and_a_desk = TwoDevicesAndADesk.TestCase

SOURCE = {"kind": "company", "name": "小满"}
SCHEMA = {
    "properties": {
        "name": {"type": "string"},
        "scope": {"type": "string"},
        "owners": {"type": "array", "items": {"type": "object", "properties": {"a": {}, "b": {}}}},
        "is_true": {"type": "boolean"},
    },
    "required": ["is_true"],
}


def test_the_share_of_what_was_carried_in_counts_cells_and_leaves_declarations_out():
    draft = Draft()
    carried = {"name": "小满", "owners": [{"a": "甲", "b": "1"}, {"a": "乙"}]}
    author = Author(OWNER, drafts.PREFILL, is_owner=True)
    drafts.write(draft, carried, author, sources={name: SOURCE for name in carried})
    drafts.write(draft, {"scope": "餐饮", "is_true": True}, AUTHORS["phone"])

    assert drafts.share(SCHEMA, draft) == drafts.Share(filled=5, prefilled=4, by_kind={"company": 4})


def test_a_carried_word_that_its_owner_changes_is_no_longer_carried():
    draft = Draft()
    author = Author(OWNER, drafts.PREFILL, is_owner=True)
    drafts.write(draft, {"name": "小满"}, author, sources={"name": SOURCE})

    drafts.write(draft, {"name": "大满"}, AUTHORS["phone"])

    assert drafts.share(SCHEMA, draft) == drafts.Share(filled=1, prefilled=0)
    assert draft.entries["name"]["was"]["value"] == "小满"
