"""The form of a rating, the same on every door: stars, the tags of the level, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yunchuang.apps.ratings.queries import RatingFacts
from yunchuang.apps.ratings.services import Given
from yunchuang.domain import ratings as rules

STARS = ((1, _("非常不满意")), (2, _("不满意")), (3, _("基本满意")), (4, _("满意")), (5, _("非常满意")))
QUESTIONS = {"visit": _("窗口这次服务得怎么样"), "case": _("这件事办得怎么样")}
TAG_WORDS = {
    # the words of the lists in domain.ratings, to be translated; what is not here is shown as it is
    "办得快": _("办得快"),
    "讲得清楚": _("讲得清楚"),
    "态度好": _("态度好"),
    "指南写得准": _("指南写得准"),
    "不用跑腿": _("不用跑腿"),
    "网页好用": _("网页好用"),
    "可以再快些": _("可以再快些"),
    "可以讲得再清楚些": _("可以讲得再清楚些"),
    "态度一般": _("态度一般"),
    "指南可以写得再准些": _("指南可以写得再准些"),
    "还不够方便": _("还不够方便"),
    "网页不太好用": _("网页不太好用"),
    "等得太久、办得慢": _("等得太久、办得慢"),
    "业务不熟、讲不清楚": _("业务不熟、讲不清楚"),
    "态度不好": _("态度不好"),
    "和指南说的不一样": _("和指南说的不一样"),
    "多跑了路": _("多跑了路"),
    "网页不好用、常出错": _("网页不好用、常出错"),
}


@dataclass(frozen=True, slots=True)
class RatingBlock:
    """One rating on a page: given, or still to be given."""

    about: str
    question: Any
    given: RatingFacts | None
    tag_lists: tuple[tuple[int, tuple[tuple[str, Any], ...]], ...]
    tag_version: int

    @property
    def tag_words(self) -> list[Any]:
        """The chosen tags as they are said."""
        return [TAG_WORDS.get(words, words) for words in self.given.tag_words] if self.given else []


def block(about: str, given: RatingFacts | None = None) -> RatingBlock:
    """What the form of one rating needs: the tags of each number of stars."""
    lists = rules.TAG_LISTS[rules.TAG_VERSION]
    offered = tuple(
        (rules.turned(level), tuple((code, TAG_WORDS.get(words, words)) for code, words in tags))
        for level, tags in sorted(lists.items(), reverse=True)
    )
    return RatingBlock(about, QUESTIONS[about], given, offered, rules.TAG_VERSION)


def rating_blocks(given: Mapping[str, RatingFacts], open_now: Iterable[str]) -> list[RatingBlock]:
    """The ratings of a visit that were given or can be."""
    wanted = set(given) | {str(about) for about in open_now}
    return [block(about, given.get(about)) for about in QUESTIONS if about in wanted]


def given_in(post: QueryDict, rated_by: str) -> Given:
    """What was sent: only the tags of the chosen number of stars count, whatever else was ticked before."""
    stars, version = post.get("stars", ""), post.get("tag_version", "")
    level = rules.turned(int(stars)) if stars.isascii() and stars.isdigit() and len(stars) == 1 else 0
    return Given(
        level=level,
        words=post.get("words", "")[:2000],
        tags=tuple(post.getlist(f"tags-{stars}"))[:20],
        tag_version=int(version) if version.isascii() and version.isdigit() and len(version) < 5 else 0,
        rated_by=rated_by,
    )
