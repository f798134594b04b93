"""Cases (办件): form, state, the law's clock, corrections, decisions and papers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yunchuang.apps.catalog.models import Item
from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Body, WindowClass
from yunchuang.apps.tickets.models import Ticket
from yunchuang.apps.visits.models import Visit


class CaseCounter(models.Model):
    """The last serial of a district on a day; its row is locked to give the next."""

    district_code = models.CharField(max_length=6)
    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district_code", "on"], name="cases_one_counter_a_day")]


class Case(models.Model):
    """One application. A draft has no number yet; everything after has one."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, null=True, unique=True)  # noqa: DJ001 - two empty texts are not unique
    state = models.CharField(max_length=12, default="draft")
    form = models.JSONField(default=dict)
    form_authors = models.JSONField(
        default=dict
    )  # field: {"by": account, "role": citizen|helper|clerk, "confirmed": …}
    form_version = models.PositiveIntegerField(default=0)
    item_version = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    acceptance_due_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    promised_due_on = models.DateField(null=True)
    legal_due_on = models.DateField(null=True)
    due_pending = models.BooleanField(default=False)  # the year's holiday notice is not published yet
    next_due_on = models.DateField(null=True)  # the day by which the service must act next, as the state has it
    paused_until = models.DateField(null=True)  # until when the special procedure under way was planned
    is_extended = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    decision_reason = models.TextField(blank=True)
    delivery_due_on = models.DateField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    delivered_how = models.CharField(max_length=12, blank=True)  # window, post, online
    archived_at = models.DateTimeField(null=True)
    refiles = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)  # filed anew after it
    applicant_name = models.CharField(max_length=50, blank=True)  # as it was when the case was handed in

    class Meta:
        constraints = [
            # a draft may be withdrawn before it ever had a number
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(number__isnull=False), name="cases_number_from_submit"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "-submitted_at", "-id"], name="cases_of_body_by_state"),
            models.Index(fields=["body", "-submitted_at", "-id"], name="cases_of_body"),
            models.Index(
                fields=["body", "next_due_on", "id"], name="cases_by_due", condition=Q(next_due_on__isnull=False)
            ),
            models.Index(fields=["body", "item", "-submitted_at"], name="cases_of_item"),
            models.Index(fields=["next_due_on"], name="cases_due", condition=Q(next_due_on__isnull=False)),
            models.Index(fields=["submitted_at"], name="cases_waiting_for_days", condition=Q(due_pending=True)),
            models.Index(fields=["applicant", "-created_at"], name="cases_of_applicant"),
            # found by what people type: the beginning of a name, the beginning or the end of a number
            models.Index(fields=["applicant_name"], name="cases_by_name", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["number"], name="cases_by_number", opclasses=["varchar_pattern_ops"]),
            # and in plain SQL, in its migration: cases_by_number_end on reverse(number)
        ]


class Correction(models.Model):
    """A correction notice (补正): everything that is missing, at once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    working_days = models.PositiveSmallIntegerField(default=10)
    due_on = models.DateField(null=True)  # None: the year's holiday notice is not published yet
    reminded_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    helper = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    consent_at = models.DateTimeField(null=True)  # when the citizen agreed that the helper answers for him
    seen_at = models.DateTimeField(null=True)  # when whoever asked looked at what came back

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="cases_correction_of"),
            models.Index(fields=["asked_by", "-asked_at"], name="cases_asked_by"),
            models.Index(fields=["due_on"], name="cases_correction_open", condition=Q(met_at=None)),
        ]


class Help(models.Model):
    """Somebody is asked to answer a correction for its citizen; one at a time. Of its code only the hash is kept."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=16, unique=True)  # unguessable, stands in the address of the helper's page
    code_hash = models.CharField(max_length=64, unique=True)
    phone = models.CharField(max_length=20, blank=True)  # whom the citizen meant, where he said so
    invited_at = models.DateTimeField()
    helper = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    helper_name = models.CharField(max_length=100, blank=True)  # as they were when he took it up
    helper_phone = models.CharField(max_length=20, blank=True)
    accepted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction"], condition=Q(ended_at=None), name="cases_one_help_at_a_time"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, helper=None) | Q(accepted_at__isnull=False, helper__isnull=False),
                name="cases_help_taken_up_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(accepted_at__isnull=False),
                name="cases_help_confirmed_after_accepted",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="cases_help_ended_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["helper", "-accepted_at"], name="cases_help_by", condition=Q(helper__isnull=False))
        ]


class ReturnPass(models.Model):
    """A return pass (回办凭证): once, until the correction is due, in its own line, its holder need not wait anew."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="+")
    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    used_at = models.DateTimeField(null=True)
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, ticket__isnull=True) | Q(used_at__isnull=False, ticket__isnull=False),
                name="cases_pass_used_by_a_ticket",
            )
        ]


class Procedure(models.Model):
    """A special procedure (特别程序): the law's clock stands from its beginning to its end."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    reason = models.TextField()
    planned_working_days = models.PositiveSmallIntegerField()
    planned_until = models.DateField(null=True)
    started_on = models.DateField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    result = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="cases_one_procedure_at_a_time")
        ]


class Extension(models.Model):
    """More time for a decision: asked by one, granted or refused by another, once (行政许可法 第四十二条)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_granted=None) | Q(is_granted=True), name="cases_one_extension"
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("answered_by")), name="cases_extension_by_another"),
        ]


class Supervision(models.Model):
    """A missed deadline (电子监察), written down once; somebody must answer for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    missed = models.CharField(max_length=12)
    due_on = models.DateField()
    found_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "missed", "due_on"], name="cases_missed_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="cases_supervision_answer_has_words"
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(answered_at=None), name="cases_to_answer_for")]


class Paper(models.Model):
    """An issued document: its facts are frozen, its file is drawn from them, its code verifies it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=24, unique=True)
    facts = models.JSONField()
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="papers/", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="cases_one_paper_a_kind")]
