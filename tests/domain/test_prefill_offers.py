"""Papers arrive, change and are taken back while a person writes: nothing that he wrote or confirmed is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from yunchuang.domain import drafts
from yunchuang.domain.drafts import Author, Draft
from yunchuang.domain.prefill import offers
from yunchuang.domain.prefill.offers import Offer

OWNER, CLERK = 1, 2
CITIZEN = Author(OWNER, drafts.CITIZEN, is_owner=True)
DESK = Author(CLERK, "clerk", is_owner=False)
NOBODY = Author(OWNER, drafts.PREFILL, is_owner=True)
FIELDS = ("name", "code", "head")
NAMES = st.sampled_from(FIELDS)
WORDS = st.sampled_from(["甲", "乙", "丙"])


def paper(material: int, value: str, *, is_sure: bool = True) -> Offer:
    return Offer(value, {"kind": "paper", "name": "营业执照", "material": material, "page": 1}, is_sure)


class Papers(RuleBasedStateMachine):
    """The oracle keeps, for each field, what a person last did to it, and decides anew what ought to stand there."""

    @initialize()
    def begin(self) -> None:
        self.draft = Draft()
        self.papers: dict[int, dict[str, tuple[str, bool]]] = {}
        self.next_paper = 1
        self.typed: dict[str, tuple[str, bool]] = {}  # the word a person wrote, and whether it is the owner's own
        self.carried: dict[str, tuple[int, str]] = {}  # material and word, while nobody has confirmed it
        self.taken: dict[str, tuple[str, int | None]] = {}  # confirmed as it was carried, or chosen
        self.under: dict[str, tuple[str, bool]] = {}  # what stood before the desk took an offer

    # what the papers in use have for a field, oldest first
    def known(self, name: str) -> list[tuple[int, str, bool]]:
        return [(number, *of[name]) for number, of in sorted(self.papers.items()) if name in of]

    def offers(self) -> dict[str, list[Offer]]:
        found = {name: [paper(m, v, is_sure=sure) for m, v, sure in self.known(name)] for name in FIELDS}
        return {name: some for name, some in found.items() if some}

    def settle(self) -> None:
        offers.settle(self.draft, self.offers(), NOBODY, papers=set(self.papers))
        for name, (material, word) in list(self.carried.items()):
            now = [value for m, value, _sure in self.known(name) if m == material]
            if material not in self.papers or (now and word not in now):
                del self.carried[name]
                if name in self.under:
                    self.typed[name] = self.under.pop(name)
        for name in FIELDS:
            if name not in self.typed and name not in self.carried and name not in self.taken:
                sure = [(m, value) for m, value, is_sure in self.known(name) if is_sure]
                if sure:
                    self.carried[name] = sure[0]

    @rule(values=st.dictionaries(NAMES, st.tuples(WORDS, st.booleans()), min_size=1))
    def a_paper_is_read(self, values: dict[str, tuple[str, bool]]) -> None:
        self.papers[self.next_paper] = values
        self.next_paper += 1
        self.settle()

    @precondition(lambda self: self.papers)
    @rule(data=st.data(), values=st.dictionaries(NAMES, st.tuples(WORDS, st.booleans()), min_size=1))
    def a_paper_is_read_anew(self, data: Any, values: dict[str, tuple[str, bool]]) -> None:
        self.papers[data.draw(st.sampled_from(sorted(self.papers)))] = values
        self.settle()

    @precondition(lambda self: self.papers)
    @rule(data=st.data())
    def a_paper_is_taken_back(self, data: Any) -> None:
        del self.papers[data.draw(st.sampled_from(sorted(self.papers)))]
        self.settle()

    @rule(name=NAMES, word=st.sampled_from(["", "丁", "甲"]), by=st.sampled_from([CITIZEN, DESK]))
    def somebody_writes(self, name: str, word: str, by: Author) -> None:
        if drafts.write(self.draft, {name: word}, by).changed:
            self.typed[name] = (word, by is CITIZEN)
            for one in (self.carried, self.taken, self.under):
                one.pop(name, None)

    @rule(names=st.sets(NAMES))
    def he_confirms(self, names: set[str]) -> None:
        drafts.confirm(self.draft, names)
        for name in names & self.carried.keys():
            material, word = self.carried.pop(name)
            self.under.pop(name, None)
            self.taken[name] = (word, material)
        self.typed |= {name: (self.typed[name][0], True) for name in names & self.typed.keys()}

    @rule(name=NAMES, by=st.sampled_from([CITIZEN, DESK]), data=st.data())
    def somebody_takes_an_offer(self, name: str, by: Author, data: Any) -> None:
        beside = offers.beside(self.draft, self.offers()).get(name, ())
        if not beside:
            return
        one = data.draw(st.sampled_from(beside))
        before = self.typed.pop(name, None) if name in self.typed else None
        stood = self.draft.words.get(name)
        assert offers.take(self.draft, name, one, by).changed
        was_taken = self.taken.pop(name, None)
        was_carried = self.carried.pop(name, None)
        if by is CITIZEN:
            self.under.pop(name, None)
            self.taken[name] = (one.value, one.source["material"])
            return
        self.carried[name] = (one.source["material"], one.value)
        self.under.pop(name, None)
        if stood:  # what the desk wrote over is kept, and stands again when the paper goes
            own = bool(before and before[1]) or was_taken is not None
            role = self.draft.entries[name].get("was", {}).get("role")
            if role is not None:
                self.under[name] = (str(stood), role == drafts.CITIZEN)
            assert role is not None or was_carried is not None or own is False

    @rule(name=NAMES)
    def he_keeps_what_stands(self, name: str) -> None:
        beside = offers.beside(self.draft, self.offers()).get(name, ())
        kept = offers.keep(self.draft, name, beside, is_owner=True)
        assert kept == (name in self.draft.entries)
        if kept:
            assert name not in offers.beside(self.draft, self.offers())
            self.he_confirms({name})

    @invariant()
    def every_field_holds_what_ought_to_stand_there(self) -> None:
        for name in FIELDS:
            if name in self.typed:
                assert self.draft.words.get(name, "") == self.typed[name][0]
            elif name in self.taken:
                assert self.draft.words[name] == self.taken[name][0]
                assert self.draft.entries[name]["confirmed"]
            elif name in self.carried:
                assert self.draft.words[name] == self.carried[name][1]
                assert not self.draft.entries[name]["confirmed"]
            else:
                assert not self.draft.words.get(name)

    @invariant()
    def a_confirmed_word_outlives_its_paper_with_a_note(self) -> None:
        for name, (_word, material) in self.taken.items():
            source = self.draft.entries[name].get("source", {})
            if source.get("material") == material and material not in self.papers:
                assert source["gone"]

    @invariant()
    def nothing_is_offered_that_stands_there_already(self) -> None:
        for name, some in offers.beside(self.draft, self.offers()).items():
            values = [one.value for one in some]
            assert self.draft.words.get(name) not in values
            assert len(set(values)) == len(values)


Papers.TestCase.settings = settings(max_examples=150, stateful_step_count=20, deadline=None)
test_papers_come_and_go = Papers.TestCase


def test_a_doubtful_value_is_offered_and_not_filled_in():
    draft = Draft()
    found = {"name": [paper(1, "问远娟", is_sure=False)]}

    assert offers.settle(draft, found, NOBODY, papers={1}).is_nothing
    assert [one.value for one in offers.beside(draft, found)["name"]] == ["问远娟"]


def test_the_first_source_fills_and_the_others_stand_beside():
    draft = Draft()
    company = Offer("小满路 8 号", {"kind": "company", "name": "小满"})
    found = {"address": [company, paper(1, "小满路3号"), paper(2, "小满路8号")]}

    offers.settle(draft, found, NOBODY, papers={1, 2})

    assert draft.words["address"] == "小满路 8 号"
    assert [one.value for one in offers.beside(draft, found)["address"]] == ["小满路3号"]


def test_against_a_word_that_he_wrote_only_papers_speak():
    draft = Draft()
    drafts.write(draft, {"phone": "13800138000"}, CITIZEN)
    account = Offer("13900139000", {"kind": "account", "name": ""})

    assert offers.beside(draft, {"phone": [account]}) == {}
    assert len(offers.beside(draft, {"phone": [account, paper(1, "13700137000")]})["phone"]) == 2


def test_what_he_wrote_stays_beside_what_he_took_instead():
    draft = Draft()
    drafts.write(draft, {"name": "大满"}, CITIZEN)

    offers.take(draft, "name", paper(1, "小满"), CITIZEN)

    assert draft.words["name"] == "小满"
    assert draft.entries["name"]["confirmed"]
    assert draft.entries["name"]["was"]["value"] == "大满"


def test_a_page_drawn_before_a_paper_was_read_has_not_shown_its_words():
    draft = Draft()
    found = {"name": [Offer("李", {"kind": "account", "name": ""})]}
    offers.fill(draft, found, NOBODY)
    seen = draft.version

    offers.settle(draft, found | {"code": [paper(1, "91")]}, NOBODY, papers={1})

    assert drafts.confirm(draft, ["name", "code"], seen=seen) == ("name",)
