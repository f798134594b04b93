"""Builds the demo centre through the services of the product. Run twice, it is there once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from django.utils.timezone import now

from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.certificates import services as certificates
from yunchuang.demo import centre, handed_in, known, life, people
from yunchuang.demo.items import bundles, companies, devices, food, others, traders
from yunchuang.demo.items import centre as centre_items
from yunchuang.demo.items import certificates as certificate_rules
from yunchuang.demo.items.words import Published

ITEMS: list[Published] = [
    *companies.ITEMS,
    *traders.ITEMS,
    *devices.ITEMS,
    *food.ITEMS,
    *others.ITEMS,
    *bundles.ITEMS,
    *centre_items.ITEMS,
]

_DOORS = {
    "clerk": "/counter/",
    "reviewer": "/office/",
    "director": "/office/",
    "editor": "/office/items/",
    "helper": "/kiosk/",
}
_password = people.FIXED_PASSWORD


class SignIn(NamedTuple):
    """Who can come in by which door."""

    door: str
    name: str
    login: str
    password: str


def seed(*, passwords: Literal["fixed", "random"] = "fixed", at: datetime | None = None) -> None:
    """Make the centre, everybody in it, its items and some past; ``random`` gives staff a new password each time."""
    global _password
    at = at or now()
    if passwords == "random":
        _password = people.random_password()
    bodies, lines = centre.build()
    ids = people.build(bodies, password=_password, at=at)
    publish(bodies, lines, at=at)
    known.keep(ids, at=at)
    life.live(ids, at=at)
    handed_in.hand_in(ids, at=at)


def publish(bodies: Mapping[str, int], lines: Mapping[str, int], *, at: datetime | None = None) -> None:
    """Publish every item; only what has changed moves a version."""
    for one in ITEMS:
        body_id, line_ids = bodies[one.body], [lines[line] for line in one.lines]
        item_id = catalog.put_item(one.draft, body_id=body_id, window_class_ids=line_ids, at=at)
        if one.draft.code in certificate_rules.RULES:
            certificates.put_rule(certificate_rules.RULES[one.draft.code], item_id=item_id)


def sign_ins() -> list[SignIn]:
    """Who can sign in where, after ``seed`` in this process: door, who, login, password."""
    citizens = [SignIn("/", what, phone, people.BY_CODE) for phone, _name, what in people.CITIZENS]
    staff = [SignIn(_DOORS[one.posts[0][1]], f"{one.name}：{one.what}", one.login, _password) for one in people.STAFF]
    return citizens + staff
