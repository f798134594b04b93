"""Why something was found, in a kind and the words that matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yunchuang.domain import wording

from . import grams
from .asking import Asked, Variant
from .documents import Document

Kind = Literal["name", "word", "synonym", "pinyin", "body", "code", "question", "text"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: where it matched, and the words there."""

    kind: Kind
    matched: str

    def __str__(self) -> str:
        return f"{_SHOWN[self.kind]}：{self.matched}"


_SHOWN = {
    "name": "名称",
    "word": "也叫",
    "synonym": "就是",
    "pinyin": "拼音",
    "body": "单位",
    "code": "编码",
    "question": "常见问题",
    "text": "内容",
}


def reason(asked: Asked, variant: Variant, document: Document) -> Reason:
    """The first that holds: name, word of people, other words, pinyin, a code that is cited, body, then parts."""
    name = wording.plain(document.name)
    if asked.meant in name or name in asked.plain:
        return Reason("name", document.name)
    for word in document.words:
        plain = wording.plain(word)
        if len(plain) > 1 and (plain in asked.plain or asked.meant in plain):
            return Reason("word", word)
    if variant.said:
        return Reason("synonym", f"{variant.said} → {variant.meant}")
    return _by_sound_or_code(asked, document) or _looser(asked, document, name)


def _by_sound_or_code(asked: Asked, document: Document) -> Reason | None:
    said = list(asked.said)
    for shown in (document.name, *document.words) if said else ():
        if grams.sounds_like(said, wording.plain(shown)):
            return Reason("pinyin", shown)
    for line in document.cited if asked.code else ():
        if asked.plain in wording.plain(line):
            return Reason("code", line)
    return Reason("body", document.body) if _is_body(asked.meant, document) else None


def _is_body(text: str, document: Document) -> bool:
    full, short = wording.plain(document.body), wording.plain(document.body_short)
    return len(text) > 1 and ((bool(full) and (text in full or full in text)) or (len(short) > 1 and short in text))


def _looser(asked: Asked, document: Document, name: str) -> Reason:
    shared = longest_shared(asked.meant, name)
    if len(shared) > 1:
        return Reason("name", shared)
    for other in document.other_names:
        part = longest_shared(asked.meant, wording.plain(other))
        if len(part) > 1:
            return Reason("name", part)
    for question in document.questions:
        if len(longest_shared(asked.meant, wording.plain(question))) > 1:
            return Reason("question", question)
    in_text = longest_shared(asked.meant, wording.plain(document.text))
    if len(in_text) > 1:
        return Reason("text", in_text)
    return Reason("name", shared or document.name)


def longest_shared(text: str, name: str) -> str:
    """The longest stretch of a query that stands in a name."""
    for size in range(min(len(text), 40), 0, -1):
        for start in range(len(text) - size + 1):
            if text[start : start + size] in name:
                return text[start : start + size]
    return ""
