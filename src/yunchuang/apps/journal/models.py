"""The numbered journal: what happened, per stream, without gaps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

KINDS = ["centre", "item", "visit", "line", "window", "call", "body", "consult"]


class Stream(models.Model):
    """One numbered sequence of events: the centre, an item, a visit, a line, a window, a call, a consultation …"""

    kind = models.CharField(max_length=8)
    subject_id = models.BigIntegerField()
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="journal_one_stream_a_subject"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="journal_kind"),
        ]


class Entry(models.Model):
    """One event of a stream. Never changed, never deleted."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # no foreign key: the journal lies below people
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="journal_seq_once_a_stream")]


class Beat(models.Model):
    """When a process of the service last said that it is up; absence is only counted while it was."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
