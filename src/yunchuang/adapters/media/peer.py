"""Browser to browser: STUN and TURN servers from settings, with TURN passwords that end by themselves."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from yunchuang.ports.media import IceServer

STUN = ("stun:", "stuns:")
TURN = ("turn:", "turns:")
CREDENTIAL_LIFE = timedelta(hours=6)  # longer than any call, shorter than a working day


class PeerMedia:
    """``MediaPlane`` without a media server. Without addresses the list is empty: same network only.

    TURN passwords are those of coturn's ``use-auth-secret``: the user name is "end:who", the password is
    base64(HMAC-SHA1(secret, user name)). "who" tells call and account to the logs of the TURN server, no more.
    """

    def __init__(
        self,
        *,
        stun_urls: Sequence[str] = (),
        turn_urls: Sequence[str] = (),
        turn_secret: str = "",
        credential_life: timedelta = CREDENTIAL_LIFE,
    ) -> None:
        if turn_urls and not turn_secret:
            raise ValueError("TURN addresses are set without the secret that coturn shares (static-auth-secret)")
        _check(stun_urls, STUN)
        _check(turn_urls, TURN)
        self._stun_urls = list(stun_urls)
        self._turn_urls = list(turn_urls)
        self._secret = turn_secret.encode()
        self._life = credential_life

    def ice_servers(self, call_id: int, account_id: int, *, at: datetime) -> list[IceServer]:
        servers: list[IceServer] = []
        if self._stun_urls:
            servers.append({"urls": list(self._stun_urls)})
        if self._turn_urls:
            username = f"{int((at + self._life).timestamp())}:{call_id}-{account_id}"
            digest = hmac.new(self._secret, username.encode(), hashlib.sha1).digest()
            credential = base64.b64encode(digest).decode()
            servers.append({"urls": list(self._turn_urls), "username": username, "credential": credential})
        return servers


def _check(urls: Sequence[str], schemes: tuple[str, ...]) -> None:
    for url in urls:
        if not url.startswith(schemes):
            raise ValueError(f"{url!r} is not an address of the kind {' or '.join(schemes)}…")


def make(*, ice_servers: Sequence[str] = (), turn_secret: str = "") -> PeerMedia:
    """Return the plane for addresses of both kinds in one list, as the settings hold them."""
    turn_urls = [url for url in ice_servers if url.startswith(TURN)]
    stun_urls = [url for url in ice_servers if url not in turn_urls]
    return PeerMedia(stun_urls=stun_urls, turn_urls=turn_urls, turn_secret=turn_secret)
