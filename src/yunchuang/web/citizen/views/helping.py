"""Asking somebody to bring what is missing: the citizen's side of it, and the pages of whoever was asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.domain import materials as material_rules
from yunchuang.domain.codes import normalise_short_code
from yunchuang.domain.helping import LIVE
from yunchuang.ports import registry
from yunchuang.ports.papers import PaperRenderer
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.citizen.views.entrance import ask_name
from yunchuang.web.common import phone_codes
from yunchuang.web.common.marks import HOW_TO_MEND, REASON_WORDS
from yunchuang.web.common.people import actor_of, safe_next, signed_in
from yunchuang.web.common.words import words_for
from yunchuang.workflows import asked as asking
from yunchuang.workflows import helping as verbs
from yunchuang.workflows import uploading
from yunchuang.workflows.helping import HelpPage

CODE_CHARACTERS = 60
STATE_WORDS = {
    "accepted": (gettext_lazy("等他确认"), "warn"),
    "confirmed": (gettext_lazy("等您补"), "warn"),
    "answered": (gettext_lazy("已经交上"), "good"),
    "lapsed": (gettext_lazy("已经结束"), ""),
    "revoked": (gettext_lazy("他收回了"), ""),
    "given_up": (gettext_lazy("您不帮了"), ""),
}


# --- the citizen -------------------------------------------------------------------------------


def shared_of(request: HttpRequest, visit_id: int, key: str) -> dict[str, Any]:
    """What ``citizen/help.html`` shows on the page of a correction."""
    found = verbs.shared(visit_id=visit_id, at=now())
    link = _link(request, found.code) if found and found.code else ""
    return {"help": found, "help_link": link, "help_next": reverse("citizen:correction", args=[key])}


def _link(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("citizen:help-code", args=[code]))


def _back(request: HttpRequest, key: str) -> HttpResponse:
    return redirect(safe_next(request, reverse("citizen:correction", args=[key])) + "#help")


@require_POST
@citizen
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Make an invitation, to be sent as he likes."""
    try:
        verbs.invite(actor=actor_of(request), visit_key=key, phone=request.POST.get("phone", "")[:40], at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return _back(request, key)


@require_safe
@never_cache
@citizen
def qr(request: HttpRequest, key: str) -> HttpResponse:
    """The code to scan."""
    code = verbs.code_for(actor=actor_of(request), visit_key=key, at=now())
    papers: PaperRenderer = registry.get("papers")
    return HttpResponse(papers.qr_svg(_link(request, code)), content_type="image/svg+xml")


@require_POST
@citizen
def confirm(request: HttpRequest, key: str, help_key: str) -> HttpResponse:
    """This is the one."""
    try:
        verbs.confirm(actor=actor_of(request), visit_key=key, key=help_key, at=now())
    except errors.HelpNotPossible as broken:
        messages.warning(request, words_for(broken))
    return _back(request, key)


@require_POST
@citizen
def revoke(request: HttpRequest, key: str, help_key: str) -> HttpResponse:
    """Take it back."""
    verbs.revoke(actor=actor_of(request), visit_key=key, key=help_key, at=now())
    messages.success(request, _("已经收回，对方再也打不开了。"))
    return _back(request, key)


# --- who was asked -----------------------------------------------------------------------------


@require_safe
@never_cache
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What this person does for others; and where a code is typed."""
    typed = request.GET.get("code", "")[:CODE_CHARACTERS]
    code = normalise_short_code(typed)
    if code:
        return redirect("citizen:help-code", code)
    rows = [
        (found, *STATE_WORDS[state.value], state in LIVE)
        for found, state in verbs.mine(actor=actor_of(request), at=now())
        if state.value in STATE_WORDS
    ]
    said = _("这个码不对，请照着对方发来的再输一遍。") if typed else ""
    facts = {"rows": rows, "typed": typed, "said": said}
    return render(request, "citizen/helping.html", facts, status=422 if said else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """An invitation: whose, what for, and whether to take it up."""
    actor = actor_of(request)
    if not actor.name.strip() and actor.kind == "citizen":
        return ask_name(request)
    found = verbs.seen(actor=actor, code=code[:CODE_CHARACTERS], at=now())
    if found.is_mine and found.state in LIVE:
        return redirect("citizen:helping-one", found.key)
    said = ""
    if request.method == "POST":
        try:
            return redirect("citizen:helping-one", verbs.accept(actor=actor, code=code, at=now()))
        except errors.HelpNotPossible as broken:
            said = words_for(broken)
    is_open = found.state.value == "invited" and not found.is_own
    facts = {"invitation": found, "is_open": is_open, "code": code, "said": said}
    return render(request, "citizen/help_code.html", facts, status=409 if said else 200)


@require_safe
@never_cache
@signed_in
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Only what is asked, and the files that this person brought for it."""
    found = verbs.page(actor=actor_of(request), key=key, at=now())
    if found.state.value == "declined":
        raise Http404
    facts = _facts(found)
    if found.visit is not None:
        facts["phones"] = phone_codes.shown(request, found.visit.id)
        facts["standing"] = uploading.unfinished(actor=actor_of(request), visit_key=found.visit.key, at=now())
    return render(request, "citizen/helping_one.html", facts)


def _facts(found: HelpPage) -> dict[str, Any]:
    rows = []
    for line in found.lines:
        mark, is_open = line.mark, asking.is_open(line)
        assert mark is not None  # a line stands here because it is marked
        said = "：".join(filter(None, (str(REASON_WORDS[mark.reason]), mark.words))) if is_open else ""
        look = "missing" if is_open else "checking"
        rows.append(([(line, look, said, True)], HOW_TO_MEND.get(mark.reason, ""), is_open))
    return {
        "page": found,
        "asked": rows,
        "visit": found.visit,
        "correction": found.correction,
        "left": found.left,
        "max_bytes": material_rules.MAX_UPLOAD_BYTES,
        "next": reverse("citizen:helping-one", args=[found.facts.key]),
        "state": STATE_WORDS.get(found.state.value, ("", "")),
    }


@require_POST
@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Hand in what was asked."""
    try:
        verbs.answer(actor=actor_of(request), key=key, at=now())
    except errors.NotFound:
        raise
    except errors.FormInvalid:
        messages.warning(request, _("申请表里还有本人要改的，请告诉他登录改好，材料已经存好了。"))
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("已经替他交上，窗口会接着看。谢谢您帮忙。"))
        return redirect("citizen:helping")
    return redirect("citizen:helping-one", key)


@require_POST
@signed_in
def give_up(request: HttpRequest, key: str) -> HttpResponse:
    """Not any more."""
    verbs.give_up(actor=actor_of(request), key=key, at=now())
    messages.success(request, _("已经告诉他您不帮了。"))
    return redirect("citizen:helping")
