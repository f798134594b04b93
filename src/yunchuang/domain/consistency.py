"""Whether a listing agrees with itself: ten rules for implementation lists, and what follows from guides.

A finding says which rule, how grave, in which field, and by its code what is wrong and how to mend it (the words
stand with the doors). A contradiction, or a gap that sends a person the wrong way, is an error and is not published.
A gap that only leaves something unsaid is a warning: sources are often silent, and nothing may be invented.

Source: the ten rules are those of a city's quality check of implementation lists; 11 to 14 follow from GB/T 36114-2018
as its published checks read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from yunchuang.domain import item_codes, situation_check, situations
from yunchuang.domain.listings import Limit, Listing

ERROR, WARNING = "error", "warning"
PERMIT: Final = "01"
LEAST_STEPS: Final = 5
"""受理、审核、审批、办结、送达."""
OWN_RULE: Final = 0
"""Rules of the house: what the listing's own fields ask of each other."""

_AREA_CODE: Final = re.compile(r"[(（]?0\d{2,3}[)）]?[-－ —]?\d{5,8}")
_SHORT_NUMBER: Final = re.compile(r"1\d{4}|[48]00[-－]?\d{3,4}[-－]?\d{3,4}")
_PEOPLE, _ORGANISATIONS = "1", frozenset("23456")


@dataclass(frozen=True)
class Finding:
    """One thing found: rule number (0: of the house), error or warning, the field, a stable code and its facts."""

    rule: int
    level: str
    where: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


Found = Iterator[Finding]
Rule = Callable[[Listing], Found]


def check(listing: Listing) -> list[Finding]:
    """Everything found, errors first, then by rule."""
    found = [finding for rule in RULES for finding in rule(listing)]
    return sorted(found, key=lambda one: (one.level != ERROR, one.rule, one.where))


def errors_of(listing: Listing) -> list[Finding]:
    """What keeps a listing from being published."""
    return [one for one in check(listing) if one.level == ERROR]


def _working_hours(limit: Limit) -> float:
    """For comparing two limits only: a working day counts as a day of its own kind."""
    return limit.count if limit.unit == "hour" else limit.count * 24.0


def _times(listing: Listing) -> Found:
    """1. On the spot if and only if handled at once and reviewed at once; else promised and staged."""
    promised = listing.promised_limit
    if promised is not None and listing.kind:
        if promised.count == 0 and listing.kind != "at_once":
            yield Finding(1, ERROR, "kind", "on_the_spot_but_not_at_once")
        if promised.count > 0 and listing.kind == "at_once":
            yield Finding(1, ERROR, "promised_limit", "at_once_with_days", {"count": promised.count})
    if listing.kind == "at_once" and listing.review == "staged":
        yield Finding(1, ERROR, "review", "at_once_but_staged")
    if listing.kind == "promised" and listing.review == "at_once":
        yield Finding(1, ERROR, "review", "promised_but_at_once")
    if promised is None:
        yield Finding(1, WARNING, "promised_limit", "promise_missing")


def _promise_within_law(listing: Listing) -> Found:
    legal, promised = listing.legal_limit, listing.promised_limit
    if legal is None or promised is None or (legal.unit != promised.unit and "hour" not in (legal.unit, promised.unit)):
        return
    if _working_hours(promised) > _working_hours(legal):
        yield Finding(OWN_RULE, ERROR, "promised_limit", "promise_longer_than_law")


def _results_by_name(listing: Listing) -> Found:
    """2. What the result is called says how the matter ends."""
    for place, result in enumerate(listing.results, start=1):
        name = result.name.rstrip("》」）) ")
        wanted = next((kind for end, kind in _ENDS if name.endswith(end)), "")
        if wanted and result.kind and result.kind != wanted:
            facts = {"name": result.name, "wanted": wanted}
            yield Finding(2, ERROR, f"results[{place}].kind", "result_kind_wrong", facts)
        if not result.kind:
            yield Finding(2, WARNING, f"results[{place}].kind", "result_kind_missing", {"name": result.name})


_ENDS: Final = (("证", "licence"), ("批复", "approval"), ("文", "document"))


def _closing(listing: Listing) -> Found:
    """What an approval puts an end to is found by the number in the form."""
    name, number = listing.closes_certificate, listing.closes_number_field
    if name and not number:
        yield Finding(OWN_RULE, ERROR, "closes_number_field", "closes_without_number", {"name": name})
    if number and not name:
        yield Finding(OWN_RULE, ERROR, "closes_certificate", "number_but_nothing_closed")
    elif number and number not in listing.form_schema.get("properties", {}):
        yield Finding(OWN_RULE, ERROR, "closes_number_field", "closes_number_not_in_form", {"name": number})


def _visits(listing: Listing) -> Found:
    """3. Who must come is told why; who need not come can do it online or by post."""
    if listing.visits_needed and not listing.visits_reason:
        yield Finding(3, ERROR, "visits_reason", "visit_without_reason", {"count": listing.visits_needed})
    if not listing.visits_needed and not listing.can_file_online and listing.ways and "post" not in listing.ways:
        yield Finding(3, ERROR, "ways", "no_visit_and_no_way")


def _online_depth(listing: Listing) -> Found:
    """4. Wholly online means that nobody has to come."""
    if listing.online_depth == "4" and listing.visits_needed:
        yield Finding(4, ERROR, "visits_needed", "wholly_online_but_visit", {"count": listing.visits_needed})
    if listing.online_depth == "4" and not listing.can_file_online:
        yield Finding(4, ERROR, "can_file_online", "wholly_online_but_not_online")


def _fees(listing: Listing) -> Found:
    """5. A fee has its basis, its items and a way to pay; where there is none, there is nothing to pay."""
    if listing.has_fee:
        yield from _charged(listing)
    if listing.has_fee is False:
        if listing.can_pay_online:
            yield Finding(5, ERROR, "can_pay_online", "free_but_paying")
        if listing.fees:
            yield Finding(5, ERROR, "fees", "free_but_fees", {"name": listing.fees[0].name})
    if listing.has_fee is None and not listing.fee_note:
        yield Finding(5, WARNING, "has_fee", "fee_unknown")


def _charged(listing: Listing) -> Found:
    if not (listing.fee_basis or any(fee.basis for fee in listing.fees)):
        yield Finding(5, ERROR, "fee_basis", "fee_without_basis")
    if not listing.fees:
        yield Finding(5, ERROR, "fees", "fee_without_items")
    if listing.can_pay_online is not True:
        yield Finding(5, WARNING, "can_pay_online", "fee_without_paying_online")


def _phones(listing: Listing) -> Found:
    """6. Whom to ask and where to complain: both, not the same, with area code."""
    for name in ("consult_phone", "complaint_phone"):
        phone = getattr(listing, name)
        if not phone:
            yield Finding(6, WARNING, name, "phone_missing")
        elif not (_AREA_CODE.search(phone) or _SHORT_NUMBER.search(phone)):
            yield Finding(6, WARNING, name, "area_code_missing", {"phone": phone})
    if listing.consult_phone and _digits(listing.consult_phone) == _digits(listing.complaint_phone):
        yield Finding(6, ERROR, "complaint_phone", "same_phone", {"phone": listing.consult_phone})


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _objects(listing: Listing) -> Found:
    """7. For whom it is agrees with where people look for it."""
    if not listing.objects:
        return
    people, others = _PEOPLE in listing.objects, bool(_ORGANISATIONS & set(listing.objects))
    if listing.themes_person and not people:
        yield Finding(7, ERROR, "themes_person", "theme_for_nobody", {"whom": "person"})
    if listing.themes_company and not others:
        yield Finding(7, ERROR, "themes_company", "theme_for_nobody", {"whom": "company"})
    served = "both" if people and others else "person" if people else "company"
    if listing.served_for not in ("both", served) or (served == "both" and listing.served_for != "both"):
        yield Finding(7, ERROR, "served_for", "served_for_others")


def _questions(listing: Listing) -> Found:
    """8. A permit answers at least one common question."""
    if listing.item_type == PERMIT and not listing.questions:
        yield Finding(8, WARNING, "questions", "no_questions")


def _steps(listing: Listing) -> Found:
    """9. A permit has at least five steps: accept, review, decide, close, deliver."""
    if listing.item_type == PERMIT and len(listing.steps) < LEAST_STEPS:
        yield Finding(9, WARNING, "steps", "few_steps", {"count": len(listing.steps)})


def _samples(listing: Listing) -> Found:
    """10. A result can be looked at before."""
    for place, result in enumerate(listing.results, start=1):
        if not result.sample:
            yield Finding(10, WARNING, f"results[{place}].sample", "sample_missing", {"name": result.name})


_PAPER: Final = re.compile(
    r"(?:须|应当?|需要?|请)?(?:提交|提供|出具|携带)[^，。；、]{0,30}(?:申请书|申请表|复印件|证明|身份证|户口簿)"
)
_PROOF: Final = re.compile(r"[\u4e00-\u9fff]{2,12}证明")


def _conditions(listing: Listing) -> Found:
    """11, 12. Conditions are conditions; a proof that they ask for is in the list of materials."""
    names = "".join(one.name + one.note for one in listing.materials)
    for place, text in enumerate(listing.conditions, start=1):
        found = _PAPER.search(text)
        if found:
            yield Finding(11, WARNING, f"conditions[{place}]", "material_in_condition", {"text": found.group()[:30]})
            proof = _PROOF.search(found.group())
            if proof and listing.materials and proof.group()[-4:] not in names:
                facts = {"text": proof.group()}
                yield Finding(12, WARNING, f"conditions[{place}]", "proof_not_in_materials", facts)


def _whole_process(listing: Listing) -> Found:
    """13. The steps of what is done at once take no days, and together no longer than the promise."""
    limits = [step.limit for step in listing.steps if step.limit is not None and step.limit.unit == "working_day"]
    total, promised = sum(limit.count for limit in limits), listing.promised_limit
    if listing.kind == "at_once" and total:
        yield Finding(13, ERROR, "steps", "at_once_with_long_steps", {"count": total})
    elif promised is not None and promised.unit == "working_day" and total > promised.count:
        yield Finding(13, WARNING, "steps", "steps_longer_than_promise", {"count": total, "promised": promised.count})


def _ages(listing: Listing) -> Found:
    """14. A limit of age beside guardians who apply needs a word."""
    text = "".join(listing.conditions)
    if re.search(r"\d+ ?周?岁(?:以上|以下)", text) and "监护人" in text and "代" not in text:
        yield Finding(14, WARNING, "conditions", "age_and_guardian")


def _codes(listing: Listing) -> Found:
    """The three codes hold each other, and say the type and level that the listing says."""
    parsed = [
        (name, item_codes.parse(value))
        for name in ("catalog_code", "task_code", "handling_code")
        if (value := getattr(listing, name))
    ]
    for name, code in parsed:
        if listing.item_type and code.type != listing.item_type:
            yield Finding(OWN_RULE, ERROR, name, "code_of_other_type", {"type": item_codes.TYPES[code.type]})
        if code.level and listing.level and code.level != listing.level:
            yield Finding(OWN_RULE, ERROR, name, "code_of_other_level", {"level": item_codes.LEVELS[code.level]})
    if len({code.catalogue for _, code in parsed}) > 1:
        yield Finding(OWN_RULE, ERROR, parsed[-1][0], "codes_differ")


def _dates(listing: Listing) -> Found:
    if listing.ends_on is not None and listing.ends_on <= listing.effective_on:
        yield Finding(OWN_RULE, ERROR, "ends_on", "ends_before_it_begins")


def _situations(listing: Listing) -> Found:
    """Nobody who answers the item's questions comes to a dead end or a contradiction."""
    try:
        tree = situations.parse(listing.situations)
    except situations.SituationsWrong:
        yield Finding(OWN_RULE, ERROR, "situations", "situations_unreadable")
        return
    named = {
        code for one in tree.consequences for code in (*one.items, one.instead)
    }  # published or not: not asked here
    required = {one.code: one.is_required for one in listing.materials}
    faults = [one for one in situation_check.check(tree, required=required, items=named) if one.is_error]
    if faults:
        yield Finding(OWN_RULE, ERROR, "situations", "situations_faulty", {"count": len(faults)})


RULES: Final[tuple[Rule, ...]] = (
    *(_times, _results_by_name, _visits, _online_depth, _fees, _phones, _objects, _questions, _steps, _samples),
    *(_conditions, _whole_process, _ages, _codes, _dates, _promise_within_law, _situations, _closing),
)
