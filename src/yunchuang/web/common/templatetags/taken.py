"""Template tags: which files are taken, for the browser and in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from yunchuang.domain import materials
from yunchuang.ports import registry

register = template.Library()

WITH_OLD_WORD = _("可以交照片（JPG、PNG、HEIC、WebP、TIFF）、PDF、OFD，也可以交 Word 文件（DOCX、DOC）。")
WITHOUT_OLD_WORD = _(
    "可以交照片（JPG、PNG、HEIC、WebP、TIFF）、PDF、OFD，也可以交 Word 文件（DOCX；旧版 DOC 请先另存为 DOCX 或 PDF）。"
)


@register.simple_tag
def accepted_files() -> str:
    """Value for the ``accept`` attribute of a file field."""
    return materials.accept(old_word=registry.get("uploads").opens_old_word())


@register.simple_tag
def taken_files() -> Any:
    """Which kinds of files are taken, in words."""
    return WITH_OLD_WORD if registry.get("uploads").opens_old_word() else WITHOUT_OLD_WORD
