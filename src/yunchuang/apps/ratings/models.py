"""Ratings (好差评): one a visit and one a case, never changed; what follows the bad ones; links to rate by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Body
from yunchuang.apps.visits.models import Visit


class Rating(models.Model):
    """A person's word on a visit or its case. ``level`` follows GB/T 39046 A.8: 1 is the best, 5 the worst."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=5, default="visit")
    citizen = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    tag_version = models.PositiveSmallIntegerField(null=True)
    tags = models.JSONField(default=list)
    words = models.CharField(max_length=500, blank=True)
    rated_by = models.CharField(max_length=8, default="web")  # the way by which it came in
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="ratings_level"),
            models.CheckConstraint(condition=Q(about__in=["visit", "case"]), name="ratings_about"),
            models.UniqueConstraint(fields=["visit", "about"], name="ratings_one_a_visit_and_case"),
        ]
        indexes = [models.Index(fields=["rated_at"], name="ratings_by_moment")]


class Invitation(models.Model):
    """A link to rate a visit or case by, for whoever holds it: on a receipt as a code, or in a message."""

    token = models.CharField(max_length=24, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=5)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # as a message; on paper it is only printed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "about"], name="ratings_one_invitation")]


class FollowUp(models.Model):
    """What a body does about a rating of one or two stars."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="open")
    weight = models.CharField(max_length=8, blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    rated_on = models.DateField()  # the day at the hall, from which the days are counted
    contact_due_on = models.DateField(null=True)  # none: the year's holiday notice is not published yet
    answer_due_on = models.DateField(null=True)
    contacted_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    alarmed_for = models.DateField(null=True)  # the due day whose passing was alarmed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(answer=""), name="ratings_closed_with_an_answer"),
        ]
        indexes = [models.Index(fields=["body", "state", "-opened_at"], name="ratings_of_body")]


class FollowUpNote(models.Model):
    """What was done and said, by whom; nothing is changed afterwards."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()


class PublicWord(models.Model):
    """What of a rating's words and of the body's answer stands on the open page, or that it does not and why."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="+")
    is_shown = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)  # as they were released: numbers struck out
    answer = models.TextField(blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why they are not shown
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_shown=True) | ~Q(reason=""), name="ratings_withheld_for_a_reason")
        ]
