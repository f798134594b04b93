"""What a form page needs and what it sends, at every door: the draft in parts, and saving a part or a field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse

from yunchuang.apps.people.queries import Actor
from yunchuang.domain import drafts, errors, forms, json_text
from yunchuang.domain.drafts import Draft, Written
from yunchuang.domain.forms import Fault
from yunchuang.web.common.sheet import Part, fault_words, said, sheet, titles_of
from yunchuang.workflows import carrying, casefile, filling, offered
from yunchuang.workflows.casefile import CaseView

BASE = "base"  # what the page was showing, field by field, in short
SEEN = "seen"  # the version of the draft that the page showed


def form_of(view: CaseView, *, is_checked: bool = False, own_word: str = "") -> dict[str, Any]:
    """The form of a visit for its page; ``is_checked`` adds at each field what keeps it from being filed.

    ``own_word``: what stands beside what the owner wrote himself; nothing on his own page.
    """
    draft = carrying.draft_of(view.item, view.case, view.visit.citizen_id)
    schema = view.item.form_schema
    facts = filling.situation(view.visit.id)
    shown = forms.shown_names(schema, draft.words, facts)
    unconfirmed = drafts.unconfirmed(draft.entries, shown)
    faults = filling.form_faults(view.item, draft.words, unconfirmed, facts=facts)
    known = forms.by_name(schema)
    beside = carrying.beside(view.item, view.case, view.visit.citizen_id, draft)
    return {
        "sections": sheet(schema, draft, faults if is_checked else {}, facts=facts, own_word=own_word, beside=beside),
        "has_form": bool(schema.get("properties")),
        "form_faults": titles_of(schema, faults),
        "unconfirmed": unconfirmed,
        # what sources disagree about is confirmed one by one
        "carried": [n for n in unconfirmed if draft.entries[n].get("source") and n not in beside.offers],
        "contested": [
            (n, known[n].title) for n in beside.offers if n in shown and not forms.is_empty(draft.words.get(n))
        ],
        "by_others": [name for name in unconfirmed if not draft.entries[name].get("source")],
        "seen": draft.version,
        "base": base_of(schema, draft),
        "together": filling.together_of(view.visit.id),
    }


def base_of(schema: forms.Schema, draft: Draft) -> str:
    """What the page shows in each field, in short, as it goes along with the form."""
    marks = {one.name: forms.fingerprint(one, draft.words.get(one.name)) for one in forms.fields(schema)}
    return json.dumps(marks, separators=(",", ":"))


def sent(schema: forms.Schema, request: HttpRequest, names: Sequence[str]) -> dict[str, Any]:
    """The values of these fields as the page sent them."""
    known = forms.by_name(schema)
    lists = {name: [str(one) for one in values] for name, values in request.POST.lists()}
    return forms.gather([known[name] for name in names if name in known], lists)


def touched(schema: forms.Schema, request: HttpRequest, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what differs from what the page was showing: an old page does not write over what is newer."""
    try:
        base = json_text.loads(request.POST.get(BASE, "{}"))
    except ValueError:
        base = {}
    if not isinstance(base, dict):
        return dict(values)
    known = forms.by_name(schema)
    return {name: value for name, value in values.items() if base.get(name) != forms.fingerprint(known[name], value)}


def seen_of(request: HttpRequest) -> int | None:
    """The version of the draft that the page showed; None where it does not say."""
    text = request.POST.get(SEEN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def saved_field(request: HttpRequest, actor: Actor, key: str, *, at: Any) -> JsonResponse:
    """Keep one field as soon as it was left; what is wrong with it is said, and what else changed by it."""
    view = casefile.view(actor=actor, visit_key=key, at=at)
    schema = view.item.form_schema
    asked = request.POST.get("field", "")
    name = asked.split(".")[0]
    values = sent(schema, request, [name]) or {name: request.POST.get(asked, "")}
    try:
        written = filling.form_save(actor=actor, visit_key=key, values=values, at=at, seen=seen_of(request))
    except errors.FormInvalid as broken:
        return JsonResponse({"saved": False, "errors": _words(faults_of(broken), name)}, status=422)
    view = casefile.view(actor=actor, visit_key=key, at=at)
    draft = carrying.draft_of(view.item, view.case, view.visit.citizen_id)
    facts = filling.situation(view.visit.id)
    found = filling.form_faults(view.item, draft.words, facts=facts)
    wrong = {n: fault for n, fault in found.items() if fault.code != "required" and n.split(".")[0] == name}
    hidden = sorted(set(forms.by_name(schema)) - set(forms.shown_names(schema, draft.words, facts)))
    answer = {"saved": True, "errors": _words(wrong, name), "version": written.version, "hidden": hidden}
    return JsonResponse(answer | {"over": _over(schema, written)})


TAKE, KEEP = "take:", "keep:"
CHOOSING = (TAKE, KEEP)


def choose(request: HttpRequest, actor: Actor, key: str, *, at: datetime) -> None:
    """Take what a source has for a field (``take:field:offer``), or keep what stands there (``keep:field``).

    Raises:
        OfferGone: it is no longer offered.
    """
    verb, _colon, rest = request.POST.get("go", "").partition(":")
    field, _colon, offer_id = rest.partition(":")
    if f"{verb}:" == TAKE:
        offered.take(actor=actor, visit_key=key, field=field, offer_id=offer_id, at=at)
    elif f"{verb}:" == KEEP:
        offered.keep(actor=actor, visit_key=key, field=field, at=at)


def faults_of(broken: errors.FormInvalid) -> dict[str, Fault]:
    """What was wrong, by field."""
    found = broken.facts["fields"]
    return dict(found) if isinstance(found, Mapping) else {}


def _words(faults: Mapping[str, Fault], name: str) -> dict[str, str]:
    return {n: fault_words(fault) for n, fault in faults.items() if n.split(".")[0] == name}


def _over(schema: forms.Schema, written: Written) -> dict[str, str]:
    known = forms.by_name(schema)
    return {name: said(known[name], value) for name, value in written.over.items() if name in known}


def over_titles(schema: forms.Schema, written: Written) -> str:
    """The fields that were written over unseen, by their titles."""
    known = forms.by_name(schema)
    return "、".join(known[name].title for name in written.over if name in known)


def sheet_again(view: CaseView, values: Mapping[str, Any], faults: Mapping[str, Fault]) -> list[Part]:
    """The form as it was sent, where it could not be kept: nothing that was typed is gone from the page."""
    draft = carrying.draft_of(view.item, view.case, view.visit.citizen_id)
    draft.words.update(values)
    return sheet(view.item.form_schema, draft, faults, facts=filling.situation(view.visit.id))
