"""ClamAV's daemon by its socket: the file is sent (INSTREAM), so that it needs no right to our folders.

Protocol: clamd(8), "zINSTREAM" with chunks of a 4-byte length and the bytes, ended by a length of zero.
"""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from yunchuang.ports.scanner import ScannerAway

CHUNK_BYTES = 1 << 17
SECONDS = 60.0
ANSWER_BYTES = 4096


class ClamAv:
    """``Scanner`` that asks clamd; one connection a file."""

    is_on = True

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        self._address = address
        self._seconds = seconds

    def scan(self, content: BinaryIO) -> str:
        """Send the file and read the verdict."""
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                try:
                    while chunk := content.read(CHUNK_BYTES):
                        line.sendall(struct.pack(">I", len(chunk)) + chunk)
                    line.sendall(struct.pack(">I", 0))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it may say why before it hangs up: too large for its StreamMaxLength
                said = _answer(line)
        except OSError as error:
            raise ScannerAway(f"clamd at {self._address}: {error}") from error
        return _verdict(said)

    def _connected(self) -> socket.socket:
        if self._address.startswith("unix:"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self._seconds)
            try:
                line.connect(self._address.removeprefix("unix:"))
            except BaseException:
                line.close()
                raise
            return line
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self._seconds)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < ANSWER_BYTES:
        more = line.recv(ANSWER_BYTES)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(said: str) -> str:
    """``stream: OK`` is clean, ``stream: NAME FOUND`` is not; everything else is no verdict."""
    text = said.removeprefix("stream: ")
    if text == "OK":
        return ""
    if text.endswith(" FOUND"):
        return text.removesuffix(" FOUND") or "unnamed"
    raise ScannerAway(f"clamd said {said[:200]!r}")


def make(*, address: str = "") -> ClamAv:
    """Ask clamd at ``unix:/path`` or ``host:port``."""
    host, colon, port = address.rpartition(":")
    if not address.startswith("unix:/") and not (host and colon and port.isascii() and port.isdigit()):
        raise ValueError(f"CLAMAV is {address!r}; it must be unix:/path/of/clamd.sock or host:port")
    return ClamAv(address)
