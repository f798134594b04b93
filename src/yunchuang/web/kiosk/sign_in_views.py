"""Who stands at the kiosk: the person by phone and code, and the helper beside by staff number and password."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunchuang.apps.people import services as people_services
from yunchuang.domain import errors
from yunchuang.web.common import demo_inbox
from yunchuang.web.common.devices import device_of, remember_device
from yunchuang.web.common.people import DOOR, actor_of, safe_next
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.web.kiosk.guard import for_everybody
from yunchuang.web.kiosk.screen import HELPER, PHONE, shown
from yunchuang.workflows import signin

AT_MOST_S = 4 * 3600
"""A kiosk whose power fails with somebody signed in forgets him all the same after so long; house rule."""
PHONE_DIGITS, CODE_DIGITS = 11, 6
NEXT = "kiosk_next"


@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for the phone number and have a code sent to it."""
    if request.method != "POST":
        request.session[NEXT] = safe_next(request, "/kiosk/mine/")
        if actor_of(request).kind == "citizen":
            return redirect(request.session.pop(NEXT))
        return remember_device(request, shown(request, "kiosk/phone.html"))
    typed = keyed(request, "phone", PHONE_DIGITS)
    if "press" in request.POST:
        return shown(request, "kiosk/phone.html", {"typed": typed})
    try:
        sent = signin.send_code(phone=typed, device=device_of(request), at=now())
    except errors.RuleBroken as broken:
        facts = {"typed": typed, "said": words_for(broken)}
        return remember_device(request, shown(request, "kiosk/phone.html", facts, status=STATUS.get(broken.code, 422)))
    request.session[PHONE] = sent.phone
    return remember_device(request, redirect("kiosk:code"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and sign its owner in; the helper stays beside."""
    number = request.session.get(PHONE)
    if number is None:
        return redirect("kiosk:sign-in")
    facts = {"phone": number, "letters": _letters_to(request, number), "typed": keyed(request, "code", CODE_DIGITS)}
    facts["is_inbox_here"] = demo_inbox.may_read(request)
    if request.method != "POST" or "press" in request.POST:
        return shown(request, "kiosk/code.html", facts)
    try:
        account_id = signin.sign_in_by_code(phone=number, code=facts["typed"], device=device_of(request), at=now())
    except errors.RuleBroken as broken:
        facts |= {"typed": "", "said": words_for(broken)}
        return shown(request, "kiosk/code.html", facts, status=STATUS.get(broken.code, 422))
    goes_on, helper_id = request.session.get(NEXT, "/kiosk/mine/"), request.session.get(HELPER)
    login(request, people_services.for_session(account_id))  # type: ignore[arg-type]
    for key in (PHONE, NEXT):
        request.session.pop(key, None)
    if helper_id:
        request.session[HELPER] = helper_id
    request.session.set_expiry(AT_MOST_S)
    request.session[DOOR] = "kiosk"
    return redirect(goes_on)


def keyed(request: HttpRequest, name: str, most: int) -> str:
    """The digits typed so far, with the key that was pressed just now when no script did it on the spot."""
    typed = "".join(char for char in request.POST.get(name, "") if char.isdigit())[:most]
    press = request.POST.get("press", "")
    if press == "back":
        return typed[:-1]
    if press == "clear":
        return ""
    return (typed + press)[:most] if press.isdigit() else typed


def _letters_to(request: HttpRequest, number: str) -> list[str]:
    """In the demo no message leaves the machine: what was sent to this phone is shown on its own screen instead."""
    letters = (demo_inbox.recent(number) or ()) if demo_inbox.may_read(request) else ()
    return [letter.text for letter in letters if letter.kind == "code"][:1]


@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def helper(request: HttpRequest) -> HttpResponse:
    """A helper says who he is; he stands beside, the session stays the person's."""
    if request.method != "POST":
        return remember_device(request, shown(request, "kiosk/helper.html"))
    number = request.POST.get("number", "").replace("\x00", "")[:40]
    try:
        helper_id = signin.sign_in_helper(
            login=number, password=request.POST.get("password", ""), device=device_of(request), at=now()
        )
    except errors.RuleBroken as broken:
        not_a_helper = _("这个工号不是帮办员。窗口人员请从窗口人员入口登录。")
        said = not_a_helper if isinstance(broken, errors.NotAllowed) else words_for(broken)
        answer = shown(
            request, "kiosk/helper.html", {"said": said, "number": number}, status=STATUS.get(broken.code, 422)
        )
        return remember_device(request, answer)
    request.session[HELPER] = helper_id
    return remember_device(request, redirect("kiosk:start"))


@require_POST
@for_everybody
def helper_leaves(request: HttpRequest) -> HttpResponse:
    """The helper goes; the person stays."""
    request.session.pop(HELPER, None)
    return redirect("kiosk:start")
