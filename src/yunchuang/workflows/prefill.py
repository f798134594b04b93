"""What is known for a form before somebody writes: from papers, his account, his companies, his former cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.forms import queries as around
from yunchuang.apps.forms.queries import CompanyFacts
from yunchuang.apps.people import queries as people
from yunchuang.apps.readings import queries as readings
from yunchuang.apps.readings.queries import ReadingFacts
from yunchuang.domain import forms
from yunchuang.domain.forms import Fault, Field
from yunchuang.domain.prefill import sources, values
from yunchuang.domain.prefill.offers import PAPER, SURE, Offer, Offers
from yunchuang.domain.prefill.values import Unfit
from yunchuang.ports import registry
from yunchuang.ports.idcheck import IdCheck
from yunchuang.ports.ocr import PaperReader

READ_BADLY: Final = Fault("read_badly")


@dataclass(frozen=True, slots=True)
class Known:
    """What the sources have, by field. ``unfit``: what papers say that the field cannot take, with where it stands.

    ``papers``: the materials in use that were left to be read.
    """

    offers: Offers = field(default_factory=dict)
    unfit: Mapping[str, tuple[tuple[Unfit, Mapping[str, Any]], ...]] = field(default_factory=dict)
    papers: frozenset[int] = frozenset()


def known_for(item: ItemFacts, account_id: int, *, case_id: int | None, company_id: int | None = None) -> Known:
    """Everything known for an item's form, each field's sources in the order that it names, former cases last.

    ``company_id`` names one of his companies; without it the one that he touched last.
    """
    of_papers = from_papers(item, case_id)
    others = _others(item, account_id, company_id)
    found: dict[str, list[Offer]] = {}
    for one in forms.fields(item.form_schema):
        if one.sources:
            some = _of_field(item, one, of_papers.offers.get(one.name, ()), others)
            found |= {one.name: some} if some else {}
    return Known(found, of_papers.unfit, of_papers.papers)


def _of_field(
    item: ItemFacts, one: Field, of_papers: Iterable[Offer], others: Mapping[tuple[str, str], Offer]
) -> list[Offer]:
    by_paper: dict[str, list[Offer]] = {}
    for offer in of_papers:
        by_paper.setdefault(str(offer.source["asked"]), []).append(offer)
    named = [offer for source in one.sources for offer in (*by_paper.get(source, ()), *_other(others, "", source))]
    former = [offer for source in one.sources for offer in _other(others, "case", source)]
    known = (*named, *former[:1])
    return [kept for kept in known if kept.is_paper or not forms.unkeepable(item.form_schema, {one.name: kept.value})]


def _other(others: Mapping[tuple[str, str], Offer], kind: str, source: str) -> tuple[Offer, ...]:
    found = others.get((kind, source))
    return (found,) if found else ()


# --- account, company, former cases --------------------------------------------------------------


def _others(item: ItemFacts, account_id: int, company_id: int | None) -> dict[tuple[str, str], Offer]:
    if not any(one.sources for one in forms.fields(item.form_schema)):
        return {}
    return {
        **{("case", key): offer for key, offer in _of_cases(account_id).items()},
        **{("", key): offer for key, offer in _of_company(account_id, company_id).items()},
        **{("", key): offer for key, offer in _of_account(account_id).items()},
    }


def _of_account(account_id: int) -> dict[str, Offer]:
    contact = people.contact(account_id)
    facts = {"name": contact.name, "phone": contact.phone} if contact else {}
    return {key: Offer(value, {"kind": "account", "name": ""}) for key, value in facts.items() if value}


def _of_company(account_id: int, company_id: int | None) -> dict[str, Offer]:
    mine = around.companies_of(account_id)
    chosen: CompanyFacts | None = next((one for one in mine if company_id in (None, one.id)), None)
    if chosen is None:
        return {}
    return {
        sources.COMPANY + key: Offer(value, {"kind": "company", "name": chosen.name})
        for key, value in chosen.facts.items()
        if not forms.is_empty(value)
    }


def _of_cases(account_id: int) -> dict[str, Offer]:
    """What he wrote in cases that he submitted, the newest first."""
    found: dict[str, Offer] = {}
    for case in cases.cases_of(account_id):
        item = catalog.item_by_id(case.item_id) if case.number else None
        for one in forms.fields(item.form_schema) if item else ():
            value = case.form.get(one.name)
            for source in one.sources if not forms.is_empty(value) else ():
                found.setdefault(source, Offer(value, {"kind": "case", "name": case.number or ""}))
    return found


def copied(item: ItemFacts, form: Mapping[str, Any], number: str) -> dict[str, Offer]:
    """The answers of a former case that can be used again: no declarations, nothing that the form has no place for."""
    asked = forms.by_name(item.form_schema)
    kept = {
        name: value
        for name, value in form.items()
        if name in asked
        and not forms.is_empty(value)
        and not (asked[name].type == "boolean" and asked[name].is_required)
    }
    odd = forms.unkeepable(item.form_schema, kept)
    return {name: Offer(value, {"kind": "case", "name": number}) for name, value in kept.items() if name not in odd}


# --- papers --------------------------------------------------------------------------------------


def from_papers(item: ItemFacts, case_id: int | None) -> Known:
    """What the papers of a case say for the fields of its form; those still to be read say nothing yet."""
    if case_id is None or not sources.asks_papers(item.form_schema):
        return Known()
    papers = readings.of_case(case_id)
    checks = _checks()
    offers: dict[str, list[Offer]] = {}
    unfit: dict[str, list[tuple[Unfit, Mapping[str, Any]]]] = {}
    for one in forms.fields(item.form_schema):
        rules = item.form_schema["properties"][one.name]
        for asked in one.sources:
            for facts in papers.values():
                found = _read(one, rules, asked, facts, checks)
                if found is not None and isinstance(found[0], Unfit):
                    unfit.setdefault(one.name, []).append((found[0], found[1]))
                elif found is not None:
                    offers.setdefault(one.name, []).append(Offer(*found))
    return Known(offers, {name: tuple(some) for name, some in unfit.items()}, frozenset(papers))


def _read(
    one: Field, rules: forms.Schema, asked: str, facts: ReadingFacts, checks: Mapping[str, forms.Check]
) -> tuple[Any, Mapping[str, Any], bool] | None:
    """A paper's value for a field, its source, and whether it is sure; None where it has none."""
    named, reading = sources.paper_of(asked), facts.reading
    if named is None or reading is None or not reading.legible or reading.kind != named[0]:
        return None
    read = reading.fields.get(named[1])
    if read is None:
        return None
    source = {
        "kind": PAPER,
        "name": named[0],
        "asked": asked,
        "material": facts.material_id,
        "page": read.page,
        "box": list(read.box),
        "turn": reading.turn_of(read.page),
        "size": [reading.width_px, reading.height_px] if read.page == 1 else [0, 0],
    }
    value = values.as_value(one, rules, read.value, checks=checks) if read.good else Unfit(read.value, READ_BADLY)
    return value, source, read.confidence >= SURE


def _checks() -> Mapping[str, forms.Check]:
    numbers: IdCheck = registry.get("idcheck")
    return {"credit-code": numbers.check_credit_code, "id-number": numbers.check_id_number}


def check_sources(schema: forms.Schema) -> None:
    """Pass when every source that a form names exists.

    Raises:
        ValueError: says which field and what about it.
    """
    reader: PaperReader = registry.get("ocr")
    sources.check(schema, reader.kinds())


def source_choices() -> Mapping[str, str]:
    """Every source that a field may name, by its words."""
    reader: PaperReader = registry.get("ocr")
    return sources.choices(reader.kinds())
