"""Reading cases: what lists cost, what they find, where they end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Centre
from yunchuang.apps.cases import office, services
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.models import Case
from yunchuang.apps.cases.office import OfficePage
from yunchuang.apps.visits.models import Visit
from yunchuang.domain import errors

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def draft(centre: Centre, n: int) -> Case:
    visit = Visit.objects.create(
        key=f"v{n}", citizen_id=centre.people["li"].account_id, item_id=centre.item_id, opened_at=AT
    )
    return services.draft_of(
        visit_id=visit.id,
        applicant_id=visit.citizen_id,
        item_id=centre.item_id,
        body_id=centre.market_id,
        item_version=1,
        at=AT,
    )


def submitted(centre: Centre, n: int) -> Case:
    case = draft(centre, n)
    case.state = "submitted"
    at = AT + timedelta(minutes=n)
    services.file_case(case, number=f"{n:022d}", on=at.date(), applicant_name="李桂芳", at=at)
    services.set_acceptance_due(case, at.date())
    return case


def test_opening_a_draft_twice_opens_one(centre):
    case = draft(centre, 1)

    again = services.draft_of(
        visit_id=case.visit_id,
        applicant_id=case.applicant_id,
        item_id=case.item_id,
        body_id=case.body_id,
        item_version=2,
        at=AT,
    )

    assert (again.id, again.item_version) == (case.id, 1)


def test_a_submitted_case_without_a_number_cannot_be_stored(centre):
    case = draft(centre, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(id=case.id).update(state="submitted")


def test_a_visit_without_a_case_has_none(centre):
    assert cases.case_of_visit(0) is None
    with pytest.raises(errors.NotFound):
        services.locked(0)


def numbers(page: OfficePage) -> list[int]:
    return [int(row.number or "") for row in page.rows]


def test_the_office_list_is_pages_of_fifty_newest_first_in_one_query(centre, django_assert_num_queries):
    for n in range(1, 54):
        submitted(centre, n)
    draft(centre, 99)

    with django_assert_num_queries(1):
        first = office.page([centre.market_id])
    second = office.page([centre.market_id], key=first.after or "")

    assert (numbers(first), first.before) == ([*range(53, 3, -1)], None)
    assert (numbers(second), second.after) == ([3, 2, 1], None)
    back = office.page([centre.market_id], key=second.before or "", back=True)
    assert (numbers(back), back.before) == ([*range(53, 3, -1)], None)
    assert office.counts([centre.market_id]) == {"submitted": 53}


def test_what_is_due_first_stands_first(centre):
    for n, day in ((1, 30), (2, 25), (3, 27)):
        services.set_acceptance_due(submitted(centre, n), date(2026, 11, day))
    services.set_acceptance_due(submitted(centre, 4), None)

    assert numbers(office.page([centre.market_id], by_due=True)) == [2, 3, 1]
    assert office.urgent([centre.market_id], today=date(2026, 11, 26), soon=date(2026, 11, 30)) == {
        "late": 1,
        "today": 0,
        "soon": 2,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [("李桂芳", 2), ("李", 2), ("食品 0001", 1), ("0002", 1), ("0" * 21, 2), ("没有", 0), ("'; DROP", 0), ("002", 0)],
)
def test_the_office_list_finds_by_name_by_item_and_by_either_end_of_a_number(centre, query, found):
    submitted(centre, 1)
    submitted(centre, 2)

    assert len(office.page([centre.market_id], query=query).rows) == found


def test_a_name_with_a_space_in_it_is_found(centre):
    Case.objects.filter(id=submitted(centre, 1).id).update(applicant_name="体验 152")

    assert len(office.page([centre.market_id], query="体验 15").rows) == 1
    assert office.page([centre.market_id], query="体验 16").rows == ()


@pytest.mark.parametrize("key", ["nonsense", "2026-11-23_1", "2026-11-23T10:00:00+00:00_x", "_" * 60, "9" * 60])
def test_a_key_that_nobody_gave_is_as_none(centre, key):
    submitted(centre, 1)

    assert len(office.page([centre.market_id], key=key).rows) == 1


def test_the_office_list_is_of_the_bodies_asked_for(centre):
    submitted(centre, 1)

    assert office.page([centre.veterans_id]).rows == ()
    assert office.page([centre.market_id], state="accepted").rows == ()


def test_a_persons_cases_cost_the_same_however_many_they_are(centre, django_assert_num_queries):
    for n in range(1, 4):
        case = submitted(centre, n)
        services.issue(case, kind="receipt", code=f"code-{n}", facts={}, at=AT)

    with django_assert_num_queries(2):
        found = cases.cases_of(centre.people["li"].account_id)

    assert [case.papers[0].code for case in found] == ["code-3", "code-2", "code-1"]
    assert cases.cases_of(centre.people["he"].account_id) == []
    assert set(cases.of_visits([found[0].visit_id])) == {found[0].visit_id}
