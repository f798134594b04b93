"""The counter door: signing in, the windows one may sit at, and the desk with its columns."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunchuang.apps.cases import corrections
from yunchuang.apps.people import services as people_services
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import errors
from yunchuang.web.common.devices import device_of, remember_device
from yunchuang.web.common.people import actor_of, open_to_all, safe_next
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.web.counter import screen
from yunchuang.web.counter.guard import staff
from yunchuang.workflows import signin

POST_WORDS = {"clerk": _("窗口人员"), "reviewer": _("审批人员"), "director": _("主任"), "helper": _("帮办员")}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by staff number and password; wrong ones make the device wait, longer each time."""
    if request.method != "POST":
        if actor_of(request).kind == "staff":
            return redirect(safe_next(request, _first_page(actor_of(request).account_id)))
        return remember_device(request, _sign_in_page(request))
    try:
        account_id = signin.sign_in_by_password(
            login=request.POST.get("number", "").replace("\x00", ""),
            password=request.POST.get("password", ""),
            device=device_of(request),
            at=now(),
        )
    except errors.RuleBroken as broken:
        said, status = words_for(broken), STATUS.get(broken.code, 422)
        return remember_device(request, _sign_in_page(request, said, status))
    login(request, people_services.for_session(account_id))  # type: ignore[arg-type]
    return remember_device(request, redirect(safe_next(request, _first_page(account_id))))


def _sign_in_page(request: HttpRequest, said: str = "", status: int = 200) -> HttpResponse:
    number = request.POST.get("number", "")[:40]
    facts = {"said": said, "number": number, "next": safe_next(request, "")}
    return render(request, "counter/sign_in.html", facts, status=status)


def _first_page(account_id: int | None) -> str:
    """Where someone's work is: the windows for a clerk, the back office for who only reviews or directs."""
    roles = {post.role for post in places.posts(account_id)} if account_id else set()
    return "/office/" if roles and "clerk" not in roles and roles & {"reviewer", "director"} else "/counter/"


@require_safe
@never_cache
@staff
def windows(request: HttpRequest) -> HttpResponse:
    """The windows at which this person may sit, and what he is at which body."""
    actor = actor_of(request)
    assert actor.account_id is not None  # the guard let only staff in
    names = {body.id: body.name for body in places.bodies()}
    posts = [(names.get(post.body_id, ""), POST_WORDS.get(post.role, "")) for post in places.posts(actor.account_id)]
    mine, waiting, busy = places.windows_of(actor.account_id), tickets.waiting_counts(), tickets.busy_windows()
    states = {hall_id: places.window_states(hall_id) for hall_id in {window.hall_id for window in mine}}
    cards = []
    for window in mine:
        state = states[window.hall_id][window.id]
        lamp = "busy" if window.id in busy else state.state
        is_taken = state.clerk_id is not None and state.clerk_id != actor.account_id
        cards.append((window, state, lamp, waiting.get(window.window_class_id, 0), is_taken))
    seat, back = places.window_of_clerk(actor.account_id), corrections.came_back(actor.account_id)
    return render(request, "counter/windows.html", {"cards": cards, "posts": posts, "seat": seat, "came_back": back})


@require_safe
@never_cache
@staff
def desk(request: HttpRequest, window_id: int) -> HttpResponse:
    """The desk: line, person and case, paper and form, and the video, on one page."""
    return _desk(request, window_id, "counter/desk.html")


@require_safe
@never_cache
@staff
def desk_all(request: HttpRequest, window_id: int) -> HttpResponse:
    """The inside of the desk, asked for again when something happened at the window."""
    return _desk(request, window_id, "counter/desk_all.html")


def _desk(request: HttpRequest, window_id: int, template: str) -> HttpResponse:
    actor = actor_of(request)
    window = screen.window_of(actor, window_id)
    return render(request, template, screen.whole(request, actor, window, at=now()))


@require_safe
@never_cache
@staff
def line(request: HttpRequest, window_id: int) -> HttpResponse:
    """The column of those who wait."""
    actor = actor_of(request)
    window = screen.window_of(actor, window_id)
    facts = screen.line(actor, window, at=now()) | screen.frame(actor, window, screen.mine_at(actor, window_id))
    return render(request, "counter/line.html", facts)


@require_safe
@never_cache
@staff
def person(request: HttpRequest, window_id: int) -> HttpResponse:
    """The column of the person at the window."""
    return _column(request, window_id, "counter/person.html")


@require_safe
@never_cache
@staff
def paper(request: HttpRequest, window_id: int) -> HttpResponse:
    """The column of form and materials."""
    return _column(request, window_id, "counter/paper.html")


def _column(request: HttpRequest, window_id: int, template: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    window = screen.window_of(actor, window_id)
    ticket = screen.mine_at(actor, window_id)
    facts = screen.person(actor, window, ticket, at=at) if ticket else {"window": window, "ticket": None}
    return render(request, template, facts)
