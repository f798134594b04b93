"""A material shown to the camera in a call: the clerk asks, the citizen says yes or no. The picture itself is taken on
the citizen's side and comes in as every other file does.
"""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.calls import showings
from yunchuang.apps.calls.queries import CallFacts
from yunchuang.apps.calls.showings import ShowingFacts
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, filing
from yunchuang.workflows.casefile import opened


def ask(*, actor: Actor, call_id: int, requirement_code: str, at: datetime) -> None:
    """Ask the citizen to let his camera's picture become this material. Asked twice is asked once.

    Raises:
        CallNotActive: nobody is in the picture.
        MaterialNotOfThisCase, CaseMoved: nothing could be handed in for it.
    """
    call = _talking(actor, call_id, Action.ASK_TO_SHOW, at)
    with opened(actor, call.visit_key, Action.ASK_TO_SHOW, at=at, may_open_draft=True) as file:
        requirement = file.requirement(requirement_code)
        filing.require_open(file, requirement, "add_material")
        if showings.ask(call_id=call.id, requirement_id=requirement.id, by_id=actor.account_id or call.clerk_id, at=at):
            file.tell("material.show_asked", facts={"requirement": requirement.name})


def answer(*, actor: Actor, call_id: int, is_given: bool, at: datetime) -> None:
    """The citizen's yes (the picture follows) or no. Answered twice is answered once."""
    call = _talking(actor, call_id, Action.SHOW_MATERIAL, at)
    with opened(actor, call.visit_key, Action.SHOW_MATERIAL, at=at, may_open_draft=True) as file:
        asked = showings.waiting(call.id)
        if asked is not None and showings.answer(asked.id, is_given=is_given, at=at):
            kind = "material.show_given" if is_given else "material.show_refused"
            file.tell(kind, facts={"requirement": asked.requirement_name})


def in_call_of(visit_id: int) -> tuple[CallFacts | None, ShowingFacts | None]:
    """The call in which a visit's two ends talk now, and what is being asked in it."""
    call = calls.live_of_visit(visit_id)
    if call is None or call.state != "active":
        return None, None
    return call, showings.waiting(call.id)


def _talking(actor: Actor, call_id: int, action: Action, at: datetime) -> CallFacts:
    call = access.call_for(actor, call_id, action, at=at)
    if call.state != "active":
        raise errors.CallNotActive()
    return call
