"""One's certificates, and the messages that were sent about one's matters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.ports import registry
from yunchuang.ports.papers import PaperRenderer
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common.people import actor_of
from yunchuang.workflows import certificates


@require_safe
@never_cache
@citizen
def mine(request: HttpRequest) -> HttpResponse:
    """All certificates of this person, those in force first."""
    return render(request, "citizen/certificates.html", {"views": certificates.mine(actor=actor_of(request), at=now())})


@require_safe
@never_cache
@citizen
def one(request: HttpRequest, code: str) -> HttpResponse:
    """A certificate: what it says, how it stands, how to renew it, and the code that others check it with."""
    view = certificates.one(actor=actor_of(request), code=code, at=now())
    renderer: PaperRenderer = registry.get("papers")
    url = request.build_absolute_uri(reverse("citizen:verify-code", args=[view.facts.code]))
    qr = mark_safe(renderer.qr_svg(url))  # noqa: S308 - drawn by us, from an address of ours
    return render(request, "citizen/certificate.html", {"view": view, "facts": view.facts, "qr": qr})
