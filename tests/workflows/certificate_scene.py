"""Li's noodle shop again, with the rule that its approval makes a permit good for five years."""

from __future__ import annotations

from datetime import datetime

from tests.cast import Centre
from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.certificates import queries as certificate_queries
from yunchuang.apps.certificates import services as certificates
from yunchuang.apps.certificates.queries import CertificateFacts
from yunchuang.apps.certificates.services import RuleDraft
from yunchuang.workflows import review

PERMIT = RuleDraft(
    kind="food",
    name="食品经营许可证",
    years=5,
    holder_field="name",
    shown=[("座位", "seats")],
    renewal_item_code="food-permit",
    opens_days=90,
    closes_days=15,
    in_working_days=True,
)


def put_rules(scene: Scene, centre: Centre) -> None:
    """The noodle shop makes a permit; the small hall's other food item renews it."""
    renewal = RuleDraft(kind="food", name="食品经营许可证", grant="renewal", years=5, former_field="shop_name")
    certificates.put_rule(PERMIT, item_id=scene.item_id)
    certificates.put_rule(renewal, item_id=centre.item_id)
    assert catalog.item("food-permit") is not None


def approve(scene: Scene, *, at: datetime = MONDAY) -> str:
    """Submit, accept and approve; returns the case number."""
    number = scene.submit(at)
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=at)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=at)
    return number


def certificate(scene: Scene) -> CertificateFacts:
    """Li's newest certificate."""
    assert scene.li.account_id is not None
    return certificate_queries.of_owner(scene.li.account_id)[0]
