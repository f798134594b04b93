"""Whether a rephrased answer still says what the guide says: the same numbers, dates, names, refusals and duties.

A model may choose words, never facts. Every check is on the safe side: in doubt the guide's own words stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_DIGITS: Final = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_NUMBER: Final = re.compile(
    r"\d+(?:[.\-/:]\d+)*|[零〇一二三四五六七八九十百千万两]+(?=[个件份天日月年次元岁周名条项人趟小工份%]|分之)"
)
_UNIT: Final = re.compile(r"^\s*(个?工作日|个?月|小时|分钟|周岁|天|日|年|次|元|万元|岁|周|份|件|人|趟|%)")
_SAME_UNIT: Final = {"天": "日", "个工作日": "工作日", "个月": "月", "周岁": "岁", "趟": "次"}
_NAMES: Final = re.compile(r"《[^》]{1,60}》|「[^」]{1,60}」|“[^”]{1,60}”|[A-Za-z][\w.@:/\-]+")
_NOT: Final = re.compile("不|没|无|免|未|非|禁|勿|别|除")
_MUST: Final = re.compile("必须|必交|应当|只能|仅|一定|都要")
_GLUE: Final = frozenset(
    "您你好办理的是要需请可以时间大约一共就会到来在和及还有另外以下包括材料带上交给为这件事情承诺法定内完成准备携带提供"
    "，。、；：！？（）,.;:!?()\n \t"
)
_NEW_SHARE: Final = 0.25
"""How much of what is said may be characters that neither the facts nor plain talk have; house rule."""
_LONGEST: Final = 2.5


def numbers(text: str) -> Counter[str]:
    """Numbers with their units, Chinese numerals and full width read alike."""
    folded = unicodedata.normalize("NFKC", text)
    found: Counter[str] = Counter()
    for hit in _NUMBER.finditer(folded):
        unit = _UNIT.match(folded[hit.end() :])
        named = unit.group(1) if unit else ""
        found[_value(hit.group()) + _SAME_UNIT.get(named, named)] += 1
    return found


def _value(text: str) -> str:
    if text[0].isdigit():
        return text.lstrip("0") or "0"
    total, digit = 0, 0
    for char in text:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return str(total + digit)


def differences(said: str, facts: str) -> list[str]:
    """What an answer says otherwise than the facts, each in a word; empty when it may be shown."""
    found = []
    if set(numbers(said)) != set(numbers(facts)):
        found.append("numbers")
    if set(_NAMES.findall(said)) - set(_NAMES.findall(facts)):
        found.append("names")
    if any(name not in said for name in _listed(facts)):
        found.append("left out")
    if bool(_NOT.search(said)) != bool(_NOT.search(facts)) or len(_NOT.findall(said)) > len(_NOT.findall(facts)):
        found.append("refusals")
    if _MUST.search(said) and not _MUST.search(facts):
        found.append("duties")
    if _is_new(said, facts) or len(said) > _LONGEST * len(facts) + 60:
        found.append("new words")
    return found


def is_faithful(said: str, facts: str) -> bool:
    """Whether an answer may be shown instead of the facts."""
    return not differences(said, facts)


def _listed(facts: str) -> list[str]:
    """Names that stand in a row (materials, steps): none may be left out."""
    body = re.sub(r"^[^：:]{1,6}[：:]", "", facts)
    return [part for part in re.split(r"[、；。\n]|有就交：|必交：", body) if 1 < len(part) <= 60 and "、" in facts]


def _is_new(said: str, facts: str) -> bool:
    known = set(facts) | _GLUE
    new = [char for char in said if char not in known]
    return len(new) > _NEW_SHARE * max(1, len(said))
