"""Sending a file in pieces: begun, gone on with after a lost line or a restart, and handed in once when it is here.

What a file is for (``material``, ``call``) decides who may send it and where it goes. The last piece makes the upload
``arrived`` in its own transaction: from then on it is receipted, and handed in by the request that brought it or,
when that died, by the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.core.files import File

from yunchuang.apps.people.queries import Actor
from yunchuang.apps.uploads import queries, services
from yunchuang.apps.uploads.queries import UploadFacts
from yunchuang.domain import errors, uploads
from yunchuang.domain.materials import safe_display_name
from yunchuang.domain.roles import Action
from yunchuang.domain.uploads import MAX_TRIES, TAKEN_UP_AFTER, UploadState
from yunchuang.ports import registry
from yunchuang.workflows import access, by_phone, casefile, filing, talk
from yunchuang.workflows.access import LinkHolder

MAX_FINGERPRINT: Final = 160
TAKE_UP_LIMIT: Final = 50


@dataclass(frozen=True, slots=True)
class Sending:
    """What a sender tells of a file before the first byte; ``fingerprint`` is his own mark of it."""

    name: str
    length_bytes: int
    fingerprint: str = ""


def begin_material(
    *, actor: Actor, visit_key: str, requirement_code: str, sending: Sending, at: datetime
) -> UploadFacts:
    """Begin to send a file for a requirement of a visit's case.

    Raises:
        NotFound, NotAllowed, MaterialNotOfThisCase, CaseMoved: nothing can be handed in there.
        UploadEmpty, UploadTooLarge, TooManyUnfinished: no room is made.
    """
    visit = access.visit_for(actor, visit_key, Action.BRING_MATERIAL, at=at)
    casefile.requirement_of(casefile.view_of(visit).item, requirement_code)
    return _begin(actor, visit.id, "material", requirement_code, sending, at)


def begin_in_call(*, actor: Actor, call_id: int, sending: Sending, at: datetime) -> UploadFacts:
    """Begin to send a file to the other end of a call."""
    call = access.call_for(actor, call_id, Action.SEND_FILE_IN_CALL, at=at)
    if call.state == "ended":
        raise errors.CallNotActive()
    return _begin(actor, call.visit_id, "call", str(call_id), sending, at)


def begin_by_phone(*, token: str, sending: Sending, at: datetime) -> UploadFacts:
    """Begin to send a file by a scanned code; once begun it may end after the code is over.

    Raises:
        NotFound, PhoneLinkOver: the code opens nothing.
        CaseMoved, UploadEmpty, UploadTooLarge, TooManyUnfinished: as for ``begin_material``.
    """
    hand_in = by_phone.found(token=token, at=at)
    return _begin(hand_in.holder, hand_in.visit.id, "phone", str(hand_in.link.id), sending, at)


def _begin(actor: Actor, visit_id: int, purpose: str, subject: str, sending: Sending, at: datetime) -> UploadFacts:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    return services.begin(
        owner_id=actor.account_id,
        visit_id=visit_id,
        purpose=purpose,
        subject=subject,
        name=safe_display_name(sending.name, fallback=""),
        fingerprint=sending.fingerprint[:MAX_FINGERPRINT],
        length_bytes=sending.length_bytes,
        at=at,
    )


def found(*, actor: Actor, key: str, at: datetime) -> UploadFacts:
    """Where an upload stands, for whoever began it.

    Raises:
        NotFound: there is none, it has been swept away, or somebody else's.
    """
    upload = queries.by_key(key)
    if upload is None or actor.account_id is None or upload.owner_id != actor.account_id:
        raise errors.NotFound("upload")
    if isinstance(actor, LinkHolder) and (upload.purpose, upload.subject) != ("phone", str(actor.link_id)):
        raise errors.NotFound("upload")
    if upload.expires_at <= at and upload.state != UploadState.ARRIVED:
        raise errors.NotFound("upload")
    return upload


def receive(*, actor: Actor, key: str, said_offset: int, piece: BinaryIO, size_bytes: int, at: datetime) -> UploadFacts:
    """Take a piece; when it is the last, hand the file in. What is wrong with the file is told by ``found``.

    Raises:
        NotFound, UploadMoved, UploadOverLength: nothing of the piece is kept.
    """
    found(actor=actor, key=key, at=at)
    upload = services.receive(key, said_offset=said_offset, piece=piece, size_bytes=size_bytes, at=at)
    return finish(key=key, at=at, by=actor) if upload.state == UploadState.ARRIVED else upload


def cancel(*, actor: Actor, key: str, at: datetime) -> None:
    """Give an upload up; what was handed in already stays. Pressed twice is pressed once."""
    found(actor=actor, key=key, at=at)
    services.give_up(key)


def unfinished(*, actor: Actor, visit_key: str, at: datetime) -> list[UploadFacts]:
    """What this person began to send for a visit and did not end, or what was not taken."""
    visit = access.visit_for(actor, visit_key, Action.BRING_MATERIAL, at=at)
    return queries.unfinished(actor.account_id, visit.id, at) if actor.account_id else []


# --- handing in ----------------------------------------------------------------------------------


def finish(*, key: str, at: datetime, by: Actor) -> UploadFacts:
    """Hand an upload in whose bytes are all here; once, whoever comes first."""
    with services.handing_in(key) as upload:
        if upload is not None:
            _hand_in(upload, by, at)
    after = queries.by_key(key)
    if after is None:
        raise errors.NotFound("upload")
    return after


def _hand_in(upload: UploadFacts, by: Actor, at: datetime) -> None:
    try:
        with upload.path.open("rb") as content:
            result_id = _DOES[upload.purpose](upload, by, content, at)
    except FileNotFoundError:
        services.refuse(upload.key, errors.UploadBroken(), at)
    except errors.RuleBroken as broken:
        services.refuse(upload.key, broken, at)
    else:
        services.done(upload.key, result_id=result_id, at=at)


def _as_material(upload: UploadFacts, by: Actor, content: BinaryIO, at: datetime) -> int:
    return filing.material_add(
        actor=by,
        visit_key=upload.visit_key,
        requirement_code=upload.subject,
        content=content,
        name=upload.name,
        size_bytes=upload.length_bytes,
        at=at,
    )


def _by_phone(upload: UploadFacts, by: Actor, content: BinaryIO, at: datetime) -> int:
    hand_in = by_phone.begun_by(int(upload.subject))
    return by_phone.take(hand_in, content=content, name=upload.name, size_bytes=upload.length_bytes, at=at)


def _in_call(upload: UploadFacts, by: Actor, content: BinaryIO, at: datetime) -> int:
    return talk.send_file(actor=by, call_id=int(upload.subject), file=File(content), name=upload.name, at=at)


_DOES: Final[Mapping[str, Callable[[UploadFacts, Actor, BinaryIO, datetime], int]]] = {
    "material": _as_material,
    "call": _in_call,
    "phone": _by_phone,
}


def take_up(*, at: datetime) -> int:
    """Leave to the worker what arrived and was not handed in: the process that should have done it died."""
    keys = queries.arrived_before(at - TAKEN_UP_AFTER, limit=TAKE_UP_LIMIT)
    for key in keys:
        tries = services.tried(key, at)
        if tries > MAX_TRIES:
            services.refuse(key, uploads.UploadNotTaken(), at)
        else:
            registry.get("jobs").defer("finish_upload", key=key)
    return len(keys)


def sweep(*, at: datetime) -> int:
    """Forget what has not moved for days."""
    return services.sweep(at)
