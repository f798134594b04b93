"""The columns whose facts now stand in versions go, and the rules for what is left hold."""

from django.db import migrations, models
from django.db.models import Q

_ITEM = (
    *("summary", "words", "rule_set", "served_for", "conditions", "steps", "basis", "result_name"),
    *("legal_working_days", "promised_working_days", "fee", "visits_needed", "visits_reason", "trust"),
    *("can_file_online", "form_schema", "questions", "effective_on"),
)
_REQUIREMENT = ("note", "form", "source", "copies", "is_required", "position")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_versions")]

    operations = [
        *(migrations.RemoveField("item", name) for name in _ITEM),
        *(migrations.RemoveField("requirement", name) for name in _REQUIREMENT),
        migrations.AlterField("item", "version", models.PositiveIntegerField(default=0)),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(condition=Q(state__in=["new", "current", "withdrawn"]), name="catalog_item_state"),
        ),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(condition=Q(state="new") | Q(version__gt=0), name="catalog_seen_item_has_version"),
        ),
        migrations.AddIndex("item", models.Index(fields=["changed"], name="catalog_item_changed")),
        migrations.AddIndex("item", models.Index(fields=["body", "position", "id"], name="catalog_items_of_body")),
    ]
