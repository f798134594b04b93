"""A case walks at random through the services, and at every step the law's text is asked whether that was right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.workflows import filing_scene
from tests.workflows.filing_scene import FORM, Scene, hand_in
from tests.workflows.law_oracle import OFF, WORKED, Law
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import errors
from yunchuang.ports import registry
from yunchuang.workflows import filing, proceedings, review, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

START = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)  # a Monday: mid-autumn, National Day and both make-up days lie ahead
NAMES = {
    "draft": "草稿",
    "submitted": "已提交",
    "correcting": "待补正",
    "accepted": "审查",
    "paused": "特别程序",
    "approved": "准予",
    "refused": "不予",
    "not_accepted": "不予受理",
    "returned": "退还",
    "withdrawn": "撤回",
    "terminated": "终止",
}
KINDS = {"permit": "许可", "registration": "登记", "property": "不动产"}
PROCEDURES = {"hearing": "听证", "testing": "检测", "expert_review": "专家评审", "announcement": "公告"}
WHAT = ("application", "lease", "plan")


class Walk(RuleBasedStateMachine):
    """One case; what is pressed, by whom and on which day is chosen by hypothesis."""

    scene: ClassVar[Scene]
    follows: ClassVar[str]

    @initialize()
    def comes(self) -> None:
        self.block = transaction.atomic()  # each walk is taken back: the next begins in the same small hall
        self.block.__enter__()
        self.at = START
        self.law = Law(kind=KINDS[self.follows])
        self.serial = 0
        self.scene.visit_key = self.key = self.scene.open_visit()
        found = visits.by_key(self.key)
        assert found is not None
        self.visit_id = found.id
        filing.form_save(actor=self.scene.li, visit_key=self.key, values=FORM, at=self.at)
        for what in ("application", "lease"):
            self._bring(what)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return (self.at + timedelta(hours=8)).date()

    def _bring(self, what: str) -> bool:
        self.serial += 1
        content = f"%PDF-1.7 {what} {self.serial}".encode()
        return self._does(lambda: hand_in(self.scene.li, self.key, what, content, at=self.at))

    def _does(self, verb: Any) -> bool:
        try:
            verb()
        except errors.RuleBroken:
            return False
        return True

    def _case(self) -> CaseFacts:
        found = cases.case_of_visit(self.visit_id)
        assert found is not None
        return found

    def _agrees(self, is_lawful: bool, verb: Any) -> bool:
        """The service does it exactly when the law allows it."""
        done = self._does(verb)
        assert done == is_lawful, f"{self.law}: the law says {is_lawful}, the service {done}"
        return done

    # --- days ------------------------------------------------------------------------------

    @rule(days=st.integers(min_value=1, max_value=9))
    def days_pass(self, days: int) -> None:
        for _ in range(days):
            self.at += timedelta(days=1)
            accepted = self.law.night(self.today)
            assert bool(sweep.deem_accepted(at=self.at)) == accepted

    # --- the citizen -----------------------------------------------------------------------

    @rule()
    @precondition(lambda self: self.law.state in ("草稿", "撤回"))
    def submits(self) -> None:
        lawful = self.law.may_submit() and not self.law.marked
        if not lawful:
            return
        if self._agrees(True, lambda: filing.submit(actor=self.scene.li, visit_key=self.key, at=self.at)):
            self.law.state, self.law.received = "已提交", self.today

    @rule(what=st.sampled_from(WHAT))
    @precondition(lambda self: self.law.state in ("已提交", "待补正"))
    def brings(self, what: str) -> None:
        lawful = self.law.state == "待补正" or what in self.law.marked
        if self._agrees(lawful, lambda: None if self._bring(what) else self._refused()):
            self.law.unmet.discard(what)
            self.law.marked.discard(what)

    def _refused(self) -> None:
        raise errors.NothingToRate

    @rule()
    @precondition(lambda self: self.law.state == "待补正")
    def sends_back(self) -> None:
        lawful = self.law.may_bring_back()
        if self._agrees(lawful, lambda: filing.resubmit(actor=self.scene.li, visit_key=self.key, at=self.at)):
            self.law.state, self.law.received = "已提交", self.today

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回"))
    def withdraws(self) -> None:
        if self.serial % 3:  # not too often: a case that is taken back has little more to show
            return
        lawful = self.law.may_withdraw()
        if self._agrees(lawful, lambda: filing.withdraw(actor=self.scene.li, visit_key=self.key, at=self.at)):
            self.law.state = "撤回"

    # --- the service -----------------------------------------------------------------------

    @rule(what=st.sampled_from(WHAT))
    @precondition(lambda self: self.law.state == "已提交")
    def marks(self, what: str) -> None:
        self.scene.mark(what, by=self.scene.sun, at=self.at)
        self.law.marked.add(what)

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回"))
    def asks(self) -> None:
        lawful = self.law.may_ask(self.law.marked, self.today)
        if self._agrees(lawful, lambda: review.ask_correction(actor=self.scene.sun, visit_key=self.key, at=self.at)):
            self.law.state = "待补正"
            self.law.first_list = self.law.first_list or frozenset(self.law.marked)
            self.law.unmet = set(self.law.marked)

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回"))
    def gives_back(self) -> None:
        lawful = self.law.may_give_back(self.law.marked)
        if self._agrees(lawful, lambda: review.return_materials(actor=self.scene.sun, visit_key=self.key, at=self.at)):
            self.law.state = "退还"

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回", "审查"))
    def accepts(self) -> None:
        lawful = self.law.may_accept(self.today)
        if self._agrees(lawful, lambda: review.accept(actor=self.scene.sun, visit_key=self.key, at=self.at)):
            self.law.accept(self.today)

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回", "不予受理"))
    def declines(self) -> None:
        if self.serial % 2:
            return
        lawful = self.law.may_decline(self.today)

        def decline() -> None:
            review.decline(actor=self.scene.sun, visit_key=self.key, reason="不属于本机关职权", at=self.at)

        if self._agrees(lawful, decline):
            self.law.state = "不予受理"

    @rule(kind=st.sampled_from(sorted(PROCEDURES)))
    @precondition(lambda self: self.law.state not in ("草稿", "撤回"))
    def pauses(self, kind: str) -> None:
        lawful = self.law.may_pause(PROCEDURES[kind])

        def pause() -> None:
            proceedings.pause(
                actor=self.scene.sun,
                visit_key=self.key,
                kind=kind,
                reason="情况复杂",
                planned_working_days=5,
                at=self.at,
            )

        if self._agrees(lawful, pause):
            self.law.state, self.law.paused_since = "特别程序", self.today

    @rule()
    @precondition(lambda self: self.law.state == "特别程序")
    def resumes(self) -> None:
        self._agrees(True, lambda: proceedings.resume(actor=self.scene.sun, visit_key=self.key, result="", at=self.at))
        assert self.law.paused_since is not None
        self.law.pauses.append((self.law.paused_since, self.today))
        self.law.state, self.law.paused_since = "审查", None

    @rule()
    @precondition(lambda self: self.law.state in ("已提交", "审查", "特别程序", "待补正"))
    def asks_for_more_time(self) -> None:
        lawful = self.law.may_extend(self.today) and not self.law.extension_asked_by

        def ask() -> None:
            proceedings.ask_extension(actor=self.scene.sun, visit_key=self.key, reason="需要多查一处", at=self.at)

        if self._agrees(lawful, ask):
            self.law.extension_asked_by = "sun"

    @rule(is_granted=st.booleans())
    @precondition(lambda self: bool(self.law.extension_asked_by))
    def the_head_answers(self, is_granted: bool) -> None:
        lawful = self.law.may_extend(self.today) or not is_granted

        def answer() -> None:
            proceedings.answer_extension(
                actor=self.scene.qian, visit_key=self.key, is_granted=is_granted, answer="意见", at=self.at
            )

        if self._agrees(lawful, answer):
            self.law.extension_asked_by = ""
            self.law.is_extended = self.law.is_extended or is_granted

    @rule(is_granted=st.booleans())
    @precondition(lambda self: self.law.state not in ("草稿", "撤回", "准予", "不予"))
    def decides(self, is_granted: bool) -> None:
        number = self._case().number
        lawful = self.law.may_decide()

        def decide() -> None:
            review.decide(actor=self.scene.sun, case_number=number, approve=is_granted, reason="理由", at=self.at)

        if self._agrees(lawful, decide):
            self.law.state, self.law.decided = ("准予" if is_granted else "不予"), self.today

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回", "终止") and self.serial % 2 == 0)
    def terminates(self) -> None:
        lawful = self.law.may_terminate()

        def terminate() -> None:
            proceedings.terminate(actor=self.scene.qian, visit_key=self.key, reason="申请人死亡", at=self.at)

        if self._agrees(lawful, terminate):
            self.law.state = "终止"

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回") and not self.law.is_delivered)
    def delivers(self) -> None:
        lawful = self.law.may_deliver()
        if self._agrees(
            lawful, lambda: proceedings.deliver(actor=self.scene.sun, visit_key=self.key, how="window", at=self.at)
        ):
            self.law.is_delivered = True

    @rule()
    @precondition(lambda self: self.law.state not in ("草稿", "撤回") and not self.law.is_archived)
    def archives(self) -> None:
        lawful = self.law.may_archive()
        if self._agrees(lawful, lambda: proceedings.archive(actor=self.scene.sun, visit_key=self.key, at=self.at)):
            self.law.is_archived = True

    # --- what must hold always ---------------------------------------------------------------

    @invariant()
    def state_and_days_are_the_laws(self) -> None:
        if not hasattr(self, "law"):
            return
        case, law = self._case(), self.law
        assert NAMES[case.state] == law.state
        assert not case.due_pending
        if law.answer_due() is not None:
            assert case.acceptance_due_on == law.answer_due()
        if law.decision_due() is not None:
            assert case.legal_due_on == law.decision_due()
        if law.accepted is not None and case.accepted_at is not None:
            assert (case.accepted_at + timedelta(hours=8)).date() == law.accepted
        if law.delivery_due() is not None:
            assert case.delivery_due_on == law.delivery_due()
        assert (case.delivered_at is not None) == law.is_delivered
        assert (case.archived_at is not None) == law.is_archived


@pytest.mark.parametrize("rules", ["permit", "registration", "property"])
def test_whatever_is_pressed_the_service_does_what_the_law_says(scene, centre, rules):
    legal = {"permit": 20, "registration": 3, "property": 5}[rules]
    item = replace(filing_scene._item(), rule_set=rules, legal_working_days=legal, promised_working_days=None)
    catalog.put_item(item, body_id=centre.market_id, window_class_ids=[centre.market_line_id])
    calendar = FakeCalendar(date(2026, 1, 1), date(2027, 12, 31), holidays=OFF, makeup_workdays=WORKED)
    machine = type("Walk", (Walk,), {"scene": scene, "follows": rules})

    with registry.instead("calendar", calendar):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=8,
                stateful_step_count=24,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
