"""What every door shares: switches, signing out, and the commands of a call."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.calls.queries import CallFacts
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.web.common.people import DOOR, actor_of, open_to_all, safe_next, signed_in
from yunchuang.workflows import access, talk

A_YEAR_S = 365 * 24 * 3600


@require_POST
@open_to_all
def set_type_size(request: HttpRequest) -> HttpResponse:
    """Switch between ordinary and large type (长辈版)."""
    response = redirect(safe_next(request, "/"))
    size = "large" if request.POST.get("type") == "large" else "normal"
    response.set_cookie("type", size, max_age=A_YEAR_S, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_POST
@open_to_all
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages."""
    response = redirect(safe_next(request, "/"))
    language = request.POST.get("language", "")
    if check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=A_YEAR_S,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_POST
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a number that was taken stays valid."""
    was_staff = actor_of(request).kind == "staff"
    logout(request)
    return redirect("counter:sign-in" if was_staff else "citizen:home")


@require_safe
@open_to_all
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; for those who build the pages."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "common/styleguide.html")


# --- commands of a call ----------------------------------------------------------------------------


@require_POST
@signed_in
def chat(request: HttpRequest, call_id: int) -> HttpResponse:
    """Say something in writing."""
    talk.say(actor=actor_of(request), call_id=call_id, text=request.POST.get("text", ""), at=now())
    return _done(request, call_id)


@require_POST
@signed_in
def send_file(request: HttpRequest, call_id: int) -> HttpResponse:
    """Hand a file over."""
    file = request.FILES.get("file")
    if file is None:
        raise errors.UploadEmpty()
    talk.send_file(actor=actor_of(request), call_id=call_id, file=file, name=file.name or "", at=now())
    return _done(request, call_id)


@require_POST
@signed_in
def share(request: HttpRequest, call_id: int) -> HttpResponse:
    """Note that the citizen began (``state=started``) or stopped showing the screen."""
    is_sharing = request.POST.get("state") == "started"
    talk.share_screen(actor=actor_of(request), call_id=call_id, is_sharing=is_sharing, at=now())
    return _done(request, call_id)


@require_POST
@signed_in
def hang_up(request: HttpRequest, call_id: int) -> HttpResponse:
    """End the call; the ticket stays with the window."""
    talk.hang_up(actor=actor_of(request), call_id=call_id, at=now())
    return _done(request, call_id)


@require_safe
@never_cache
@signed_in
def chat_log(request: HttpRequest, call_id: int) -> HttpResponse:
    """What has been said in writing in this visit."""
    call = access.call_for(actor_of(request), call_id, Action.SEE_VISIT, at=now())
    return render(request, "common/chat_log.html", chat_of(request, call))


def chat_of(request: HttpRequest, call: CallFacts) -> dict[str, object]:
    """What the partial common/chat_log.html needs."""
    return {"lines": calls.chat(call.visit_id), "side": access.side_in_call(actor_of(request), call)}


def _done(request: HttpRequest, call_id: int) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"ok": True})
    call = access.call_for(actor_of(request), call_id, Action.SEE_VISIT, at=now())
    if actor_of(request).kind == "staff":
        return redirect("counter:desk", call.window_id)
    return redirect(f"{request.session.get(DOOR, 'citizen')}:visit", call.visit_key)
