"""Seals of the demo: PAdES signatures by pyHanko with keys that the service makes itself.

A centre's own seals, in a hardware module or at the city's seal service, are another module beside this one with a
``make(folder=…)``: pyHanko signs through any ``Signer``, ``pyhanko.sign.pkcs11.PKCS11Signer`` included.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from datetime import datetime
from pathlib import Path

from yunchuang.adapters.seals.keys import KeyFolder
from yunchuang.ports.seals import Sealer, SealFound, SealNotMade

LOOK_SECONDS = 20.0
SOURCE_ROOT = Path(__file__).resolve().parents[3]


class SelfMadeSeals:
    """``Seals`` with keys in ``folder``. pyHanko is loaded at the first seal: it takes a third of a second."""

    is_demo = True

    def __init__(self, folder: Path) -> None:
        self._keys = KeyFolder(folder)
        self._one_look = threading.Lock()

    def seal(self, pdf: bytes, *, by: Sealer, at: datetime) -> bytes:
        pair = self._keys.of(by, at=at)
        try:
            from yunchuang.adapters.seals import pades

            return pades.signed(pdf, pair, self._keys.roots(), name=by.name, at=at)
        except Exception as error:  # pyHanko's own kinds are many; the caller needs to know only that it failed
            raise SealNotMade(f"the paper could not be sealed for {by.code}: {type(error).__name__} {error}") from error

    def look(self, pdf: bytes) -> SealFound:
        """Read the file in a process of its own, one at a time: it comes from anybody and may be made to do harm."""
        with self._one_look, tempfile.TemporaryDirectory(prefix="yunchuang-seal-") as folder:
            file = Path(folder) / "file.pdf"
            file.write_bytes(pdf)
            (Path(folder) / "roots.pem").write_bytes(b"".join(self._keys.roots()))
            environment = {"PYTHONPATH": str(SOURCE_ROOT), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
            try:
                said = subprocess.run(
                    [sys.executable, "-m", "yunchuang.adapters.seals.reader", folder],
                    capture_output=True,
                    timeout=LOOK_SECONDS,
                    env=environment,
                    check=True,
                )
                found = json.loads(said.stdout)
            except (subprocess.SubprocessError, OSError, ValueError):
                return SealFound("unreadable")
        at = datetime.fromisoformat(found["at"]) if found["at"] else None
        return SealFound(found["state"], found["by"], at)


def make(*, folder: Path, **_: object) -> SelfMadeSeals:
    """Return the demo's seals, with their keys in ``seals`` of the data folder."""
    return SelfMadeSeals(folder / "seals")
