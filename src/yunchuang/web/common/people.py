"""Who is asking, and by which door a person may come in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.web.common import words

NOBODY = Actor(None, "anonymous", "")
View = Callable[..., HttpResponseBase]
DOOR = "door"  # in the session: by which door the citizen came in, where it is not his own


def actor_of(request: HttpRequest) -> Actor:
    """The person who asks; nobody when not signed in."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    return Actor(user.pk, user.kind, user.name)


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The address to go on to after signing in; never one outside this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return fallback


def door(kind: str, sign_in: str) -> Callable[[View], View]:
    """Let only people of ``kind`` (citizen, staff) through; others are sent to sign in at ``sign_in``.

    What they may do to a row is asked below, in the verb.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if actor_of(request).kind != kind:
                return _to_sign_in(request, sign_in)
            return telling(view)(request, *args, **kwargs)

        guarded.guard = kind  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(view: View) -> View:
    """A page for everybody: said aloud, so that a page without a guard is seen as a mistake."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return telling(view)(request, *args, **kwargs)

    shown.guard = "open"  # type: ignore[attr-defined]
    return shown


def signed_in(view: View) -> View:
    """Let anybody who is signed in through; used where both ends of a call ask."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).account_id is None:
            return _to_sign_in(request, "citizen:sign-in")
        return telling(view)(request, *args, **kwargs)

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return guarded


def telling(view: View) -> View:
    """Turn a broken rule that no view has turned into words yet into its page: 404, sign-in or plain words."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except errors.NotFound as broken:
            raise Http404 from broken
        except errors.NotSignedIn:
            return _to_sign_in(request, "citizen:sign-in")
        except errors.RuleBroken as broken:
            return words.page_for(request, broken)

    return told


def _to_sign_in(request: HttpRequest, sign_in: str) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch" and request.method == "GET":
        return HttpResponse(status=401)  # a partial: the screen says that the session has ended
    target = reverse(sign_in)
    back = request.get_full_path() if request.method == "GET" else _page_of(request)
    return HttpResponseRedirect(f"{target}?{urlencode({'next': back})}") if back else redirect(target)


def _page_of(request: HttpRequest) -> str:
    """The page on which a form was sent: signed in, one comes back to it with what its address holds."""
    page = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", page.path, page.query, "")) if page.netloc == request.get_host() else ""
