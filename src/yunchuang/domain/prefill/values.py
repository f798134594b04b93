"""What was read from a paper as a value of the field that it is carried into, or why it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from yunchuang.domain import forms
from yunchuang.domain.forms import Check, Fault, Field
from yunchuang.domain.reading import days
from yunchuang.domain.reading.text import plain


@dataclass(frozen=True, slots=True)
class Unfit:
    """A value of a paper that a field cannot take: ``text`` as it was read, ``fault`` what is in the way."""

    text: str
    fault: Fault


_YES: Final = frozenset({"是", "有", "合格", "符合", "同意", "已", "√"})
_NO: Final = frozenset({"否", "无", "不合格", "不符合", "不同意", "未", "×", "没有"})
_UNIT_IN_TITLE: Final = re.compile(r"[（(]([^（()）]+)[）)]$")
_FOREIGN: Final = ("美元", "欧元", "港元", "港币", "日元", "英镑")
_DIGITS: Final = {char: n % 10 for n, char in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG: Final = {"万": 10**4, "亿": 10**8}


def as_value(
    field: Field, rules: forms.Schema, text: str, *, checks: Mapping[str, Check] | None = None
) -> object | Unfit:
    """The text of a paper as the value of a field; ``rules`` are the field's in its form.

    A date is written as ISO has it (of a term, its last day), money in the field's unit, an option as the form
    prints it. Whatever the field itself would refuse is unfit.
    """
    found = _TURNS[_turn(field)](field, text.strip())
    if isinstance(found, Fault):
        return Unfit(text, found)
    alone = {"properties": {field.name: {key: rule for key, rule in rules.items() if key != "x-shown-when"}}}
    faults = forms.validate(alone, {field.name: found}, checks=checks or {})
    return Unfit(text, next(iter(faults.values()))) if faults else found


def _turn(field: Field) -> str:
    if field.options:
        return "option"
    if field.type != "string":
        return field.type
    return field.format if field.format in ("date", "money", "credit-code", "id-number") else "text"


def _text(field: Field, text: str) -> object | Fault:
    return text


def _capitals(field: Field, text: str) -> object | Fault:
    return plain(text).upper()


def _date(field: Field, text: str) -> object | Fault:
    found = days.last(plain(text))
    return found.isoformat() if found else Fault("date_wrong")


def _option(field: Field, text: str) -> object | Fault:
    wanted = plain(text)
    same = [one for one in field.options if plain(one) == wanted]
    # 有限责任公司(自然人投资或控股) is 有限责任公司 where the form knows no finer
    begun = [one for one in field.options if wanted.startswith(f"{plain(one)}(")]
    found = same or sorted(begun, key=len)[-1:]
    return found[0] if found else Fault("not_in_list")


def _yes_or_no(field: Field, text: str) -> object | Fault:
    bare = plain(text)
    return True if bare in _YES else False if bare in _NO else Fault("not_yes_or_no")


def _number(field: Field, text: str) -> object | Fault:
    found = _amount(text, _unit(field))
    return Fault("not_number") if found is None else float(found)


def _whole(field: Field, text: str) -> object | Fault:
    found = _amount(text, _unit(field))
    return int(found) if found is not None and found == found.to_integral_value() else Fault("not_whole_number")


def _money(field: Field, text: str) -> object | Fault:
    found = _amount(text, _unit(field) or "元")
    if found is None or any(word in text for word in _FOREIGN):
        return Fault("money_wrong")
    return f"{found:f}".rstrip("0").rstrip(".") if "." in f"{found:f}" else f"{found:f}"


_TURNS: Final[Mapping[str, Callable[[Field, str], object | Fault]]] = {
    "text": _text,
    "credit-code": _capitals,
    "id-number": _capitals,
    "date": _date,
    "option": _option,
    "boolean": _yes_or_no,
    "number": _number,
    "integer": _whole,
    "money": _money,
}


def _unit(field: Field) -> str:
    """The unit of a field, as it says or as its title ends with."""
    named = _UNIT_IN_TITLE.search(field.title)
    return field.unit or (named.group(1) if named else "")


def _amount(text: str, unit: str) -> Decimal | None:
    """A number with its unit (500万元, 伍拾万元整, 86.5㎡) in the unit wanted; None where it is of another."""
    bare = plain(text).replace(",", "").removeprefix("人民币").removesuffix("人民币").removesuffix("整")
    found = re.fullmatch(
        r"(\d+(?:\.\d+)?|[零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿]+)([万亿]?)(.*)", bare
    )
    if found is None:
        return None
    number = Decimal(found[1]) if found[1][0].isdigit() else _written(found[1])
    if number is None:
        return None
    number *= _BIG.get(found[2], 1)
    mine, theirs = _plain_unit(found[3]), _plain_unit(unit)
    if theirs[1] and mine[1] and mine[1] != theirs[1]:
        return None
    return number / theirs[0]


def _plain_unit(unit: str) -> tuple[int, str]:
    """How many of the plain unit it is, and the plain unit."""
    bare = plain(unit)
    many = _BIG.get(bare[:1], 1)
    word = bare[1:] if many > 1 else bare
    return many, {"圆": "元", "㎡": "平方米", "m²": "平方米", "m2": "平方米", "平米": "平方米"}.get(word, word)


def _written(text: str) -> Decimal | None:
    """一千二百万, 伍佰万: a number in Chinese numerals; None where it is none."""
    total, part, digit = 0, 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            part += (1 if digit is None else digit) * _TENS[char]
            digit = None
        elif char in _BIG and (part or digit):
            total = (
                (total + part + (digit or 0)) * _BIG[char] if char == "亿" else total + (part + (digit or 0)) * 10**4
            )
            part, digit = 0, None
        else:
            return None
    return Decimal(total + part + (digit or 0))


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: signs, their width and blanks apart."""
    if isinstance(one, str) and isinstance(other, str):
        return _bare(one) == _bare(other)
    return bool(one == other)


_SIGNS: Final = str.maketrans("", "", "()[]{}「」『』《》〈〉,.;:，。；：、·-_'\"“”‘’")


def _bare(text: str) -> str:
    return plain(text).translate(_SIGNS).upper()
