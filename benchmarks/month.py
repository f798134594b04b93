"""A month of the source's volume: 200 cases with all their steps, lived through the services.

Method. A database of its own on the embedded PostgreSQL, a small hall with three items, one of each rule set, a clerk,
a reviewer and a director. A generator walks 200 cases over 21 working days: every other one takes a number, is called
and answers; each fills the form, hands in two files, submits; a third are marked and sent back (a registration:
returned and filed anew) and answered, some of them in a talk by the return pass; permits and property are accepted,
some pause for a hearing or an announcement, some get more time, one in forty is withdrawn, one in forty terminated, one
in twenty refused; results are delivered and archived, visits rated. Every evening the sweep runs. Files are judged by
the fake inspector: how fast pictures open is measured elsewhere. After each step the invariants of the case are checked
in the database, outside the measured time: the state is one of its rule set, a number from submission on, the counters
say as many numbers as there are, what is due next follows from the state, one open procedure at most and only while
paused, one granted extension at most, a pass used by one number, the journal of the visit without gaps. ``month_s`` is
the wall time of the steps, ``month_cpu_s`` the CPU time of this process for them.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from benchmarks.report import tell, throw_away_service

CASES, WORKING_DAYS = 200, 21
START = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)  # half past nine on a Monday
RULES = ("permit", "registration", "property")
MINUTE = timedelta(minutes=1)


class Month:
    """The centre, its people, the clock of the simulation, and what was measured."""

    def __init__(self) -> None:
        self.random = random.Random(20261012)
        self.spent_s = self.cpu_s = 0.0
        self.steps: Counter[str] = Counter()
        self.checked = 0
        self.at = START

    def does(self, name: str, verb: Callable[[], Any]) -> Any:
        """Do one step on the clock."""
        self.at += 2 * MINUTE
        cpu, started = time.process_time(), time.perf_counter()
        try:
            return verb()
        finally:
            self.spent_s += time.perf_counter() - started
            self.cpu_s += time.process_time() - cpu
            self.steps[name] += 1


def main() -> int:
    from yunchuang.adapters.calendar.fake import FakeCalendar
    from yunchuang.adapters.idcheck.fake import FakeIdCheck
    from yunchuang.adapters.jobs.fake import FakeJobs
    from yunchuang.adapters.uploads.fake import FakeInspector

    with throw_away_service():
        from yunchuang.ports import registry

        fakes = {"calendar": FakeCalendar(), "idcheck": FakeIdCheck(), "jobs": FakeJobs(), "uploads": FakeInspector()}
        month = Month()
        with ExitStack() as stack:
            for name, fake in fakes.items():
                stack.enter_context(registry.instead(name, fake))
            ended = _live(month, _centre())
    figures = {
        "cases": CASES,
        "steps": sum(month.steps.values()),
        "month_s": round(month.spent_s, 1),
        "month_cpu_s": round(month.cpu_s, 1),
        "step_ms": round(month.spent_s * 1000 / sum(month.steps.values()), 2),
        "invariants_checked": month.checked,
        "ended": dict(sorted(ended.items())),
        "steps_by_kind": dict(month.steps.most_common()),
    }
    return tell(figures, {"month_s": ("≤", 20.0), "cases": ("≥", CASES)})


def _centre() -> dict[str, Any]:
    from datetime import time as clock

    from yunchuang.apps.catalog import services as catalog
    from yunchuang.apps.people import services as people
    from yunchuang.apps.people.queries import Actor
    from yunchuang.apps.places import services as places
    from yunchuang.workflows import desk

    hours = {weekday: [(clock(0), clock(23, 59))] for weekday in range(1, 8)}
    body = places.make_body(code="b", name="区市场监督管理局", short_name="市场监管")
    hall = places.make_hall(
        code="h", name="大厅", district_code="319900", address="", phone="", width_px=1200, height_px=720
    )
    zone = places.make_zone(hall_id=hall, code="z", name="区", x_px=0, y_px=0, width_px=100, height_px=100)
    line = places.make_window_class(body_id=body, hall_id=hall, code="l", name="综合", prefix="A", hours=hours)
    for rules, legal, promised in (("permit", 20, 10), ("registration", 3, 1), ("property", 5, None)):
        draft = catalog.ItemDraft(
            code=rules,
            name=rules,
            summary="",
            effective_on=date(2026, 1, 1),
            rule_set=rules,
            legal_working_days=legal,
            promised_working_days=promised,
            form_schema={"type": "object", "properties": {"name": {"type": "string", "title": "名称"}}},
            requirements=[catalog.Requires(code="form", name="申请书"), catalog.Requires(code="lease", name="合同")],
        )
        catalog.put_item(draft, body_id=body, window_class_ids=[line])
    staff = {}
    for login, role in (("wang", "clerk"), ("sun", "reviewer"), ("qian", "director")):
        account = people.make_staff(login=login, name=login, password=None, at=START)
        places.give_post(account_id=account, body_id=body, role=role)
        staff[login] = Actor(account, "staff", login)
    window = places.make_window(window_class_id=line, zone_id=zone, number="3", name="窗口", x_px=1, y_px=0)
    desk.open_window(actor=staff["wang"], window_id=window, at=START)
    return staff | {"window": window}


def _live(month: Month, centre: dict[str, Any]) -> Counter[str]:
    """Ten cases begin on each of the first twenty days; each goes on day by day until its story is told."""
    from yunchuang.apps.cases.models import Case
    from yunchuang.workflows import sweep

    going: list[Iterator[str]] = []
    for day in range(WORKING_DAYS):
        morning = START + timedelta(days=day + 2 * (day // 5))
        month.at = morning
        if day < WORKING_DAYS - 1:
            going += [_story(month, centre, n) for n in range(day * 10, min(CASES, day * 10 + 10))]
        rounds = 1 if day < WORKING_DAYS - 1 else 40  # the last day tells every story to its end
        for _ in range(rounds):
            going = [one for one in going if _one_day(one)]
            month.at = max(month.at, morning + timedelta(hours=1))
        month.does("sweep", lambda: sweep.run(at=month.at))
    assert not going, f"{len(going)} stories have no end"
    assert Case.objects.filter(number__isnull=False).count() >= CASES
    return Counter(Case.objects.values_list("state", flat=True))


def _one_day(story: Iterator[str]) -> bool:
    """Go on to where the story waits for another day; False when it is told."""
    return next((True for said in story if said == "tomorrow"), False)


def _story(month: Month, centre: dict[str, Any], n: int) -> Iterator[str]:
    """One case from the first page to the archive; it stops where a day passes."""
    from yunchuang.apps.people import services as people
    from yunchuang.apps.people.queries import Actor
    from yunchuang.workflows import filing

    rules = RULES[n % 3]
    citizen = Actor(people.make_citizen(phone=f"1990{n:07d}", name=f"体验 {n}", at=month.at), "citizen", "")
    key = _come(month, centre, citizen, rules, with_number=n % 2 == 0)
    values = {"name": f"云溪小店 {n}"}
    month.does("fill", lambda: filing.form_save(actor=citizen, visit_key=key, values=values, at=month.at))
    for code in ("form", "lease"):
        _hand_in(month, citizen, key, code, f"{n}")
    number = month.does("submit", lambda: filing.submit(actor=citizen, visit_key=key, at=month.at))
    _check(month, key)
    if n % 2 == 0:
        _wrap_up(month, centre, citizen, key)
    if rules != "property":  # real property is answered on the day, or the law accepts it in the evening
        yield "tomorrow"
    if n % 3 == (n // 3) % 3:
        key, number = yield from _mend(month, centre, citizen, key, rules, n)
    yield from _decide(month, centre, citizen, key, number, rules, n)


def _come(month: Month, centre: dict[str, Any], citizen: Any, rules: str, *, with_number: bool) -> str:
    from yunchuang.workflows import desk, visit

    if not with_number:
        return str(
            month.does("begin", lambda: visit.start_filing(actor=citizen, item_code=rules, channel="web", at=month.at))
        )
    key = month.does(
        "take number",
        lambda: visit.start(
            actor=citizen, item_code=rules, window_class_code="l", purpose="来办", channel="web", at=month.at
        ),
    )
    wang, window = centre["wang"], centre["window"]
    month.does("call", lambda: desk.call_next(actor=wang, window_id=window, at=month.at))
    month.does("answer", lambda: visit.answer(actor=citizen, visit_key=key, at=month.at))
    return str(key)


def _wrap_up(month: Month, centre: dict[str, Any], citizen: Any, key: str) -> None:
    from yunchuang.apps.ratings.services import Given
    from yunchuang.workflows import desk, rating

    wang, window, level = centre["wang"], centre["window"], month.random.choice([1, 1, 1, 2, 3])
    month.does("wrap up", lambda: desk.finish(actor=wang, window_id=window, at=month.at))
    month.does("rate", lambda: rating.rate(actor=citizen, visit_key=key, given=Given(level=level), at=month.at))


def _hand_in(month: Month, citizen: Any, key: str, code: str, what: str) -> None:
    from yunchuang.workflows import filing

    content = f"%PDF-1.7 {code} {what}".encode()

    def hand_in() -> int:
        return filing.material_add(
            actor=citizen,
            visit_key=key,
            requirement_code=code,
            content=BytesIO(content),
            name=f"{code}.pdf",
            size_bytes=len(content),
            at=month.at,
        )

    month.does("hand in", hand_in)


def _mend(month: Month, centre: dict[str, Any], citizen: Any, key: str, rules: str, n: int) -> Iterator[Any]:
    """Something is missing: asked for and brought, by some with the return pass; a registration is filed anew."""
    from yunchuang.workflows import desk, filing, refiling, review, visit

    sun = centre["sun"]

    def mark() -> None:
        review.mark(actor=sun, visit_key=key, requirement_code="lease", reason="illegible", words="看不清", at=month.at)

    month.does("mark", mark)
    if rules == "registration":
        month.does("return", lambda: review.return_materials(actor=sun, visit_key=key, at=month.at))
        _check(month, key)
        yield "tomorrow"
        new = month.does("refile", lambda: refiling.refile(actor=citizen, visit_key=key, at=month.at))
        _hand_in(month, citizen, new, "lease", f"better {n}")
        number = month.does("submit", lambda: filing.submit(actor=citizen, visit_key=new, at=month.at))
        _check(month, new)
        return new, number
    month.does("ask", lambda: review.ask_correction(actor=sun, visit_key=key, at=month.at))
    _check(month, key)
    yield "tomorrow"
    if n % 9 < 3:
        month.does("return pass", lambda: visit.return_with_pass(actor=citizen, visit_key=key, at=month.at))
        wang, window = centre["wang"], centre["window"]
        month.does("call", lambda: desk.call_next(actor=wang, window_id=window, at=month.at))
        month.does("answer", lambda: visit.answer(actor=citizen, visit_key=key, at=month.at))
        month.does("wrap up", lambda: desk.finish(actor=wang, window_id=window, at=month.at))
    _hand_in(month, citizen, key, "lease", f"better {n}")
    month.does("resubmit", lambda: filing.resubmit(actor=citizen, visit_key=key, at=month.at))
    _check(month, key)
    return key, _number(key)


def _decide(
    month: Month, centre: dict[str, Any], citizen: Any, key: str, number: str, rules: str, n: int
) -> Iterator[str]:
    from yunchuang.workflows import filing, proceedings, review

    sun, qian = centre["sun"], centre["qian"]
    if rules != "registration":
        month.does("accept", lambda: review.accept(actor=sun, visit_key=key, at=month.at))
        _check(month, key)
        yield "tomorrow"
        yield from _on_the_way(month, centre, key, rules, n)
    if n % 40 == 7:
        month.does("withdraw", lambda: filing.withdraw(actor=citizen, visit_key=key, at=month.at))
    elif n % 40 == 3 and rules != "registration":
        month.does(
            "terminate", lambda: proceedings.terminate(actor=qian, visit_key=key, reason="企业已经注销", at=month.at)
        )
    else:
        granted = n % 20 != 11

        def decide() -> None:
            review.decide(actor=sun, case_number=number, approve=granted, reason="见决定书", at=month.at)

        month.does("decide", decide)
        _check(month, key)
        yield "tomorrow"
        how = month.random.choice(["window", "post", "online"])
        month.does("deliver", lambda: proceedings.deliver(actor=sun, visit_key=key, how=how, at=month.at))
    _check(month, key)
    month.does("archive", lambda: proceedings.archive(actor=sun, visit_key=key, at=month.at))
    _check(month, key)


def _on_the_way(month: Month, centre: dict[str, Any], key: str, rules: str, n: int) -> Iterator[str]:
    from yunchuang.workflows import proceedings

    sun, qian = centre["sun"], centre["qian"]
    if n % 7 == 0:
        kind = "announcement" if rules == "property" else "hearing"

        def pause() -> None:
            proceedings.pause(
                actor=sun, visit_key=key, kind=kind, reason="依法进行", planned_working_days=3, at=month.at
            )

        month.does("pause", pause)
        _check(month, key)
        yield "tomorrow"
        month.does("resume", lambda: proceedings.resume(actor=sun, visit_key=key, result="已完成", at=month.at))
        _check(month, key)
    if n % 11 == 0:
        month.does(
            "ask for time",
            lambda: proceedings.ask_extension(actor=sun, visit_key=key, reason="需要实地查看", at=month.at),
        )

        def grant() -> None:
            proceedings.answer_extension(actor=qian, visit_key=key, is_granted=True, answer="同意", at=month.at)

        month.does("grant time", grant)
        _check(month, key)


def _number(key: str) -> str:
    from yunchuang.apps.cases.models import Case

    return str(Case.objects.values_list("number", flat=True).get(visit__key=key))


def _check(month: Month, key: str) -> None:
    """What must hold after every step."""
    from yunchuang.apps.cases.models import Case, CaseCounter, Extension, Procedure, ReturnPass
    from yunchuang.apps.catalog import queries as catalog
    from yunchuang.apps.journal.models import Entry, Stream
    from yunchuang.domain import cases as rules

    case = Case.objects.get(visit__key=key)
    moves = rules.MOVES[rules.RuleSet(catalog.published().by_id[case.item_id].rule_set)]
    known = {start for start, _ in moves} | set(moves.values())
    assert case.state in known, case.state
    assert case.number, "submitted without a number"
    given = Case.objects.filter(number__isnull=False).count()
    assert sum(CaseCounter.objects.values_list("last", flat=True)) == given, "numbers and cases differ"
    due = rules.next_due(
        case.state,
        answer_on=case.acceptance_due_on,
        promised_on=case.promised_due_on,
        legal_on=case.legal_due_on,
        paused_until=case.paused_until,
        deliver_on=case.delivery_due_on,
        is_delivered=case.delivered_at is not None,
    )
    assert case.next_due_on == due, (case.state, case.next_due_on, due)
    assert not case.due_pending
    open_procedures = Procedure.objects.filter(case=case, ended_at=None).count()
    assert open_procedures == (case.state == "paused"), "a procedure runs, or the clock stands without one"
    assert Extension.objects.filter(case=case, is_granted=True).count() == case.is_extended
    for held in ReturnPass.objects.filter(case=case):
        assert (held.used_at is None) == (held.ticket_id is None)
    stream = Stream.objects.get(kind="visit", subject_id=case.visit_id)
    numbers = list(Entry.objects.filter(stream=stream).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, stream.last_seq + 1)), "the journal has a gap"
    month.checked += 1


if __name__ == "__main__":
    sys.exit(main())
