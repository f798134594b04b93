"""A visit (一次办事): the one record that ticket, call and case point down to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.catalog.models import Item
from yunchuang.apps.people.models import Account


class Visit(models.Model):
    """One matter of one person; its journal stream is the timeline."""

    key = models.CharField(max_length=16, unique=True)  # unguessable, stands in addresses
    citizen = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=True)
    helper = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=8, default="web")
    answers = models.JSONField(default=dict)  # to the questions of the item's situations: {question: option}
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["web", "phone", "kiosk"]), name="visits_channel")
        ]
