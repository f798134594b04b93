from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_functions")]

    operations = [
        migrations.RemoveConstraint("stream", "journal_kind"),
        migrations.AddConstraint(
            "stream",
            models.CheckConstraint(
                condition=Q(kind__in=["item", "visit", "line", "window", "call"]), name="journal_kind"
            ),
        ),
    ]
