"""The demo's own root and one key a body, made when first needed and kept in the data folder for nobody else.

Every certificate says in its name that it is of the demo. The root's key is used for nothing but bodies' certificates.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from yunchuang.ports.seals import Sealer, SealNotMade

ROOT_LIFE = timedelta(days=3650)
SEAL_LIFE = timedelta(days=1095)
RENEW_BEFORE = timedelta(days=30)
CLOCK_SKEW = timedelta(hours=1)
KEY_BITS = 3072
COMMON_NAME_BYTES = 64  # the limit of X.520; the whole name stands in the organisation
DEMO = "演示专用，自制，无法律效力"
SAFE_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its certificate, both as PEM."""

    key: bytes
    certificate: bytes


class KeyFolder:
    """The folder of keys; processes that need a key at once make it once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def roots(self) -> list[bytes]:
        """The certificates of our roots, old ones too: what they vouched for stays ours."""
        return [path.read_bytes() for path in sorted(self.folder.glob("root*.crt"))]

    def of(self, by: Sealer, *, at: datetime) -> Pair:
        """The key of a body, made or renewed where it has none that lasts.

        Raises:
            SealNotMade: the folder cannot be used.
        """
        if not SAFE_CODE.fullmatch(by.code):
            raise SealNotMade(f"{by.code!r} cannot name a key file: use letters, digits, - and _ in codes of bodies")
        try:
            with self._locked():
                return self._kept(by.code, at) or self._made(by, at)
        except OSError as error:
            raise SealNotMade(f"the folder of seals cannot be used: {error.strerror}") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _kept(self, code: str, at: datetime) -> Pair | None:
        key, certificate = self.folder / f"{code}.key", self.folder / f"{code}.crt"
        if not (key.exists() and certificate.exists()):
            return None
        pair = Pair(key.read_bytes(), certificate.read_bytes())
        lasts_until = x509.load_pem_x509_certificate(pair.certificate).not_valid_after_utc
        return pair if lasts_until > at + RENEW_BEFORE else None

    def _made(self, by: Sealer, at: datetime) -> Pair:
        root = self._kept("root", at + SEAL_LIFE) or self._new_root(at)
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        issuer = x509.load_pem_x509_certificate(root.certificate)
        certificate = (
            _began(key, _name("演示印章", by.name), issuer.subject, at, SEAL_LIFE)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)  # type: ignore[arg-type]
            .sign(_loaded(root.key), hashes.SHA256())
        )
        return self._put(by.code, key, certificate)

    def _new_root(self, at: datetime) -> Pair:
        for old in self.folder.glob("root.crt"):  # its seals stay ours after its key is gone
            old.rename(self.folder / f"root-{old.stat().st_mtime_ns}.crt")
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        name = _name("演示印章根证书", "云综窗")
        certificate = (
            _began(key, name, name, at, ROOT_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .sign(key, hashes.SHA256())
        )
        return self._put("root", key, certificate)

    def _put(self, name: str, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Pair:
        """Key first, certificate last, each whole or not there: a process that dies between leaves nothing half."""
        plain = serialization.NoEncryption()
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        pair = Pair(pem, certificate.public_bytes(serialization.Encoding.PEM))
        (self.folder / f"{name}.crt").unlink(missing_ok=True)
        self._write(f"{name}.key", pair.key)
        self._write(f"{name}.crt", pair.certificate)
        return pair

    def _write(self, name: str, content: bytes) -> None:
        half = self.folder / f".{name}"
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.folder / name)


def _name(what: str, whose: str) -> x509.Name:
    common = f"{what}（自制）{whose}".encode()[:COMMON_NAME_BYTES].decode(errors="ignore")
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, whose),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMO),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _began(
    key: rsa.RSAPrivateKey, subject: x509.Name, issuer: x509.Name, at: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCK_SKEW)
        .not_valid_after(at + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signs, signs, False, False, False, not signs, not signs, False, False)


def _loaded(pem: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
