"""What can be handled: items, and the versions of what their guides say."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yunchuang.apps.people.models import Account
from yunchuang.apps.places.models import Body, WindowClass

from .search_models import Asked, Meant, Synonym  # noqa: F401 where Django looks for tables


class Catalogue(models.Model):
    """Its newest row number is the version that moves when anything published changes; page bodies are kept by it."""

    version = models.PositiveIntegerField(default=1)


class DirectoryEntry(models.Model):
    """A line of the basic directory (基本目录): what a catalogue code stands for, whoever does it."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=1000)
    local_code = models.CharField(max_length=60, blank=True)
    item_type = models.CharField(max_length=2, blank=True)
    levels = models.CharField(max_length=11, blank=True)  # use_level(11): the digits of all levels at which it is done
    basis = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="current")
    version = models.PositiveIntegerField(default=1)
    effective_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["current", "withdrawn"]), name="catalog_directory_state")
        ]


class Item(models.Model):
    """A matter someone can come for (事项): who it is. What it says stands in its versions."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, default="new")
    version = models.PositiveIntegerField(default=0)  # the number in effect, or that was last
    position = models.PositiveIntegerField(default=0)
    changed = models.BigIntegerField(default=0)  # the catalogue's version at which the public last saw it change

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["new", "current", "withdrawn"]), name="catalog_item_state"),
            models.CheckConstraint(condition=Q(state="new") | Q(version__gt=0), name="catalog_seen_item_has_version"),
        ]
        indexes = [
            models.Index(fields=["changed"], name="catalog_item_changed"),
            models.Index(fields=["body", "position", "id"], name="catalog_items_of_body"),
        ]


class ItemVersion(models.Model):
    """One version of an item's listing (``domain.listings``), from draft to withdrawn."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="draft")
    content = models.TextField()  # JSON as text: the order of a form's fields is part of it
    effective_on = models.DateField()
    ends_on = models.DateField(null=True)  # when the next one took its place, or it is to end
    based_on = models.PositiveIntegerField(default=0)  # the newest published number when the draft was opened
    revision = models.PositiveIntegerField(default=1)
    touched = models.JSONField(default=dict)  # field: the revision that last changed it, and by whom
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # why withdrawn, or sent back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="catalog_version_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=["draft", "checked"]), name="catalog_one_open_draft"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checked", "published", "withdrawn"]), name="catalog_version_state"
            ),
        ]
        indexes = [
            models.Index(fields=["effective_on"], condition=Q(state="published"), name="catalog_takes_effect"),
        ]


class Requirement(models.Model):
    """The name under which cases hold files for a material of an item; what is asked stands in the version."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="catalog_requirement_once")]


class Served(models.Model):
    """A window class at which an item is handled."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    window_class = models.ForeignKey(WindowClass, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "window_class"], name="catalog_served_once")]
