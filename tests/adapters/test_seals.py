"""Electronic seals: pdfsig holds them valid, a tampered paper is not, and the archive's form is kept."""

from __future__ import annotations

import io
import stat
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from tests.adapters.test_papers import ACCEPTANCE, poppler, text_of
from yunchuang.adapters.papers.typst import TypstRenderer
from yunchuang.adapters.seals.fake import FakeSeals
from yunchuang.adapters.seals.self_made import SelfMadeSeals
from yunchuang.ports.papers import PaperFacts, PaperKind
from yunchuang.ports.seals import Sealer, SealNotMade

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MARKET = Sealer("market", "云溪区市场监督管理局")
VETERANS = Sealer("veterans", "云溪区退役军人事务局")
KINDS: tuple[PaperKind, ...] = (
    "receipt",
    "acceptance",
    "correction",
    "declined",
    "decision_approve",
    "decision_refuse",
    "returned",
    "procedure",
    "extension",
    "terminated",
    "certificate",
)


@pytest.fixture(scope="module")
def seals(tmp_path_factory: pytest.TempPathFactory) -> SelfMadeSeals:
    return SelfMadeSeals(tmp_path_factory.mktemp("seals") / "seals")


@pytest.fixture(scope="module")
def renderer() -> TypstRenderer:
    return TypstRenderer()


@pytest.fixture(scope="module")
def plain(renderer: TypstRenderer) -> bytes:
    return renderer.render(ACCEPTANCE).pdf


@pytest.fixture(scope="module")
def sealed(seals: SelfMadeSeals, plain: bytes) -> bytes:
    return seals.seal(plain, by=MARKET, at=AT)


def pdfsig(pdf: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdfsig", file], capture_output=True, check=False).stdout.decode(errors="replace")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_paper_is_valid_for_pdfsig(seals, renderer, tmp_path, kind):
    paper: PaperFacts = replace(ACCEPTANCE, kind=kind)

    said = pdfsig(seals.seal(renderer.render(paper).pdf, by=MARKET, at=AT), tmp_path)

    assert "Signature Validation: Signature is Valid." in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "云溪区市场监督管理局" in said


def test_the_certificate_of_the_seal_says_that_it_is_of_the_demo(sealed, tmp_path):
    said = pdfsig(sealed, tmp_path)

    assert "CN=演示印章（自制）云溪区市场监督管理局" in said
    assert "无法律效力" in said


def test_a_changed_byte_is_seen_by_pdfsig_and_by_us(seals, sealed, tmp_path):
    forged = bytearray(sealed)
    forged[sealed.index(b"stream") + 20] ^= 1

    assert "Signature Validation: Digest Mismatch." in pdfsig(bytes(forged), tmp_path)
    assert seals.look(bytes(forged)).state == "changed"


def test_what_is_added_after_the_seal_is_seen(seals, sealed):
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        opened.pages[0].contents_add(b"BT /F1 30 Tf 100 500 Td (forged) Tj ET")
        rewritten = io.BytesIO()
        opened.save(rewritten)

    assert seals.look(rewritten.getvalue()).state == "changed"


def test_an_update_that_keeps_the_signed_bytes_is_seen_too(seals, sealed):
    from pyhanko.pdf_utils.generic import pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/Forged"] = pdf_string("a page could be swapped this way")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)

    assert out.getvalue().startswith(sealed)
    assert seals.look(out.getvalue()).state == "changed"


def test_whole_and_ours(seals, sealed):
    found = seals.look(sealed)

    assert (found.state, found.by, found.sealed_at) == ("ours", MARKET.name, AT)


def test_a_seal_of_somebody_else_is_not_ours(seals, plain, tmp_path):
    theirs = SelfMadeSeals(tmp_path / "theirs").seal(plain, by=MARKET, at=AT)

    assert seals.look(theirs).state == "none"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 999, b"%PDF-1.7\n" + b"[" * 100_000])
def test_a_file_that_cannot_be_read_is_called_so(seals, content):
    assert seals.look(content).state in {"unreadable", "none"}


def test_an_unsealed_paper_bears_no_seal(seals, plain):
    assert seals.look(plain).state == "none"


def test_the_same_paper_and_moment_give_the_same_bytes(seals, plain, sealed):
    assert seals.seal(plain, by=MARKET, at=AT) == sealed
    assert seals.seal(plain, by=MARKET, at=AT + timedelta(seconds=1)) != sealed
    assert seals.seal(plain, by=VETERANS, at=AT) != sealed


def test_a_sealed_paper_is_still_one_for_the_archive(sealed, tmp_path):
    listed = poppler("pdffonts", sealed, tmp_path).splitlines()[2:]
    with pikepdf.open(io.BytesIO(sealed)) as opened, opened.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        (intent,) = opened.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert len(intent.DestOutputProfile.read_bytes()) > 100
        assert "/Encrypt" not in opened.trailer
        assert "/NeedAppearances" not in opened.Root.AcroForm
        (field,) = opened.Root.AcroForm.Fields
        assert int(field.F) & 4  # printed
        assert not int(field.F) & (1 | 2 | 32)  # neither invisible nor hidden nor kept from view
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]  # nothing to draw: no appearance is asked for
        assert "/JS" not in str(opened.Root.keys())
    assert listed
    assert all(row.split()[-5] == "yes" for row in listed)  # fonts inside


def test_names_with_rare_characters_are_there_after_sealing(seals, renderer, tmp_path):
    made = renderer.render(replace(ACCEPTANCE, applicant_name="𠮷永䶮", kind="receipt"))
    sealed = seals.seal(made.pdf, by=MARKET, at=AT)

    assert made.missing_characters == ""
    assert "𠮷永䶮：" in text_of(sealed, tmp_path)


def test_a_body_with_a_rare_name_can_seal(seals, plain, tmp_path):
    said = pdfsig(seals.seal(plain, by=Sealer("rare", "𠮷县" * 30 + "局"), at=AT), tmp_path)

    assert "Signature is Valid" in said


def test_keys_are_for_nobody_else(seals, sealed):
    folder = seals._keys.folder

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {path.name for path in folder.glob("*.key")} >= {"root.key", "market.key"}


def test_a_body_code_cannot_lead_out_of_the_folder(seals, plain):
    with pytest.raises(SealNotMade):
        seals.seal(plain, by=Sealer("../../root", "局"), at=AT)


def test_a_key_whose_making_was_cut_short_is_made_anew(seals, plain, tmp_path):
    mine = SelfMadeSeals(tmp_path / "seals")
    mine.seal(plain, by=MARKET, at=AT)
    (tmp_path / "seals" / "market.crt").unlink()  # as if killed after the key and before its certificate
    (tmp_path / "seals" / ".market.crt").write_bytes(b"-----BEGIN")

    assert "Signature is Valid" in pdfsig(mine.seal(plain, by=MARKET, at=AT), tmp_path)


def test_a_seal_that_ran_out_is_renewed_and_the_old_papers_stay_ours(plain, tmp_path):
    mine = SelfMadeSeals(tmp_path / "seals")
    old = mine.seal(plain, by=MARKET, at=AT)
    before = (tmp_path / "seals" / "market.crt").read_bytes()

    new = mine.seal(plain, by=MARKET, at=AT + timedelta(days=1090))

    assert (tmp_path / "seals" / "market.crt").read_bytes() != before
    assert [mine.look(pdf).state for pdf in (old, new)] == ["ours", "ours"]


def test_what_is_no_paper_cannot_be_sealed(seals):
    with pytest.raises(SealNotMade):
        seals.seal(b"no paper", by=MARKET, at=AT)


def test_the_fake_tells_whole_from_changed():
    fake = FakeSeals()
    made = fake.seal(b"%PDF-1.7 a", by=MARKET, at=AT)

    assert (fake.look(made).state, fake.look(made.replace(b"a\n", b"b\n", 1)).state) == ("ours", "ours")
    assert fake.look(made.replace(b"1.7 a", b"1.7 b")).state == "changed"
    assert fake.look(b"%PDF-1.7 a").state == "none"
