"""Items keep who they are; what their guides say moves into versions."""

import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_PLAIN = ("summary", "rule_set", "served_for", "trust", "can_file_online", "visits_needed", "visits_reason", "position")


def into_versions(apps, schema_editor):
    """What stood in columns becomes the item's one known version, under its number."""
    Item, Version = apps.get_model("catalog", "Item"), apps.get_model("catalog", "ItemVersion")
    Requirement, Served = apps.get_model("catalog", "Requirement"), apps.get_model("catalog", "Served")
    for item in Item.objects.order_by("id"):
        asked = Requirement.objects.filter(item=item).order_by("position", "id")
        lines = Served.objects.filter(item=item).order_by("id").values_list("window_class__code", flat=True)
        content = _content(item, asked, list(lines))
        Version.objects.create(
            item=item,
            number=item.version,
            state="published",
            content=json.dumps(content, ensure_ascii=False),
            effective_on=item.effective_on,
        )
        item.state = "current"
        item.save(update_fields=["state"])


def _content(item, asked, lines):
    content = {"code": item.code, "name": item.name, "effective_on": item.effective_on.isoformat()}
    content |= {name: getattr(item, name) for name in _PLAIN}
    content |= {"words": item.words.split(), "conditions": _lines(item.conditions), "basis": _lines(item.basis)}
    content |= {"steps": [{"name": step} for step in _lines(item.steps)], "fee_note": item.fee, "lines": lines}
    content["questions"] = [{"question": one["q"], "answer": one["a"]} for one in item.questions]
    for name, days in (("legal_limit", item.legal_working_days), ("promised_limit", item.promised_working_days)):
        if days is not None:
            content[name] = {"count": days}
    if item.result_name:
        content["results"] = [{"name": item.result_name}]
    content["form_schema"] = item.form_schema | {"properties": dict(item.form_schema.get("properties", ()))}
    content["materials"] = [_material(one) for one in asked]
    return content


def _lines(texts):
    """Entries of a list are lines: blanks and breaks inside them become one blank, empty ones go."""
    return [line for line in (" ".join(text.split()) for text in texts) if line]


def _material(one):
    found = {name: getattr(one, name) for name in ("code", "name", "note", "form", "source", "copies")}
    return found | {"necessity": "must" if one.is_required else "optional"}


def _account():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("item", "state", models.CharField(default="new", max_length=10)),
        migrations.AddField("item", "changed", models.BigIntegerField(default=0)),
        migrations.AlterField("item", "code", models.CharField(max_length=60, unique=True)),
        migrations.AlterField("item", "name", models.CharField(max_length=1000)),
        migrations.AlterField("requirement", "code", models.CharField(max_length=60)),
        migrations.AlterField("requirement", "name", models.CharField(max_length=1000)),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(default="draft", max_length=10)),
                ("content", models.TextField()),
                ("effective_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("touched", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("made_by", _account()),
                ("changed_by", _account()),
                ("checked_by", _account()),
                ("published_by", _account()),
                ("withdrawn_by", _account()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(state="published"), fields=["effective_on"], name="catalog_takes_effect")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="catalog_version_once"),
                    models.UniqueConstraint(
                        condition=Q(state__in=["draft", "checked"]), fields=("item",), name="catalog_one_open_draft"
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["draft", "checked", "published", "withdrawn"]),
                        name="catalog_version_state",
                    ),
                ],
            },
        ),
        migrations.RunPython(into_versions, migrations.RunPython.noop),
    ]
