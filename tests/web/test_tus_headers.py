"""Headers of the tus protocol: what was said is understood, nonsense is refused in words."""

from __future__ import annotations

import contextlib
import hashlib
import io
from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

from yunchuang.web.common import tus_headers


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.text(max_size=30)))
def test_what_was_said_as_metadata_is_understood(said):
    coded = ",".join(f"{key} {b64encode(text.encode()).decode()}" for key, text in said.items())

    assert tus_headers.metadata(coded) == {key: text.replace("\x00", "") for key, text in said.items()}


@given(st.text(max_size=80))
def test_nonsense_in_headers_is_understood_or_refused_and_nothing_else(said):
    for reader in (tus_headers.metadata, tus_headers.checksum, lambda text: tus_headers.number(text, "x")):
        with contextlib.suppress(tus_headers.NotUnderstood):
            reader(said)


@given(st.binary(max_size=600_000))
def test_a_piece_laid_aside_is_the_piece(piece):
    aside, size, digest = tus_headers.copied(io.BytesIO(piece), "sha256")

    with aside:
        assert (aside.read(), size, digest) == (piece, len(piece), hashlib.sha256(piece).digest())
