"""What can be handled: items, their guides, materials and forms."""

from __future__ import annotations

from django.db import models

from yunchuang.apps.places.models import Body, WindowClass

from .search_models import Asked, Meant, Synonym

__all__ = ["Asked", "Body", "Catalogue", "Item", "Meant", "Requirement", "Served", "Synonym", "WindowClass"]


class Catalogue(models.Model):
    """One row: the version that moves when anything published changes; page bodies are kept by it."""

    version = models.PositiveIntegerField(default=1)


class Item(models.Model):
    """A matter someone can come for (事项), with its guide."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=300)
    words = models.CharField(max_length=500, blank=True)  # other names people use, separated by spaces
    rule_set = models.CharField(max_length=20, default="permit")
    served_for = models.CharField(max_length=10, default="both")  # person, company, both
    conditions = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    basis = models.JSONField(default=list)
    result_name = models.CharField(max_length=200, blank=True)
    legal_working_days = models.PositiveSmallIntegerField(null=True)
    promised_working_days = models.PositiveSmallIntegerField(null=True)
    fee = models.CharField(max_length=200, blank=True)
    visits_needed = models.PositiveSmallIntegerField(default=0)
    visits_reason = models.CharField(max_length=200, blank=True)
    trust = models.CharField(max_length=60, blank=True)  # how far the facts are checked; shown on the guide
    can_file_online = models.BooleanField(default=True)
    form_schema = models.JSONField(default=dict)
    questions = models.JSONField(default=list)  # [{"q": …, "a": …}]
    version = models.PositiveIntegerField(default=1)
    effective_on = models.DateField()
    position = models.PositiveIntegerField(default=0)


class Requirement(models.Model):
    """A material that an item asks for."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    form = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=60, blank=True)
    copies = models.CharField(max_length=40, blank=True)
    is_required = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="catalog_requirement_once")]


class Served(models.Model):
    """A window class at which an item is handled."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "window_class"], name="catalog_served_once")]
