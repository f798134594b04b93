"""How often search finds the right item: real items of a province, asked for in the words people use for them.

Method. The items of ``items-guangdong.jsonl.gz`` are indexed as ``yunchuang search --catalogue`` does, with the shipped
other words and nothing else; each query of ``search-dev.jsonl`` is searched, ten hits. MRR@10 is the mean of one over
the place of the first target (0 beyond the tenth); recall@5 the mean share of a query's targets among the first five.
Hard queries stand in the name of no target. ``worth_…`` is what each part adds: the figure with all parts less the
figure with the part's weights at nothing. ``shipped_words_in_set`` counts pairs of the shipped table whose left side
is a query of the set: none may be.

    python -m benchmarks.search_quality [--json] [--data ../shared/data] [--parts]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.fifty_thousand import ITEMS_FILE
from benchmarks.report import tell
from yunchuang.apps.catalog.finding import engine
from yunchuang.apps.catalog.finding.documents import from_file
from yunchuang.domain.spoken import SPOKEN

SET = "search-dev.jsonl"
PARTS: Mapping[str, tuple[str, ...]] = {
    "pairs": ("pairs", "pair_cover"),
    "characters": ("chars", "char_cover"),
    "order_and_nearness": ("tight", "starts", "ratio"),
    "conditions_and_materials": ("text",),
    "sound": ("sound",),
    "what_is_done": ("deed", "deed_other", "begin", "look_up"),
    "nearest_level_first": ("level",),
    "whole_before_part": ("part",),
    "body": ("body",),
    "set_off_by_marks": ("alone",),
    "where_a_name_holds_all": ("whole_chars", "whole_level", "whole_part", "whole_look_up"),
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--parts", action="store_true", help="say what each part is worth (a minute more)")
    told = parser.parse_args()
    if not (told.data / SET).exists():
        print(f"{told.data / SET} is not there: name its folder with --data")
        return 2
    queries = [json.loads(line) for line in (told.data / SET).read_text(encoding="utf-8").splitlines()]
    documents = list(from_file(told.data / ITEMS_FILE))
    index = engine.Index.of(documents, SPOKEN)
    figures: dict[str, object] = dict(_measured(index, queries))
    figures["shipped_words_in_set"] = len({one["query"] for one in queries} & set(SPOKEN))
    if told.parts:
        whole = _measured(index, queries)
        for part, names in PARTS.items():
            with engine.weighed(dict.fromkeys(names, 0.0)):
                less = _measured(index, queries)
            figures[f"worth_{part}"] = {name: round(value - less[name], 3) for name, value in whole.items()}
        less = _measured(engine.Index.of(documents, {}), queries)
        figures["worth_other_words"] = {name: round(value - less[name], 3) for name, value in whole.items()}
    goals = {
        "hard_mrr_10": ("≥", 0.75),
        "hard_recall_5": ("≥", 0.85),
        "easy_mrr_10": ("≥", 0.94),
        "easy_recall_5": ("≥", 0.97),
        "shipped_words_in_set": ("≤", 0),
    }
    return tell(figures, goals)


def _measured(index: engine.Index, queries: list[dict[str, object]]) -> dict[str, float]:
    figures = {}
    for kind in ("hard", "easy"):
        ranks, recalls = [], []
        for one in queries:
            if one["kind"] != kind:
                continue
            targets = set(one["targets"])  # type: ignore[call-overload]
            found = [hit.document.code for hit in index.search(str(one["query"]), limit=10)]
            ranks.append(next((1 / place for place, code in enumerate(found, start=1) if code in targets), 0.0))
            recalls.append(len(targets & set(found[:5])) / len(targets))
        figures[f"{kind}_mrr_10"] = round(sum(ranks) / len(ranks), 4)
        figures[f"{kind}_recall_5"] = round(sum(recalls) / len(recalls), 4)
    return figures


if __name__ == "__main__":
    sys.exit(main())
