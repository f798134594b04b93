"""Certificates (证照), the rules by which decisions make them, and what was sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.cases.models import Case, Paper
from yunchuang.apps.catalog.models import Item
from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Body


class Rule(models.Model):
    """What certificate an item's approval makes. An item without a row makes none."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # certificates of one kind replace each other
    name = models.CharField(max_length=100)
    grant = models.CharField(max_length=10, default="new")
    years = models.PositiveSmallIntegerField(null=True)  # none: good until withdrawn
    keeps_number = models.BooleanField(default=False)
    former_field = models.CharField(max_length=60, blank=True)  # of the form: the number of the former certificate
    holder_field = models.CharField(max_length=60, blank=True)  # of the form; the applicant's name without it
    shown = models.JSONField(default=list)  # [[label, field of the form]]
    renewal_item_code = models.CharField(max_length=40, blank=True)
    opens_days = models.PositiveSmallIntegerField(null=True)
    closes_days = models.PositiveSmallIntegerField(null=True)
    in_working_days = models.BooleanField(default=False)
    basis = models.CharField(max_length=200, blank=True)
    trust = models.CharField(max_length=60, blank=True)


class NumberCounter(models.Model):
    """The last serial of a district in a year; its row is locked to give the next."""

    district_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district_code", "year"], name="certificates_counter_a_year")]


class Certificate(models.Model):
    """A certificate as issued. Whether it has expired is a matter of the day and not stored."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    issued_at = models.DateTimeField()
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, related_name="+", null=True)
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawn_reason = models.TextField(blank=True)
    closed_by = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+", null=True)  # 注销, as asked for
    # 视为准予延续: the case in which its renewal was asked for, and the day from which the law has granted it
    renewed_by_law = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+", null=True)
    renewed_by_law_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(replaced_at=None), name="certificates_one_number_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="certificates_withdrawn_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(withdrawn_at__isnull=False), name="certificates_closed_is_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(renewed_by_law=None, renewed_by_law_on=None)
                | Q(renewed_by_law__isnull=False, renewed_by_law_on__isnull=False),
                name="certificates_renewed_by_law_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-issued_at"], name="certificates_of_owner"),
            models.Index(
                fields=["valid_until"],
                condition=Q(replaced_at=None, withdrawn_at=None),
                name="certificates_ending",
            ),
        ]


class Reminder(models.Model):
    """That the holder was told: once a stage."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "stage"], name="certificates_told_once")]


class Sealed(models.Model):
    """The seal on a paper's file: when, and what the whole file sums up to."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, db_index=True)
