"""Scoring and spreading of visits: pure; the facts behind them: a constant number of queries."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from inspections.enums import Grade
from inspections.models import Nonconformity
from inspections.programme_risk import WEIGHTS, UnitFacts, reasons_for, remaining_months, score_of, spread
from inspections.reports.programme_facts import reached_keys
from inspections.reports.programme_proposal import propose
from qms import clock
from qms.enums import UnitKind
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    IssueFactory,
    NonconformityFactory,
    ProgrammeFactory,
    ProgrammeLineFactory,
    SessionClauseFactory,
    SessionFactory,
    UnitFactory,
)
from tests.shared_organisation import fresh

DAY = dt.date(2020, 7, 15)


@given(st.integers(0, 200), st.integers(1, 12))
def test_spread_is_even_and_in_order(count, length):
    months = list(range(13 - length, 13))
    given_months = spread(count, months)
    loads = [given_months.count(month) for month in months]
    assert len(given_months) == count
    assert given_months == sorted(given_months)
    assert max(loads) - min(loads) <= 1


@given(st.builds(
    UnitFacts, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.just(DAY - dt.timedelta(days=400)),
    st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.booleans(), st.just(60), st.integers(0, 60),
))  # fmt: skip
def test_score_is_the_sum_of_its_reasons_each_within_its_weight(facts):
    reasons = reasons_for(facts, DAY)
    assert score_of(reasons) == round(sum(reason.points for reason in reasons))
    assert all(0 < reason.points <= WEIGHTS[reason.name].most and str(reason.text) for reason in reasons)


def test_a_major_weighs_more_than_a_minor_and_overdue_adds():
    def score(**known):
        return score_of(reasons_for(UnitFacts(last_on=DAY, **known), DAY))

    assert score(open_majors=1) > score(open_minors=1) > score() == 0
    assert score(open_minors=1, overdue=1) > score(open_minors=1)


def test_months_that_remain():
    assert remaining_months(2020, DAY) == [8, 9, 10, 11, 12]
    assert remaining_months(2020, dt.date(2020, 12, 3)) == [12]
    assert remaining_months(2021, DAY) == list(range(1, 13))


def test_counting_over_the_register_reaches_what_its_list_reaches(org):
    inspection = InspectionFactory(unit=org.sibling, lead=org.manager1)
    for unit in (org.division, org.sibling, org.department):
        NonconformityFactory(unit=unit, raised_by_unit=unit)
    NonconformityFactory(unit=org.division, raised_by_unit=org.sibling)
    NonconformityFactory(unit=org.sibling, raised_by_unit=org.sibling, inspection=inspection)
    NonconformityFactory(unit=org.sibling, raised_by_unit=org.sibling, handler=org.owner1)
    told = {}
    for name in ("officer1", "manager1", "owner1", "lead", "officer"):
        person = fresh(getattr(org, name))
        told[name] = set(reached_keys(person).values_list("id", flat=True))
        assert told[name] == set(Nonconformity.objects.visible_to(person).values_list("pk", flat=True)), name
    assert len(set(map(frozenset, told.values()))) > 2


def programme_of(org, **traits):
    values = {"unit": org.department, "edition": org.edition, "prepared_by": org.officer1, "year": 2020}
    return ProgrammeFactory(**(values | traits))


def test_facts_of_a_unit_are_told_in_words(org):
    programme = programme_of(org)
    old = InspectionFactory(
        unit=org.division, raised_by_unit=org.department, lead=org.lead1, edition=org.edition, closed=True,
        starts_on=dt.date(2019, 5, 6), ends_on=dt.date(2019, 5, 7),
    )  # fmt: skip
    clause = org.edition.clauses.filter(auditable=True).order_by("position").first()
    SessionClauseFactory(record=SessionFactory(inspection=old, unit=org.division, day=old.starts_on), clause=clause)
    FindingFactory(inspection=old, unit=org.division, raised_by_unit=org.department, grade=Grade.MAJOR, confirmed=True)
    NonconformityFactory(
        unit=org.division,
        raised_by_unit=org.department,
        raised_by=org.officer1,
        raised_on=dt.date(2020, 5, 4),
        due_on=DAY - dt.timedelta(days=1),
    )
    changed = IssueFactory(document__unit=org.division, approved=True, effective_on=dt.date(2020, 1, 2))
    IssueFactory(document=changed.document, issue_number="02", approved=True, effective_on=dt.date(2020, 2, 3))
    rows = propose(programme, fresh(org.officer1))
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    row = next(row for row in rows if row.unit == org.division)
    amounts = {reason.name: reason.amount for reason in row.reasons}
    assert amounts["last_major"] == amounts["open_minor"] == amounts["overdue"] == amounts["changed_issue"] == 1
    assert amounts["month_since"] == 14
    assert "never" not in amounts
    assert clause.number not in row.missing
    assert row.last_on == old.ends_on
    assert row.because.count("; ") == len(row.reasons) - 1


def test_months_go_to_units_without_a_visit_the_riskiest_first(org):
    programme = programme_of(org)
    ProgrammeLineFactory(programme=programme, unit=org.sibling, month=3)
    rows = propose(programme, fresh(org.officer1))
    waiting = [row.month for row in rows if not row.visits]
    assert waiting == sorted(waiting)
    assert next(row.visits for row in rows if row.unit == org.sibling) == [3]


def test_proposal_asks_as_often_for_many_units(org):
    programme = programme_of(org)
    user = fresh(org.officer1)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            rows = propose(programme, user)
        return len(rows), len(caught)

    asked()
    few, first = asked()
    for number in range(30):
        unit = UnitFactory(code=f"S1-X{number}", kind=UnitKind.DIVISION, parent=org.department)
        NonconformityFactory(unit=unit, raised_by_unit=org.department, raised_by=org.officer1)
    assert asked() == (few + 30, first)
    assert clock.today() == DAY
