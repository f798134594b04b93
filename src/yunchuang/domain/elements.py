"""Elements to a full set: from a handful of answers and what is registered, every paper of an item.

A plan is plain data in an item's version (``elements.full_set``)::

    {"trust": "示例格式，待核",
     "ask": {"properties": {"new_scope": {"title": "新的经营范围"}}, "required": ["new_scope"]},
     "documents": [{"code": "application", "requirement": "application", "title": "申请书", "when": {…},
                    "parts": [{"heading": "基本信息"}, {"lines": [["名称", "{company.name}"]]},
                              {"table": {"of": "company.shareholders", "columns": [["姓名", "{name}"]]}},
                              {"text": "经营范围变更为“{new_scope}”。"},
                              {"sign": [{"who": "法定代表人", "name": "{company.legal_name}", "how": "签字"}]}]}],
     "bring": [{"name": "营业执照正、副本", "note": "一并缴回", "when": {…}}]}

``ask`` is a form. A place ``{path}`` is filled from the elements, the item's form, ``company.…``, ``person.name``,
``person.phone``, ``item`` and ``today``; ``{path|date}`` writes a date in words; ``{path?}`` may stay
empty, to be written by hand. ``when`` is a condition as in forms, over the same facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from yunchuang.domain import forms
from yunchuang.domain.forms import holds
from yunchuang.domain.places_in_text import Place, split

BLANK: Final = "＿＿＿＿＿＿"
"""What stands where something is to be written by hand."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A filled place. ``source``: element, form, company, person, today or fixed; ``is_missing``: must be, is not."""

    text: str
    path: str = ""
    source: str = "fixed"
    is_missing: bool = False


Run = str | Slot


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a document."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Labels with their values."""

    rows: tuple[tuple[str, tuple[Run, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row for each of a group."""

    head: tuple[str, ...]
    rows: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Who puts his name or seal to a document, and how."""

    who: str
    how: str
    name: Slot


@dataclass(frozen=True, slots=True)
class Signs:
    """The foot of a document."""

    signs: tuple[Sign, ...]


Block = Heading | Lines | Table | Words | Signs


@dataclass(frozen=True, slots=True)
class Document:
    """A paper with every place filled; ``requirement`` names the material that it is, where it is one."""

    code: str
    title: str
    requirement: str
    blocks: tuple[Block, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every place that would otherwise be written by hand: values of lines, cells, places in texts, signers."""
        return tuple(slot for block in self.blocks for slot in _slots(block))

    @property
    def signs(self) -> tuple[Sign, ...]:
        """Who signs it."""
        return tuple(sign for block in self.blocks if isinstance(block, Signs) for sign in block.signs)


@dataclass(frozen=True, slots=True)
class Bring:
    """What the applicant must bring himself."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What one person has to do: on which document, how."""

    person: str
    roles: tuple[str, ...]
    acts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FullSet:
    """Every paper of an item, what is to be brought, and what is not known yet (paths)."""

    documents: tuple[Document, ...]
    bring: tuple[Bring, ...]
    missing: tuple[str, ...]
    trust: str

    @property
    def fields(self) -> int:
        """How many places were filled."""
        return sum(BLANK not in slot.text for one in self.documents for slot in one.slots)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The personal guide: for each person, what to sign or seal."""
        return _duties(self.documents)


def make(plan: Mapping[str, Any], facts: Mapping[str, object], *, today: date) -> FullSet:
    """Fill every document of a plan. ``facts``: ``element``, ``form``, ``company`` and ``person``, each a
    mapping, and ``item``, its name."""
    pool = _Pool(facts, today)
    flat = pool.flat()
    documents = tuple(_document(one, pool) for one in plan.get("documents", ()) if holds(one.get("when", {}), flat))
    bring = tuple(
        Bring(str(one["name"]), str(one.get("note", "")))
        for one in plan.get("bring", ())
        if holds(one.get("when", {}), flat)
    )
    missing = dict.fromkeys(slot.path for one in documents for slot in one.slots if slot.is_missing)
    return FullSet(documents, bring, tuple(missing), str(plan.get("trust", "")))


@dataclass(frozen=True, slots=True)
class _Pool:
    """Where the places are filled from, the nearest first."""

    facts: Mapping[str, object]
    today: date

    def value(self, path: str) -> tuple[object, str]:
        head, _dot, rest = path.partition(".")
        if path == "today":
            return self.today.isoformat(), "today"
        if path == "item":
            return self.facts.get("item"), "item"
        if rest:
            return self._of(head).get(rest), head
        for source in ("element", "form"):
            if not forms.is_empty(self._of(source).get(path)):
                return self._of(source)[path], source
        return None, "element"

    def _of(self, source: str) -> Mapping[str, object]:
        found = self.facts.get(source, {})
        return found if isinstance(found, Mapping) else {}

    def flat(self) -> dict[str, object]:
        """All facts by the names that conditions use."""
        named = {f"{source}.{k}": v for source in ("company", "person") for k, v in self._of(source).items()}
        found = {**self._of("form"), **self._of("element"), **named}
        owners = self._of("company").get("shareholders") or found.get("shareholders")
        owners_count = {"@owners": "one" if len(owners) == 1 else "many"} if isinstance(owners, list) else {}
        return {name: value for name, value in found.items() if not forms.is_empty(value)} | owners_count


def _document(data: Mapping[str, Any], pool: _Pool) -> Document:
    blocks = tuple(_block(part, pool) for part in data["parts"] if holds(part.get("when", {}), pool.flat()))
    return Document(str(data["code"]), str(data["title"]), str(data.get("requirement", "")), blocks)


def _block(part: Mapping[str, Any], pool: _Pool) -> Block:
    if "heading" in part:
        return Heading(str(part["heading"]))
    if "lines" in part:
        return Lines(tuple((str(label), _value(str(text), pool)) for label, text in part["lines"]))
    if "table" in part:
        return _table(part["table"], pool)
    if "text" in part:
        return Words(_runs(str(part["text"]), pool))
    return Signs(tuple(sign for one in part["sign"] for sign in _signs(one, pool)))


def _value(text: str, pool: _Pool) -> tuple[Run, ...]:
    """The value of a line: one fixed word counts as a place too, since somebody would have to write it."""
    runs = _runs(text, pool)
    return runs if any(isinstance(run, Slot) for run in runs) else (Slot(text),)


def _runs(text: str, pool: _Pool) -> tuple[Run, ...]:
    return tuple(_slot(one, *pool.value(one.path)) if isinstance(one, Place) else one for one in split(text))


def _slot(place: Place, value: object, source: str) -> Slot:
    if forms.is_empty(value):
        return Slot(BLANK, place.path, source, is_missing=not place.may_be_empty)
    return Slot(_said(value, place.form), place.path, source)


def _said(value: object, form: str) -> str:
    if form == "date" and isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return f"{day.year}年{day.month}月{day.day}日"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(one.get("name", "")) if isinstance(one, Mapping) else str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table(data: Mapping[str, Any], pool: _Pool) -> Table:
    value, source = pool.value(str(data["of"]))
    rows = value if isinstance(value, list) else [{}]
    head = tuple(str(label) for label, _text in data["columns"])
    group, texts = str(data["of"]), [str(text) for _label, text in data["columns"]]
    return Table(head, tuple(tuple(_cell(text, row, group, source) for text in texts) for row in rows))


def _cell(text: str, row: object, group: str, source: str) -> Slot:
    values = row if isinstance(row, Mapping) else {}
    found = [_slot(one, values.get(one.path), source) if isinstance(one, Place) else Slot(one) for one in split(text)]
    is_missing = any(slot.is_missing for slot in found)
    return Slot("".join(slot.text for slot in found), group, source, is_missing=is_missing)


def _signs(data: Mapping[str, Any], pool: _Pool) -> Iterator[Sign]:
    """One signer, or one for each of a group (``each``)."""
    who, how = str(data["who"]), str(data["how"])
    if "each" in data:
        value, source = pool.value(str(data["each"]))
        for row in value if isinstance(value, list) and value else [{}]:
            yield Sign(who, how, _cell("{name}", row, str(data["each"]), source))
        return
    run = _value(str(data["name"]), pool)[0]
    yield Sign(who, how, run if isinstance(run, Slot) else Slot(run))


def _slots(block: Block) -> Iterator[Slot]:
    if isinstance(block, Lines):
        for _label, runs in block.rows:
            yield from (run for run in runs if isinstance(run, Slot))
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    elif isinstance(block, Words):
        yield from (run for run in block.runs if isinstance(run, Slot))
    elif isinstance(block, Signs):
        yield from (sign.name for sign in block.signs)


def _duties(documents: tuple[Document, ...]) -> tuple[Duty, ...]:
    roles: dict[str, dict[str, None]] = {}
    acts: dict[str, list[tuple[str, str]]] = {}
    for one in documents:
        for sign in one.signs:
            person = sign.who if sign.name.text == BLANK else sign.name.text
            roles.setdefault(person, {})[sign.who] = None
            acts.setdefault(person, []).append((one.title, sign.how))
    return tuple(Duty(person, tuple(roles[person]), tuple(acts[person])) for person in roles)


def guide(made: FullSet, *, item: str) -> Document:
    """What is to be brought and who signs where, as a document of its own."""
    blocks: list[Block] = [
        Words((f"办理“{item}”，生成的材料请逐份核对，再按下面的分工签字盖章。",)),
        Heading("谁在哪里签字盖章"),
    ]
    acts = [(duty, title, how) for duty in made.duties for title, how in duty.acts]
    rows = tuple((Slot(duty.person), Slot("、".join(duty.roles)), Slot(title), Slot(how)) for duty, title, how in acts)
    blocks.append(Table(("谁", "身份", "哪份材料", "怎么签"), rows))
    if made.bring:
        brought = tuple((Slot(one.name), Slot(one.note)) for one in made.bring)
        blocks += [Heading("要自己带的"), Table(("材料", "说明"), brought)]
    return Document("guide", "自备材料和签章指引", "", tuple(blocks))
