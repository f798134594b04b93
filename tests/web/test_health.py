"""What the service says about itself, and to everyone when its database is away."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from yunchuang.apps.journal import services as journal


@pytest.mark.django_db
def test_health_says_whether_the_worker_was_seen_lately(client: Client) -> None:
    assert client.get("/healthz").status_code == 503

    journal.beat("worker", now())

    assert client.get("/healthz").json()["worker"] == "ok"


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_told(client: Client) -> None:
    journal.beat("worker", now() - timedelta(minutes=5))

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["worker"]) == (503, "silent")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signed_in", [False, True])
def test_without_its_database_a_page_answers_503_with_words_within_three_seconds(signed_in: bool) -> None:
    client = Client(raise_request_exception=False)
    if signed_in:
        client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    try:
        began = time.monotonic()
        answer = client.get("/healthz")
    finally:
        connection.close()
        connection.settings_dict.update(kept)

    assert time.monotonic() - began < 3
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "服务暂时中断" in answer.content.decode()
    assert "Your ticket" in answer.content.decode()


@pytest.mark.django_db
def test_every_page_carries_the_strict_headers(client: Client) -> None:
    answer = client.get("/authority.crt", headers={"host": "localhost:8000"})

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "wss://localhost:8000" in policy
    assert "frame-ancestors 'none'" in policy
    assert "display-capture=(self)" in answer["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer


@pytest.mark.django_db
def test_there_is_no_authority_to_download_unless_the_demo_made_one(client: Client) -> None:
    assert client.get("/authority.crt", headers={"host": "localhost"}).status_code == 404
