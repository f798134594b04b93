"""Call-next under contention: 50 clerks, one line, 5,000 people waiting.

Method. A database of its own on the embedded PostgreSQL, with its log flushed to disk at every commit as in the demo.
Fifty threads of one process, each a clerk at a window of the same line, call ``workflows.desk.call_next`` (permission,
locks, ticket, call, journal of four streams, announcement, commit) until nobody waits. Between two calls each clerk's
window is freed by one bare statement outside the measured time of the call, but inside the time of the whole run.
Then it is checked in the database that nobody was called twice, nobody was lost, and that the line's journal shows the
calls in the order of the line (so nobody was called while anybody ahead of him was not). The bare SQL run does only
``UPDATE … FOR UPDATE SKIP LOCKED`` and a commit, on a table of the same size in the same server, with the same threads.
``calls_with_wrap_up_a_second`` frees the window by ``workflows.desk.finish`` instead, with its journal and locks.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from benchmarks.report import percentile, tell, throw_away_service

CLERKS = 50
WAITING = 5_000
WRAPPED_UP = 1_500
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def main() -> int:
    with throw_away_service() as url:
        windows, clerks, line_id = _make_centre()
        tickets = _make_line(line_id, WAITING)
        latencies, took_s = _run(lambda n: _call(windows[n], clerks[n], _free_barely))
        _check(line_id, tickets)
        bare_ms, bare_s = _bare(url)
        _make_line(line_id, WRAPPED_UP, first=WAITING)
        _, wrapped_s = _run(lambda n: _call(windows[n], clerks[n], _wrap_up))
    rate, bare_rate = WAITING / took_s, WAITING / bare_s
    figures = {
        "calls_a_second": round(rate),
        "call_p50_ms": round(percentile(latencies, 0.5), 1),
        "call_p95_ms": round(percentile(latencies, 0.95), 1),
        "bare_sql_a_second": round(bare_rate),
        "bare_sql_p95_ms": round(percentile(bare_ms, 0.95), 1),
        "share_of_bare_sql": round(rate / bare_rate, 3),
        "calls_with_wrap_up_a_second": round(WRAPPED_UP / wrapped_s),
        "called_twice_or_lost": 0,
    }
    return tell(figures, {"calls_a_second": ("≥", 600), "call_p95_ms": ("≤", 100)})


def _make_centre() -> tuple[list[int], list[int], int]:
    from yunchuang.apps.people import services as people
    from yunchuang.apps.people.queries import Actor
    from yunchuang.apps.places import services as places
    from yunchuang.workflows import desk

    body = places.make_body(code="b", name="区市场监督管理局", short_name="市场监管")
    hall = places.make_hall(
        code="h", name="大厅", district_code="319900", address="", phone="", width_px=1200, height_px=720
    )
    zone = places.make_zone(hall_id=hall, code="z", name="区", x_px=0, y_px=0, width_px=100, height_px=100)
    line = places.make_window_class(body_id=body, hall_id=hall, code="l", name="综合", prefix="A", hours={})
    windows, clerks = [], []
    for n in range(CLERKS):
        windows.append(
            places.make_window(window_class_id=line, zone_id=zone, number=str(n), name="窗口", x_px=n, y_px=0)
        )
        clerks.append(people.make_staff(login=f"c{n}", name=f"坐席{n}", password=None, at=AT))
        places.give_post(account_id=clerks[n], body_id=body, role="clerk")
        desk.open_window(actor=Actor(clerks[n], "staff", ""), window_id=windows[n], at=AT)
    return windows, clerks, line


def _make_line(line_id: int, n: int, first: int = 0) -> list[int]:
    """People in a line, written in bulk: how numbers are taken is not measured here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body_id FROM places_windowclass WHERE id = %s", [line_id])
        (body_id,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO catalog_item (body_id, code, name, state, version, position, changed)"
            " VALUES (%s, %s, '事项', 'new', 0, 0, 0) RETURNING id",
            [body_id, f"item-{first}"],
        )
        (item_id,) = cursor.fetchone()
        cursor.execute(
            "WITH someone AS (INSERT INTO people_account (password, login, kind, name, phone, is_active, created_at)"
            " SELECT '', 'p' || g, 'citizen', '', '', true, %s FROM generate_series(%s, %s) g RETURNING id, login),"
            " came AS (INSERT INTO visits_visit (key, citizen_id, item_id, purpose, channel, answers, opened_at)"
            " SELECT login, id, %s, '', 'web', '{}', %s FROM someone RETURNING id, citizen_id, key)"
            ' INSERT INTO tickets_ticket (visit_id, citizen_id, window_class_id, "on", serial, number, rank,'
            " rank_reason, position, state, taken_at, recalls, absent_ms)"
            " SELECT id, citizen_id, %s, %s, substr(key, 2)::int, 'A' || substr(key, 2), 3, '', substr(key, 2)::int,"
            " 'waiting', %s, 0, 0 FROM came RETURNING id",
            [AT, first + 1, first + n, item_id, AT, line_id, date(2026, 11, 23), AT],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("ANALYZE")
    return ids


def _run(call: Callable[[int], float | None]) -> tuple[list[float], float]:
    latencies: list[float] = []
    ready = threading.Barrier(CLERKS + 1)

    def work(n: int) -> None:
        from django.db import connection

        connection.ensure_connection()
        ready.wait()
        while (took_ms := call(n)) is not None:
            latencies.append(took_ms)
        connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLERKS)]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return latencies, time.perf_counter() - start


def _call(window_id: int, clerk_id: int, free: Callable[[int, int, int], None]) -> float | None:
    from yunchuang.apps.people.queries import Actor
    from yunchuang.domain.errors import QueueEmpty
    from yunchuang.workflows import desk

    start = time.perf_counter()
    try:
        called = desk.call_next(actor=Actor(clerk_id, "staff", ""), window_id=window_id, at=AT)
    except QueueEmpty:
        return None
    took_ms = (time.perf_counter() - start) * 1000
    free(called.ticket_id, window_id, clerk_id)
    return took_ms


def _free_barely(ticket_id: int, window_id: int, clerk_id: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_ticket SET state = 'done' WHERE id = %s", [ticket_id])


def _wrap_up(ticket_id: int, window_id: int, clerk_id: int) -> None:
    from yunchuang.apps.people.queries import Actor
    from yunchuang.apps.tickets import queries as tickets
    from yunchuang.apps.visits import queries as visits
    from yunchuang.workflows import desk, visit

    ticket = tickets.by_id(ticket_id)
    assert ticket is not None
    came = visits.by_id(ticket.visit_id)
    assert came is not None
    visit.answer(actor=Actor(ticket.citizen_id, "citizen", ""), visit_key=came.key, at=AT)
    desk.finish(actor=Actor(clerk_id, "staff", ""), window_id=window_id, at=AT)


def _check(line_id: int, tickets: list[int]) -> None:
    from yunchuang.apps.journal.queries import timeline
    from yunchuang.apps.journal.services import line

    order = [event.subject_id for event in timeline(line(line_id)) if event.kind == "line.moved"]
    assert len(order) == len(set(order)), "somebody was called twice"
    assert set(order) == set(tickets), "somebody was lost"
    assert order == sorted(order), "somebody was called before a person ahead of him"


def _bare(url: str) -> tuple[list[float], float]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as setup:
        setup.execute("CREATE TABLE bare (id bigint PRIMARY KEY, state text, window_id bigint)")
        setup.execute("INSERT INTO bare SELECT g, 'waiting' FROM generate_series(1, %s) g", [WAITING])
        setup.execute("CREATE INDEX ON bare (id) WHERE state = 'waiting'")
        setup.execute("ANALYZE bare")
    connections = [psycopg.connect(url) for _ in range(CLERKS)]
    try:
        return _run(lambda n: _call_barely(connections[n], n))
    finally:
        for one in connections:
            one.close()


def _call_barely(one: object, n: int) -> float | None:
    import psycopg

    assert isinstance(one, psycopg.Connection)
    start = time.perf_counter()
    row = one.execute(
        "UPDATE bare SET state = 'called', window_id = %s WHERE id = (SELECT id FROM bare WHERE state = 'waiting'"
        " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
        [n],
    ).fetchone()
    one.commit()
    return (time.perf_counter() - start) * 1000 if row else None


if __name__ == "__main__":
    sys.exit(main())
