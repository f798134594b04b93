"""What stood for a requirement when the service last looked, and what stands there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.material_versions import stood_at, versions, was_seen

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class File:
    id: int
    added_at: datetime
    removed_at: datetime | None = None


def after(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_a_file_brought_after_a_mark_is_a_new_version():
    files = [File(1, NINE, after(20)), File(2, after(20))]

    found = versions(files, [after(10)])

    assert found is not None
    assert (found.before, found.now, found.looked_at) == ((1,), (2,), after(10))


def test_a_file_brought_beside_the_old_one_is_a_new_version_too():
    found = versions([File(1, NINE), File(2, after(20))], [after(10)])

    assert found is not None
    assert (found.before, found.now) == ((1,), (1, 2))


def test_what_was_replaced_before_anybody_looked_is_no_version():
    files = [File(1, NINE, after(5)), File(2, after(5))]

    assert versions(files, [after(10)]) is None
    assert not was_seen(files[0], [after(10)])


def test_without_a_look_there_is_no_version():
    assert versions([File(1, NINE, after(5)), File(2, after(5))], []) is None


def test_after_a_look_at_the_new_one_the_change_can_still_be_seen():
    files = [File(1, NINE, after(20)), File(2, after(20))]

    found = versions(files, [after(10), after(30)])

    assert found is not None
    assert found.looked_at == after(10)


def test_the_newest_change_counts():
    files = [File(1, NINE, after(20)), File(2, after(20), after(40)), File(3, after(40))]

    found = versions(files, [after(10), after(30)])

    assert found is not None
    assert (found.before, found.now) == ((2,), (3,))


def test_where_nothing_stands_there_now_nothing_is_compared():
    assert versions([File(1, NINE, after(20))], [after(10)]) is None


moments = st.integers(0, 60)


@given(st.lists(st.tuples(moments, st.none() | moments), max_size=6), st.lists(moments, max_size=4))
def test_a_version_only_shows_files_that_were_seen(spans, looks):
    files = [
        File(number, after(begin), None if lasts is None else after(begin + lasts))
        for number, (begin, lasts) in enumerate(spans, 1)
    ]
    looked = [after(minutes) for minutes in looks]

    found = versions(files, looked)

    if found is not None:
        assert set(found.before) != set(found.now)
        assert all(was_seen(file, looked) for file in files if file.id in found.before)
        assert all(stood_at(file, found.looked_at) for file in files if file.id in found.before)
