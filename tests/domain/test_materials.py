"""What may be handed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.errors import (
    UploadEmpty,
    UploadKindDiffers,
    UploadKindUnknown,
    UploadPictureTooLarge,
    UploadTooLarge,
    UploadTooMany,
    UploadTooManyPages,
)
from yunchuang.domain.materials import (
    MAX_FILES_PER_MATERIAL,
    MAX_NAME_CHARACTERS,
    MAX_PDF_PAGES,
    MAX_UPLOAD_BYTES,
    MEDIA_TYPES,
    Kind,
    accept,
    check_pages,
    check_picture,
    check_upload,
    is_container,
    kind_of_package,
    safe_display_name,
    sniff,
)

PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PDF, Kind.PDF),
        (b"\xef\xbb\xbf" + PDF, Kind.PDF),
        (JPG, Kind.JPG),
        (PNG, Kind.PNG),
        (HEIC, Kind.HEIC),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00", Kind.HEIC),
        (WEBP, Kind.WEBP),
        (b"II*\x00\x08\x00\x00\x00", Kind.TIFF),
        (b"MM\x00*\x00\x00\x00\x08", Kind.TIFF),
    ],
)
def test_a_kind_is_known_by_its_content(head, kind):
    assert sniff(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"<!DOCTYPE html>",
        b"<svg xmlns=",
        b"\x00\x00\x00\x18ftypisom",
        b"RIFF....WAVE",
    ],
)
def test_other_content_is_not_taken(head):
    assert sniff(head) is None


@given(st.binary(max_size=64))
def test_any_bytes_are_looked_at_without_harm(head):
    assert sniff(head) in {None, *Kind}


def test_a_photograph_from_a_phone_is_taken():
    assert check_upload("IMG_0231.HEIC", HEIC, size_bytes=2_400_000) is Kind.HEIC


def test_a_name_that_says_jpeg_for_jpg_is_fine():
    assert check_upload("合同.JPEG", JPG, size_bytes=10) is Kind.JPG


def test_a_name_without_extension_is_fine():
    assert check_upload("3.租赁合同", PDF, size_bytes=10) is Kind.PDF


def test_a_program_that_calls_itself_a_document_is_refused():
    with pytest.raises(UploadKindUnknown):
        check_upload("合同.pdf", b"MZ\x90\x00", size_bytes=10)


def test_content_that_differs_from_the_name_is_told():
    with pytest.raises(UploadKindDiffers) as broken:
        check_upload("合同.docx", PDF, size_bytes=10)

    assert broken.value.facts == {"said": "docx", "found": "pdf"}


def test_an_empty_file_is_refused():
    with pytest.raises(UploadEmpty):
        check_upload("合同.pdf", b"", size_bytes=0)


def test_the_largest_file_is_taken_and_one_byte_more_is_not():
    assert check_upload("a.pdf", PDF, size_bytes=MAX_UPLOAD_BYTES) is Kind.PDF
    with pytest.raises(UploadTooLarge):
        check_upload("a.pdf", PDF, size_bytes=MAX_UPLOAD_BYTES + 1)


def test_a_material_holds_so_many_files_and_no_more():
    with pytest.raises(UploadTooMany):
        check_upload("a.pdf", PDF, size_bytes=10, files_already=MAX_FILES_PER_MATERIAL)


def test_a_book_is_not_a_material():
    check_pages(MAX_PDF_PAGES)
    with pytest.raises(UploadTooManyPages):
        check_pages(MAX_PDF_PAGES + 1)


def test_a_small_file_that_unpacks_to_a_wall_of_pixels_is_refused():
    check_picture(10_000, 10_000)
    with pytest.raises(UploadPictureTooLarge):
        check_picture(100_000, 100_000)


def test_every_kind_has_a_media_type():
    assert set(MEDIA_TYPES) == set(Kind)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("C:\\Users\\li\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("  照  片 .jpg ", "照 片 .jpg"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_safe_to_show(given_name, shown):
    assert safe_display_name(given_name) == shown


def test_a_long_name_keeps_its_extension():
    shown = safe_display_name("长" * 300 + ".pdf")

    assert len(shown) == MAX_NAME_CHARACTERS
    assert shown.endswith("长.pdf")


@given(st.text(max_size=300))
def test_whatever_a_name_holds_it_comes_out_safe_and_stays_so(name):
    shown = safe_display_name(name)

    assert 1 <= len(shown) <= MAX_NAME_CHARACTERS
    assert not set(shown) & set("/\\\r\n\x00\u202e")
    assert safe_display_name(shown) == shown


# --- packages and office files -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["OFD.xml", "Doc_0/Document.xml"], Kind.OFD),
        (["/ofd.XML"], Kind.OFD),
        (["[Content_Types].xml", "word/document.xml"], Kind.DOCX),
        (["word\\document.xml", "[Content_Types].xml"], Kind.DOCX),
        (["word/document.xml"], None),
        (["xl/workbook.xml", "[Content_Types].xml"], None),
        ([], None),
    ],
)
def test_a_package_is_known_by_what_lies_in_it(names, kind):
    assert kind_of_package(names) is kind


def test_what_stands_inside_a_container_counts_and_not_its_head():
    zipped = b"PK\x03\x04"

    assert is_container(zipped)
    assert sniff(zipped) is None
    assert check_upload("合同.docx", zipped, size_bytes=10, inside=Kind.DOCX) is Kind.DOCX
    with pytest.raises(UploadKindUnknown):
        check_upload("合同.docx", zipped, size_bytes=10)
    with pytest.raises(UploadKindDiffers):
        check_upload("合同.ofd", zipped, size_bytes=10, inside=Kind.DOCX)


def test_old_word_files_are_offered_only_where_they_can_be_opened():
    assert ",.doc," not in accept(old_word=False) + ","
    assert ",.doc," in accept(old_word=True) + ","
    assert ".ofd" in accept(old_word=False)
