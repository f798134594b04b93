"""Handing in by phone what was begun at a computer or a kiosk: a code to scan, good for minutes and one material."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials import phone_links as links
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials.phone_links import LinkFacts
from yunchuang.apps.materials.queries import MaterialFacts, MaterialFile
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.workflows import filing
from yunchuang.workflows.access import LinkHolder
from yunchuang.workflows.casefile import opened


@dataclass(frozen=True, slots=True)
class HandIn:
    """What the holder of a link sees: one material of one matter, and what came by the link."""

    link: LinkFacts
    visit: VisitFacts
    files: tuple[MaterialFacts, ...]

    @property
    def holder(self) -> LinkHolder:
        """As whom the phone acts."""
        return LinkHolder(self.link.made_by_id, "link", "", self.visit.id, self.link.id)


def open_link(*, actor: Actor, visit_key: str, requirement_code: str, at: datetime) -> str:
    """Make a link for one requirement; returns its token. A link made before for it is over.

    Raises:
        MaterialNotOfThisCase, CaseMoved: as when handing in.
        TooManyTries: too many within the hour.
    """
    if isinstance(actor, LinkHolder):
        raise errors.NotFound("visit")  # a link makes no links
    with opened(actor, visit_key, Action.BRING_MATERIAL, at=at, may_open_draft=True) as file:
        requirement = file.requirement(requirement_code)
        filing.require_open_for(file, requirement, "add_material")
        by_id = actor.account_id or file.visit.citizen_id
        token = links.make(visit_id=file.visit.id, requirement_id=requirement.id, by_id=by_id, at=at)
        file.tell("material.phone_opened", facts={"requirement": requirement.name})
    return token


def close_link(*, actor: Actor, visit_key: str, requirement_code: str, at: datetime) -> None:
    """End the link for a requirement. Pressed twice is pressed once."""
    if isinstance(actor, LinkHolder):
        raise errors.NotFound("visit")
    with opened(actor, visit_key, Action.BRING_MATERIAL, at=at) as file:
        requirement = file.requirement(requirement_code)
        filing.require_asked_of(file, requirement)
        if links.end(file.visit.id, [requirement.id], at):
            file.tell("material.phone_closed", facts={"requirement": requirement.name})


def close_all(tokens: Collection[str], *, at: datetime) -> None:
    """End these links: whoever made them has left the screen on which their codes were shown."""
    for token in tokens:
        link = links.by_token(token)
        if link is None or link.is_over(at):
            continue
        stream = journal.visit(link.visit_id)
        with journal.writing(stream, at=at, actor_id=link.made_by_id) as log:
            if links.end(link.visit_id, [link.requirement_id], at):
                log.add(stream, "material.phone_closed", link.id, {"requirement": link.requirement_name})


def found(*, token: str, at: datetime) -> HandIn:
    """What a link opens.

    Raises:
        NotFound: there never was such a link.
        PhoneLinkOver: it has lapsed or was closed.
    """
    link = links.by_token(token)
    visit = visits.by_id(link.visit_id) if link else None
    if link is None or visit is None:
        raise errors.NotFound("link")
    if link.is_over(at):
        raise errors.PhoneLinkOver()
    return HandIn(link, visit, tuple(links.added_by(link.id)))


def add(*, token: str, content: BinaryIO, name: str, size_bytes: int, at: datetime) -> int:
    """Hand in one file by a link; returns its number.

    Raises:
        NotFound, PhoneLinkOver: as for ``found``.
        Upload…, CaseMoved: as when the citizen hands it in himself.
    """
    return take(found(token=token, at=at), content=content, name=name, size_bytes=size_bytes, at=at)


def begun_by(link_id: int) -> HandIn:
    """As ``found``, for a file that was begun while the link was good and has arrived since."""
    link = links.by_id(link_id)
    visit = visits.by_id(link.visit_id) if link else None
    if link is None or visit is None:
        raise errors.NotFound("link")
    return HandIn(link, visit, ())


def take(hand_in: HandIn, *, content: BinaryIO, name: str, size_bytes: int, at: datetime) -> int:
    """Hand in one file that came by a link; raises as when the citizen hands it in himself."""
    return filing.material_add(
        actor=hand_in.holder,
        visit_key=hand_in.visit.key,
        requirement_code=hand_in.link.requirement_code,
        content=content,
        name=name,
        size_bytes=size_bytes,
        at=at,
        phone_link_id=hand_in.link.id,
    )


def file_of(*, token: str, material_id: int, at: datetime) -> MaterialFile:
    """One of the files that came by a link, while the link is good; anything else is not found."""
    hand_in = found(token=token, at=at)
    file = materials.file_for(material_id) if material_id in {one.id for one in hand_in.files} else None
    if file is None:
        raise errors.NotFound("material")
    return file
