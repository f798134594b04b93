"""What is wrong with an item's questions, in words: what it is, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunchuang.domain.situation_check import Finding
from yunchuang.domain.situations import Tree

WORDS: Mapping[str, Any] = {
    "no_options": gettext_lazy("“%(where)s”没有答案可选。至少写一个答案，或者删掉这个问题。"),
    "same_code": gettext_lazy("“%(where)s”和别的用了同一个代码。删掉重写一个。"),
    "unknown_question": gettext_lazy("%(where)s的条件里有一个已经没有的问题（%(what)s）。去掉这个条件。"),
    "unknown_option": gettext_lazy("%(where)s的条件里有一个已经没有的答案（%(what)s）。去掉这个条件。"),
    "asked_later": gettext_lazy("%(where)s要看后面才问的问题（%(what)s）。把那个问题移到前面。"),
    "never_asked": gettext_lazy("“%(where)s”怎么答都问不到。放宽它的条件。"),
    "never_holds": gettext_lazy("%(where)s怎么答都不会出现。改条件，或者删掉。"),
    "changes_nothing": gettext_lazy("“%(where)s”怎么答都一样。给它写后果，或者删掉。"),
    "needed_and_spared": gettext_lazy("“%(what)s”又要交又免交，互相矛盾。"),
    "two_limits": gettext_lazy("同一种时限写了两个数，互相矛盾。"),
    "two_instead": gettext_lazy("同时要改办两件不同的事（%(what)s），互相矛盾。"),
    "unknown_material": gettext_lazy("%(where)s里的材料（%(what)s）不在材料清单里。"),
    "unknown_item": gettext_lazy("%(where)s里的事项（%(what)s）没有公布。"),
    "dead_end": gettext_lazy("答到最后什么都没有：不用交材料，也没有说明。写一句说明，或者指到别的事项。"),
    "too_wide": gettext_lazy("走法超过 %(what)s 种，查不过来。问题少一点，或者分成几件事项。"),
}


def said(one: Finding, tree: Tree, names: Mapping[str, str]) -> tuple[str, str]:
    """A finding in words, and the answers that lead there."""
    question = tree.question(one.where)
    where = question.ask if question else one.where
    if one.where.startswith("#"):
        where = _("第 %(n)s 条后果") % {"n": one.where[1:]}
    other = tree.question(one.what)
    what = names.get(one.what, other.ask if other else one.what)
    return str(WORDS[one.code]) % {"where": where, "what": what}, way(tree, one.way)


def way(tree: Tree, answers: Mapping[str, str]) -> str:
    """Answers in words: question and answer, one after the other."""
    found = []
    for question in tree.questions:
        option = question.option(answers.get(question.code, ""))
        if option is not None:
            found.append(f"{question.ask}{option.text}")
    return " → ".join(found)


def limit(name: str, days: int) -> str:
    """A limit that a situation sets."""
    if name == "legal_working_days":
        return ngettext("法定 %(n)s 个工作日", "法定 %(n)s 个工作日", days) % {"n": days}
    return ngettext("承诺 %(n)s 个工作日", "承诺 %(n)s 个工作日", days) % {"n": days}
