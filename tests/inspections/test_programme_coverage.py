"""Coverage over the cycle on a small edition made by hand: what is planned, done, still to come, and the holes."""

import datetime as dt

import pytest

from inspections.models import ProgrammeClause
from inspections.programme_clauses import clause_tree
from inspections.programme_coverage import coverage_of, done_clauses, planned_clauses, spread_out, years_of
from tests.factories import (
    ClauseFactory,
    EditionFactory,
    InspectionFactory,
    ProgrammeFactory,
    ProgrammeLineFactory,
    SessionClauseFactory,
    SessionFactory,
    save,
)
from tests.shared_organisation import fresh

NUMBERS = ("4", "4.1", "4.2", "7", "7.5", "7.5.1", "7.5.2", "8", "8.1", "10", "10.1")
LEAVES = ("4.1", "4.2", "7.5.1", "7.5.2", "8.1", "10.1")


@pytest.fixture
def edition(org):
    made = EditionFactory()
    for position, number in enumerate(NUMBERS):
        ClauseFactory(edition=made, number=number, position=position, auditable=number in LEAVES)
    return made


@pytest.fixture
def programme(org, edition):
    return ProgrammeFactory(unit=org.department, edition=edition, prepared_by=org.officer1, year=2020)


def plan(programme, unit, *numbers, **traits):
    line = ProgrammeLineFactory(programme=programme, unit=unit, **traits)
    for number in numbers:
        save(ProgrammeClause(record=line, clause=programme.edition.clauses.get(number=number)))
    return line


def hold(org, programme, unit, day, *numbers, **traits):
    inspection = InspectionFactory(
        unit=unit, raised_by_unit=org.department, edition=programme.edition, starts_on=day, ends_on=day,
        **({"closed": True} | traits),
    )  # fmt: skip
    session = SessionFactory(inspection=inspection, unit=unit, day=day)
    for number in numbers:
        SessionClauseFactory(record=session, clause=programme.edition.clauses.get(number=number))


def coverage(org, programme, *units):
    tree, keys = clause_tree(programme.edition_id), [unit.pk for unit in units]
    planned = spread_out(tree, planned_clauses(programme), keys)
    done = spread_out(tree, done_clauses(programme, keys, fresh(org.officer1)), keys)
    return coverage_of(tree, years_of(programme), planned, done, units=len(keys), this_year=2020)


def test_a_clause_stands_for_all_below_it_and_the_fewest_are_gathered(edition):
    tree = clause_tree(edition.pk)
    assert tree.covered(["7"]) == {"7.5.1", "7.5.2"}
    assert tree.covered(["1"]) == set()  # 1 is not above 10.1
    assert [clause.number for clause in tree.gathered({"4.1", "4.2", "7.5.1", "10.1"})] == ["4", "7.5.1", "10"]


def test_holes_are_exact(org, programme):
    hold(org, programme, org.division, dt.date(2018, 3, 5), "4")
    hold(org, programme, org.sibling, dt.date(2020, 3, 5), "4.1")
    hold(org, programme, org.division, dt.date(2017, 3, 5), "10")  # before the cycle
    hold(org, programme, org.division, dt.date(2019, 3, 5), "10", closed=False, in_progress=True)
    hold(org, programme, org.division, dt.date(2019, 3, 5), "10", superior=True)
    plan(programme, org.division, "7")
    plan(ProgrammeFactory(unit=org.department, edition=programme.edition, year=2019), org.division, "8")
    found = coverage(org, programme, org.division, org.sibling)
    assert found.years == [2018, 2019, 2020]
    assert {row.clause.number: row.state for row in found.rows} == {
        "4.1": "done", "4.2": "done", "7.5.1": "planned", "7.5.2": "planned", "8.1": "missed", "10.1": "hole",
    }  # fmt: skip
    assert [row.clause.number for row in found.holes] == ["8.1", "10.1"]
    assert [row.units_done for row in found.rows[:2]] == [2, 1]
    assert {row.state for row in coverage(org, programme, org.sibling).rows[1:]} == {"hole"}


def test_what_is_taken_out_covers_nothing(org, programme):
    line = plan(programme, org.division, "7")
    save(line, ended_at=dt.datetime(2020, 7, 1, tzinfo=dt.UTC))
    assert len(coverage(org, programme, org.division).holes) == len(LEAVES)
