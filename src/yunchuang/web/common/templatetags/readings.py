"""What was read from a material, said under its files."""

from __future__ import annotations

from typing import Any

from django import template

from yunchuang.apps.catalog.queries import RequirementFacts
from yunchuang.web.common.papers_told import Told

register = template.Library()


@register.inclusion_tag("common/papers_told.html", takes_context=True)
def papers_told(context: dict[str, Any], requirement_id: int) -> dict[str, Any]:
    """State and findings of a requirement's files; nothing where they are not read."""
    return {"told": _told(context, requirement_id), "requirement_id": requirement_id}


@register.inclusion_tag("common/papers_named.html", takes_context=True)
def papers_named(context: dict[str, Any], requirement: RequirementFacts) -> dict[str, Any]:
    """The same under the name of the material, for places where its files are not listed."""
    return {"told": _told(context, requirement.id), "requirement": requirement}


@register.inclusion_tag("common/papers_short.html", takes_context=True)
def papers_short(context: dict[str, Any], requirement: RequirementFacts) -> dict[str, Any]:
    """The same in a word, for lists."""
    return {"told": _told(context, requirement.id), "name": requirement.name}


def _told(context: dict[str, Any], requirement_id: int) -> Told | None:
    papers = context.get("papers")
    return papers.of.get(requirement_id) if papers else None
