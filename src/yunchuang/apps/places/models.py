"""Where service is given: bodies, halls, zones, windows, their classes, staff and hours."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.people.models import Account


class Body(models.Model):
    """An organisation that keeps windows (单位)."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    credit_code = models.CharField(max_length=18, blank=True)


class Hall(models.Model):
    """A service hall; its version moves with every change that a visitor can see."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    district_code = models.CharField(max_length=6)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    zone_name = models.CharField(max_length=40, default="Asia/Shanghai")
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)


class Zone(models.Model):
    """A part of the hall, a rectangle on its plan."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)
    x_px = models.IntegerField()
    y_px = models.IntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="places_zone_code_once")]


class WindowClass(models.Model):
    """Windows that serve the same line: one ordered queue stands before all of them."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=2)
    default_service_s = models.PositiveIntegerField(default=600)
    max_waiting = models.PositiveIntegerField(default=200)


class OpeningHours(models.Model):
    """When a window class takes numbers, in the hall's zone; ISO weekday 1 is Monday."""

    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="places_weekday"),
            models.CheckConstraint(condition=Q(opens_at__lt=models.F("closes_at")), name="places_hours_in_order"),
        ]


class Window(models.Model):
    """A counter, in the hall or remote; open when a clerk sits at it."""

    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    is_remote = models.BooleanField(default=False)
    x_px = models.IntegerField()
    y_px = models.IntegerField()
    state = models.CharField(max_length=8, default="closed")
    clerk = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    state_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="places_window_number_once"),
            models.CheckConstraint(condition=Q(state__in=["closed", "open", "away"]), name="places_window_state"),
            models.CheckConstraint(
                condition=Q(state="closed", clerk__isnull=True) | (~Q(state="closed") & Q(clerk__isnull=False)),
                name="places_open_window_has_a_clerk",
            ),
            # a clerk sits at one window at a time
            models.UniqueConstraint(fields=["clerk"], condition=Q(clerk__isnull=False), name="places_clerk_one_window"),
        ]


class Post(models.Model):
    """What a member of staff may be at a body: clerk, reviewer, director, helper, editor."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "body", "role"], name="places_post_once"),
            models.CheckConstraint(
                condition=Q(role__in=["clerk", "reviewer", "director", "helper", "editor"]), name="places_post_role"
            ),
        ]


class DayNotice(models.Model):
    """A day of a published holiday notice: free although a weekday, or worked although a weekend."""

    on = models.DateField(primary_key=True)
    is_workday = models.BooleanField()


class NoticeYear(models.Model):
    """A year whose holiday notice has been loaded."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    loaded_at = models.DateTimeField()
