"""From answers to a person's own list: of one item, or of the items of a bundle (一件事)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import situations as catalog_situations
from yunchuang.apps.catalog.queries import ItemFacts, RequirementFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people_queries
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import services as visits
from yunchuang.domain import errors, situations
from yunchuang.domain.cases import EDITABLE
from yunchuang.domain.roles import Action
from yunchuang.domain.situations import Outcome, Tree
from yunchuang.workflows import access
from yunchuang.workflows.casefile import item_of

SEND_AGAIN_AFTER: Final = timedelta(minutes=1)
"""How soon a person may have a list sent to his phone again; house rule."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a person's list, with his answers to its own questions."""

    item: ItemFacts
    answers: Mapping[str, str]
    outcome: Outcome
    requirements: tuple[RequirementFacts, ...]

    @property
    def legal_working_days(self) -> int | None:
        """The legal limit in this situation."""
        return self.outcome.limits.get("legal_working_days", self.item.legal_working_days)

    @property
    def promised_working_days(self) -> int | None:
        """The promised limit in this situation."""
        return self.outcome.limits.get("promised_working_days", self.item.promised_working_days)


@dataclass(frozen=True, slots=True)
class MyList:
    """What a person's answers ask for. ``said``: (question, answer) in words; ``parts``: the items of a bundle."""

    tree: Tree
    own: Part
    said: tuple[tuple[situations.Question, situations.Option], ...]
    parts: tuple[Part, ...]
    instead: ItemFacts | None

    @property
    def is_bundle(self) -> bool:
        """Whether several items stand behind it."""
        return bool(self.parts)


def my_list(item: ItemFacts, given: Mapping[str, str]) -> MyList:
    """The list of a person; answers that mean nothing are left out."""
    tree = catalog_situations.tree_of(item)
    own = _part(item, given)
    bundled = (catalog.item(code) for code in own.outcome.items)
    parts = tuple(_part(found, given) for found in bundled if found is not None)
    instead = catalog.item(own.outcome.instead) if own.outcome.instead else None
    said = tuple((q, o) for q in tree.questions if (o := q.option(own.answers.get(q.code, ""))) is not None)
    return MyList(tree, own, said, parts, instead)


def _part(item: ItemFacts, given: Mapping[str, str]) -> Part:
    tree = catalog_situations.tree_of(item)
    answers = situations.kept(tree, given)
    outcome = situations.evaluate(tree, answers)
    return Part(item, answers, outcome, catalog_situations.requirements(item, answers))


def set_answers(*, actor: Actor, visit_key: str, given: Mapping[str, str], at: datetime) -> None:
    """Keep a person's answers with his visit: from now on its checklist shows only his materials.

    Raises:
        CaseMoved: the case is not in its citizen's hands now.
    """
    visit = access.visit_for(actor, visit_key, Action.FILL_FORM, at=at)
    with journal.writing(journal.visit(visit.id), at=at, actor_id=actor.account_id) as log:
        case = cases.case_of_visit(visit.id)
        if case is not None and case.state not in EDITABLE:
            raise errors.CaseMoved(case.state, "fill")
        item = item_of(visit, case.item_version if case else None)
        answers = situations.kept(catalog_situations.tree_of(item), given)
        if visits.set_answers(visit.id, answers):
            log.add(journal.visit(visit.id), "visit.situation_told", visit.id, {"questions": len(answers)})


def send_to_phone(*, actor: Actor, item_code: str, given: Mapping[str, str], url: str, at: datetime) -> None:
    """Send a person the address of his own list.

    Raises:
        TooManyTries: one was sent less than a minute ago.
    """
    if actor.account_id is None:
        raise errors.NotSignedIn()
    item = catalog.item(item_code)
    contact = people_queries.contact(actor.account_id)
    if item is None or contact is None or not contact.phone:
        raise errors.NotFound("item")
    with journal.writing(at=at, actor_id=actor.account_id):
        people.hold(actor.account_id)
        last = next((one for one in people_queries.inbox(actor.account_id) if one.kind == "list"), None)
        if last is not None and at - last.created_at < SEND_AGAIN_AFTER:
            wait = SEND_AGAIN_AFTER - (at - last.created_at)
            raise errors.TooManyTries(wait_seconds=max(1, int(wait.total_seconds())))
        words = _("您的材料清单（%(item)s）：%(url)s") % {"item": item.name, "url": url}
        people.tell(phone=contact.phone, kind="list", text=words, at=at, account_id=actor.account_id)
