"""What every page of the kiosk has in common: the browser keeps nothing of it, and no way leads out of the door."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from yunchuang.domain import errors
from yunchuang.web.common.people import View, door, open_to_all
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.web.kiosk.screen import shown


def for_everybody(view: View) -> View:
    """A page that anybody who stands at the kiosk may see."""
    return open_to_all(_at_kiosk(view))


def for_the_person(view: View) -> View:
    """A page of the person who signed in here; for the next one, who goes back to it, it has been put away."""
    return door("citizen", "kiosk:put-away")(_at_kiosk(view))


def _at_kiosk(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except (errors.NotFound, Http404):
            response = sorry(request, _("没有找到这一页。它可能已经结束，也可能不是您的。"), 404)
        except errors.RuleBroken as broken:
            response = sorry(request, words_for(broken), STATUS.get(broken.code, 409))
        response["Cache-Control"] = "no-store, private"
        return response

    return answered


def sorry(request: HttpRequest, said: str, status: int) -> HttpResponse:
    """What happened, with ways on that stay at the kiosk."""
    return shown(request, "kiosk/sorry.html", {"said": said}, status=status)
