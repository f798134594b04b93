"""Rules of the service that can be broken, each a fact with a stable code.

Words for people live with the doors; here is what happened and the facts the words need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from yunchuang.domain.aftermath import AlreadyRated as AlreadyRated
from yunchuang.domain.aftermath import AnswerMissing as AnswerMissing
from yunchuang.domain.aftermath import CertificateMoved as CertificateMoved
from yunchuang.domain.aftermath import FollowUpMoved as FollowUpMoved
from yunchuang.domain.aftermath import HolidayNoticeFaulty as HolidayNoticeFaulty
from yunchuang.domain.aftermath import NothingToRate as NothingToRate
from yunchuang.domain.aftermath import RatingLinkOver as RatingLinkOver
from yunchuang.domain.aftermath import RatingOutOfRange as RatingOutOfRange
from yunchuang.domain.aftermath import RatingTagUnknown as RatingTagUnknown
from yunchuang.domain.aftermath import RenewedByLaw as RenewedByLaw
from yunchuang.domain.broken import IllegalMove as IllegalMove
from yunchuang.domain.broken import RuleBroken as RuleBroken
from yunchuang.domain.phone_links import PhoneLinkOver as PhoneLinkOver

# --- who ---------------------------------------------------------------------------------------


class NotSignedIn(RuleBroken):
    """Nobody is signed in, and this needs a person."""


class NotAllowed(RuleBroken):
    """This person may not do this to this row."""

    def __init__(self, action: str = "") -> None:
        super().__init__(action=action)


class NotFound(RuleBroken):
    """There is no such thing, or it is not for these eyes: the two must look the same."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what=what)


class ConsentMissing(RuleBroken):
    """The citizen has not agreed to this yet."""

    def __init__(self, purpose: str) -> None:
        super().__init__(purpose=purpose)


# --- signing in --------------------------------------------------------------------------------


class NameMissing(RuleBroken):
    """A name is needed."""


class PhoneWrong(RuleBroken):
    """This is not a mobile number of mainland China."""


class NoSuchCode(RuleBroken):
    """No code is waiting for this phone, or its time is over."""


class CodeWrong(RuleBroken):
    """The code differs from the one sent."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left=tries_left)


class PasswordWrong(RuleBroken):
    """Name and password do not fit; which of them is not told."""


class TooManyTries(RuleBroken):
    """A pause is needed before the next try."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(wait_seconds=wait_seconds)


# --- hall, windows, line -----------------------------------------------------------------------


class HallClosed(RuleBroken):
    """The hall is closed now; ``opens_at`` is None when the next opening is not known."""

    def __init__(self, opens_at: datetime | None = None) -> None:
        super().__init__(opens_at=opens_at)


class LineClosed(RuleBroken):
    """No numbers are given in this line now."""

    def __init__(self, opens_at: datetime | None = None) -> None:
        super().__init__(opens_at=opens_at)


class LineFull(RuleBroken):
    """As many people wait in this line as it can serve today."""


class ItemNotServedHere(RuleBroken):
    """No window of this line handles this item."""

    def __init__(self, item: str = "") -> None:
        super().__init__(item=item)


class AlreadyInLine(RuleBroken):
    """This person already holds a live number for this line."""

    def __init__(self, number: str = "") -> None:
        super().__init__(number=number)


class TicketOfAnotherDay(RuleBroken):
    """The number was of an earlier day; a new one is needed."""


class QueueEmpty(RuleBroken):
    """Nobody waits."""


class TicketNotWaiting(IllegalMove):
    """Only a waiting ticket can be called or set aside in this way."""


class WindowNotOpen(RuleBroken):
    """The window is not open."""


class WindowBusy(RuleBroken):
    """The window still holds a ticket."""

    def __init__(self, number: str = "") -> None:
        super().__init__(number=number)


class NobodyAtWindow(RuleBroken):
    """Nobody is called to this window or served at it."""


class WindowTaken(RuleBroken):
    """Somebody else sits at this window."""

    def __init__(self, by: str) -> None:
        super().__init__(by=by)


class SeatedElsewhere(RuleBroken):
    """This clerk already sits at another window; it must be closed first."""

    def __init__(self, window: str = "") -> None:
        super().__init__(window=window)


class NotYourWindow(RuleBroken):
    """This clerk does not sit at this window."""


# --- calls -------------------------------------------------------------------------------------


class CallMoved(IllegalMove):
    """The call is no longer in a state in which this is possible."""


class CallNotActive(RuleBroken):
    """Nobody is talking: the call has not begun or is over."""


class TextEmpty(RuleBroken):
    """There is nothing in the text."""


class TextTooLong(RuleBroken):
    """The text is longer than ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


# --- materials ---------------------------------------------------------------------------------


class UploadTooLarge(RuleBroken):
    """The file is larger than ``limit_bytes``."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(limit_bytes=limit_bytes)


class UploadEmpty(RuleBroken):
    """The file has no content."""


class UploadKindUnknown(RuleBroken):
    """The content is of no kind that we take."""


class UploadKindDiffers(RuleBroken):
    """The name says one kind, the content is another."""

    def __init__(self, said: str = "", found: str = "") -> None:
        super().__init__(said=said, found=found)


class UploadOldWord(RuleBroken):
    """An old DOC, which only LibreOffice opens, and it is not installed here."""


class UploadBroken(RuleBroken):
    """The file cannot be opened."""


class UploadLocked(RuleBroken):
    """The document asks for a password before it opens."""


class UploadUnsafe(RuleBroken):
    """The file carries what we do not take; ``why``: program, attachment, link, two_kinds, or how it is a bomb."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why=why)


class UploadTooMany(RuleBroken):
    """The material already holds ``limit`` files."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class UploadTooManyPages(RuleBroken):
    """The document has more than ``limit`` pages."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class UploadPictureTooLarge(RuleBroken):
    """The picture has more than ``limit_px`` pixels."""

    def __init__(self, limit_px: int) -> None:
        super().__init__(limit_px=limit_px)


class MaterialNotOfThisCase(RuleBroken):
    """The material belongs to another case or item."""


class MaterialChanged(RuleBroken):
    """Other files stand there now than those that were looked at."""


# --- cases -------------------------------------------------------------------------------------


class FindingGone(RuleBroken):
    """Nothing of this kind is said of the papers any more: the paper or the form has changed meanwhile."""


class OfferGone(RuleBroken):
    """What was to be taken into a field is no longer offered: its paper was taken back, or the field holds it."""


class MaterialsMissing(RuleBroken):
    """Required materials are not there; ``names`` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names=list(names))


class FormInvalid(RuleBroken):
    """The form has faults; ``fields`` maps a field to its reason (see ``forms.validate``)."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__(fields=dict(fields))


class ElementsMissing(RuleBroken):
    """The papers cannot be handed in yet: ``names`` are not known."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names=list(names))


class CaseMoved(IllegalMove):
    """The case is in a state in which this is not possible; somebody may have moved it meanwhile."""


class ReasonMissing(RuleBroken):
    """Saying no, or asking for more, needs a reason in writing."""


class SecondCorrection(RuleBroken):
    """All that is missing must be told at once; ``names`` were not on the first list, or were met."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__(names=list(names))


class CorrectionTooLate(RuleBroken):
    """The five working days are over and the case counts as accepted since ``accepted_on``."""

    def __init__(self, accepted_on: date) -> None:
        super().__init__(accepted_on=accepted_on)


class CorrectionDaysWrong(RuleBroken):
    """A clerk may give from ``least`` to ``most`` working days to bring what is missing."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least=least, most=most)


class PassNotGood(RuleBroken):
    """The return pass does not let in; ``why``: used, over, line or none."""

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class HelpNotPossible(RuleBroken):
    """Nobody can be asked to answer, or not this person; ``why``: nothing, over, own, taken or staff."""

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class ProcedureUnknown(RuleBroken):
    """The law of this case knows no such special procedure."""


class PlannedDaysWrong(RuleBroken):
    """How long a special procedure lasts has to be told, at most ``limit`` working days."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class ExtensionNotPossible(RuleBroken):
    """The time cannot be made longer; ``why``: once, late, longest, asked or none."""

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class NeedsAnotherPerson(RuleBroken):
    """Who asks for more time may not grant it."""


# --- items -------------------------------------------------------------------------------------


class ListingFaulty(RuleBroken):
    """The listing contradicts itself; ``findings`` are the codes of ``consistency``. It is not published so."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__(findings=list(findings))


class ItemChangedMeanwhile(RuleBroken):
    """Somebody else (``by``) has changed these ``fields`` since they were read; nothing was overwritten."""

    def __init__(self, by: str, fields: Sequence[str]) -> None:
        super().__init__(by=by, fields=list(fields))


class ItemOvertaken(RuleBroken):
    """Version ``number`` was published after this draft was opened; publishing it would undo that."""

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class ItemMoved(IllegalMove):
    """The version of the item is in a state in which this is not possible; somebody may have moved it meanwhile."""


class SecondPersonNeeded(RuleBroken):
    """Whoever changed a draft last does not check it."""


class ItemCodeTaken(RuleBroken):
    """Another item has this code."""


# --- words of search ---------------------------------------------------------------------------


class SynonymUnclear(RuleBroken):
    """A pair of words needs two sides that are not empty, not too long and not the same."""
