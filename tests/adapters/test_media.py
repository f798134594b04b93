"""The ways of a call: what browsers are told, and for how long it holds."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from yunchuang.adapters.media.fake import FakeMedia
from yunchuang.adapters.media.peer import PeerMedia, make

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TURN = "turns:turn.yunchuang.example:443?transport=tcp"


def test_without_addresses_there_are_no_servers():
    assert PeerMedia().ice_servers(7, 3, at=AT) == []


def test_stun_needs_no_password():
    media = PeerMedia(stun_urls=["stun:stun.yunchuang.example:3478"])

    assert media.ice_servers(7, 3, at=AT) == [{"urls": ["stun:stun.yunchuang.example:3478"]}]


def test_turn_is_granted_for_a_time_and_as_coturn_checks_it():
    media = PeerMedia(turn_urls=[TURN], turn_secret="north", credential_life=timedelta(hours=2))

    (server,) = media.ice_servers(7, 3, at=AT)

    assert server["urls"] == [TURN]
    assert server["username"] == f"{int(AT.timestamp()) + 7200}:7-3"
    expected = hmac.new(b"north", server["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(server["credential"]) == expected


def test_the_settings_may_mix_both_kinds():
    stun, turn = make(ice_servers=["stun:stun.yunchuang.example", TURN], turn_secret="north").ice_servers(7, 3, at=AT)

    assert (stun["urls"], turn["urls"]) == (["stun:stun.yunchuang.example"], [TURN])
    assert "credential" not in stun


def test_two_people_get_different_passwords():
    media = PeerMedia(turn_urls=[TURN], turn_secret="north")

    assert media.ice_servers(7, 3, at=AT) != media.ice_servers(7, 4, at=AT)


@pytest.mark.parametrize(
    "wrong", [{"turn_urls": [TURN]}, {"stun_urls": ["https://a.b"]}, {"turn_urls": ["stun:a"], "turn_secret": "x"}]
)
def test_wrong_settings_are_refused_at_the_start(wrong):
    with pytest.raises(ValueError):
        PeerMedia(**wrong)


def test_the_fake_remembers_who_asked():
    fake = FakeMedia([{"urls": ["stun:a"]}])

    assert fake.ice_servers(7, 3, at=AT) == [{"urls": ["stun:a"]}]
    assert fake.asked == [(7, 3)]
