"""One visit to the small hall, for an item with two required materials, and the people around it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.cast import Centre
from yunchuang.apps.calls.models import Call
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import services as places
from yunchuang.apps.tickets.models import Ticket
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits import services as visit_services
from yunchuang.workflows import filing, review

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning at the hall
PDF = b"%PDF-1.7 lease"
FORM = {"name": "老王面馆", "phone": "13800138000", "seats": "24"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "phone"],
    "properties": {
        "name": {"type": "string", "title": "名称", "maxLength": 20},
        "phone": {"type": "string", "title": "电话", "format": "phone"},
        "seats": {"type": "integer", "title": "座位", "minimum": 1},
        "by_hand": {"type": "boolean", "title": "现场制作"},
    },
}


@dataclass
class Scene:
    """Li applies, Zhou helps him, Wang serves him, Sun or Qian decides; Liu, He, Zhao and Feng have no part in it."""

    li: Actor
    wang: Actor
    liu: Actor
    sun: Actor
    qian: Actor
    zhou: Actor
    he: Actor
    zhao: Actor
    feng: Actor
    line_id: int
    item_id: int
    window_id: int
    visit_key: str = ""
    visit_id: int = 0
    tickets: list[int] = field(default_factory=list)

    def open_visit(self, *, citizen: Actor | None = None, channel: str = "web", helper: Actor | None = None) -> str:
        """A new visit of Li (or of another citizen) for the item; returns its key."""
        row = visit_services.open_visit(
            citizen_id=(citizen or self.li).account_id,
            item_id=self.item_id,
            purpose="开面馆",
            channel=channel,
            helper_id=helper.account_id if helper else None,
            at=MONDAY,
        )
        return row.key

    def sit_down(self, *, clerk: Actor | None = None, state: str = "serving") -> None:
        """Wang (or another clerk) is serving the visit at the window."""
        serial = len(self.tickets) + 1
        row = Ticket.objects.create(
            visit_id=self.visit_id,
            citizen_id=self.li.account_id,
            window_class_id=self.line_id,
            on=MONDAY.date(),
            serial=serial,
            number=f"A{serial:03d}",
            position=serial,
            state=state,
            window_id=self.window_id,
            clerk_id=(clerk or self.wang).account_id,
            taken_at=MONDAY - timedelta(minutes=20),
            called_at=MONDAY - timedelta(minutes=10),
            answered_at=MONDAY - timedelta(minutes=9),
        )
        self.tickets.append(row.id)

    def talk(self) -> int:
        """Wang is serving the visit and talks with Li; the number of their call."""
        self.sit_down()
        row = Call.objects.create(
            visit_id=self.visit_id,
            ticket_id=self.tickets[-1],
            window_id=self.window_id,
            clerk_id=self.wang.account_id,
            state="active",
            rang_at=MONDAY,
            started_at=MONDAY,
        )
        return row.id

    def stand_up(self) -> None:
        """The service at the window is over."""
        Ticket.objects.filter(id__in=self.tickets).update(state="done", ended_at=MONDAY)

    def hand_in(self, requirement: str, content: bytes = PDF, *, by: Actor | None = None, at: datetime = MONDAY) -> int:
        """Hand in a file for a requirement."""
        return hand_in(by or self.li, self.visit_key, requirement, content, at=at)

    def fill(self, **changes: Any) -> None:
        """Fill the form rightly, but for ``changes``."""
        filing.form_save(actor=self.li, visit_key=self.visit_key, values={**FORM, **changes}, at=MONDAY)

    def make_ready(self) -> None:
        """Everything there that a submission needs."""
        self.fill()
        self.hand_in("application", b"%PDF-1.7 application")
        self.hand_in("lease", b"%PDF-1.7 lease")

    def submit(self, at: datetime = MONDAY) -> str:
        """Make ready and submit; returns the number."""
        self.make_ready()
        return filing.submit(actor=self.li, visit_key=self.visit_key, at=at)

    def mark(self, requirement: str, *, by: Actor | None = None, at: datetime = MONDAY) -> None:
        """Wang marks a requirement as illegible."""
        review.mark(
            actor=by or self.wang,
            visit_key=self.visit_key,
            requirement_code=requirement,
            reason="illegible",
            words="第二页看不清",
            at=at,
        )


def hand_in(actor: Actor, visit_key: str, requirement: str, content: bytes, *, at: datetime = MONDAY) -> int:
    """Hand in a PDF of this content."""
    return filing.material_add(
        actor=actor,
        visit_key=visit_key,
        requirement_code=requirement,
        content=io.BytesIO(content),
        name="合同.pdf",
        size_bytes=len(content),
        at=at,
    )


def build(centre: Centre) -> Scene:
    """Li's visit in the small hall, for an item with two required materials, with Zhou beside him."""
    who = centre.people
    feng = people.make_staff(login="feng", name="冯审", password=None, at=MONDAY)
    places.give_post(account_id=feng, body_id=centre.veterans_id, role="reviewer")
    scene = Scene(
        li=who["li"],
        wang=who["wang"],
        liu=who["liu"],
        sun=who["sun"],
        qian=who["qian"],
        zhou=who["zhou"],
        he=who["he"],
        zhao=who["zhao"],
        feng=Actor(feng, "staff", "冯审"),
        line_id=centre.market_line_id,
        window_id=centre.window_3,
        item_id=catalog.put_item(_item(), body_id=centre.market_id, window_class_ids=[centre.market_line_id]),
    )
    scene.visit_key = scene.open_visit(helper=scene.zhou)
    found = visits.by_key(scene.visit_key)
    assert found is not None
    scene.visit_id = found.id
    return scene


def _item() -> catalog.ItemDraft:
    return catalog.ItemDraft(
        code="noodle-shop",
        name="食品经营许可（面馆）",
        summary="开面馆要办",
        effective_on=date(2023, 12, 1),
        legal_working_days=20,
        promised_working_days=10,
        form_schema=SCHEMA,
        requirements=[
            catalog.Requires(code="application", name="申请书"),
            catalog.Requires(code="lease", name="租赁合同"),
            catalog.Requires(code="plan", name="平面图", is_required=False),
        ],
    )
