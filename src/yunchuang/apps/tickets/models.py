"""The queue is a table: tickets, their numbers and their order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Window, WindowClass
from yunchuang.apps.visits.models import Visit

IN_LINE = ["waiting", "called", "serving", "parked"]
AT_WINDOW = ["called", "serving"]


class Counter(models.Model):
    """The last number given in a window class on a day; its row is locked to give the next."""

    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window_class", "on"], name="tickets_one_counter_a_day")]


class Ticket(models.Model):
    """A place in a line (号). Order is (rank, position), both explicit."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField(default=3)
    rank_reason = models.CharField(max_length=40, blank=True)  # every jump has a reason
    position = models.BigIntegerField()
    state = models.CharField(max_length=10, default="waiting")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", null=True)
    clerk = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recalls = models.PositiveSmallIntegerField(default=0)
    absent_ms = models.PositiveIntegerField(default=0)  # how long the clerk's screen was away while the service was up

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window_class", "on", "serial"], name="tickets_serial_once_a_day"),
            models.UniqueConstraint(
                fields=["window"], condition=Q(state__in=AT_WINDOW), name="tickets_one_person_a_window"
            ),
            models.UniqueConstraint(
                fields=["citizen", "window_class"], condition=Q(state__in=IN_LINE), name="tickets_one_place_a_line"
            ),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(state__in=IN_LINE), name="tickets_one_live_ticket_a_visit"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*IN_LINE, "missed", "done", "cancelled"]), name="tickets_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_WINDOW) | Q(window__isnull=False), name="tickets_at_a_window"
            ),
        ]
        indexes = [
            models.Index(
                fields=["window_class", "rank", "position"], condition=Q(state="waiting"), name="tickets_line_order"
            ),
            models.Index(fields=["window_class", "-answered_at"], name="tickets_recent_service"),
            models.Index(fields=["citizen", "-taken_at"], name="tickets_of_citizen"),
        ]
