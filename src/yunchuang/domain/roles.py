"""Who may do what: one table, action × relation.

A service finds out how the actor stands to the row (the relations) and asks here. A person has
several relations at once; one that allows is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain.errors import NotAllowed, NotSignedIn


class Role(StrEnum):
    """What an account is; a role alone allows nothing, the relation to the row does."""

    CITIZEN = "citizen"
    HELPER = "helper"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    DIRECTOR = "director"
    EDITOR = "editor"
    ADMIN = "admin"


class Relation(StrEnum):
    """How a person stands to a row."""

    OWNER = "owner"
    """The citizen whose visit or case it is."""
    HELPER_BESIDE = "helper_beside"
    """Sits beside the citizen, who asked for it."""
    LINK_HOLDER = "link_holder"
    """Holds a link that the citizen made for one material: may add files to it, and see those."""
    CORRECTION_HELPER = "correction_helper"
    """Asked by the citizen to answer one correction, and confirmed; only while it waits for its answer."""
    SERVING = "serving"
    """Clerk of the window that holds the ticket now."""
    SERVED = "served"
    """Clerk who served this visit earlier today."""
    WINDOW_CLERK = "window_clerk"
    """Clerk who may sit at this window."""
    BODY_CLERK = "body_clerk"
    """Any clerk of the body whose row it is."""
    ASKED = "asked"
    """Clerk of the body who asked for what a case lacks, until it is taken up."""
    BODY_REVIEWER = "body_reviewer"
    """Reviewer of the body; for a case, given only once it has been submitted."""
    BODY_DIRECTOR = "body_director"
    """Director of the body; for a case, given only once it has been submitted."""
    BODY_EDITOR = "body_editor"
    """Keeps the body's items and their guides."""
    CENTRE_ADMIN = "centre_admin"
    """Runs the centre: hours and figures, no papers."""
    STRANGER = "stranger"
    """Signed in, and nothing of the above."""
    ANONYMOUS = "anonymous"
    """Not signed in."""


class Action(StrEnum):
    """What somebody may want to do."""

    SEE_HALL = "see_hall"
    SEE_VISIT = "see_visit"
    SEE_TIMELINE = "see_timeline"
    TAKE_NUMBER = "take_number"
    CANCEL_TICKET = "cancel_ticket"
    COME_BACK = "come_back"
    ANSWER_CALL = "answer_call"
    JOIN_CALL = "join_call"
    CHAT_IN_CALL = "chat_in_call"
    SEND_FILE_IN_CALL = "send_file_in_call"
    SHARE_SCREEN = "share_screen"
    ASK_TO_SHOW = "ask_to_show"
    SHOW_MATERIAL = "show_material"
    END_CALL = "end_call"
    FILL_FORM = "fill_form"
    LET_FILL = "let_fill"
    ASK_TO_FILL = "ask_to_fill"
    SEE_FORM = "see_form"
    UPLOAD_MATERIAL = "upload_material"
    SEE_MATERIAL = "see_material"
    TAKE_ORIGINAL = "take_original"
    REMOVE_MATERIAL = "remove_material"
    LOOK_THROUGH = "look_through"
    ARRANGE_MATERIAL = "arrange_material"
    MARK_MATERIAL = "mark_material"
    CHECK_MATERIAL = "check_material"
    OVERRULE_FINDING = "overrule_finding"
    SUBMIT_CASE = "submit_case"
    WITHDRAW_CASE = "withdraw_case"
    SEE_CASE = "see_case"
    ACCEPT_CASE = "accept_case"
    DECLINE_CASE = "decline_case"
    ASK_CORRECTION = "ask_correction"
    INVITE_HELPER = "invite_helper"
    BRING_MATERIAL = "bring_material"
    SEE_ASKED = "see_asked"
    SEE_BROUGHT = "see_brought"
    CHANGE_BROUGHT = "change_brought"
    ANSWER_CORRECTION = "answer_correction"
    RETURN_CASE = "return_case"
    REFILE_CASE = "refile_case"
    PAUSE_CASE = "pause_case"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    DECIDE_CASE = "decide_case"
    TERMINATE_CASE = "terminate_case"
    DELIVER_CASE = "deliver_case"
    ARCHIVE_CASE = "archive_case"
    SEE_PAPERS = "see_papers"
    SEE_CERTIFICATE = "see_certificate"
    WITHDRAW_CERTIFICATE = "withdraw_certificate"
    RATE_VISIT = "rate_visit"
    FOLLOW_UP_RATING = "follow_up_rating"
    RELEASE_RATING = "release_rating"
    OPEN_WINDOW = "open_window"
    CALL_NEXT = "call_next"
    SEE_LINE = "see_line"
    WORK_TICKET = "work_ticket"
    SEE_WINDOW = "see_window"
    SEE_OFFICE_LIST = "see_office_list"
    ANSWER_SUPERVISION = "answer_supervision"
    SEE_FIGURES = "see_figures"
    SET_HOURS = "set_hours"
    LOAD_HOLIDAYS = "load_holidays"
    SEE_FINDING_RULES = "see_finding_rules"
    TEACH_SEARCH = "teach_search"
    SEE_ITEM_DRAFTS = "see_item_drafts"
    EDIT_ITEM = "edit_item"
    CHECK_ITEM = "check_item"
    PUBLISH_ITEM = "publish_item"
    WITHDRAW_ITEM = "withdraw_item"
    SEE_CONSULTATION = "see_consultation"
    ASK_IN_CONSULTATION = "ask_in_consultation"
    ANSWER_CONSULTATION = "answer_consultation"
    CLOSE_CONSULTATION = "close_consultation"
    SEE_CONSULTATIONS = "see_consultations"


_R = Relation
_SITTING_TOGETHER: Final = frozenset({_R.OWNER, _R.HELPER_BESIDE})
_AT_THE_WINDOW: Final = frozenset({_R.SERVING, _R.SERVED})
_TAKING_UP: Final = _AT_THE_WINDOW | {_R.ASKED, _R.BODY_REVIEWER}
_BACK_OFFICE: Final = frozenset({_R.BODY_REVIEWER, _R.BODY_DIRECTOR})

ALLOWED: Final[Mapping[Action, frozenset[Relation]]] = MappingProxyType(
    {
        Action.SEE_HALL: frozenset(Relation),
        Action.SEE_VISIT: _SITTING_TOGETHER | _AT_THE_WINDOW,
        Action.SEE_TIMELINE: _SITTING_TOGETHER | _TAKING_UP | _BACK_OFFICE,
        # A number is taken for oneself: whoever takes it is its owner, or sits beside the owner.
        Action.TAKE_NUMBER: _SITTING_TOGETHER,
        Action.CANCEL_TICKET: _SITTING_TOGETHER,
        Action.COME_BACK: _SITTING_TOGETHER,
        Action.ANSWER_CALL: _SITTING_TOGETHER,
        Action.JOIN_CALL: _SITTING_TOGETHER | {_R.SERVING},
        Action.CHAT_IN_CALL: _SITTING_TOGETHER | {_R.SERVING},
        Action.SEND_FILE_IN_CALL: _SITTING_TOGETHER | {_R.SERVING},
        # Sharing begins with the citizen's own act, never with somebody else's.
        Action.SHARE_SCREEN: frozenset({_R.OWNER}),
        # The picture of a camera becomes a material by its citizen's own act; the window may ask for it.
        Action.ASK_TO_SHOW: frozenset({_R.SERVING}),
        Action.SHOW_MATERIAL: frozenset({_R.OWNER}),
        Action.END_CALL: _SITTING_TOGETHER | {_R.SERVING},
        # The window writes only while the citizen lets it, which is asked in the service; letting is his own act.
        Action.FILL_FORM: _SITTING_TOGETHER | {_R.SERVING},
        Action.LET_FILL: frozenset({_R.OWNER}),
        Action.ASK_TO_FILL: frozenset({_R.SERVING}),
        Action.SEE_FORM: _SITTING_TOGETHER | _TAKING_UP | _BACK_OFFICE,
        Action.UPLOAD_MATERIAL: _SITTING_TOGETHER,
        Action.SEE_MATERIAL: _SITTING_TOGETHER | _TAKING_UP | _BACK_OFFICE,
        # An identity paper is looked at with words across it; the file itself leaves only with its owner, or with
        # whoever decides and has to keep it.
        Action.TAKE_ORIGINAL: frozenset({_R.OWNER}) | _BACK_OFFICE,
        Action.REMOVE_MATERIAL: _SITTING_TOGETHER,
        # What was read, what speaks against it and what stood there before is for those who judge, not for the citizen.
        Action.LOOK_THROUGH: _TAKING_UP | _BACK_OFFICE,
        Action.ARRANGE_MATERIAL: _SITTING_TOGETHER,
        Action.MARK_MATERIAL: _TAKING_UP,
        # That a paper was looked through is the word of a clerk; whoever decides reads it.
        Action.CHECK_MATERIAL: _AT_THE_WINDOW | {_R.ASKED},
        # What the machine says of a paper is advice; whoever judges the paper may say that it is wrong.
        Action.OVERRULE_FINDING: _TAKING_UP,
        # Filing, withdrawing and rating are declarations of the citizen: a helper may prepare, not declare.
        Action.SUBMIT_CASE: frozenset({_R.OWNER}),
        Action.WITHDRAW_CASE: frozenset({_R.OWNER}),
        Action.SEE_CASE: _SITTING_TOGETHER | _TAKING_UP | _BACK_OFFICE,
        Action.ACCEPT_CASE: _TAKING_UP,
        Action.DECLINE_CASE: _TAKING_UP,
        Action.ASK_CORRECTION: _TAKING_UP,
        # What was asked for, a helper may bring and hand in, with the citizen's recorded consent. One who was asked
        # from afar sees what is asked and the files that he brought himself: no form, no other paper, no timeline.
        Action.INVITE_HELPER: frozenset({_R.OWNER}),
        # Whose file it is, and whether it is asked for, is looked at in the service.
        Action.BRING_MATERIAL: _SITTING_TOGETHER | {_R.CORRECTION_HELPER, _R.LINK_HOLDER},
        Action.SEE_ASKED: _SITTING_TOGETHER | {_R.CORRECTION_HELPER},
        Action.SEE_BROUGHT: _SITTING_TOGETHER | _TAKING_UP | _BACK_OFFICE | {_R.CORRECTION_HELPER},
        Action.CHANGE_BROUGHT: _SITTING_TOGETHER | {_R.CORRECTION_HELPER},
        Action.ANSWER_CORRECTION: _SITTING_TOGETHER | {_R.CORRECTION_HELPER},
        Action.RETURN_CASE: _TAKING_UP,
        Action.REFILE_CASE: frozenset({_R.OWNER}),
        Action.PAUSE_CASE: frozenset({_R.BODY_REVIEWER}),
        Action.ASK_EXTENSION: frozenset({_R.BODY_REVIEWER}),
        # 行政许可法 第四十二条: granted by the head of the body.
        Action.GRANT_EXTENSION: frozenset({_R.BODY_DIRECTOR}),
        Action.DECIDE_CASE: _BACK_OFFICE,
        Action.TERMINATE_CASE: _BACK_OFFICE,
        Action.DELIVER_CASE: _AT_THE_WINDOW | _BACK_OFFICE,
        Action.ARCHIVE_CASE: _BACK_OFFICE,
        Action.SEE_PAPERS: frozenset({_R.OWNER}) | _TAKING_UP | _BACK_OFFICE,
        Action.SEE_CERTIFICATE: frozenset({_R.OWNER}) | _BACK_OFFICE,
        # To take one back is a decision like the one that gave it.
        Action.WITHDRAW_CERTIFICATE: _BACK_OFFICE,
        Action.RATE_VISIT: frozenset({_R.OWNER}),
        Action.FOLLOW_UP_RATING: frozenset({_R.BODY_DIRECTOR}),
        # What people wrote becomes public only after somebody has looked whether it says who they are.
        Action.RELEASE_RATING: frozenset({_R.BODY_DIRECTOR}),
        Action.OPEN_WINDOW: frozenset({_R.WINDOW_CLERK}),
        Action.CALL_NEXT: frozenset({_R.WINDOW_CLERK}),
        # The line is numbers and items, no names and no papers: colleagues of the body may look.
        Action.SEE_LINE: frozenset({_R.WINDOW_CLERK, _R.BODY_CLERK, _R.BODY_DIRECTOR}),
        Action.WORK_TICKET: frozenset({_R.SERVING}),
        Action.SEE_WINDOW: frozenset({_R.WINDOW_CLERK, _R.BODY_DIRECTOR}),
        Action.SEE_OFFICE_LIST: _BACK_OFFICE,
        Action.ANSWER_SUPERVISION: _BACK_OFFICE,
        Action.SEE_FIGURES: frozenset({_R.BODY_DIRECTOR, _R.CENTRE_ADMIN}),
        Action.SET_HOURS: frozenset({_R.BODY_DIRECTOR, _R.CENTRE_ADMIN}),
        # One calendar for the whole centre: a published notice leaves nothing to decide, but its dates bind everybody.
        Action.LOAD_HOLIDAYS: frozenset({_R.BODY_DIRECTOR, _R.CENTRE_ADMIN}),
        # Counts of a body's own cases with the reasons of its clerks: for those who answer for its work and its guides.
        Action.SEE_FINDING_RULES: frozenset({_R.BODY_EDITOR, _R.BODY_DIRECTOR}),
        # Words people use belong to the whole centre: whoever works behind the counter of any body may add to them.
        Action.TEACH_SEARCH: frozenset({_R.BODY_REVIEWER, _R.BODY_DIRECTOR, _R.CENTRE_ADMIN}),
        # A body's items are its own. Whoever changed a draft last does not check it (``catalog.drafts``).
        Action.SEE_ITEM_DRAFTS: frozenset({_R.BODY_EDITOR, _R.BODY_REVIEWER, _R.BODY_DIRECTOR}),
        Action.EDIT_ITEM: frozenset({_R.BODY_EDITOR, _R.BODY_DIRECTOR}),
        Action.CHECK_ITEM: frozenset({_R.BODY_EDITOR, _R.BODY_REVIEWER, _R.BODY_DIRECTOR}),
        Action.PUBLISH_ITEM: frozenset({_R.BODY_EDITOR, _R.BODY_DIRECTOR}),
        Action.WITHDRAW_ITEM: frozenset({_R.BODY_DIRECTOR}),
        # A text consultation belongs to its citizen and, until it is handed over, to the clerks of one body.
        Action.SEE_CONSULTATION: frozenset({_R.OWNER, _R.BODY_CLERK}),
        Action.ASK_IN_CONSULTATION: frozenset({_R.OWNER}),
        Action.ANSWER_CONSULTATION: frozenset({_R.BODY_CLERK}),
        Action.CLOSE_CONSULTATION: frozenset({_R.OWNER, _R.BODY_CLERK}),
        Action.SEE_CONSULTATIONS: frozenset({_R.BODY_CLERK}),
    }
)


def may(action: Action | str, relations: Iterable[Relation | str]) -> bool:
    """Tell whether somebody with these relations to the row may do this."""
    return not ALLOWED[Action(action)].isdisjoint(Relation(relation) for relation in relations)


def require(action: Action | str, relations: Iterable[Relation | str]) -> None:
    """Pass when somebody with these relations to the row may do this.

    Raises:
        NotSignedIn: nobody is signed in, and anonymous people may not.
        NotAllowed: somebody is, and may not.
    """
    held = frozenset(Relation(relation) for relation in relations)
    if may(action, held):
        return
    if held <= {Relation.ANONYMOUS}:
        raise NotSignedIn()
    raise NotAllowed(Action(action).value)


def markdown() -> str:
    """Return the table as Markdown: one row an action, one column a relation."""
    lines = ["| action | " + " | ".join(relation.value for relation in Relation) + " |"]
    lines.append("| --- |" + " --- |" * len(Relation))
    for action, allowed in ALLOWED.items():
        marks = " | ".join("●" if relation in allowed else "" for relation in Relation)
        lines.append(f"| `{action.value}` | {marks} |")
    return "\n".join(lines) + "\n"
