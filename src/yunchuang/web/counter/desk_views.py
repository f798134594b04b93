"""The keys of the desk: one verb each; whether it may be pressed is asked in the verb."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.web.counter.guard import at_window
from yunchuang.workflows import desk, talk


@at_window
def open_window(request: HttpRequest, **what: Any) -> None:
    """Sit down at the window, or come back to it."""
    desk.open_window(**what)


@at_window
def away(request: HttpRequest, **what: Any) -> None:
    """Leave for a moment."""
    desk.away(**what)


@at_window
def close(request: HttpRequest, **what: Any) -> None:
    """Close the window."""
    desk.close_window(**what)
    messages.success(request, _("窗口已经关了，辛苦了。"))


@at_window
def call_next(request: HttpRequest, **what: Any) -> None:
    """Call the first of the line and ring."""
    desk.call_next(**what)


@at_window
def recall(request: HttpRequest, **what: Any) -> None:
    """Ring once more."""
    desk.recall(**what)


@at_window
def miss(request: HttpRequest, **what: Any) -> None:
    """He does not come: the window is free."""
    desk.miss(**what)
    messages.info(request, _("已过号。他回来后还在原来的位置。"))


@at_window
def park(request: HttpRequest, **what: Any) -> None:
    """Set the person aside."""
    desk.park(**what)
    messages.info(request, _("先放一放，号保留。要接着办时，在左边点“继续”。"))


@at_window
def unpark(request: HttpRequest, *, window_id: int, **what: Any) -> None:
    """Put a parked person back to the front of the line."""
    desk.unpark(**what)
    messages.success(request, _("已经放回队伍最前面，下一位就叫他。"))


@at_window
def hang_up(request: HttpRequest, *, actor: Actor, window_id: int, at: datetime) -> None:
    """End the call; the person stays with the window until it is wrapped up."""
    call = calls.live_at_window(window_id)
    if call is None:
        raise errors.CallNotActive()
    talk.hang_up(actor=actor, call_id=call.id, at=at)


@at_window
def finish(request: HttpRequest, **what: Any) -> None:
    """Wrap up."""
    desk.finish(**what)
    messages.success(request, _("办完了。可以叫下一位。"))
