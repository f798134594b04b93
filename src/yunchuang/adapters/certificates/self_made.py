"""A certificate authority of our own and a certificate for this machine's names, so that phones allow the camera."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFE = timedelta(days=397)
"""Phones refuse certificates that live longer (CA/Browser Forum, Apple's limit of 398 days)."""
RENEW_BEFORE = timedelta(days=30)
CLOCK_SKEW = timedelta(hours=1)  # a phone whose clock is a little behind


@dataclass(frozen=True, slots=True)
class Files:
    """Where the certificates lie."""

    authority: Path
    certificate: Path
    key: Path


def for_names(names: Sequence[str], folder: Path, *, at: datetime) -> Files:
    """Return certificate files that name all of ``names`` (host names and addresses); made anew only when needed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = Files(folder / "authority.crt", folder / "server.crt", folder / "server.key")
    authority_key_file = folder / "authority.key"
    if not (authority_key_file.exists() and _lasts(files.authority, at)):
        key = ec.generate_private_key(ec.SECP256R1())
        _keep_key(authority_key_file, key)
        files.authority.write_bytes(_pem(_authority(key, at)))
        files.certificate.unlink(missing_ok=True)
    if not (_lasts(files.certificate, at) and _names_of(files.certificate) >= set(names)):
        signer = serialization.load_pem_private_key(authority_key_file.read_bytes(), None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)
        authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
        key = ec.generate_private_key(ec.SECP256R1())
        _keep_key(files.key, key)
        files.certificate.write_bytes(_pem(_server(key, names, authority, signer, at)) + files.authority.read_bytes())
    return files


def _authority(key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Yunchuang demo authority {at:%Y-%m-%d}")])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    return (
        _began(key, name, name, at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server(
    key: ec.EllipticCurvePrivateKey,
    names: Sequence[str],
    authority: x509.Certificate,
    signer: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yunchuang demo")])
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    return (
        _began(key, subject, authority.subject, at)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(by, critical=False)
        .sign(signer, hashes.SHA256())
    )


def _began(
    key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCK_SKEW)
        .not_valid_after(at - CLOCK_SKEW + LIFE)
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _lasts(path: Path, at: datetime) -> bool:
    if not path.exists():
        return False
    return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc > at + RENEW_BEFORE


def _names_of(path: Path) -> set[str]:
    found = x509.load_pem_x509_certificate(path.read_bytes()).extensions
    names = found.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
