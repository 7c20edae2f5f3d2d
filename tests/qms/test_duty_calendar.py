"""The calendar of duties: what each unit owes when, and who sees what of whom."""

import datetime as dt

import pytest
from django.urls import reverse

from qms.reports.duty_calendar import owing, units_of_calendar
from qms.unit_duties import KINDS, DutyDay
from tests.factories import (
    DocumentFactory,
    ManagementReviewFactory,
    PeriodicReportFactory,
    PeriodSchemeFactory,
    ReportPeriodFactory,
    WorkPlanFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2020, 7, 15)


@pytest.fixture
def report(organisation):
    period = ReportPeriodFactory(scheme=PeriodSchemeFactory(superior=organisation.ministry))
    return PeriodicReportFactory(period=period, unit=organisation.department)


def told(user, year=2020, **narrowed):
    found = owing(user, units_of_calendar(user), year, TODAY, **narrowed)
    return {(one.unit.pk, one.kind.name, one.duty.due_on, one.state) for one in found}


@pytest.mark.parametrize(
    ("due", "done", "state"),
    [
        ((7, 10), None, "missed"),
        ((7, 15), None, "coming"),
        ((7, 10), (7, 10), "done"),
        ((7, 10), (7, 11), "late"),
        ((7, 10), (7, 16), "missed"),
    ],
)
def test_state_is_derived_from_the_day_looked_at(due, done, state):
    duty = DutyDay(1, dt.date(2020, *due), "x", dt.date(2020, *done) if done else None)

    assert duty.state(TODAY) == state


def test_a_holder_owes_plan_objectives_programme_audit_and_review_every_year(organisation):
    unit = organisation.department

    found = {row for row in told(organisation.head1) if row[0] == unit.pk}

    begin, end = dt.date(2020, 2, 28), dt.date(2020, 12, 31)
    assert found == {
        (unit.pk, "plans", begin, "missed"),
        (unit.pk, "objectives", begin, "missed"),
        (unit.pk, "programmes", begin, "missed"),
        (unit.pk, "reviews", end, "coming"),
        (unit.pk, "audits", end, "coming"),
    }


def test_what_was_done_is_told_with_its_day(organisation):
    unit = organisation.department
    WorkPlanFactory(unit=unit, approved=True, approved_on=dt.date(2020, 3, 5))
    ManagementReviewFactory(unit=unit, signed=True, meeting_on=dt.date(2020, 6, 1))

    found = told(organisation.head1)

    assert (unit.pk, "plans", dt.date(2020, 2, 28), "late") in found
    assert (unit.pk, "reviews", dt.date(2020, 12, 31), "done") in found


def test_documents_are_owed_by_their_own_unit(organisation):
    DocumentFactory(unit=organisation.division, review_due_on=dt.date(2020, 9, 1))

    assert (organisation.division.pk, "documents", dt.date(2020, 9, 1), "coming") in told(organisation.head1)


def test_across_the_border_of_a_system_only_reports_are_seen(organisation, report):
    above = told(organisation.officer)
    own = told(organisation.officer1)

    missing = (organisation.department.pk, "reports", dt.date(2020, 7, 10), "missed")
    assert missing in above & own
    assert {kind for unit, kind, *_rest in above if unit == organisation.department.pk} == {"reports"}
    assert not told(organisation.officer2) & {missing}


def test_only_late_ones_and_one_kind(organisation, report):
    assert {kind for _unit, kind, *_rest in told(organisation.officer1, kind="reports")} == {"reports"}
    assert {state for *_rest, state in told(organisation.officer1, late=True)} == {"missed"}


def test_page_asks_no_more_for_more_units(client, organisation, report, django_assert_max_num_queries):
    client.force_login(organisation.head1)
    DocumentFactory(unit=organisation.division, review_due_on=dt.date(2020, 9, 1))
    client.get(reverse("duty_calendar"))

    with django_assert_max_num_queries(24 + len(KINDS)):
        answer = client.get(reverse("duty_calendar"), {"year": "2020"})

    assert answer.status_code == 200
    assert report.get_absolute_url() in answer.content.decode()


def test_readers_are_told_nothing_of_duties(organisation, report):
    assert told(organisation.reader1) == set()


def test_export_has_a_row_for_each_duty(client, organisation, report):
    client.force_login(organisation.officer1)

    answer = client.get(reverse("duty_calendar"), {"year": "2020", "kind": "reports", "export": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 2
    assert "2020-Q2" in lines[1]
