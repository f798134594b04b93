"""Somebody answers a correction for its citizen: invited, taken up, confirmed, done; each step on the timeline.

The citizen makes an invitation and sends it as he likes. Whoever takes it up signs in with his own account; the
citizen says that it is the one he meant (or named his telephone before), and that is his consent. From then until the
correction is answered, over or taken back, the helper stands to this visit as ``Relation.CORRECTION_HELPER``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import helping as invitations
from yunchuang.apps.cases.corrections import CorrectionFacts
from yunchuang.apps.cases.helping import HelpFacts
from yunchuang.apps.materials.queries import RequirementState
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import codes, errors, phones
from yunchuang.domain import helping as rules
from yunchuang.domain.cases import CaseState
from yunchuang.domain.helping import LIVE, HelpState
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, asked, casefile, filing, notices
from yunchuang.workflows.casefile import CaseFile, opened


@dataclass(frozen=True, slots=True)
class Shared:
    """An invitation as its citizen sees it; ``code`` is None where it can no longer be shown."""

    facts: HelpFacts
    state: HelpState
    code: str | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as somebody sees it who holds its code: whose and what for, and no more."""

    state: HelpState
    key: str
    who: str
    item_name: str
    is_own: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What a helper sees: what is asked, and what he brought for it; empty until the citizen has confirmed him."""

    facts: HelpFacts
    state: HelpState
    visit: VisitFacts | None
    correction: CorrectionFacts | None
    lines: tuple[RequirementState, ...]

    @property
    def left(self) -> int:
        """How many lines are still to be brought."""
        return sum(asked.is_open(line) for line in self.lines)


# --- the citizen -------------------------------------------------------------------------------


def invite(*, actor: Actor, visit_key: str, phone: str, at: datetime) -> None:
    """Make an invitation; pressed twice, the second press finds the first. ``phone`` names whom he means, or is empty.

    Raises:
        HelpNotPossible: nothing is asked, the days are over, or he named himself.
        PhoneWrong: what he named is no telephone.
    """
    phone = phones.normalise(phone) if phone.strip() else ""
    with opened(actor, visit_key, Action.INVITE_HELPER, at=at) as file:
        newest = next(iter(corrections.of_case(file.case.id)[-1:]), None)
        if newest is None or newest.met_at is not None or file.case.state != CaseState.CORRECTING:
            raise errors.HelpNotPossible("nothing")
        if newest.due_on is not None and file.house.today > newest.due_on:
            raise errors.HelpNotPossible("over")
        owner = people.contact(file.visit.citizen_id)
        if phone and owner is not None and owner.phone == phone:
            raise errors.HelpNotPossible("own")
        if invitations.of_visit(file.visit.id) is None:
            invitations.invite(newest.id, phone=phone, at=at)
            file.tell("help.invited", newest.id)


def shared(*, visit_id: int, at: datetime) -> Shared | None:
    """The invitation of a visit that has not ended, for pages that its citizen may see."""
    found = invitations.of_visit(visit_id)
    if found is None:
        return None
    state = found.state(casefile.house(at).today)
    if state not in LIVE:
        return None
    shows_code = state is HelpState.INVITED and invitations.is_good(found)
    return Shared(found, state, invitations.code_of(found.key) if shows_code else None)


def code_for(*, actor: Actor, visit_key: str, at: datetime) -> str:
    """The code of the open invitation of a visit, for its citizen; else NotFound."""
    visit = access.visit_for(actor, visit_key, Action.INVITE_HELPER, at=at)
    found = shared(visit_id=visit.id, at=at)
    if found is None or found.code is None:
        raise errors.NotFound("help")
    return found.code


def confirm(*, actor: Actor, visit_key: str, key: str, at: datetime) -> None:
    """The citizen says: this is the one; from now he may help. Pressed twice is pressed once.

    Raises:
        HelpNotPossible: it is over.
    """
    with opened(actor, visit_key, Action.INVITE_HELPER, at=at) as file:
        found = _of(file, key)
        state = found.state(file.house.today)
        if state is HelpState.CONFIRMED:
            return
        if state is not HelpState.ACCEPTED:
            raise errors.HelpNotPossible("over")
        invitations.confirm(found.id, at)
        file.tell("help.confirmed", found.correction_id, {"name": found.helper_name})
        notices.to_helper(found.helper_phone, found.helper_id, is_confirmed=True, at=at)


def revoke(*, actor: Actor, visit_key: str, key: str, at: datetime) -> None:
    """The citizen takes an invitation back, whoever has it; or says that it is not the one he meant."""
    with opened(actor, visit_key, Action.INVITE_HELPER, at=at) as file:
        found = _of(file, key)
        how = HelpState.DECLINED if found.accepted_at and not found.confirmed_at else HelpState.REVOKED
        if not invitations.end(found.id, how, at):
            return
        file.tell("help.revoked", found.correction_id, {"name": found.helper_name})
        if found.helper_id is not None:
            notices.to_helper(found.helper_phone, found.helper_id, is_confirmed=False, at=at)


def _of(file: CaseFile, key: str) -> HelpFacts:
    found = invitations.by_key(key)
    if found is None or found.visit_id != file.visit.id:
        raise errors.NotFound("help")
    return found


# --- the helper --------------------------------------------------------------------------------


def seen(*, actor: Actor, code: str, at: datetime) -> Invitation:
    """An invitation by its code, for somebody who is signed in.

    Raises:
        NotFound: there is none.
        NotSignedIn: nobody is signed in.
    """
    if actor.account_id is None:
        raise errors.NotSignedIn()
    found = _by_code(code)
    visit = _visit(found)
    return Invitation(
        state=found.state(casefile.house(at).today),
        key=found.key,
        who=rules.family_name_only(found.applicant_name),
        item_name=found.item_name,
        is_own=visit.citizen_id == actor.account_id,
        is_mine=found.helper_id == actor.account_id,
    )


def accept(*, actor: Actor, code: str, at: datetime) -> str:
    """Take an invitation up with one's own account; returns its key. Of two at once one has it.

    Raises:
        NotFound: there is none with this code.
        NameMissing: he has not said what he is called.
        HelpNotPossible: it is over, his own, taken, or he works where the case is handled.
    """
    if actor.account_id is None:
        raise errors.NotSignedIn()
    if not actor.name.strip():
        raise errors.NameMissing()
    found = _by_code(code)
    with _locked(found, actor, at=at) as (file, found):
        is_taken = found.helper_id is not None and found.helper_id != actor.account_id
        rules.check_accept(
            found.state(file.house.today),
            is_own=file.visit.citizen_id == actor.account_id,
            is_taken_by_another=is_taken,
            is_fit=_is_fit(actor, file.visit.body_id),
        )
        if found.helper_id is None:
            _take_up(file, found, actor)
    return found.key


def _take_up(file: CaseFile, found: HelpFacts, actor: Actor) -> None:
    assert actor.account_id is not None  # asked by ``accept``
    contact = people.contact(actor.account_id)
    phone = contact.phone if contact else ""
    is_meant = bool(phone) and phone == found.phone
    invitations.accept(
        found.id, helper_id=actor.account_id, name=actor.name, phone=phone, is_confirmed=is_meant, at=file.at
    )
    file.tell("help.accepted", found.correction_id, {"name": actor.name})
    if is_meant:  # to name somebody by his telephone was to agree to him
        file.tell("help.confirmed", found.correction_id, {"name": actor.name})
    notices.help_accepted(file, name=actor.name, is_confirmed=is_meant)


def _is_fit(actor: Actor, body_id: int) -> bool:
    if actor.kind != "staff":
        return True
    held = [(post.body_id, post.role) for post in places.posts(actor.account_id or 0)]
    return rules.is_fit_staff(held, body_id=body_id)


def give_up(*, actor: Actor, key: str, at: datetime) -> None:
    """The helper does not want to any more. Pressed twice is pressed once."""
    found = _mine(actor, key)
    with _locked(found, actor, at=at) as (file, found):
        if found.state(file.house.today) in LIVE and invitations.end(found.id, HelpState.GIVEN_UP, at):
            file.tell("help.given_up", found.correction_id, {"name": found.helper_name})
            notices.help_given_up(file, name=found.helper_name)


def mine(*, actor: Actor, at: datetime) -> list[tuple[HelpFacts, HelpState]]:
    """What somebody has taken up, newest first; those that he was never confirmed in are gone once they are over."""
    if actor.account_id is None:
        raise errors.NotSignedIn()
    today = casefile.house(at).today
    rows = [(found, found.state(today)) for found in invitations.of_helper(actor.account_id)]
    return [(found, state) for found, state in rows if state in LIVE or found.confirmed_at is not None]


def page(*, actor: Actor, key: str, at: datetime) -> HelpPage:
    """What is asked, and what he brought; nothing before he is confirmed, and nothing after it is over.

    Raises:
        NotFound: it is not his.
    """
    found = _mine(actor, key)
    state = found.state(casefile.house(at).today)
    if state is not HelpState.CONFIRMED:
        return HelpPage(found, state, None, None, ())
    visit = access.visit_by_id(actor, found.visit_id, Action.SEE_ASKED, at=at)
    view = casefile.view_of(visit)
    assert view.case is not None  # a correction stands on it
    newest = [one for one in corrections.of_case(view.case.id) if one.id == found.correction_id]
    lines = tuple(_his_own(line, actor) for line in asked.lines(view, newest))
    return HelpPage(found, state, visit, newest[0], lines)


def _his_own(line: RequirementState, actor: Actor) -> RequirementState:
    return replace(line, files=tuple(file for file in line.files if file.added_by_id == actor.account_id))


def answer(*, actor: Actor, key: str, at: datetime) -> None:
    """Hand in what was asked, for the citizen; his consent is kept with the answer. Pressed twice is pressed once.

    Raises as ``filing.resubmit``.
    """
    found = _mine(actor, key)
    if found.ended_how == HelpState.ANSWERED:
        return
    filing.resubmit(actor=actor, visit_key=_visit(found).key, at=at)


def _mine(actor: Actor, key: str) -> HelpFacts:
    found = invitations.by_key(key)
    if found is None or actor.account_id is None or found.helper_id != actor.account_id:
        raise errors.NotFound("help")
    return found


def _by_code(code: str) -> HelpFacts:
    normal = codes.normalise_short_code(code)
    found = invitations.by_code(normal) if normal else None
    if found is None:
        raise errors.NotFound("help")
    return found


def _visit(found: HelpFacts) -> VisitFacts:
    visit = visits.by_id(found.visit_id)
    assert visit is not None  # a case stands on it
    return visit


@contextmanager
def _locked(found: HelpFacts, actor: Actor, *, at: datetime) -> Iterator[tuple[CaseFile, HelpFacts]]:
    """The case of an invitation under its locks, and the invitation as it is there; for one who may not open it."""
    with casefile.opened_by_holder(_visit(found), actor, at=at) as file:
        again = invitations.by_key(found.key)
        assert again is not None  # rows of record are never deleted
        yield file, again
