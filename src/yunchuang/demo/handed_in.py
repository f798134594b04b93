"""Photographs of papers that were handed in and wait to be filed: an old permit, a licence with another name on it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

import structlog

from yunchuang.apps.people.queries import actor
from yunchuang.apps.visits import queries as visits
from yunchuang.workflows import filing, visit

WHO = "19900000004"
SEED = "renewal51"  # permit and licence begin with the same firm, a company
OTHER_NAME = ("餐饮管理", "餐饮服务")  # what the licence says differently
ISSUED = "2017年06月26日"  # five years before the end that is planted
PERMIT, LICENCE = "许可证照片.jpg", "执照照片.jpg"
log = structlog.get_logger(__name__)


def hand_in(ids: Mapping[str, int], *, at: datetime) -> None:
    """Let Fang hand in two papers, once; the worker reads them. Without a Chinese font there are none to be drawn."""
    if visits.of_citizen(ids[WHO]):
        return
    who = actor(ids[WHO])
    from yunchuang.demo.papers.fonts import NoFont

    try:
        operator, papers = _drawn()
    except NoFont as missing:
        log.warning("no_papers_drawn", why=str(missing))
        return
    key = visit.start_filing(actor=who, item_code="food-permit-renewal", channel="web", at=at)
    filing.form_save(actor=who, visit_key=key, values={"operator_name": operator}, at=at)
    for requirement, name, content in papers:
        filing.material_add(
            actor=who,
            visit_key=key,
            requirement_code=requirement,
            content=BytesIO(content),
            name=name,
            size_bytes=len(content),
            at=at,
        )


def _drawn() -> tuple[str, list[tuple[str, str, bytes]]]:
    """The operator's name, and for each paper: what it is handed in for, the name of its file, its content."""
    from yunchuang.demo.papers import faults, licences, snapshot

    permit = licences.food_permit(random.Random(SEED))
    faults.plant(permit, "expired", random.Random(SEED))
    permit.day = ISSUED
    licence = licences.business_licence(random.Random(SEED))
    licence.fields = [(label, value.replace(*OTHER_NAME)) for label, value in licence.fields]
    papers = [("permit", PERMIT, permit), ("related", LICENCE, licence)]
    files = [(code, name, snapshot.jpeg(draft, "L2", random.Random(SEED))) for code, name, draft in papers]
    return permit.truth["经营者名称"], files
