"""What is known of a person before he writes: his account, his companies, his former cases. Each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.forms import queries as around
from yunchuang.apps.forms.queries import CompanyFacts
from yunchuang.apps.people import queries as people
from yunchuang.domain import forms

COMPANY = "company."
"""Begins what a field asks for from a company: ``x-prefill: company.name``."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that can be carried in, and where from: account, company, case, and later a reading."""

    value: Any
    kind: str
    name: str

    @property
    def source(self) -> dict[str, str]:
        """As it is kept beside the field."""
        return {"kind": self.kind, "name": self.name}


def known_for(item: ItemFacts, account_id: int, *, company_id: int | None = None) -> dict[str, Known]:
    """What can be carried into an item's form, by field: from the account, else the company, else former cases.

    ``company_id`` names one of his companies; without it the one that he touched last.
    """
    asked = {one.name: one.prefill for one in forms.fields(item.form_schema) if one.prefill}
    if not asked:
        return {}
    known = _of_cases(account_id) | _of_company(account_id, company_id) | _of_account(account_id)
    found = {name: known[key] for name, key in asked.items() if key in known}
    odd = forms.unkeepable(item.form_schema, {name: one.value for name, one in found.items()})
    return {name: one for name, one in found.items() if name not in odd}


def _of_account(account_id: int) -> dict[str, Known]:
    contact = people.contact(account_id)
    facts = {"name": contact.name, "phone": contact.phone} if contact else {}
    return {key: Known(value, "account", "") for key, value in facts.items() if value}


def _of_company(account_id: int, company_id: int | None) -> dict[str, Known]:
    mine = around.companies_of(account_id)
    chosen: CompanyFacts | None = next((one for one in mine if company_id in (None, one.id)), None)
    if chosen is None:
        return {}
    return {
        COMPANY + key: Known(value, "company", chosen.name)
        for key, value in chosen.facts.items()
        if not forms.is_empty(value)
    }


def _of_cases(account_id: int) -> dict[str, Known]:
    """What he wrote in cases that he submitted, the newest first."""
    found: dict[str, Known] = {}
    for case in cases.cases_of(account_id):
        item = catalog.item_by_id(case.item_id) if case.number else None
        for one in forms.fields(item.form_schema) if item else ():
            value = case.form.get(one.name)
            if one.prefill and not forms.is_empty(value):
                found.setdefault(one.prefill, Known(value, "case", case.number or ""))
    return found


def copied(item: ItemFacts, form: Mapping[str, Any], number: str) -> dict[str, Known]:
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
    return {name: Known(value, "case", number) for name, value in kept.items() if name not in odd}
