"""Messages handed to a gateway: POST of JSON to one address with a bearer token. The calling job tries again."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request

import structlog

from yunchuang.ports.messages import MessageNotSent, masked

TIMEOUT_SECONDS = 5.0

log = structlog.get_logger(__name__)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that moved must be set anew: following would hand token and phone to another host."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class SmsHttpSender:
    """``MessageSender`` over HTTP: ``{"to": …, "text": …, "kind": …}``; any 2xx means taken.

    ``url`` must be https, or http for a gateway on the same machine or network.
    """

    def __init__(self, url: str, token: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("the gateway of messages needs an https:// or http:// address")
        self._url = url
        self._token = token
        self._timeout_seconds = timeout_seconds
        self._opener = urllib.request.build_opener(_NoRedirect)

    def send(self, to_phone: str, text: str, *, kind: str) -> None:
        body = json.dumps({"to": to_phone, "text": text, "kind": kind}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310 see __init__
        try:
            with self._opener.open(request, timeout=self._timeout_seconds):
                pass
        except urllib.error.HTTPError as refused:
            refused.close()
            why = f"the gateway answered {refused.code}"
        except (OSError, http.client.HTTPException) as failed:
            why = f"the gateway was not reached ({type(failed).__name__})"
        else:
            log.info("message_sent", kind=kind, to=masked(to_phone))
            return
        log.warning("message_not_sent", kind=kind, to=masked(to_phone), why=why)
        raise MessageNotSent(why)


def make(*, url: str, token: str, **others: object) -> SmsHttpSender:
    """Return the sender for the gateway of the settings (YUNCHUANG_SMS_URL, YUNCHUANG_SMS_TOKEN)."""
    return SmsHttpSender(url, token)
