"""Signing in by phone and code, one's name the first time, and the demo's inbox."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.domain import errors
from yunchuang.domain.codes import SIGN_IN_CODE_LIFE
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common import demo_inbox
from yunchuang.web.common.devices import device_of, remember_device
from yunchuang.web.common.people import actor_of, open_to_all, safe_next
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.workflows import signin

PHONE_COOKIE = "sign_in"  # signed; the phone for which a code is under way, for half an hour
PHONE_COOKIE_AGE_S = 1800
HOME = "/"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the phone, and have a code sent to it."""
    if request.method != "POST":
        if actor_of(request).kind == "citizen":
            return redirect(safe_next(request, HOME))
        return remember_device(request, _phone_page(request))
    phone = request.POST.get("phone", "").replace("\x00", "")[:40]
    try:
        sent = signin.send_code(phone=phone, device=device_of(request), at=now())
    except errors.RuleBroken as broken:
        status = STATUS.get(broken.code, 422)
        if request.POST.get("again"):
            return remember_device(request, _code_page(request, phone, words_for(broken), status))
        return remember_device(request, _phone_page(request, words_for(broken), status))
    response = redirect(_with_next(request, "citizen:sign-in-code"))
    response.set_signed_cookie(
        PHONE_COOKIE,
        sent.phone,
        max_age=PHONE_COOKIE_AGE_S,
        path=reverse("citizen:sign-in"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return remember_device(request, response)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and bring the person back to where he was."""
    if request.method != "POST" and actor_of(request).kind == "citizen":
        return redirect(safe_next(request, HOME))
    phone = _phone_under_way(request)
    if not phone:
        return redirect(_with_next(request, "citizen:sign-in"))
    if request.method != "POST":
        return remember_device(request, _code_page(request, phone))
    code = "".join(char for char in request.POST.get("code", "")[:40] if char.isdigit())
    try:
        account_id = signin.sign_in_by_code(phone=phone, code=code, device=device_of(request), at=now())
    except errors.NoSuchCode as broken:
        if actor_of(request).kind == "citizen":  # pressed twice: the first press has signed in
            return redirect(safe_next(request, HOME))
        return remember_device(request, _code_page(request, phone, words_for(broken), 422))
    except errors.RuleBroken as broken:
        return remember_device(request, _code_page(request, phone, words_for(broken), STATUS.get(broken.code, 422)))
    login(request, people_services.for_session(account_id))  # type: ignore[arg-type]
    response = redirect(safe_next(request, HOME)) if actor_of(request).name else ask_name(request)
    response.delete_cookie(PHONE_COOKIE, path=reverse("citizen:sign-in"))
    return remember_device(request, response)


def ask_name(request: HttpRequest) -> HttpResponse:
    """Send the person to say his name, and back from there to where he was going."""
    wanted = safe_next(request, "") or (request.get_full_path() if request.method == "GET" else HOME)
    return redirect(f"{reverse('citizen:name')}?{urlencode({'next': wanted})}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def name(request: HttpRequest) -> HttpResponse:
    """Ask what the person is called; once, at the first sign-in."""
    said, status = "", 200
    given = request.POST.get("name", "")[:200]
    if request.method == "POST":
        account_id = actor_of(request).account_id
        assert account_id is not None  # the guard let only citizens in
        try:
            signin.set_name(account_id=account_id, name=given)
        except errors.RuleBroken as broken:
            said, status = words_for(broken), 422
        else:
            return redirect(safe_next(request, HOME))
    facts = {"said": said, "name": given or actor_of(request).name, "next": safe_next(request, HOME)}
    return render(request, "citizen/name.html", facts, status=status)


@require_safe
@never_cache
@open_to_all
def inbox(request: HttpRequest) -> HttpResponse:
    """The demo's inbox: what would have gone to phones. Only in the demo, only on the machine it runs on."""
    messages = demo_inbox.recent() if demo_inbox.may_read(request) else None
    if messages is None:
        raise Http404
    return render(request, "citizen/inbox.html", {"inbox": messages[:10]})


@require_safe
@never_cache
@citizen
def messages(request: HttpRequest) -> HttpResponse:
    """What the centre has sent this person: answers, lists, calls; codes are not kept."""
    account_id = actor_of(request).account_id
    assert account_id is not None  # the guard let only citizens in
    return render(request, "citizen/messages.html", {"inbox": people.inbox(account_id)})


def _phone_under_way(request: HttpRequest) -> str:
    try:
        return str(request.get_signed_cookie(PHONE_COOKIE, max_age=PHONE_COOKIE_AGE_S))
    except (KeyError, BadSignature):
        return ""


def _with_next(request: HttpRequest, view: str) -> str:
    wanted = safe_next(request, "")
    return reverse(view) + (f"?{urlencode({'next': wanted})}" if wanted else "")


def _phone_page(request: HttpRequest, said: str = "", status: int = 200) -> HttpResponse:
    facts = {"said": said, "phone": request.POST.get("phone", "")[:20], "next": safe_next(request, "")}
    return render(request, "citizen/sign_in.html", facts, status=status)


def _code_page(request: HttpRequest, phone: str, said: str = "", status: int = 200) -> HttpResponse:
    facts = {
        "said": said,
        "phone": phone,
        "next": safe_next(request, ""),
        "minutes": int(SIGN_IN_CODE_LIFE.total_seconds() // 60),
        "is_inbox_here": demo_inbox.may_read(request),
    }
    return render(request, "citizen/code.html", facts, status=status)
