"""Locking and appending as functions of the database: one plan a connection, and other functions can call them."""

from django.db import migrations

LOCK = """
CREATE FUNCTION journal_lock(kind text, subject_id bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(kind, subject_id))
$$
"""

# Entries come in the order in which streams are locked. Numbers the streams, writes the entries and announces them;
# PostgreSQL delivers the announcement at commit and never before.
APPEND = """
CREATE FUNCTION journal_append(
    at_ timestamptz, actor bigint, kinds text[], subjects bigint[], events text[], abouts bigint[], facts_ text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    news text;
BEGIN
    WITH e AS (
        SELECT kind, subject, event, about, facts, place,
               count(*) OVER (PARTITION BY kind, subject) AS n,
               row_number() OVER (PARTITION BY kind, subject ORDER BY place DESC) - 1 AS behind
        FROM unnest(kinds, subjects, events, abouts, facts_) WITH ORDINALITY
             AS w(kind, subject, event, about, facts, place)
    ), grown AS (
        INSERT INTO journal_stream AS s (kind, subject_id, last_seq)
        SELECT kind, subject, n FROM e GROUP BY kind, subject, n ORDER BY min(place)
        ON CONFLICT ON CONSTRAINT journal_one_stream_a_subject DO UPDATE SET last_seq = s.last_seq + EXCLUDED.last_seq
        RETURNING s.id, s.kind, s.subject_id, s.last_seq
    ), written AS (
        INSERT INTO journal_entry (stream_id, seq, kind, subject_id, at, actor_id, facts)
        SELECT grown.id, grown.last_seq - e.behind, e.event, e.about, at_, actor, e.facts::jsonb
        FROM e JOIN grown ON grown.kind = e.kind AND grown.subject_id = e.subject
        RETURNING 1
    )
    SELECT string_agg(grown.kind || ':' || grown.subject_id || ':' || grown.last_seq, ' ') INTO news FROM grown;
    PERFORM pg_notify('journal', news);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(LOCK, "DROP FUNCTION journal_lock(text, bigint)"),
        migrations.RunSQL(
            APPEND, "DROP FUNCTION journal_append(timestamptz, bigint, text[], bigint[], text[], bigint[], text[])"
        ),
    ]
