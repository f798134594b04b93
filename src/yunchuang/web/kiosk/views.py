"""The kiosk's screens for everybody: the start, finding a matter, its guide, the hall; and forgetting a person."""

from __future__ import annotations

from itertools import zip_longest

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import search
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import errors
from yunchuang.web.common import phone_codes
from yunchuang.web.common.halls import main_hall
from yunchuang.web.common.people import actor_of
from yunchuang.web.kiosk.guard import for_everybody
from yunchuang.web.kiosk.screen import HELPER, NEVER, PHONE, shown

OFTEN = 6
FORGOTTEN_COOKIES = ["type", "django_language", "device", "csrftoken"]


@require_safe
@for_everybody
def start(request: HttpRequest) -> HttpResponse:
    """The first screen: three things one may want."""
    is_used = actor_of(request).kind == "citizen" or HELPER in request.session or PHONE in request.session
    return shown(request, "kiosk/start.html") if is_used else shown(request, "kiosk/start.html", idle_s=NEVER)


@require_POST
@for_everybody
def wipe(request: HttpRequest) -> HttpResponse:
    """Forget the person who stood here: session, cookies, whatever the browser kept. A number in line stands."""
    phone_codes.forget(request.session)
    logout(request)
    response = redirect("kiosk:start")
    for name in FORGOTTEN_COOKIES:
        response.delete_cookie(name)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return response


@require_safe
@for_everybody
def put_away(request: HttpRequest) -> HttpResponse:
    """Where a page of the last person leads the next one who goes back to it."""
    return shown(request, "kiosk/put_away.html", idle_s=NEVER)


@require_safe
@for_everybody
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other address under the kiosk's."""
    raise Http404


@require_safe
@for_everybody
def items(request: HttpRequest) -> HttpResponse:
    """What one can come for: found by words, by body, by line; without any of these, what is wanted often."""
    asked = request.GET.get("q", "").strip()[:80]
    body = next((one for one in places.bodies() if one.code == request.GET.get("body")), None)
    line = places.window_class_by_code(request.GET["line"]) if request.GET.get("line") else None
    if asked:
        found, heading = [hit.item for hit in search.search(asked)], asked
    elif body:
        found, heading = list(catalog.items(body.id)), body.name
    elif line:
        found, heading = list(catalog.items_at(line.id)), line.name
    else:
        found, heading = _of_every_body()[:OFTEN], ""
    offered = {item.body_id for item in catalog.items()}
    bodies = [one for one in places.bodies() if one.id in offered]
    facts = {"asked": asked, "heading": heading, "found": found, "bodies": bodies}
    return shown(request, "kiosk/items.html", facts)


def _of_every_body() -> list[ItemFacts]:
    """The items so that each body comes in turn: the first screen shows something of everything."""
    by_body: dict[int, list[ItemFacts]] = {}
    for item in catalog.items():
        by_body.setdefault(item.body_id, []).append(item)
    return [item for turn in zip_longest(*by_body.values()) for item in turn if item is not None]


@require_safe
@for_everybody
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """A matter on one page, in plain words."""
    item = catalog.item(code)
    if item is None:
        raise errors.NotFound("item")
    return shown(request, "kiosk/guide.html", {"item": item})


@require_safe
@for_everybody
def hall(request: HttpRequest) -> HttpResponse:
    """The windows as they are now: who is open, how many wait."""
    found = main_hall()
    if found is None:
        raise errors.NotFound("hall")
    states = {window_id: state.state for window_id, state in places.window_states(found.id).items()}
    busy, waiting = tickets.busy_windows(), tickets.waiting_counts()
    cards = [
        (
            window,
            "busy" if window.id in busy else states.get(window.id, "closed"),
            waiting.get(window.window_class_id, 0),
            catalog.items_at(window.window_class_id)[:3],
        )
        for window in found.windows
    ]
    return shown(request, "kiosk/hall.html", {"cards": cards})
