"""What a field holds: how its text is cut out of what stands after the label, and whether it is well formed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from yunchuang.domain.reading import days, numbers
from yunchuang.domain.reading.text import printed

_EDGES: Final = ":：,，。.;；、-_·'\"*|/ "


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of value: ``cut`` gives it or an empty text; ``is_good`` says whether it is well formed."""

    cut: Callable[[str], str]
    is_good: Callable[[str], bool]
    one_line: bool = True  # a wrapped line below is not taken for its rest


def _matching(pattern: str) -> Callable[[str], str]:
    wanted = re.compile(pattern)

    def cut(text: str) -> str:
        found = wanted.search(text)
        return found.group() if found else ""

    return cut


def _date(text: str) -> str:
    found = re.search(_DATE, text)
    day = found.group() if found else ""
    return f"{day}日" if "月" in day and not day.endswith("日") else day


def _words(text: str) -> str:
    return printed(text.strip(_EDGES))


def _sentence(text: str) -> str:
    return _words(re.split(r"[。；;]", text.strip(_EDGES), maxsplit=1)[0])


_LAW_NOTE: Final = re.compile(r"依法.经(批准的项目)")  # the sentence that every licence ends its scope with


def _scope(text: str) -> str:
    """Businesses stand in a row with ; between them, which is read as : or as a full stop now and then."""
    parted = re.sub(r"(?<!项目)(?<!包括)(?<!其中)(?<!含):(?=.)", ";", text.lstrip(_EDGES).rstrip(":-_| "))
    return printed(_LAW_NOTE.sub(r"依法须经\1", parted))


def _people(text: str) -> str:
    """Names in a row; the sign between them is always 、."""
    return re.sub(r"(?<=[一-鿿])[,，.](?=[一-鿿])", "、", _words(text))


def _areas(text: str) -> str:
    """Areas in a row, each with its unit; a comma before two figures was a point."""
    pointed = re.sub(r"(?<=\d)[,，](?=\d\d平方)", ".", text)
    return _sentence(re.sub(r"(?<=\d平方)[一-鿿](?=[/、,，;；)）]|$)", "米", pointed.rstrip(_EDGES)))


def _person(text: str) -> str:
    bare = re.sub(r"^[^A-Za-z㐀-鿿]+", "", text)  # a colon may have been read as another sign
    head = re.split(r"[,，;；:：(（]|性别|身份证|电话", bare.strip(_EDGES), maxsplit=1)[0]
    return _words(head.replace(".", "·"))


def _identity_number(text: str) -> str:
    found = re.search(r"[0-9OQDILSZB|]{17}[0-9XxOKILSZ×]", text.upper())
    return numbers.as_identity_number(found.group()) if found else ""


def _credit_code(text: str) -> str:
    found = re.search(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", text.upper()) or re.search(
        r"[0-9A-Z]{15,20}", text.upper()
    )
    return numbers.as_credit_code(found.group()) if found else ""


def _code_or_number(text: str) -> str:
    """What sole traders may give instead of a code is their identity number."""
    return _credit_code(text) or _identity_number(text)


def _term(text: str) -> str:
    wanted = re.search(
        rf"(?:自|从)?({days.DAY_TEXT})(?:起)?[至到\-—~]+({days.DAY_TEXT}|{'|'.join(days.NEVER_ENDS)})止?", text
    )
    if wanted:
        return printed(wanted.group())
    single = re.search(rf"{'|'.join(days.NEVER_ENDS)}|{days.DAY_TEXT}", text)
    return single.group() if single else ""


_WRITTEN_DATE: Final = (
    r"[一二〇○零九][一二三四五六七八九〇○零]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_DATE: Final = rf"{days.DAY_TEXT}|{_WRITTEN_DATE}"
_PEOPLES: Final = frozenset(
    [
        "汉",
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
        "哈尼",
        "哈萨克",
        "傣",
        "黎",
        "傈僳",
        "佤",
        "畲",
        "高山",
        "拉祜",
        "水",
        "东乡",
        "纳西",
        "景颇",
        "柯尔克孜",
        "土",
        "达斡尔",
        "仫佬",
        "羌",
        "布朗",
        "撒拉",
        "毛南",
        "仡佬",
        "锡伯",
        "阿昌",
        "普米",
        "塔吉克",
        "怒",
        "乌孜别克",
        "俄罗斯",
        "鄂温克",
        "德昂",
        "保安",
        "裕固",
        "京",
        "塔塔尔",
        "独龙",
        "鄂伦春",
        "赫哲",
        "门巴",
        "珞巴",
        "基诺",
    ]
)
_BY_LENGTH: Final = "|".join(sorted(_PEOPLES, key=len, reverse=True))


_MONEY: Final = (
    r"(?:人民币|美元|欧元)?[\d.,]*[零壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千\d]+[万亿]?"
    r"(?:元|圆)(?:整|人民币|美元)?"
)


def _is_code_or_number(text: str) -> bool:
    return numbers.is_credit_code(text) or numbers.is_identity_number(text)


def _is_term(text: str) -> bool:
    return any(word in text for word in days.NEVER_ENDS) or bool(days.every(text))


SORTS: Final[Mapping[str, Sort]] = MappingProxyType(
    {
        "text": Sort(_words, bool),
        "line": Sort(_sentence, bool, one_line=False),
        "address": Sort(_sentence, lambda text: len(text) >= 5, one_line=False),
        "firm": Sort(_sentence, lambda text: len(text) >= 4, one_line=False),
        "authority": Sort(_sentence, lambda text: len(text) >= 4, one_line=False),
        "scope": Sort(_scope, lambda text: len(text) >= 4, one_line=False),
        "person": Sort(_person, lambda text: 2 <= len(text) <= 20),
        "people": Sort(_people, lambda text: len(text) >= 2, one_line=False),
        "date": Sort(_date, lambda text: days.first(text) is not None),
        "month": Sort(_matching(rf"(?:{_DATE})|(?:19|20)\d{{2}}[年.]\d{{1,2}}月?"), bool),
        "until": Sort(_matching(rf"{_DATE}|{'|'.join(days.NEVER_ENDS)}"), _is_term),
        "term": Sort(_term, _is_term, one_line=False),
        "sex": Sort(_matching(r"[男女]"), bool),
        "ethnic": Sort(_matching(f"(?:{_BY_LENGTH})族?"), bool),
        "identity": Sort(_identity_number, numbers.is_identity_number),
        "credit": Sort(_credit_code, numbers.is_credit_code),
        "credit-or-identity": Sort(_code_or_number, _is_code_or_number),
        "money": Sort(_matching(_MONEY), bool),
        "area": Sort(_matching(r"[\d.,]+(?:平方米|㎡|m²|m2|平米)"), bool),
        "areas": Sort(_areas, bool, one_line=False),
        "phone": Sort(_matching(r"(?<!\d)1\d{10}(?!\d)|(?:0\d{2,3}-?)?\d{7,8}|12345|12315"), bool),
        "digits": Sort(_matching(r"\d{5,20}"), bool),
        "code": Sort(_matching(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿()\[\]（）.\-/]*"), lambda text: len(text) >= 2),
    }
)  # fmt: skip
