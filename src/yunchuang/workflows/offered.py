"""A person chooses between what stands in a field and what a source has for it."""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.cases import services as cases
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.domain.drafts import Draft
from yunchuang.domain.prefill import offers
from yunchuang.domain.prefill.offers import Offer
from yunchuang.domain.roles import Action
from yunchuang.workflows import carrying, filling, prefill
from yunchuang.workflows.casefile import CaseFile, opened


def take(*, actor: Actor, visit_key: str, field: str, offer_id: str, at: datetime) -> None:
    """Take what a source has for a field. Of its owner it needs no more confirmation; of others it does.

    Raises:
        OfferGone: the paper was taken back, or the field holds it already.
        CaseMoved, ConsentMissing: as for ``filling.form_save``.
    """
    with opened(actor, visit_key, Action.FILL_FORM, at=at, may_open_draft=True) as file:
        role = filling.require_writable(file, actor)
        carrying.carry_first(file)
        chosen = next((one for one in _beside(file, field) if one.id == offer_id), None)
        if chosen is None:
            raise errors.OfferGone()
        written = cases.take(file.case, field, chosen, filling.author_of(file, actor, role))
        filling.tell_saved(file, role, written.changed)


def keep(*, actor: Actor, visit_key: str, field: str, at: datetime) -> None:
    """Keep what stands in a field; what the sources have for it now is not set beside it again.

    Raises:
        OfferGone: nothing stands there.
        NotAllowed: the window may bring words in, but not settle what he thinks of them.
        CaseMoved, ConsentMissing: as for ``filling.form_save``.
    """
    with opened(actor, visit_key, Action.FILL_FORM, at=at, may_open_draft=True) as file:
        role = filling.require_writable(file, actor)
        if role == "clerk":
            raise errors.NotAllowed(Action.FILL_FORM.value)
        carrying.carry_first(file)
        author = filling.author_of(file, actor, role)
        if not cases.keep_word(file.case, field, _beside(file, field), is_owner=author.is_owner):
            raise errors.OfferGone()
        filling.tell_saved(file, role, (field,))


def _beside(file: CaseFile, field: str) -> tuple[Offer, ...]:
    known = prefill.known_for(file.item, file.visit.citizen_id, case_id=file.case.id)
    draft = Draft(file.case.form, file.case.form_authors, file.case.form_version)
    return offers.beside(draft, known.offers).get(field, ())
