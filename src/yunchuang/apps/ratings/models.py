"""Ratings (好差评): one a visit, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.people.models import Account
from yunchuang.apps.visits.models import Visit


class Rating(models.Model):
    """A person's word on a visit. ``level`` follows GB/T 39046 A.8: 1 is the best, 5 the worst."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="ratings_level")]
