"""Which kind a paper is, told by its words; «unknown» is an honest answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.rows import Row

TITLE_WEIGHT = 4.0
MENTION_WEIGHT = 0.8
LABEL_WEIGHT = 0.5  # each label of the kind's own fields that stands on the paper
LABELS_AT_MOST = 3.0
MARGIN = 1.0  # a second kind this near makes the answer doubtful


@dataclass(frozen=True, slots=True)
class Guess:
    """The kind with how sure (0 to 1); no kind when nothing fits."""

    kind: Kind | None
    confidence: float
    scores: tuple[tuple[str, float], ...] = ()


def guess(rows: Sequence[Row], kinds: Sequence[Kind]) -> Guess:
    """Return the kind whose words the rows show best."""
    texts = [row.text for row in rows]
    if not texts:
        return Guess(None, 0.0)
    usual = median(row.height for row in rows)
    scored = sorted(
        ((_score(kind, rows, texts, usual), kind) for kind in kinds if kind.titles), key=lambda pair: -pair[0]
    )
    table = tuple((kind.name, round(score, 2)) for score, kind in scored[:3])
    best, kind = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    lead = best - max(second, 0.0)
    if best < kind.need or (lead < 0.2 and second >= scored[1][1].need):
        return Guess(None, round(min(0.49, best / kind.need / 2), 2), table)
    sure = min(1.0, 0.6 + 0.1 * (best - kind.need)) * min(1.0, 0.7 + 0.3 * lead / MARGIN)
    return Guess(kind, round(min(0.99, sure), 2), table)


def _score(kind: Kind, rows: Sequence[Row], texts: Sequence[str], usual: float) -> float:
    whole = "\n".join(texts)
    score = _title(kind, rows, usual)
    score += sum(weight for word, weight in kind.words if word in whole)
    labels = sum(any(label in whole for label in rule.labels if len(label) > 1) for rule in kind.fields)
    score += min(LABELS_AT_MOST, labels * LABEL_WEIGHT)
    return score - sum(TITLE_WEIGHT for word in kind.against if any(_stands_alone(word, row, usual) for row in rows))


def _title(kind: Kind, rows: Sequence[Row], usual: float) -> float:
    best = 0.0
    for title in kind.titles:
        for row in rows:
            if _stands_alone(title, row, usual):
                return TITLE_WEIGHT
            if title in row.text:
                best = max(best, MENTION_WEIGHT)
    return best


def _stands_alone(title: str, row: Row, usual: float) -> bool:
    """Whether a row is the title and little more: large, or short, or with the title at its end."""
    for text in (row.text, *row.texts):
        bare = text.strip("*-_.:'\"")
        if title in bare:
            rest = len(bare) - len(title)
            large = row.height >= 1.35 * usual
            if (
                rest <= 2
                or (large and (rest <= 12 or bare.endswith(title)))
                or (bare.endswith(title) and rest <= 10 and "领取" not in bare and "办理" not in bare)
            ):
                return True
        elif len(title) >= 4 and len(bare) == len(title) and sum(a != b for a, b in zip(bare, title, strict=True)) == 1:
            return True
    return False
