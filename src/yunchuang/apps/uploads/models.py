"""Uploads (传文件): files on their way in pieces. The row says how much is here; the bytes lie in a private folder."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yunchuang.apps.people.models import Account
from yunchuang.apps.visits.models import Visit


class Upload(models.Model):
    """One file that somebody sends; resumed at ``offset_bytes``, which is never more than what is on the disk."""

    key = models.CharField(max_length=32, unique=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10)  # material, call or phone
    subject = models.CharField(max_length=64)  # the code of a requirement, or the number of a call or phone link
    name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=160, blank=True)  # by which its sender knows the file again
    length_bytes = models.PositiveBigIntegerField()
    offset_bytes = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, default="open")
    tries = models.PositiveSmallIntegerField(default=0)
    refused_as = models.CharField(max_length=40, blank=True)
    refused_facts = models.JSONField(default=dict)
    result_id = models.BigIntegerField(null=True)  # of the material or the line of chat that it became
    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "visit"], name="uploads_of_owner"),
            models.Index(fields=["expires_at"], name="uploads_expiring"),
            models.Index(fields=["moved_at"], condition=Q(state="arrived"), name="uploads_arrived"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(offset_bytes__lte=F("length_bytes")), name="uploads_within_length")
        ]
