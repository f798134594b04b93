"""What search learns from people: other words for things, what was looked for, and what they meant by it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

ORIGINS = ("shipped", "added", "learned")


class Synonym(models.Model):
    """A word people say and what the catalogue calls it. Shipped pairs have a row only once somebody touched them."""

    says = models.CharField(max_length=40)
    means = models.CharField(max_length=80)
    origin = models.CharField(max_length=8)
    is_on = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    changed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["says", "means"], name="catalog_synonym_once"),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="catalog_synonym_origin"),
        ]


class Asked(models.Model):
    """How often something was looked for on a day, and how often a hit was then opened. Holds nobody."""

    on = models.DateField()
    query = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=0)
    without_hits = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "query"], name="catalog_asked_once_a_day")]


class Meant(models.Model):
    """Somebody looked for ``query``, opened nothing, and then opened this item by other words: a hint, counted."""

    query = models.CharField(max_length=80)
    item_code = models.CharField(max_length=60)
    times = models.PositiveIntegerField(default=0)
    last_on = models.DateField()
    is_settled = models.BooleanField(default=False)  # a person took it over, or said no

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "item_code"], name="catalog_meant_once")]
