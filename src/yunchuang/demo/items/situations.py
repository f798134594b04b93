"""Situations of the demo: the questions that lead to a person's own list.

What each answer asks for follows the collected sources as far as they go (食品安全法 35 and 总局令 78 号 4: what needs
a permit and what a filing; 条例 16, 实施细则 25: what a registration asks for). Which items belong to the bundle is not
read in an official text, so the whole of it carries ``示例数据，待核``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yunchuang.demo.items.words import EXAMPLE


def question(
    code: str, ask: str, *options: tuple[str, str], note: str = "", when: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """A question with its answers (code, text)."""
    listed = [{"code": one, "text": text} for one, text in options]
    return {"code": code, "ask": ask, "help": note, "when": _lists(when or {}), "options": listed}


def follows(when: Mapping[str, Sequence[str]], **what: Any) -> dict[str, Any]:
    """What follows from answers."""
    return {"when": _lists(when), **what}


def tree(questions: Iterable[Mapping[str, Any]], outcomes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A tree with its mark of trust."""
    return {"trust": EXAMPLE, "questions": list(questions), "outcomes": list(outcomes)}


def _lists(when: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(options) for name, options in when.items()}


_SELLS = question(
    "sells",
    "店里卖什么？",
    ("meal", "现做现卖的饭菜、饮品、点心"),
    ("loose", "散装食品，或者既卖散装也卖包装好的"),
    ("packed", "只卖包装好的食品"),
)
_NEEDS_PERMIT = {"sells": ("meal", "loose")}
_MACHINES = question(
    "machines",
    "用自动设备制作或售卖吗？",
    ("no", "不用"),
    ("yes", "用，比如自动售卖机、自动制售机"),
    when=_NEEDS_PERMIT,
)
_PROXY = question("proxy", "谁来办？", ("self", "经营者自己办"), ("other", "请别人代办"), when=_NEEDS_PERMIT)
_LICENCE = question(
    "licence",
    "营业执照是哪里发的？",
    ("here", "本市发的，或者有电子营业执照"),
    ("elsewhere", "外地发的，只有纸质的"),
    note="能在网上核验的不用再交复印件。",
    when=_NEEDS_PERMIT,
)

FOOD_PERMIT = tree(
    [_SELLS, _MACHINES, _LICENCE, _PROXY],
    [
        follows(
            {"sells": ("packed",)},
            instead="prepacked-food-filing",
            note="只卖包装好的食品不用办许可，办备案就行（食品安全法第三十五条）。",
        ),
        follows({"machines": ("yes",)}, needs=["machines"]),
        follows({"licence": ("here",)}, note="营业执照由窗口在网上核验，不用交复印件。"),
        follows({"licence": ("elsewhere",)}, needs=["licence"]),
        follows({"proxy": ("other",)}, needs=["proxy"]),
    ],
)

RESTAURANT = tree(
    [
        question(
            "owner",
            "用什么身份来开？",
            ("trader", "个体工商户，还没有营业执照"),
            ("company", "公司，还没有营业执照"),
            ("has", "已经有营业执照"),
        ),
        question("sells", "店里卖什么？", *((one["code"], one["text"]) for one in _SELLS["options"])),
        _MACHINES,
        question("proxy", "谁来办？", ("self", "自己办"), ("other", "请别人代办")),
    ],
    [
        follows({"owner": ("trader",)}, items=["trader-founding"], note="先办个体工商户登记，拿到营业执照再办食品。"),
        follows({"owner": ("company",)}, items=["company-founding"], note="先办公司登记，拿到营业执照再办食品。"),
        follows(_NEEDS_PERMIT, items=["food-permit"]),
        follows({"sells": ("packed",)}, items=["prepacked-food-filing"]),
        follows({"proxy": ("other",)}, note="代办的带上授权委托书和代办人身份证。"),
        follows({"machines": ("yes",)}, note="自动设备要另外说明放在哪里、许可证怎么展示、风险怎么管。"),
    ],
)
