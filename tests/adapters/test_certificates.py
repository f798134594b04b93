"""Certificates of the demo: short enough for phones, made anew only when needed."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from yunchuang.adapters.certificates import self_made

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
NAMES = ["localhost", "127.0.0.1", "hall.local"]


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_a_certificate_names_the_machine_and_lives_at_most_397_days(tmp_path: Path) -> None:
    files = self_made.for_names(NAMES, tmp_path / "c", at=AT)

    certificate = read(files.certificate)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(name.value) for name in names} == set(NAMES)
    for one in (certificate, read(files.authority)):
        assert one.not_valid_after_utc - one.not_valid_before_utc <= timedelta(days=397)
    certificate.verify_directly_issued_by(read(files.authority))


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    files = self_made.for_names(NAMES, tmp_path / "c", at=AT)

    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.key.with_name("authority.key").stat().st_mode) == 0o600


def test_the_next_start_uses_the_same_and_a_new_address_needs_no_new_authority(tmp_path: Path) -> None:
    first = self_made.for_names(NAMES, tmp_path / "c", at=AT)
    serial, authority = read(first.certificate).serial_number, read(first.authority).serial_number

    again = self_made.for_names(NAMES, tmp_path / "c", at=AT + timedelta(days=1))
    assert read(again.certificate).serial_number == serial

    moved = self_made.for_names([*NAMES, "192.0.2.7"], tmp_path / "c", at=AT + timedelta(days=1))
    assert read(moved.certificate).serial_number != serial
    assert read(moved.authority).serial_number == authority


def test_what_is_about_to_end_is_made_anew(tmp_path: Path) -> None:
    first = self_made.for_names(NAMES, tmp_path / "c", at=AT)
    serial = read(first.certificate).serial_number

    later = self_made.for_names(NAMES, tmp_path / "c", at=AT + timedelta(days=380))

    assert read(later.certificate).serial_number != serial
    assert read(later.certificate).not_valid_after_utc > AT + timedelta(days=700)
