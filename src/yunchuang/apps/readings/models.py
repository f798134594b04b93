"""Readings (读取): what was read from each material, and what was told about the papers of a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.cases.models import Case
from yunchuang.apps.materials.models import Material
from yunchuang.apps.people.models import Account


class Reading(models.Model):
    """The reading of one material: asked for with the material, done by the worker, once."""

    material = models.OneToOneField(Material, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="waiting")
    kind = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(null=True)
    is_legible = models.BooleanField(null=True)
    result = models.JSONField(null=True)  # as domain.reading.reading.to_data writes it
    sha256 = models.CharField(max_length=64)  # the material's: the same bytes are read once
    reader = models.CharField(max_length=64, blank=True)  # version of the reader and its kinds
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # also the fence: only the newest try may write its result

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading", "read", "unreadable"]), name="readings_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading"]) | Q(result__isnull=False, read_at__isnull=False),
                name="readings_done_has_result",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256", "reader"], condition=Q(state="read"), name="readings_same_file"),
            models.Index(fields=["queued_at"], condition=Q(state__in=["waiting", "reading"]), name="readings_open"),
        ]


class Told(models.Model):
    """A finding that was told about a case's papers, once for as long as it says the same; a clerk may overrule it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+", null=True)
    key = models.CharField(max_length=64)  # of the finding, see domain.reading.told
    rule = models.CharField(max_length=40)
    told_at = models.DateTimeField()
    overruled_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    overruled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)  # misread, not_needed, accepted, other
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="readings_told_once")]
        indexes = [models.Index(fields=["rule", "overruled_at"], name="readings_by_rule")]
