"""Readings of papers without a reader: what the worker would have written, for the scene of a visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tests.workflows.filing_scene import MONDAY
from yunchuang.apps.materials.models import Material
from yunchuang.apps.readings import services as readings
from yunchuang.domain.reading.reading import FieldRead, Finding, Reading, refused
from yunchuang.domain.reading.text import Box

NAME_BOX: Box = (0.2, 0.2, 0.6, 0.25)
CODE_BOX: Box = (0.2, 0.3, 0.6, 0.35)
LEASE = "租赁合同"
LICENCE = "食品经营许可证"


def licence(
    name: str = "云溪区老王面馆", *, until: str = "2040年1月1日", findings: tuple[Finding, ...] = (), **more: Any
) -> Reading:
    """A food business licence as it is read, its term with doubt."""
    fields = {
        "经营者名称": FieldRead(name, 0.98, 1, NAME_BOX),
        "有效期至": FieldRead(until, 0.6, 1, CODE_BOX),
    }
    known: dict[str, Any] = {"kind": LICENCE, "confidence": 0.97, "legible": True, "rotation": 0, "pages": 1}
    return Reading(**{**known, "fields": fields, "findings": findings, "sealed": True, **more})


def lease(tenant: str = "云溪区老王面馆", place: str = "云溪区云溪路12号一层", **more: Any) -> Reading:
    """A lease as it is read."""
    fields = {"承租方": FieldRead(tenant, 0.95, 1, NAME_BOX), "房屋坐落": FieldRead(place, 0.95, 1, CODE_BOX)}
    known: dict[str, Any] = {"kind": LEASE, "confidence": 0.95, "legible": True, "rotation": 0, "pages": 1}
    return Reading(**{**known, "fields": fields, "findings": (), "sealed": True, **more})


def is_read(material_id: int, reading: Reading, *, at: datetime = MONDAY) -> None:
    """The worker has read this material so."""
    with transaction.atomic():
        _ask(material_id, at)
        one = readings.take_up(material_id, at)
        assert one is not None
        assert readings.finish(one, reading, reader="test", at=at)


def is_being_read(material_id: int, *, at: datetime = MONDAY) -> None:
    """The worker has taken it up."""
    with transaction.atomic():
        _ask(material_id, at)
        readings.take_up(material_id, at)


def cannot_be_read(material_id: int, *, at: datetime = MONDAY) -> None:
    """The worker could not open it."""
    is_read(material_id, refused("file_broken"), at=at)


def _ask(material_id: int, at: datetime) -> None:
    sha256 = Material.objects.values_list("sha256", flat=True).get(id=material_id)
    readings.ask({material_id: sha256}, at)
