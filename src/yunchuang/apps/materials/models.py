"""Materials (材料): files handed in, and what a clerk marked about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.cases.models import Case, Correction
from yunchuang.apps.catalog.models import Requirement
from yunchuang.apps.people.models import Account
from yunchuang.apps.visits.models import Visit


class PhoneLink(models.Model):
    """A short-lived link by which a phone may add files for one requirement of one visit, without signing in.

    Whoever scans its code holds it; the token itself is kept nowhere.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "requirement"], condition=Q(ended_at=None), name="materials_one_open_phone_link"
            )
        ]


class Material(models.Model):
    """One file handed in for a requirement of a case. Removed means hidden from use, not lost."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="materials/%Y/%m/")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8)
    size_bytes = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    phone_link = models.ForeignKey(PhoneLink, on_delete=models.PROTECT, related_name="+", null=True)
    position = models.PositiveSmallIntegerField(default=0)  # files of a requirement are its pages: by this, then by id
    turned = models.PositiveSmallIntegerField(default=0)  # degrees clockwise from how the file shows itself
    scan = models.CharField(max_length=8, blank=True)  # waiting, clean or infected; empty: nobody scans here
    scan_found = models.CharField(max_length=120, blank=True)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(turned__in=[0, 90, 180, 270]), name="materials_quarter_turns")
        ]
        indexes = [
            models.Index(fields=["case", "requirement"], condition=Q(removed_at=None), name="materials_in_use"),
            models.Index(fields=["added_at"], condition=Q(scan="waiting"), name="materials_to_scan"),
            models.Index(fields=["case"], condition=Q(scan="infected"), name="materials_infected"),
        ]


class Mark(models.Model):
    """A clerk's word on a requirement of a case: missing or not right, with the reason; met when mended."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=20)  # missing, wrong_kind, illegible, incomplete, out_of_date, disagrees
    words = models.CharField(max_length=300, blank=True)
    marked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "requirement"], condition=Q(met_at=None), name="materials_one_open_mark"
            )
        ]


class Check(models.Model):
    """A clerk has looked through what was handed in for a requirement and found it right; over when it changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    material_ids = models.JSONField()  # the files that were looked at
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "requirement"], condition=Q(ended_at=None), name="materials_one_open_check"
            )
        ]
