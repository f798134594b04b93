"""A person's visit at the kiosk: number, waiting, the call, materials, rating, receipt."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.queries import where
from yunchuang.apps.ratings import queries as ratings
from yunchuang.apps.ratings.services import Given
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.papers import PaperRenderer
from yunchuang.web.common import phone_codes, show_views
from yunchuang.web.common.casework import MATERIAL_LOOKS
from yunchuang.web.common.context import bell_of
from yunchuang.web.common.marks import REASON_WORDS
from yunchuang.web.common.papers_told import papers_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.room import room_of
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.web.kiosk.carried_views import carried_of
from yunchuang.web.kiosk.guard import for_the_person
from yunchuang.web.kiosk.screen import HELPER, IDLE_S, NEVER, WAITING_IDLE_S, shown
from yunchuang.workflows import access, casefile, filing, rating
from yunchuang.workflows import visit as visit_verbs
from yunchuang.workflows.scanning import infected_of

CHANNEL = "kiosk"
PURPOSES = [
    (_("我要办这件事"), _("材料带来了，或者想当面交")),
    (_("我先问一问"), _("不清楚要什么材料、怎么办")),
    (_("我来补材料"), _("以前交过，还缺几份")),
    (_("别的事情"), _("见面再说")),
]
IDLE_OF_STATE = {"waiting": WAITING_IDLE_S, "parked": WAITING_IDLE_S, "called": NEVER, "serving": NEVER}


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one comes for, by one touch, and get the number."""
    item = catalog.item(code)
    if item is None:
        raise errors.NotFound("item")
    if request.method != "POST":
        return shown(request, "kiosk/take.html", {"item": item, "purposes": PURPOSES})
    line = request.POST.get("line") or next((at.code for at in item.served_at), "")
    try:
        key = visit_verbs.start(
            actor=actor_of(request),
            item_code=item.code,
            window_class_code=line,
            purpose=request.POST.get("purpose", ""),
            channel=CHANNEL,
            helper_id=request.session.get(HELPER),
            at=now(),
        )
    except errors.AlreadyInLine as broken:
        messages.info(request, words_for(broken))
        key = str(broken.facts["visit_key"])
    return redirect("kiosk:visit", key)


@require_safe
@for_the_person
def mine(request: HttpRequest) -> HttpResponse:
    """The numbers that this person holds, and what he is asked to bring; a single number is shown at once."""
    live = tickets.live_of(actor_of(request).account_id or 0)
    held = [(ticket, visits.by_id(ticket.visit_id)) for ticket in live]
    asked = [case for case in cases.cases_of(actor_of(request).account_id or 0) if case.state == "correcting"]
    if len(held) == 1 and held[0][1] is not None and not asked:
        return redirect("kiosk:visit", held[0][1].key)
    due = corrections.open_of_cases([case.id for case in asked])
    return shown(request, "kiosk/mine.html", {"held": held, "asked": [(case, due.get(case.id)) for case in asked]})


@require_safe
@for_the_person
def bell(request: HttpRequest) -> HttpResponse:
    """What rings now."""
    return render(request, "kiosk/bell.html", {"bell": bell_of(request)})


@require_safe
@for_the_person
def visit(request: HttpRequest, key: str) -> HttpResponse:
    """The number and what comes next; when a call runs, the room."""
    found = _visit(request, key)
    if _is_talking(found):
        return redirect("kiosk:room", key)
    facts = _slip(found)
    state = facts["ticket"].state if facts["ticket"] else ""
    return shown(request, "kiosk/visit.html", facts, idle_s=IDLE_OF_STATE.get(state, IDLE_S))


@require_safe
@for_the_person
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """The inside of the number's page, asked for again when something happened."""
    return render(request, "kiosk/slip.html", _slip(_visit(request, key)))


def _visit(request: HttpRequest, key: str) -> VisitFacts:
    return access.visit_for(actor_of(request), key, Action.SEE_VISIT, at=now())


def _is_talking(found: VisitFacts) -> bool:
    call = calls.live_of_visit(found.id)
    return call is not None and call.state == "active"


def _slip(found: VisitFacts) -> dict[str, Any]:
    ticket = tickets.of_visit(found.id)
    streams = [journal.visit(found.id), *([journal.line(ticket.window_class_id)] if ticket else [])]
    seqs = where(streams)  # read first: what happens meanwhile is news then, and not missed
    ticket = tickets.of_visit(found.id)
    return {
        "visit": found,
        "ticket": ticket,
        "waiting": visit_verbs.waiting(ticket) if ticket and ticket.state == "waiting" else None,
        "is_talking": _is_talking(found),
        "case": cases.case_of_visit(found.id),
        "rating": ratings.of_visit(found.id),
        "streams": " ".join(f"{stream.kind}:{stream.subject_id}" for stream in streams),
        "seqs": " ".join(str(seqs[stream]) for stream in streams),
    }


@require_POST
@for_the_person
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Give the number back."""
    visit_verbs.cancel(actor=actor_of(request), visit_key=key, at=now())
    return redirect("kiosk:visit", key)


@require_POST
@for_the_person
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Return to the line after a missed call."""
    visit_verbs.come_back(actor=actor_of(request), visit_key=key, at=now())
    return redirect("kiosk:visit", key)


@require_POST
@for_the_person
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the ringing call."""
    try:
        visit_verbs.answer(actor=actor_of(request), visit_key=key, at=now())
    except errors.CallNotActive as broken:
        messages.warning(request, words_for(broken))
        return redirect("kiosk:visit", key)
    return redirect("kiosk:room", key)


@require_safe
@for_the_person
def room(request: HttpRequest, key: str) -> HttpResponse:
    """The call, with the materials beside the face."""
    found = _visit(request, key)
    call = calls.live_of_visit(found.id)
    if call is None or call.state != "active":
        return redirect("kiosk:visit", key)
    facts = room_of(request, call, left_url=reverse("kiosk:visit", args=[key]))
    facts |= _materials(request, found) | {"paper": "kiosk/side.html"}
    return shown(request, "kiosk/room.html", facts, idle_s=NEVER)


@require_safe
@for_the_person
def materials_now(request: HttpRequest, key: str) -> HttpResponse:
    """The materials beside the face, asked for again when something came or was marked."""
    return render(request, "kiosk/materials.html", _materials(request, _visit(request, key)))


def _materials(request: HttpRequest, found: VisitFacts) -> dict[str, Any]:
    beside = side_of(request, found, "kiosk:room", "kiosk:materials-now")
    view = casefile.view(actor=actor_of(request), visit_key=found.key, at=now())
    rows = []
    for one in view.checklist:
        is_asked = one.mark is not None and one.mark.met_at is None
        said = [str(REASON_WORDS[one.mark.reason]), one.mark.words] if is_asked and one.mark else []
        rows.append((one, *MATERIAL_LOOKS[one.state], "：".join(filter(None, said))))
    return {
        "materials": rows,
        **beside,
        "states": view.checklist,
        "papers": papers_of(view, at=now()),
        "infected": infected_of(view),
        **carried_of(view),
    }


def side_of(request: HttpRequest, found: VisitFacts, page: str, again: str) -> dict[str, Any]:
    """What a list of materials needs to stay current on ``page``; read before the list itself."""
    stream = journal.visit(found.id)
    return {
        "visit": found,
        "side_seq": where([stream])[stream],
        "src": reverse(again, args=[found.key]),
        "next": reverse(page, args=[found.key]),
        "phones": phone_codes.shown(request, found.id),
        **show_views.beside(found.id),
    }


@require_POST
@for_the_person
def add_material(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Hand in one picture or file for a material."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise errors.UploadEmpty()
        filing.material_add(
            actor=actor_of(request),
            visit_key=key,
            requirement_code=code,
            content=cast(BinaryIO, file.file),
            name=file.name or "",
            size_bytes=file.size or 0,
            at=now(),
        )
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"error": words_for(broken)}, status=STATUS.get(broken.code, 422))
        messages.warning(request, words_for(broken))
    return redirect("kiosk:correction" if request.POST.get("at") == "correction" else "kiosk:room", key)


@require_POST
@for_the_person
def rate(request: HttpRequest, key: str) -> HttpResponse:
    """Rate the visit by one touch of a star."""
    level = request.POST.get("level", "")
    try:
        rating.rate(
            actor=actor_of(request),
            visit_key=key,
            given=Given(
                level=int(level) if level.isascii() and level.isdigit() and len(level) == 1 else 0, rated_by="kiosk"
            ),
            at=now(),
        )
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("kiosk:visit", key)


@require_safe
@for_the_person
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What was done, on one page to print."""
    found = _visit(request, key)
    call = calls.last_of_visit(found.id)
    facts = {"visit": found, "ticket": tickets.of_visit(found.id), "case": cases.case_of_visit(found.id), "call": call}
    return shown(request, "kiosk/receipt.html", facts | _rating_code(request, found))


def _rating_code(request: HttpRequest, found: VisitFacts) -> dict[str, Any]:
    """The code on the receipt by which the visit can be rated later, by whoever holds the paper."""
    try:
        token = rating.link_token(actor=actor_of(request), visit_key=found.key, at=now())
    except errors.NothingToRate:
        return {}
    renderer: PaperRenderer = registry.get("papers")
    url = request.build_absolute_uri(reverse("citizen:rate-link", args=[token])) + "?from=code"
    is_rated = ratings.of_visit(found.id) is not None
    return {} if is_rated else {"rating_qr": mark_safe(renderer.qr_svg(url))}  # noqa: S308 - drawn by us
