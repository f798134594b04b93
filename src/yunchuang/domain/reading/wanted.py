"""Which kinds of paper a requirement of a guide wants, and what it asks of a photograph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yunchuang.domain.reading.kinds import Kind

OR: Final = "或"
BACKDROPS: Final = ("白", "蓝", "红")
PORTRAIT: Final = "证件照"

# What a guide writes around the name of a paper without meaning another one.
_BEFORE: Final = re.compile(r"^(本人|申请人|有效|纸质|《)+")
_AFTER: Final = re.compile(r"(复印件|原件|扫描件|照片|正、副本|正副本|正本|副本|及|和|》)+$")
_SIZE: Final = re.compile(r"(\d{2,5})\s*[×xX*]\s*(\d{2,5})")
_BYTES: Final = re.compile(r"(\d{1,5})\s*[–—~-]\s*(\d{1,5})\s*K", re.IGNORECASE)
_BACKDROP: Final = re.compile(r"([白蓝红])(?:色)?底?")
_PHOTO_REST: Final = re.compile(r"[\s,，、;；/或像素色底Bb]*")


class PhotoRuleUnclear(ValueError):
    """A photo rule that cannot be read."""


@dataclass(frozen=True, slots=True)
class PhotoRule:
    """What an item asks of a photograph; zero and nothing mean that it does not say."""

    width_px: int = 0
    height_px: int = 0
    least_kb: int = 0
    most_kb: int = 0
    backdrops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What a requirement wants: every line must be there, and the kinds of one line stand for each other."""

    lines: tuple[tuple[str, ...], ...] = ()
    photo: PhotoRule | None = None
    name: str = ""  # of the requirement
    elsewhere: tuple[str, ...] = ()  # kinds that other requirements of the item want

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind that will do; none: anything."""
        return tuple(dict.fromkeys(kind for line in self.lines for kind in line))


def need_of(name: str, read_as: Sequence[str], photo: str, kinds: Sequence[Kind]) -> Need:
    """What a requirement wants: by what its guide says (``read_as``, a line a paper), else by its name alone.

    A name tells only where it is the name of a kind and nothing else: "身份证明" may be met by other papers.
    """
    known = {kind.name for kind in kinds}
    lines = tuple(tuple(one for one in _named(line) if one in known) for line in read_as)
    try:
        rule = photo_rule(photo)
    except PhotoRuleUnclear:  # an editor cannot write one; an old import may hold one
        rule = None
    return Need(tuple(line for line in lines if line) or _by_name(name, kinds), rule, name)


def unknown_kinds(read_as: Sequence[str], kinds: Sequence[Kind]) -> tuple[str, ...]:
    """What a guide names as a kind and none is called; such a word is passed over by ``need_of``."""
    known = {kind.name for kind in kinds}
    return tuple(dict.fromkeys(one for line in read_as for one in _named(line) if one not in known))


def _named(line: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in line.split(OR) if one.strip())


def _by_name(name: str, kinds: Sequence[Kind]) -> tuple[tuple[str, ...], ...]:
    bare = _AFTER.sub("", _BEFORE.sub("", name.strip()))
    return tuple((kind.name,) for kind in kinds if bare in (kind.name, *kind.also))[:1]


def photo_rule(text: str) -> PhotoRule | None:
    """The rule that a text such as "352×440 20–50K 白底" states; None for an empty one.

    Raises:
        PhotoRuleUnclear: something else stands in it.
    """
    if not text.strip():
        return None
    size, weight = _SIZE.search(text), _BYTES.search(text)
    rest = _BYTES.sub("", _SIZE.sub("", text))
    backdrops = tuple(dict.fromkeys(_BACKDROP.findall(rest)))
    if not _PHOTO_REST.fullmatch(_BACKDROP.sub("", rest)) or not (size or weight or backdrops):
        raise PhotoRuleUnclear(text)
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    least, most = (int(weight[1]), int(weight[2])) if weight else (0, 0)
    if least > most:
        raise PhotoRuleUnclear(text)
    return PhotoRule(width, height, least, most, backdrops)
