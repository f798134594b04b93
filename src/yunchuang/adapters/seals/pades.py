"""Signing by pyHanko in a way that gives the same bytes again. Loaded at the first seal: it takes a third of a second.

pyHanko's writer and session are bent in three private places to leave out what differs from run to run; a test signs
twice and compares.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import keys, pem, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yunchuang.adapters.seals.keys import Pair

FIELD = "Seal"


class QuietWriter(IncrementalPdfFileWriter):
    """Adds the seal and leaves the paper's own dates and identity as they are."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf))
        first, second = self.document_id[0], sha256(pdf).digest()[:16]  # the second half is random by custom only
        self._document_id = ArrayObject([ByteStringObject(first), ByteStringObject(second)])

    def _update_meta(self) -> None:
        """Nothing: sealing does not change what the paper says about itself."""


class SignerAt(PdfSigner):
    """Says the moment that it is told."""

    def __init__(self, *arguments: Any, at: datetime, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


class KeptKey(SimpleSigner):
    """Signs with a key that was read once: reading an RSA key proves it anew, which takes ten times as long as signing.

    pyHanko reads it at every signature, and once more to see how long a signature will be.
    """

    def __init__(self, pair: Pair, roots: list[bytes]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(_certificate(root) for root in roots)
        info = keys.PrivateKeyInfo.load(pem.unarmor(pair.key)[2])
        super().__init__(_certificate(pair.certificate), info, store)
        self._key = _read(pair.key)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError(f"papers are sealed over SHA-256, not {digest_algorithm}")
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=64)
def _read(key: bytes) -> RSAPrivateKey:
    read = load_pem_private_key(key, None)
    assert isinstance(read, RSAPrivateKey)
    return read


def signed(pdf: bytes, pair: Pair, roots: list[bytes], *, name: str, at: datetime) -> bytes:
    """Return the PDF with a certifying PAdES signature over all of it; no later change is allowed."""
    told = PdfSignatureMetadata(
        field_name=FIELD,
        name=name,
        reason="加盖电子印章",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    field = SigFieldSpec(FIELD, readable_field_name="电子印章")
    out = SignerAt(told, KeptKey(pair, roots), new_field_spec=field, at=at).sign_pdf(QuietWriter(pdf))
    return bytes(out.getvalue())


def _certificate(text: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(text)[2])
