"""The process that looks into a file that somebody brings: which seal is on it, and was it altered since.

Run as ``python -m yunchuang.adapters.seals.reader FOLDER`` with ``file.pdf`` and ``roots.pem`` in the folder; prints
one line of JSON. Its memory and time are bounded; it fetches nothing.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 15
NOTHING = {"by": "", "at": ""}


def read(file: Path, roots: bytes) -> dict[str, str]:
    """What the file says; ``state`` as in ``ports.seals.SealState``."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        with file.open("rb") as opened:
            found = [one for one in PdfFileReader(opened).embedded_signatures if _is_ours(one, roots)]
            if not found:
                return {"state": "none", **NOTHING}
            return _said(found[0], roots)
    except Exception:  # whatever is wrong in a stranger's file, the answer is the same
        return {"state": "unreadable", **NOTHING}


def _roots(text: bytes) -> list[Any]:
    from asn1crypto import pem, x509

    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(text, multiple=True)] if text.strip() else []


def _is_ours(signature: Any, roots: bytes) -> bool:
    """Whether the signer's certificate was really issued by one of our roots, whatever else is wrong."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    ours = x509.load_der_x509_certificate(signature.signer_cert.dump())
    for root in _roots(roots):
        try:
            ours.verify_directly_issued_by(x509.load_der_x509_certificate(root.dump()))
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False


def _said(signature: Any, roots: bytes) -> dict[str, str]:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    at = signature.self_reported_timestamp
    told = {"by": str(signature.sig_object.get("/Name", "")), "at": at.isoformat() if at else ""}
    try:
        context = ValidationContext(trust_roots=_roots(roots), moment=at, allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
        is_whole = status.intact and status.valid and status.trusted and status.bottom_line
    except Exception:  # a signature that cannot be followed to its end does not hold
        is_whole = False
    return {"state": "ours" if is_whole else "changed", **told}


def main() -> None:
    """Answer for one folder."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1])
    sys.stdout.write(json.dumps(read(folder / "file.pdf", (folder / "roots.pem").read_bytes())))


if __name__ == "__main__":
    main()
