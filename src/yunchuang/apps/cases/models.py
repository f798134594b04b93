"""Cases (办件): form, state, the law's clock, corrections, decisions and papers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.catalog.models import Item
from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Body
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
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            # a draft may be withdrawn before it ever had a number
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(number__isnull=False), name="cases_number_from_submit"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "-submitted_at"], name="cases_of_body"),
            models.Index(fields=["applicant", "-created_at"], name="cases_of_applicant"),
        ]


class Correction(models.Model):
    """A correction notice (补正): everything that is missing, at once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    met_at = models.DateTimeField(null=True)


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
