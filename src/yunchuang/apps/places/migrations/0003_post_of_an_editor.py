from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("places", "0002_seat_function")]

    operations = [
        migrations.RemoveConstraint("post", "places_post_role"),
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(
                condition=Q(role__in=["clerk", "reviewer", "director", "helper", "editor"]), name="places_post_role"
            ),
        ),
    ]
