"""What one paper shows by itself: illegible, expired, a wrong check digit, no seal, a side that is missing.

``RULES`` names every rule with its severity; the words for people are in ``web.common.finding_words``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from yunchuang.domain.reading import days, numbers, signatures
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import FieldRead, Finding, PageFacts, Reading

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "file_empty": "error",
        "file_unknown": "error",
        "file_broken": "error",
        "file_locked": "error",
        "file_unsafe": "error",
        "file_too_large": "error",
        "file_too_many_pages": "error",
        "picture_too_large": "error",
        "file_old_word": "error",
        "out_of_time": "error",
        "reader_died": "error",
        "pages_left": "info",
        # the picture
        "illegible": "error",
        "too_small": "warning",
        "glare": "warning",
        "cut_off": "warning",
        # the paper
        "kind_unknown": "warning",
        "no_text": "warning",
        "expired": "error",
        "check_digit_wrong": "error",
        "field_missing": "warning",
        "field_doubtful": "info",
        "seal_missing": "error",
        "seal_untold": "info",
        "signature_missing": "error",
        "signature_untold": "info",
        "side_missing": "warning",
        "code_differs": "error",
        "birth_differs": "error",
        # across papers and with the form, see ``across``
        "wrong_kind": "error",
        "other_place": "warning",
        "paper_missing": "error",
        "page_missing": "warning",
        "end_missing": "warning",
        "names_differ": "error",
        "codes_differ": "error",
        "addresses_differ": "warning",
        "people_differ": "error",
        "dates_differ": "warning",
        "duplicate": "warning",
        "photo_size": "warning",
        "photo_bytes": "warning",
        "photo_backdrop": "warning",
    }
)
DOUBTFUL: Final = 0.75
WRITTEN_AT_LEAST: Final = 8  # characters: fewer were seen where none stand


def make(rule: str, *, page: int | None = None, box: Any = None, **facts: Any) -> Finding:
    """A finding of a rule, with the severity that ``RULES`` gives it."""
    return Finding(rule, RULES[rule], page, box, facts)


def with_findings(reading: Reading, kind: Kind | None, pages: Sequence[PageFacts], *, today: date) -> Reading:
    """The reading with what the paper shows by itself."""
    found = list(of_picture(reading, pages))
    if reading.legible and kind is None:
        found.append(make("kind_unknown", page=1))
    elif reading.legible and kind is not None:
        found += of_paper(reading, kind, pages, today=today)
    return replace(reading, findings=tuple(found))


def of_picture(reading: Reading, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    """How the picture was taken."""
    if not reading.legible:
        written = sum(len(row) for row in reading.text)
        yield make("illegible" if written >= WRITTEN_AT_LEAST else "no_text", page=1)
        return
    for page in pages:
        if page.too_small:
            yield make("too_small", page=page.number)
        if page.glare is not None:
            yield make("glare", page=page.number, box=page.glare)
        if page.cut_off:
            yield make("cut_off", page=page.number)


def of_paper(reading: Reading, kind: Kind, pages: Sequence[PageFacts], *, today: date) -> Iterator[Finding]:
    """What a paper of a known kind shows."""
    yield from dates(reading, kind, today)
    yield from _numbers(reading, kind)
    yield from _seal(reading, kind, pages)
    yield from _signatures(reading, kind, pages)
    for side, _ in kind.sides:
        if side not in reading.sides:
            yield make("side_missing", page=1, side=side)
    for rule in kind.fields:
        one = reading.fields.get(rule.name)
        if one is None and rule.required and (not rule.side or rule.side in reading.sides):
            yield make("field_missing", page=1, field=rule.name)
        elif one is not None and one.good and one.confidence < DOUBTFUL:
            yield make("field_doubtful", page=one.page, box=one.box, field=rule.name)


def dates(reading: Reading, kind: Kind, today: date) -> Iterator[Finding]:
    """Whether the paper is in date on a day; its last day counts."""
    one = reading.fields.get(kind.expires) if kind.expires else None
    ends_on = days.last(one.value) if one else None
    if one and ends_on and ends_on < today:
        yield make("expired", page=one.page, box=one.box, field=kind.expires, on=ends_on.isoformat())


def _numbers(reading: Reading, kind: Kind) -> Iterator[Finding]:
    for rule in kind.fields:
        one = reading.fields.get(rule.name)
        if one is None or rule.sort not in {"identity", "credit", "credit-or-identity"}:
            continue
        if not one.good:
            yield make("check_digit_wrong", page=one.page, box=one.box, field=rule.name, value=one.value)
        elif rule.sort == "credit":
            yield from _against_codes(one, rule.name, reading.codes)
    yield from _card(reading)


def _against_codes(one: FieldRead, name: str, payloads: Sequence[str]) -> Iterator[Finding]:
    for payload in payloads:
        for code in credit_codes_in(payload):
            if code != one.value:
                yield make("code_differs", page=one.page, box=one.box, field=name, value=one.value, code=code)


def credit_codes_in(payload: str) -> list[str]:
    """Every valid credit code that a QR code's payload carries."""
    text = payload.upper()
    found = [text[at : at + numbers.LENGTH] for at in range(max(0, min(len(text), 4000) - numbers.LENGTH + 1))]
    return list(dict.fromkeys(code for code in found if numbers.is_credit_code(code)))


def _card(reading: Reading) -> Iterator[Finding]:
    number, born, sex = (reading.fields.get(name) for name in ("公民身份号码", "出生", "性别"))
    if number is None or not number.good:
        return
    printed_on = days.first(born.value) if born else None
    if born and printed_on and printed_on != numbers.born_on(number.value):
        yield make("birth_differs", page=born.page, box=born.box, field="出生", value=born.value)
    if sex and sex.value in "男女" and (sex.value == "女") != numbers.is_woman(number.value):
        yield make("birth_differs", page=sex.page, box=sex.box, field="性别", value=sex.value)


def _signatures(reading: Reading, kind: Kind, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    for rule, one in signatures.findings_of(kind, pages, sealed=reading.sealed):
        if one is None:
            yield make(rule, page=1, label="")
            continue
        page = next(page for page in pages if page.number == one.page)
        left, top, right, bottom = one.box
        shares = (left / page.width, top / page.height, right / page.width, bottom / page.height)
        yield make(rule, page=one.page, box=tuple(round(min(max(x, 0.0), 1.0), 4) for x in shares), label=one.label)


def _seal(reading: Reading, kind: Kind, pages: Sequence[PageFacts]) -> Iterator[Finding]:
    if kind.seal != "required" or reading.sealed:
        return
    drawn = [page for page in pages if page.sharpness is not None]
    if drawn and any(page.coloured for page in drawn):
        yield make("seal_missing", page=drawn[0].number)
    else:
        yield make("seal_untold", page=1)
