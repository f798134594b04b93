"""One's companies: what is registered of them, from which forms are filled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.forms import queries as around
from yunchuang.domain import companies as company_rules
from yunchuang.domain import errors
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common import plain_form
from yunchuang.web.common.form_page import faults_of
from yunchuang.web.common.people import actor_of, safe_next
from yunchuang.web.common.sheet import titles_of
from yunchuang.workflows import full_set

SCHEMA = company_rules.SCHEMA


@require_safe
@never_cache
@citizen
def companies(request: HttpRequest) -> HttpResponse:
    """The list of one's companies."""
    return render(request, "citizen/companies.html", {"companies": around.companies_of(_me(request))})


def _me(request: HttpRequest) -> int:
    account_id = actor_of(request).account_id
    assert account_id is not None  # the guard let only citizens in
    return account_id


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def company(request: HttpRequest, company_id: int = 0) -> HttpResponse:
    """One company, or a new one."""
    there = around.company_of(_me(request), company_id) if company_id else None
    if company_id and there is None:
        raise errors.NotFound("company")
    if request.method != "POST":
        return _page(request, there, there.facts if there else {}, {})
    values = plain_form.sent(request, SCHEMA)
    if plain_form.is_about_rows(request):
        return _page(request, there, values, {})
    try:
        full_set.keep_company(actor=actor_of(request), values=values, at=now())
    except errors.FormInvalid as broken:
        return _page(request, there, values, faults_of(broken), status=422)
    messages.success(request, _("单位资料存好了，以后填表可以直接带入。"))
    return redirect(safe_next(request, "/companies/"))


def _page(request: HttpRequest, there: Any, values: Any, faults: Any, *, status: int = 200) -> HttpResponse:
    facts = {
        "company": there,
        "parts": plain_form.parts(request, SCHEMA, values, faults),
        "form_faults": titles_of(SCHEMA, faults),
        "next": safe_next(request, ""),
    }
    return render(request, "citizen/company.html", facts, status=status)


@require_POST
@citizen
def forget(request: HttpRequest, company_id: int) -> HttpResponse:
    """Forget one of one's companies."""
    full_set.forget_company(actor=actor_of(request), company_id=company_id)
    messages.info(request, _("单位资料已经删除。以前填过的表不受影响。"))
    return redirect("citizen:companies")
