"""The demo's items without a database: what ``yunchuang ask`` answers from where nothing is published."""

from __future__ import annotations

from yunchuang.apps.catalog import queries
from yunchuang.demo.seed import ITEMS
from yunchuang.domain.spoken import SPOKEN
from yunchuang.workflows.guide import Corpus, corpus_of


def corpus() -> Corpus:
    """The demo's items, as the guide answers from them."""
    return corpus_of([queries.of_listing(one.draft.listing()) for one in ITEMS], SPOKEN)
