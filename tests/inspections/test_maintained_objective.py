"""The directive's objective "maintained" is counted from declarations, internal audits and reviews, as by hand."""

import datetime as dt

import pytest

from inspections.programme_clauses import clause_tree
from qms.measured_queries import QUERIES
from qms.models import Clause
from qms.operations import measurements, objective_sets
from tests.factories import (
    ChecklistLineFactory,
    DeclarationFactory,
    InspectionFactory,
    ManagementReviewFactory,
    SessionFactory,
    save,
)
from tests.shared_organisation import fresh

HALF = dt.date(2020, 1, 1), dt.date(2020, 6, 30)
LAST_OF_HALF = dt.date(2020, 6, 30)
KEY = "qms_maintained"


def declared(org, unit, **values):
    since = {"signed_on": dt.date(2019, 12, 1), "effective_on": dt.date(2019, 12, 1)}
    return DeclarationFactory(unit=unit, edition=org.edition, signed=True, **since, **values)


def reviewed(org, unit, day=dt.date(2020, 1, 15)):
    return ManagementReviewFactory(unit=unit, edition=org.edition, meeting_on=day, signed=True)


@pytest.fixture
def audit(org):
    """An internal audit of the department's division that examined every clause but the last."""
    made = InspectionFactory(
        concluded=True, kind="internal", unit=org.department, raised_by_unit=org.department, edition=org.edition,
        starts_on=dt.date(2020, 3, 2), ends_on=dt.date(2020, 3, 3),
    )  # fmt: skip
    session = SessionFactory(inspection=made, unit=org.division)
    for clause in Clause.objects.filter(pk__in=[leaf.pk for leaf in leaves(org)[:-1]]):
        ChecklistLineFactory(session=session, clause=clause, result="conforming")
    return session


def leaves(org):
    return sorted(clause_tree(org.edition.pk).leaves, key=lambda clause: clause.pk)


def figure(unit):
    found = measurements.figure_from_records(unit, *HALF)
    return int(found.numerator), int(found.denominator)


def test_maintained_is_declared_audited_whole_and_reviewed_within_a_year(org, audit):
    take = {"owner": org.officer, "year": 2020}
    made = objective_sets.take_over_objectives(org.ministry, by=fresh(org.officer), **take)
    ministry = next(one for one in made if one.key == KEY)
    take = {"owner": org.officer1, "year": 2020}
    made = objective_sets.take_over_objectives(org.department, by=fresh(org.officer1), **take)
    mine = next(one for one in made if one.key == KEY)
    assert (ministry.query, mine.query) == (KEY, KEY)
    assert "twelve months" in str(QUERIES[KEY].definition)

    declared(org, org.department), declared(org, org.department2), reviewed(org, org.department2)
    reviewed(org, org.inspectorate)
    assert (figure(mine), figure(ministry)) == ((0, 1), (0, 4)), "not reviewed"
    review = reviewed(org, org.department)
    assert figure(mine) == (0, 1), "one clause was not audited"
    last = leaves(org)[-1]
    ChecklistLineFactory(session=audit, clause=Clause.objects.get(pk=last.pk), result="conforming")
    assert (figure(mine), figure(ministry)) == ((1, 1), (1, 4))
    save(review, meeting_on=LAST_OF_HALF - dt.timedelta(days=366))
    assert figure(mine) == (0, 1), "reviewed more than a year ago"
    save(review, meeting_on=dt.date(2020, 6, 30))
    save(audit.inspection, starts_on=LAST_OF_HALF - dt.timedelta(days=366))
    assert figure(mine) == (0, 1), "audited more than a year ago"
