"""What the pages of a consultation need, at either end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.domain.consultations import MAX_LINE_CHARACTERS
from yunchuang.workflows import consult

STATE_WORDS = {
    "waiting": (_("等人答复"), "busy"),
    "left": (_("已留言"), "warn"),
    "talking": (_("正在答复"), "good"),
    "closed": (_("已结束"), ""),
}


def facts(actor: Actor, key: str, *, at: datetime) -> dict[str, Any]:
    """A consultation with its lines, its place in the stream, and how its state is said."""
    view = consult.view(actor=actor, key=key, at=at)
    stream = journal.consult(view.consultation.id)
    word, kind = STATE_WORDS[view.consultation.state]
    return {
        "consultation": view.consultation,
        "lines": view.lines,
        "side": view.side,
        "seq": journal_queries.where([stream])[stream],
        "state_word": word,
        "state_kind": kind,
        "limit": MAX_LINE_CHARACTERS,
    }
