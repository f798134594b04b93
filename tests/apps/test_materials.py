"""Materials: what a checklist costs and says."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Centre
from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases.models import Case
from yunchuang.apps.materials import queries, services
from yunchuang.apps.materials.models import Mark
from yunchuang.apps.materials.services import Stored
from yunchuang.apps.visits.models import Visit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def case(centre: Centre) -> Case:
    visit = Visit.objects.create(
        key="v", citizen_id=centre.people["li"].account_id, item_id=centre.item_id, opened_at=AT
    )
    return cases.draft_of(
        visit_id=visit.id,
        applicant_id=visit.citizen_id,
        item_id=centre.item_id,
        body_id=centre.market_id,
        item_version=1,
        at=AT,
    )


def requirement_id(centre: Centre, code: str) -> int:
    return next(requirement.id for requirement in centre.item.requirements if requirement.code == code)


def add(case: Case, requirement: int, n: int) -> int:
    stored = Stored(stored_name=f"materials/{n}", name="a.pdf", kind="pdf", size_bytes=1, pages=1, sha256=str(n))
    row = services.add(
        case_id=case.id,
        requirement_id=requirement,
        stored=stored,
        by_id=case.applicant_id,
        at=AT + timedelta(seconds=n),
    )
    return row.id


def mark(centre: Centre, case: Case, code: str, reason: str = "illegible", minute: int = 0) -> bool:
    return services.mark(
        case_id=case.id,
        requirement_id=requirement_id(centre, code),
        reason=reason,
        words="",
        by_id=centre.people["wang"].account_id,
        at=AT + timedelta(minutes=minute),
    )


def test_a_checklist_keeps_the_order_of_the_guide_and_of_handing_in(centre, case):
    licence = requirement_id(centre, "licence")
    ids = [add(case, licence, n) for n in range(3)]

    found = queries.checklist(case.id, centre.item_id)

    assert [state.requirement.code for state in found] == ["licence", "plan"]
    assert [file.id for file in found[0].files] == ids


def test_a_checklist_costs_the_same_however_much_is_in_it(centre, case, django_assert_max_num_queries):
    for n in range(10):
        add(case, requirement_id(centre, "licence"), n)
    mark(centre, case, "plan")
    queries.checklist(case.id, centre.item_id)  # the catalogue is in memory now

    with django_assert_max_num_queries(4):  # files, marks, and the versions of catalogue and places
        queries.checklist(case.id, centre.item_id)


def test_the_open_mark_counts_before_older_ones(centre, case):
    mark(centre, case, "licence", "missing", minute=1)
    services.meet(case.id, requirement_id(centre, "licence"), AT + timedelta(minutes=2))
    mark(centre, case, "licence", "out_of_date", minute=3)

    found = queries.checklist(case.id, centre.item_id)[0]

    assert (found.state, found.mark.reason, found.mark.marked_by_name) == ("marked", "out_of_date", "王静")


def test_changing_ones_mind_about_a_mark_leaves_one_mark(centre, case):
    assert mark(centre, case, "licence", "missing")
    assert mark(centre, case, "licence", "illegible")
    assert not mark(centre, case, "licence", "illegible")

    assert [found.reason for found in queries.open_marks(case.id)] == ["illegible"]


def test_a_requirement_cannot_have_two_open_marks(centre, case):
    mark(centre, case, "licence")

    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(
            case=case,
            requirement_id=requirement_id(centre, "licence"),
            reason="missing",
            marked_by_id=case.applicant_id,
            marked_at=AT,
        )


def test_a_stored_file_can_be_read_and_forgotten(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = services.store(io.BytesIO(b"content"), kind="pdf", at=AT)
    assert (tmp_path / name).read_bytes() == b"content"

    services.forget(name)

    assert not (tmp_path / name).exists()


def test_there_is_no_file_of_a_number_that_nobody_gave(db):
    assert queries.file_for(0) is None
