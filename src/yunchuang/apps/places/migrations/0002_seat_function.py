"""A window and who sits at it, for functions of the database that stand on places."""

from django.db import migrations

SEAT = """
CREATE FUNCTION places_seat(
    window_ bigint, OUT window_class_id bigint, OUT number text, OUT state text, OUT clerk_id bigint
) LANGUAGE plpgsql AS $$
BEGIN
    SELECT w.window_class_id, w.number, w.state, w.clerk_id INTO window_class_id, number, state, clerk_id
    FROM places_window w WHERE w.id = window_;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunSQL(SEAT, "DROP FUNCTION places_seat(bigint)")]
