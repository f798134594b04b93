"""Work is left in the transaction of its cause, and only work that somebody takes."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from procrastinate.exceptions import TaskNotFound

from yunchuang.adapters.jobs import procrastinate


def left() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_job_exists_only_if_its_transaction_does() -> None:
    jobs, before = procrastinate.make(), left()  # rows of jobs outlive the tests that leave them

    with transaction.atomic():
        jobs.defer("send_message", message_id=1)
        transaction.set_rollback(True)
    assert left() == before

    with transaction.atomic():
        jobs.defer("send_message", message_id=1)
    assert left() == [*before, "send_message"]


@pytest.mark.django_db
def test_a_kind_that_no_worker_knows_is_refused_at_once() -> None:
    with pytest.raises(TaskNotFound):
        procrastinate.make().defer("no_such_kind")
