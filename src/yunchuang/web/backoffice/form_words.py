"""Mistakes of a form or a plan in the words of editors: where it is, and what about it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: tuple[tuple[str, Any], ...] = (
    (r"not understood: (.+)", gettext_lazy("这里有不认识的写法或名字：%s")),
    (r"no such field before it: (.+)", gettext_lazy("条件里用到的项要排在它前面：%s")),
    (r"another field has this name", gettext_lazy("已经有一项叫这个英文名")),
    (r"is shown under another condition", gettext_lazy("这一项只在别的条件下出现，不能这样设必填")),
    (
        r"shown under a condition, so required must be said by if and then",
        gettext_lazy("有条件才出现的项，必填要写在条件里"),
    ),
    (r"pattern .*", gettext_lazy("格式（正则表达式）写得不对")),
    (r"enum must be a list.*", gettext_lazy("选项要有，不能重复，不能空")),
    (r"(\w+) is above (\w+)", gettext_lazy("最少比最多还大")),
    (r"(\w+) must be a whole number.*", gettext_lazy("这里要写不小于 0 的整数：%s")),
    (r"nothing is called (.+)", gettext_lazy("没有一项叫 %s")),
    (r"(.+) is no form; .*", gettext_lazy("写法不对：%s")),
    (r"(.+) is no group of rows", gettext_lazy("%s 不是可填多行的一组")),
    (r"(.+) has no (.+)", gettext_lazy("这一组里没有这样的格：%s")),
    (r"needs a code of its own and a title", gettext_lazy("每份材料要有自己的代号和标题")),
    (r"documents must be a list.*", gettext_lazy("材料要有 1 到 20 份")),
    (r"a name begins with a letter.*", gettext_lazy("英文名要以字母开头，后面是字母、数字、- 和 _")),
    (r"properties must be an object of at most (\d+) fields", gettext_lazy("字段太多，最多 %s 项")),
    (r"at most (\d+) rows, and at least one field in each", gettext_lazy("一组最多 %s 行，每行至少填一格")),
    (r"must be an? (object|list).*", gettext_lazy("这里的写法不对，要写成一组内容")),
    (r"x-prefill: no such source: (.+)", gettext_lazy("“从哪里带入”里没有这个来源：%s")),
    (r"x-prefill: no such kind of paper: (.+)", gettext_lazy("“从哪里带入”里没有这种证照：%s")),
    (r"x-prefill: no such field on (.+)", gettext_lazy("“从哪里带入”里这种证照没有这一项：%s")),
    (
        r"x-prefill: cannot be filled from a paper with: (.+)",
        gettext_lazy("这一项的类型装不下证照上的“%s”，请换一个来源或类型"),
    ),
    (r"x-prefill must be a text.*", gettext_lazy("“从哪里带入”要写成一个来源，或者几个不重复的来源")),
    (r"must be (a number|text)", gettext_lazy("这里的值不对")),
    (r"nested too deep", gettext_lazy("括号套得太深，这里读不下去")),
    (r"not within rows", gettext_lazy("一组里面的格不能设条件")),
)


def mistake_words(mistake: ValueError) -> str:
    """What is wrong and where, in plain words; what has none is told as it came."""
    said = str(mistake)
    for pattern, words in WORDS:
        found = re.search(pattern, said)
        if found:
            detail = found.group(1) if found.groups() else ""
            what = str(words) % detail if "%s" in str(words) else str(words)
            return f"{_where(said[: found.start()])}{what}"
    return _("这里写得不对：%(said)s") % {"said": said}


def _where(before: str) -> str:
    where = before.strip(" :")
    for word, shown in (
        (r"\bfield ", _("字段 ")),
        (r"\bform\b", _("表单")),
        (r"\bdocument ", _("材料 ")),
        (r"\bpart ", _("第 ")),
    ):
        where = re.sub(word, str(shown), where)
    return f"{where}：" if where else ""
