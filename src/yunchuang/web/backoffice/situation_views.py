"""The questions of an item, drawn as a tree and edited there; works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.domain import errors, situation_editing, situations
from yunchuang.domain.situations import Condition, Consequence, Question, Tree
from yunchuang.web.backoffice import situation_words
from yunchuang.web.backoffice.guard import staff
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import situation_editing as verbs
from yunchuang.workflows.situation_editing import Edit, Editing

BLANK_OPTIONS = 3
TEXT_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Leaf:
    """An answer in the drawn tree: what follows from it, and what is asked next because of it."""

    text: str
    says: tuple[tuple[int, str], ...]  # number of the consequence, what it says
    asks: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A question in the drawn tree."""

    question: Question
    leaves: tuple[Leaf, ...]


@require_safe
@never_cache
@staff
def tree(request: HttpRequest, code: str) -> HttpResponse:
    """The tree, what is wrong with it, and the forms that change it."""
    found = verbs.view(actor=actor_of(request), code=code)
    names = {one.code: one.name for one in found.listing.materials}
    facts = {
        "found": found,
        "trust": found.tree.trust,
        "nodes": [_node(found.tree, one, names) for one in found.tree.questions if not one.when],
        "always": [(n, _says(one, names)) for n, one in enumerate(found.tree.consequences, 1) if not one.when],
        "findings": [(one, *situation_words.said(one, found.tree, names)) for one in found.findings],
        "questions": [_question_form(found.tree, one) for one in found.tree.questions],
        "blank": _question_form(found.tree, None),
        "consequences": [_consequence_form(found, n) for n in range(1, len(found.tree.consequences) + 1)],
        "blank_consequence": _consequence_form(found, 0),
    }
    return render(request, "backoffice/situations.html", facts)


def _node(tree: Tree, question: Question, names: dict[str, str]) -> Node:
    leaves = []
    for option in question.options:
        mine = [(n, one) for n, one in enumerate(tree.consequences, 1) if _hangs(tree, one.when, question, option.code)]
        asks = tuple(_node(tree, q, names) for q in tree.questions if _hangs(tree, q.when, question, option.code))
        leaves.append(Leaf(option.text, tuple((n, _says(one, names)) for n, one in mine), asks))
    return Node(question, tuple(leaves))


def _hangs(tree: Tree, when: Condition, question: Question, option: str) -> bool:
    """Whether a condition is drawn under this answer: under the last question that it names."""
    places = [place for place, one in enumerate(tree.questions) if one.code in when]
    last = tree.questions[places[-1]].code if places else ""
    return last == question.code and option in when[last]


def _says(one: Consequence, names: dict[str, str]) -> str:
    items = catalog.published().by_code
    said = []
    if one.needs:
        said.append(_("要交：%(names)s") % {"names": "、".join(names.get(code, code) for code in one.needs)})
    if one.spares:
        said.append(_("免交：%(names)s") % {"names": "、".join(names.get(code, code) for code in one.spares)})
    if one.items:
        listed = "、".join(items[code].name if code in items else code for code in one.items)
        said.append(_("一起办：%(names)s") % {"names": listed})
    if one.instead:
        said.append(_("改办：%(name)s") % {"name": items[one.instead].name if one.instead in items else one.instead})
    said += [situation_words.limit(name, days) for name, days in one.limits.items()]
    return "；".join([*said, *filter(None, [one.note])]) or _("没有写后果")


# --- the forms ----------------------------------------------------------------------------------


def _question_form(tree: Tree, question: Question | None) -> dict[str, Any]:
    before = tree.questions if question is None else tree.questions[: tree.questions.index(question)]
    place = len(tree.questions) + 1 if question is None else tree.questions.index(question) + 1
    options = [(one.code, one.text) for one in question.options] if question else []
    return {
        "code": question.code if question else "",
        "ask": question.ask if question else "",
        "help": question.help if question else "",
        "place": place,
        "options": [*options, *[("", "")] * BLANK_OPTIONS],
        "when": _boxes(before, question.when if question else {}),
    }


def _consequence_form(found: Editing, number: int) -> dict[str, Any]:
    one = found.tree.consequences[number - 1] if number else Consequence({}, (), (), (), "", {}, "")
    return {
        "number": number,
        "when": _boxes(found.tree.questions, one.when),
        "needs": [(m.code, m.name, m.code in one.needs) for m in found.listing.materials],
        "spares": [(m.code, m.name, m.code in one.spares) for m in found.listing.materials],
        "items": [(item.code, item.name, item.code in one.items) for item in catalog.items()],
        "instead": one.instead,
        "note": one.note,
        "legal": one.limits.get("legal_working_days", ""),
        "promised": one.limits.get("promised_working_days", ""),
    }


def _boxes(questions: tuple[Question, ...], when: Condition) -> list[tuple[Question, list[tuple[str, str, bool]]]]:
    return [(q, [(o.code, o.text, o.code in when.get(q.code, ())) for o in q.options]) for q in questions]


# --- changes ------------------------------------------------------------------------------------


def on_tree(edit_of: Callable[[QueryDict], Edit]) -> Callable[..., HttpResponseBase]:
    """A view for a change of the tree: do it, say what is in the way, and show the tree again."""

    @require_POST
    @staff
    @wraps(edit_of)
    def view(request: HttpRequest, code: str) -> HttpResponse:
        sent = request.POST
        try:
            verbs.change(
                actor=actor_of(request), code=code, revision=_number(sent, "revision"), edit=edit_of(sent), at=now()
            )
        except errors.NotFound:
            raise
        except errors.RuleBroken as broken:
            messages.warning(request, words_for(broken))
        else:
            messages.success(request, _("已经存进草稿。核对、发布以后，办事人才会看到。"))
        return redirect("backoffice:situations", code)

    return view


@on_tree
def put_question(sent: QueryDict) -> Edit:
    """Add or change a question."""
    named = [(c, _text(t)) for c, t in zip(sent.getlist("option-code"), sent.getlist("option-text"), strict=False)]
    code, ask, said = _text(sent.get("code", ""))[:20], _text(sent.get("ask", "")), _text(sent.get("help", ""))
    if not ask:
        raise errors.TextEmpty()

    def edit(tree: Tree) -> Tree:
        taken = {one.code for one in tree.questions}
        question = Question(
            code=code if code in taken else situation_editing.new_code("q", taken),
            ask=ask,
            help=said,
            when=_when(sent),
            options=situation_editing.options(named),
        )
        return situation_editing.put_question(tree, question, place=_number(sent, "place") or None)

    return edit


@on_tree
def drop_question(sent: QueryDict) -> Edit:
    """Take a question out."""
    return lambda tree: situation_editing.drop_question(tree, sent.get("code", ""))


@on_tree
def put_consequence(sent: QueryDict) -> Edit:
    """Add or change what follows."""
    limits = {name: _number(sent, name) for name in situations.LIMITS if str(sent.get(name, "")).strip()}
    consequence = Consequence(
        when=_when(sent),
        needs=tuple(_codes(sent, "needs")),
        spares=tuple(_codes(sent, "spares")),
        items=tuple(_codes(sent, "items")),
        instead=_text(sent.get("instead", ""))[:60],
        limits=limits,
        note=_text(sent.get("note", "")),
    )
    return lambda tree: situation_editing.put_consequence(tree, _number(sent, "number"), consequence)


@on_tree
def drop_consequence(sent: QueryDict) -> Edit:
    """Take what follows out."""
    return lambda tree: situation_editing.drop_consequence(tree, _number(sent, "number"))


def _when(sent: QueryDict) -> dict[str, tuple[str, ...]]:
    named = {name[5:]: tuple(sent.getlist(name)) for name in sent if name.startswith("when-")}
    return {name: options for name, options in named.items() if options}


def _codes(sent: QueryDict, name: str) -> list[str]:
    return [_text(one)[:60] for one in sent.getlist(name) if one]


def _text(value: object) -> str:
    return " ".join(str(value).replace("\x00", "").split())[:TEXT_CHARACTERS]


def _number(sent: QueryDict, name: str) -> int:
    value = str(sent.get(name, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
