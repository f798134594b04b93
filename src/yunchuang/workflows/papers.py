"""Papers: what stands on each, drawn when first asked for, verified by anybody who holds its code.

A paper is an official document and always Chinese, whatever language its reader has chosen for the pages.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Final, Literal

from django.db import transaction

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.cases.queries import PaperFacts as IssuedPaper
from yunchuang.apps.certificates import queries as certificate_queries
from yunchuang.apps.certificates import services as certificates
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials.queries import MarkFacts
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import codes, errors
from yunchuang.domain.cases import RuleSet
from yunchuang.domain.certificates import CertificateState
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.papers import PaperFacts, PaperKind, PaperRenderer
from yunchuang.ports.seals import Sealer, Seals
from yunchuang.workflows import access
from yunchuang.workflows.casefile import CaseFile, answers_of, house

TITLES: Final[dict[PaperKind, str]] = {
    "receipt": "收件凭证",
    "correction": "补正材料告知书",
    "acceptance": "受理通知书",
    "declined": "不予受理决定书",
    "decision_approve": "准予行政许可决定书",
    "decision_refuse": "不予行政许可决定书",
    "certificate": "证照",
    "returned": "材料退还及补正告知书",
    "procedure": "特别程序告知书",
    "extension": "延长办理期限告知书",
    "terminated": "终止办理告知书",
}

# What the papers of a rule set are called where its law has its own names.
OWN_TITLES: Final[dict[str, dict[PaperKind, str]]] = {
    "registration": {
        "receipt": "接收申请材料凭证",
        "decision_approve": "登记通知书",
        "decision_refuse": "不予登记通知书",
    },
    "property": {"decision_approve": "准予登记通知书", "decision_refuse": "不予登记告知书"},
}

REASONS: Final = {
    "missing": "缺少这份材料",
    "wrong_kind": "不是所要的材料",
    "illegible": "看不清楚",
    "incomplete": "内容不完整",
    "out_of_date": "已经过期",
    "disagrees": "与其他材料不一致",
}

_RECEIVING: Final = {
    "permit": "《中华人民共和国行政许可法》第三十二条",
    "registration": "《中华人民共和国市场主体登记管理条例》第十九条",
    "property": "《不动产登记暂行条例》第十七条",
}
_DECIDING: Final = {
    "permit": "《中华人民共和国行政许可法》第三十八条",
    "registration": "《中华人民共和国市场主体登记管理条例》第十九条",
    "property": "《不动产登记暂行条例》第二十条",
}
# 行政许可法 第三十八条第二款; terms: 行政复议法 (2023) 第二十条, 行政诉讼法 (2017) 第四十六条
REMEDIES: Final = (
    "如不服本决定，可以自知道本决定之日起六十日内依法申请行政复议，"
    "也可以自知道本决定之日起六个月内依法向人民法院提起行政诉讼。"
)

_UNKNOWN_DUE: Final = "待国务院办公厅公布下一年度节假日安排后确定"


FileState = Literal["ours", "sealed", "changed", "none", "unreadable"]


@dataclass(frozen=True, slots=True)
class PaperState:
    """What anybody with a code may know; no personal data.

    ``state``: genuine, expired, withdrawn, closed, replaced or unknown. ``valid_until`` is of certificates only.
    """

    state: str
    kind: str = ""
    title: str = ""
    masked_number: str = ""
    body_name: str = ""
    item_name: str = ""
    issued_at: datetime | None = None
    code: str = ""
    is_certificate: bool = False
    valid_until: date | None = None
    is_renewed_by_law: bool = False


# --- issuing -----------------------------------------------------------------------------------


def issue_receipt(file: CaseFile) -> str:
    """Issue the receipt of an application just submitted; returns its code."""
    checklist = materials.checklist(file.case.id, file.item.id, file.item.version, answers_of(file.visit, file.item))
    handed_in = [(s.requirement.name, f"{len(s.files)} 份") for s in checklist if s.files]
    return _issue(
        file,
        "receipt",
        rows=[("收件日期", printed(file.case.received_on)), _answer_row(file)],
        paragraphs=["已收到你提交的申请和下列材料。" + _PROMISES[file.item.rule_set]],
        handed=handed_in,
        law=_receiving(file),
    )


_PROMISES: Final = {
    "permit": "我们将在最迟答复日期前告知是否受理；需要补正的，会一次告知全部内容。",
    "registration": "材料齐全、符合法定形式的当场登记，不能当场登记的在最迟登记日期前登记；不齐的退还并一次告知。",
    "property": "不予受理的，我们将当日书面告知并一次告知全部补正内容；未告知的视为受理。",
}


def _answer_row(file: CaseFile) -> tuple[str, str]:
    if file.item.rule_set == RuleSet.REGISTRATION:
        return "最迟登记日期", printed(file.case.next_due_on)
    return "最迟答复日期", printed(file.case.acceptance_due_on)


def issue_acceptance(file: CaseFile, *, is_deemed: bool) -> str:
    """Issue the notice that a case is accepted; returns its code."""
    accepted_at = file.case.accepted_at or file.at
    told = (
        "因未在法定期限内告知补正内容，你的申请自收到之日起即为受理。"
        if is_deemed
        else "经审查，你的申请符合受理条件，予以受理。"
    )
    return _issue(
        file,
        "acceptance",
        rows=[
            ("受理日期", printed(accepted_at.astimezone(file.house.zone).date())),
            ("承诺办结日期", printed(file.case.promised_due_on or file.case.legal_due_on)),
            ("法定办结日期", printed(file.case.legal_due_on)),
        ],
        paragraphs=[told],
        law=_receiving(file),
    )


def issue_correction(file: CaseFile, marks: Sequence[MarkFacts], *, due_on: date | None, turn: int) -> str:
    """Issue the notice of everything that is missing; ``turn`` counts notices of the case from 1."""
    return _issue(
        file,
        "correction",
        rows=[("补正期限", printed(due_on))],
        paragraphs=["你提交的材料需要补正。全部补正内容如下，请补齐后再次提交。想和窗口当面说，凭回办凭证优先叫号。"],
        handed=_wanted(marks),
        law=_receiving(file) + ("第四项" if file.item.rule_set == "permit" else ""),
        turn=turn,
    )


def issue_declined(file: CaseFile, *, reason: str) -> str:
    """Issue the decision not to accept an application; returns its code."""
    said = ["经审查，决定不予受理。", f"理由：{reason}"]
    marks = materials.open_marks(file.case.id)
    return _issue(file, "declined", paragraphs=said, handed=_wanted(marks), remedies=REMEDIES, law=_receiving(file))


def issue_decision(file: CaseFile, *, is_approved: bool, reason: str) -> str:
    """Issue the decision of a case; returns its code."""
    what, law = _NAMES[file.item.rule_set], _DECIDING[file.item.rule_set]
    if is_approved:
        said = [f"经审查，你的申请符合法定条件、标准，决定准予{what}。", *([f"说明：{reason}"] if reason else [])]
        return _issue(file, "decision_approve", paragraphs=said, law=law)
    said = [f"经审查，你的申请不符合法定条件、标准，决定不予{what}。", f"理由：{reason}"]
    return _issue(file, "decision_refuse", paragraphs=said, remedies=REMEDIES, law=law)


_NAMES: Final = {"permit": "行政许可", "registration": "登记", "property": "登记"}


def issue_notice(
    file: CaseFile,
    kind: PaperKind,
    *,
    rows: Collection[tuple[str, str]] = (),
    paragraphs: Collection[str] = (),
    marks: Sequence[MarkFacts] = (),
    law: str = "",
    turn: int = 1,
) -> str:
    """Issue a notice on the way of a case (see ``workflows/written.py``); returns its code."""
    return _issue(file, kind, rows=rows, paragraphs=paragraphs, handed=_wanted(marks), law=law, turn=turn)


def _receiving(file: CaseFile) -> str:
    return _RECEIVING[file.item.rule_set]


def _wanted(marks: Sequence[MarkFacts]) -> list[tuple[str, str]]:
    return [(mark.requirement_name, "：".join(filter(None, (REASONS[mark.reason], mark.words)))) for mark in marks]


def issue_certificate(
    file: CaseFile,
    *,
    name: str,
    number: str,
    holder: str,
    shown: Collection[tuple[str, str]],
    valid: tuple[date, date | None],
    is_as_before: bool,
    basis: str,
) -> int:
    """Issue the paper of a certificate; returns its row number. ``is_as_before``: its term is that of the former."""
    first, last = valid
    term = "与原证一致" if is_as_before else f"{printed(first)}至{printed(last)}" if last else "长期"
    rows = [("证照编号", number), ("持证人", holder), *shown, ("有效期", term), ("发证机关", file.visit.body_name)]
    code = _issue(file, "certificate", title=name, rows=rows, law=basis, holder=holder)
    paper = case_queries.paper(code)
    assert paper is not None  # issued in the line before
    return paper.id


def _issue(
    file: CaseFile,
    kind: PaperKind,
    *,
    rows: Collection[tuple[str, str]] = (),
    paragraphs: Collection[str] = (),
    handed: Collection[tuple[str, str]] = (),
    remedies: str = "",
    law: str = "",
    turn: int = 1,
    title: str = "",
    holder: str = "",
) -> str:
    code = codes.verify_code(token_bytes(codes.VERIFY_CODE_RANDOM_BYTES))
    facts = PaperFacts(
        kind=kind,
        title=title or OWN_TITLES.get(file.item.rule_set, {}).get(kind, TITLES[kind]),
        number=file.case.number or "",
        code=code.replace("-", ""),
        issued_on=printed(file.house.today),
        body_name=file.visit.body_name,
        applicant_name=holder or people.names([file.case.applicant_id]).get(file.case.applicant_id, ""),
        item_name=file.item.name,
        rows=tuple(rows),
        paragraphs=tuple(paragraphs),
        materials=tuple(handed),
        remedies=remedies,
        legal_basis=law,
        specimen=_seals().is_demo,
    )
    row_kind = kind if turn == 1 else f"{kind}_{turn}"
    paper = cases.issue(file.case, kind=row_kind, code=code, facts=asdict(facts), at=file.at)
    file.tell("paper.issued", paper.id, {"kind": kind, "title": facts.title})
    return code


def printed(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else _UNKNOWN_DUE


def _seals() -> Seals:
    found: Seals = registry.get("seals")
    return found


# --- handing over ------------------------------------------------------------------------------


def pdf_of(*, actor: Actor, code: str, verify_url: str, at: datetime) -> bytes:
    """The paper as sealed PDF, for whoever may have it; drawn at the first request, with ``verify_url`` in its QR.

    Drawing and sealing hold no lock and no transaction (ADR 35): of two who ask first at once both may draw, and both
    get what was kept first.

    Raises:
        NotFound: there is none, or it is not for these eyes.
        PaperNotMade, SealNotMade: the facts stand, so it may be tried again.
    """
    paper, case = _issued(code)
    access.visit_by_id(actor, case.visit_id, Action.SEE_PAPERS, at=at)
    kept = cases.stored_file(paper.code)
    if kept is not None:
        return kept
    before = certificate_queries.sealed(paper.id)
    sealed_at = before.sealed_at if before else at  # what the store has lost is made again, byte for byte
    renderer: PaperRenderer = registry.get("papers")
    drawn = renderer.render(_thawed(paper.facts, verify_url)).pdf
    sealed = _seals().seal(drawn, by=_sealer(case), at=sealed_at)
    with transaction.atomic():
        row = cases.locked_paper(paper.code)
        kept = cases.file_of(row)
        if kept is not None:
            return kept
        cases.keep_file(row, sealed)
        certificates.note_sealed(paper.id, sealed_at=sealed_at, sha256=sha256(sealed).hexdigest())
    return sealed


def _issued(code: str) -> tuple[IssuedPaper, CaseFacts]:
    normal = codes.normalise_verify_code(code)
    paper = case_queries.paper(normal) if normal else None
    case = case_queries.by_id(paper.case_id) if paper else None
    if paper is None or case is None:
        raise errors.NotFound("paper")
    return paper, case


def _sealer(case: CaseFacts) -> Sealer:
    body = places.body(case.body_id)
    assert body is not None  # a case cannot outlive its body
    return Sealer(body.code, body.name)


def _thawed(facts: Mapping[str, Any], verify_url: str) -> PaperFacts:
    """The frozen facts as the renderer wants them: JSON turned its tuples into lists."""
    pairs = {name: tuple((pair[0], pair[1]) for pair in facts[name]) for name in ("rows", "materials")}
    return PaperFacts(**{**facts, **pairs, "paragraphs": tuple(facts["paragraphs"]), "verify_url": verify_url})


def verify(*, code: str, at: datetime) -> PaperState:
    """Whether a paper with this code was issued, and is still good; for anybody, without personal data."""
    normal = codes.normalise_verify_code(code)
    paper = case_queries.paper(normal) if normal else None
    if paper is None:
        return PaperState(state="unknown")
    certificate = certificate_queries.by_code(paper.code)
    state = "genuine" if paper.withdrawn_at is None else "withdrawn"
    if certificate is not None:
        stands = certificate.state(house(at).today)
        state = state if stands == CertificateState.VALID else stands.value
    return PaperState(
        state=state,
        kind=str(paper.facts["kind"]),
        title=str(paper.facts["title"]),
        masked_number=_masked(str(paper.facts["number"])),
        body_name=str(paper.facts["body_name"]),
        item_name=str(paper.facts["item_name"]),
        issued_at=paper.issued_at,
        code=paper.code,
        is_certificate=certificate is not None,
        valid_until=certificate.valid_until if certificate else None,
        is_renewed_by_law=bool(certificate and certificate.renewed_by_law_on and state == "genuine"),
    )


def verify_file(*, content: bytes, at: datetime) -> tuple[FileState, PaperState | None]:
    """Whether a file is one of ours, untouched; and how the paper stands that it is.

    ``ours`` says more than that the seal holds: it is byte for byte what was handed out. ``sealed`` says that a seal
    of ours is on it and holds, but this file was not what the service keeps.
    """
    kept = certificate_queries.sealed_as(sha256(content).hexdigest())
    if kept is not None:
        return "ours", verify(code=kept.paper_code, at=at)
    found = _seals().look(content)
    return ("sealed" if found.state == "ours" else found.state), None


def _masked(number: str) -> str:
    """District, day and the last two digits: enough to compare with the paper in hand, not enough to find a case."""
    return f"{number[:14]}······{number[-2:]}"
