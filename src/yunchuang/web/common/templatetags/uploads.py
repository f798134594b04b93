"""What the templates of the upload part need to say."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from yunchuang.apps.catalog.queries import RequirementFacts
from yunchuang.apps.materials.scans import InfectedFacts
from yunchuang.apps.uploads.queries import UploadFacts
from yunchuang.web.common.words import words_of

register = template.Library()


@register.filter
def for_requirement(standing: Iterable[UploadFacts], code: str) -> list[UploadFacts]:
    """Those of the uploads that go to one requirement."""
    return [one for one in standing or () if one.purpose == "material" and one.subject == code]


@register.filter
def of_requirement(infected: Iterable[InfectedFacts], requirement: RequirementFacts) -> list[InfectedFacts]:
    """Those of the infected files that were handed in for one requirement."""
    return [one for one in infected or () if one.requirement_id == requirement.id]


@register.filter
def refused_words(one: UploadFacts) -> str:
    """Why an upload was not taken."""
    return words_of(one.refused_as, one.refused_facts)


@register.filter
def its_row(requirement: RequirementFacts) -> str:
    """The selector of a requirement's row on its page."""
    return f"#material-{requirement.id}"
