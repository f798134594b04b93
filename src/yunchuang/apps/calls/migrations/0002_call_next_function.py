"""Call-next in one statement: while the line's lock is held, nothing waits for the application (ADR 6)."""

from django.db import migrations

CALL_NEXT = """
CREATE OR REPLACE FUNCTION calls_call_next(
    window_ bigint, clerk bigint, at_ timestamptz, events text[],  -- of line, window, visit and call
    OUT verdict text, OUT ticket_id bigint, OUT visit_id bigint, OUT call_id bigint, OUT number text
) LANGUAGE plpgsql AS $$
DECLARE
    seat record;
    called record;
BEGIN
    SELECT * INTO seat FROM places_seat(window_);  -- a window never changes its line
    PERFORM journal_lock('line', seat.window_class_id);
    PERFORM journal_lock('window', window_);
    SELECT * INTO seat FROM places_seat(window_);
    IF seat.clerk_id IS DISTINCT FROM clerk OR seat.state <> 'open' THEN
        verdict := 'not_own_open';
        RETURN;
    END IF;
    SELECT * INTO called FROM tickets_call_next(window_, seat.window_class_id, clerk, at_);
    verdict := called.verdict;
    IF verdict <> 'called' THEN
        RETURN;
    END IF;
    INSERT INTO calls_call AS c
        (visit_id, ticket_id, window_id, clerk_id, state, rang_at, end_reason, is_sharing)
    VALUES (called.visit_id, called.ticket_id, window_, clerk, 'ringing', at_, '', false)
    RETURNING c.id INTO call_id;
    ticket_id := called.ticket_id;
    visit_id := called.visit_id;
    number := called.number;
    PERFORM journal_append(
        at_, clerk,
        ARRAY['line', 'window', 'visit', 'call'],
        ARRAY[seat.window_class_id, window_, visit_id, call_id],
        events,
        ARRAY[ticket_id, ticket_id, ticket_id, call_id],
        ARRAY['{}', '{}', json_build_object('window', seat.number)::text, '{}']
    );
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0001_initial"),
        ("journal", "0002_functions"),
        ("places", "0002_seat_function"),
        ("tickets", "0002_call_next_function"),
    ]

    operations = [
        migrations.RunSQL(CALL_NEXT, "DROP FUNCTION calls_call_next(bigint, bigint, timestamptz, text[])"),
    ]
