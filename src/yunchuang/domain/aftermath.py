"""Rules that can be broken around cases: about certificates, ratings and what follows them, and the year's holidays."""

from __future__ import annotations

from datetime import date

from yunchuang.domain.broken import IllegalMove, RuleBroken


class CertificateMoved(RuleBroken):
    """The certificate was replaced or withdrawn meanwhile."""


class RenewedByLaw(RuleBroken):
    """The term ended on ``ended_on`` while nobody had decided: the law has granted the renewal."""

    def __init__(self, ended_on: date) -> None:
        super().__init__(ended_on=ended_on)


class AlreadyRated(RuleBroken):
    """This visit has its rating; a rating cannot be changed."""


class NothingToRate(RuleBroken):
    """The visit is not over yet, or never reached a window."""


class RatingOutOfRange(RuleBroken):
    """A rating has one to five stars."""


class RatingTagUnknown(RuleBroken):
    """A tag that is not on the list of this level and version."""


class RatingLinkOver(RuleBroken):
    """The link to rate by is too old."""


class FollowUpMoved(IllegalMove):
    """The follow-up is in a state in which this is not possible; somebody may have moved it meanwhile."""


class AnswerMissing(RuleBroken):
    """A follow-up goes nowhere without words, and is not closed before the person was answered."""


class HolidayNoticeFaulty(RuleBroken):
    """A holiday notice cannot be read: ``line`` is the first that is wrong (0: the whole), ``why`` says in what way."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line=line, why=why)
