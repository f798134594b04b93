"""Why a material is marked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.domain.materials import MarkReason

REASON_WORDS: Mapping[str, Any] = {
    MarkReason.MISSING.value: _("没有交"),
    MarkReason.WRONG_KIND.value: _("交错了，不是这份"),
    MarkReason.ILLEGIBLE.value: _("看不清"),
    MarkReason.INCOMPLETE.value: _("不完整"),
    MarkReason.OUT_OF_DATE.value: _("过期了"),
    MarkReason.DISAGREES.value: _("和其他材料对不上"),
}
