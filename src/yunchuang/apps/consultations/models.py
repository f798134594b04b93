"""Text consultations (文字咨询): a citizen asks in writing, the clerks of a body answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.catalog.models import Item
from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Body


class Consultation(models.Model):
    """One question of one person and what came of it; ``state`` as in ``domain.consultations``."""

    key = models.CharField(max_length=16, unique=True)  # unguessable, stands in addresses
    citizen = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", null=True)
    clerk = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)  # who answered last
    state = models.CharField(max_length=8, default="waiting")
    was_on_duty = models.BooleanField()  # whether somebody was, when it was opened: only then is the minute counted
    talk = models.JSONField(default=list)  # what was said with 小窗 before: [{"q": …, "a": …}]
    opened_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)  # the newest line of a clerk
    seen_at = models.DateTimeField()  # when the citizen's page last asked
    told_at = models.DateTimeField(null=True)  # when a message said that there is an answer

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "left", "talking", "closed"]), name="consultations_state"
            )
        ]
        indexes = [models.Index(fields=["body", "state"], name="consultations_of_a_body")]


class Line(models.Model):
    """One thing said in writing."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8)
    text = models.CharField(max_length=2000)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=["citizen", "clerk"]), name="consultations_line_role")
        ]


class Duty(models.Model):
    """A clerk who answers consultations now; gone when he goes off."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
