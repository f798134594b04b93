"""Words of looking materials through: where each stands, how sure a field is, why a finding was overruled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# state → look of the dot, kind of chip, word; a shape of its own and a word go with every colour
STATES: Final[Mapping[str, tuple[str, Any]]] = {
    "wanted": ("", _("还没交")),
    "optional": ("", _("没有交，可以不交")),
    "marked": ("warn", _("已标要补")),
    "checked": ("good", _("看过，可以")),
    "open": ("busy", _("还没看")),
}
READ: Final[Mapping[str, Any]] = {
    "off": _("没有识读，请看原件"),
    "waiting": _("等着识读"),
    "reading": _("正在识读"),
    "unreadable": _("读不了，请看原件"),
    "nothing": _("没有读出内容，请看画面"),
    "clean": _("没有发现问题"),
}
OVERRULED: Final[Mapping[str, Any]] = {
    "misread": _("材料没有错，是读错了"),
    "acceptable": _("情况属实，这里不影响"),
    "shown": _("看过原件，或者已从别处核实"),
    "other": _("其他原因"),
}
DOUBTFUL: Final = 0.75
_SURE: Final = ((0.95, _("清楚")), (DOUBTFUL, _("较清楚")), (0.0, _("存疑")))
ILL_FORMED: Final = _("存疑：写法不对")

ROWS: Final[Mapping[str, Any]] = {
    "名称": _("名称"),
    "统一社会信用代码": _("统一社会信用代码"),
    "住所": _("住所"),
    "经营场所": _("经营场所"),
    "法定代表人": _("法定代表人"),
    "姓名": _("姓名"),
    "公民身份号码": _("公民身份号码"),
    "成立日期": _("成立日期"),
    "有效期": _("有效期"),
}


def sure_of(confidence: float, *, is_good: bool) -> Any:
    """How surely a field was read, in a word."""
    if not is_good:
        return ILL_FORMED
    return next(word for least, word in _SURE if confidence >= least)
