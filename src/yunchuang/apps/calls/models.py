"""Calls (视频): who sits in it, what was said and handed over, and signals on their way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.catalog.models import Requirement
from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Window
from yunchuang.apps.tickets.models import Ticket
from yunchuang.apps.visits.models import Visit


class Call(models.Model):
    """One sitting face to face at a window, from ringing to its end."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="ringing")
    rang_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    is_sharing = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["ringing", "active", "ended"]), name="calls_state"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=["ringing", "active"]), name="calls_one_live_call_a_ticket"
            ),
        ]


class Seat(models.Model):
    """Someone's presence in a call. Only for showing and for the clerk's grace; never for the place in line."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=24)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "role"], name="calls_one_seat_a_role")]


class ChatLine(models.Model):
    """A line of text or a file in the chat beside a call."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8)
    text = models.CharField(max_length=2000, blank=True)
    file = models.FileField(upload_to="chat/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=8, blank=True)
    file_size_bytes = models.PositiveBigIntegerField(default=0)
    sent_at = models.DateTimeField()
    scan = models.CharField(max_length=8, blank=True)  # as of a material: waiting, clean or infected
    scan_found = models.CharField(max_length=120, blank=True)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(scan="waiting"), name="calls_to_scan"),
            models.Index(fields=["scanned_at"], condition=Q(scan="infected"), name="calls_infected"),
        ]


class Showing(models.Model):
    """The clerk asks to keep what the citizen shows to the camera as a material; the citizen says yes or no."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_given = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(answered_at=None), name="calls_one_open_showing")
        ]


class Signal(models.Model):
    """A WebRTC description or candidate on its way to the other side; swept after a few minutes."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=8)
    session = models.CharField(max_length=24)
    data = models.JSONField()
    sent_at = models.DateTimeField(db_index=True)
