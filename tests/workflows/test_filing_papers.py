"""Papers: frozen when issued, drawn once, verified by anybody, handed only to those of the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.adapters.papers.fake import FakeRenderer
from yunchuang.adapters.seals.fake import FakeSeals
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.models import Paper
from yunchuang.apps.people import services as people
from yunchuang.domain import errors
from yunchuang.ports import registry
from yunchuang.ports.papers import PaperFacts, PaperNotMade, RenderedPaper
from yunchuang.workflows import papers, review

pytestmark = pytest.mark.django_db
URL = "https://example.invalid/verify/"


@pytest.fixture
def renderer() -> Iterator[FakeRenderer]:
    with registry.instead("papers", FakeRenderer()) as fake, registry.instead("seals", FakeSeals()):
        yield fake


def code_of(scene: Scene, kind: str = "receipt") -> str:
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    return next(paper.code for paper in case.papers if paper.kind == kind)


def pdf(scene: Scene, who: str = "li", code: str = "") -> bytes:
    return papers.pdf_of(actor=getattr(scene, who), code=code or code_of(scene), verify_url=URL, at=MONDAY)


def test_a_receipt_names_what_was_handed_in_and_is_drawn_once(scene, renderer):
    number = scene.submit()

    first, second = pdf(scene), pdf(scene)

    assert first == second
    assert number.encode() in first
    (drawn,) = renderer.papers
    assert drawn.materials == (("申请书", "1 份"), ("租赁合同", "1 份"))
    assert (drawn.applicant_name, drawn.item_name) == (scene.li.name, "食品经营许可（面馆）")
    assert (drawn.issued_on, drawn.verify_url) == ("2026年11月23日", URL)


def test_a_paper_says_what_was_true_when_it_was_issued(scene, renderer):
    scene.submit()
    people.set_name(account_id=scene.li.account_id, name="李改名")

    pdf(scene)

    assert renderer.papers[0].applicant_name == scene.li.name


def test_a_file_that_the_store_has_lost_is_drawn_again(scene, renderer, media: Path):
    scene.submit()
    first = pdf(scene)
    for path in media.rglob("*.pdf"):
        path.unlink()

    assert pdf(scene) == first


def test_a_failed_drawing_can_be_tried_again(scene, renderer):
    class Broken(FakeRenderer):
        def render(self, paper: PaperFacts) -> RenderedPaper:
            raise PaperNotMade("no font")

    scene.submit()
    with registry.instead("papers", Broken()), pytest.raises(PaperNotMade):
        pdf(scene)

    assert pdf(scene)


@pytest.mark.parametrize("who", ["he", "zhao", "liu", "feng"])
def test_a_guessed_paper_does_not_exist_for_strangers(scene, renderer, who):
    scene.submit()

    with pytest.raises(errors.NotFound):
        pdf(scene, who)


def test_a_code_of_nothing_is_not_found(scene, renderer):
    with pytest.raises(errors.NotFound):
        pdf(scene, code="0000-0000-0000-0000")
    with pytest.raises(errors.NotFound):
        pdf(scene, code="../../etc/passwd")


def test_anybody_can_verify_a_paper_and_learns_nothing_about_the_person(scene):
    number = scene.submit()

    state = papers.verify(code=code_of(scene).lower().replace("-", " "), at=MONDAY)

    assert (state.state, state.title, state.item_name) == ("genuine", "收件凭证", "食品经营许可（面馆）")
    assert state.issued_at == MONDAY
    assert number not in state.masked_number
    assert scene.li.name not in str(state)


def test_a_withdrawn_paper_and_an_unknown_code_are_told_apart(scene):
    scene.submit()
    Paper.objects.update(withdrawn_at=MONDAY)

    assert papers.verify(code=code_of(scene), at=MONDAY).state == "withdrawn"
    assert papers.verify(code="ABCD-ABCD-ABCD-ABCD", at=MONDAY).state == "unknown"
    assert papers.verify(code="x", at=MONDAY).state == "unknown"


def test_codes_cannot_be_guessed_from_each_other(scene):
    scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    receipt, acceptance = code_of(scene), code_of(scene, "acceptance")

    assert len({*zip(receipt, acceptance, strict=True)}) > 4
    assert receipt[:4] != acceptance[:4]
