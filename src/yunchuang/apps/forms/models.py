"""Around the forms of cases: what is known of a person's company, who may fill beside him, how much was carried in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.cases.models import Case
from yunchuang.apps.people.models import Account
from yunchuang.apps.tickets.models import Ticket
from yunchuang.apps.visits.models import Visit


class Company(models.Model):
    """A company that a person files for, with its registered facts; fields of forms are carried in from here."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    credit_code = models.CharField(max_length=18)
    facts = models.JSONField(default=dict)
    source = models.CharField(max_length=12, default="self")  # self, case, registry
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "credit_code"], name="forms_company_once_a_person"),
            models.CheckConstraint(condition=Q(source__in=["self", "case", "registry"]), name="forms_company_source"),
        ]


class Filling(models.Model):
    """A citizen lets the window that serves him fill the form with him; begins and ends by his act, not by the ask."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)  # the window asked for it
    begun_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(stopped_at=None), name="forms_one_filling_a_visit_at_a_time"
            )
        ]


KINDS = ("paper", "company", "account", "case")
"""The kinds of sources that are counted apart; what else there may be is in the sum alone."""


class Share(models.Model):
    """How many answers of a submitted form were carried in and confirmed, of how many filled; and from where."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    filled = models.PositiveIntegerField()
    prefilled = models.PositiveIntegerField()
    from_paper = models.PositiveIntegerField(default=0)
    from_company = models.PositiveIntegerField(default=0)
    from_account = models.PositiveIntegerField(default=0)
    from_case = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(db_index=True)


class Elements(models.Model):
    """The handful of answers from which the papers of a case are made; those that the form asks too are there."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.CharField(max_length=20)
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, related_name="+", null=True)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "plan"], name="forms_elements_once_a_plan")]
