"""The correspondence of two editions as an object, from the shipped data."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms import clock
from qms.enums import MoveGroup, Relation
from qms.models import Correspondence
from qms.transition.table import load_table
from tests.factories import ClauseFactory, CorrespondenceFactory, EditionFactory
from tests.factories_base import save
from tests.qms.moves import edition

pytestmark = pytest.mark.django_db


def leaves(table):
    return [one for key, one in table.passages.items() if not table.is_heading(key)]


def numbers(clauses):
    return [one.number for one in clauses]


def of(table, number):
    return next(one for one in table.passages.values() if one.clause.number == number)


def test_2008_to_2015_is_counted_as_its_check_counts_it():
    with CaptureQueriesContext(connection) as asked:
        table = load_table(edition("2008"), edition("2015"))
        found = leaves(table)
        fallen, new, unconfirmed = table.withdrawn_clauses(), table.new_clauses(), table.unconfirmed()
    assert len(asked) == 4  # two of them fetch the editions
    assert len({(one.clause.pk, to.pk) for one in found for to in one.targets if not table.is_heading(to.pk)}) == 82
    assert numbers(fallen) == ["4.2.2", "5.5.2", "8.5.3"]
    assert numbers(new) == ["4.1", "4.2", "6.1.1", "6.2.2", "7.1.6"]
    assert [one.clause.number for one in found if one.group == MoveGroup.AUTOMATIC] == [
        "6.3", "7.3.3", "7.5.3", "7.5.5",
    ]  # fmt: skip
    assert len(found) == 51
    assert unconfirmed == []


def test_2015_to_2026_runs_with_the_same_code():
    table = load_table(edition("2015"), edition("2026"))
    counts = Counter(one.relation for one in leaves(table))
    assert counts == {Relation.EQUIVALENT: 53, Relation.MODIFIED: 9, Relation.SPLIT: 1, Relation.MERGED: 2}


def test_a_heading_is_equivalent_only_if_all_its_leaves_are():
    table = load_table(edition("2008"), edition("2015"))
    assert (of(table, "5.6").relation, numbers(of(table, "5.6").targets)) == (Relation.MODIFIED, ["9.3"])
    assert of(table, "5.6").group == MoveGroup.TO_CONFIRM


def test_a_heading_without_rows_goes_to_the_heading_over_just_what_its_leaves_lead_to():
    table = load_table(edition("2015"), edition("2026"))
    assert (numbers(of(table, "7.5").targets), of(table, "7.5").confirmed) == (["7.5"], False)
    assert of(table, "7.5").group == MoveGroup.AUTOMATIC
    assert of(table, "6.1").group == MoveGroup.TO_CONFIRM  # one of its leaves splits


def test_every_clause_is_reached_in_both_directions():
    table = load_table(edition("2008"), edition("2015"))
    for passage in table.passages.values():
        for target in passage.targets:
            assert passage.clause in table.comes_from(target.pk)


def test_a_clause_without_a_row_counts_as_withdrawn_or_new_and_unconfirmed():
    before, after = EditionFactory(), EditionFactory()
    alone, same = ClauseFactory(edition=before), ClauseFactory(edition=before)
    fresh, there = ClauseFactory(edition=after), ClauseFactory(edition=after)
    CorrespondenceFactory(
        from_edition=before, to_edition=after, from_clause=same, to_clause=there, relation=Relation.EQUIVALENT
    )
    table = load_table(before, after)
    assert (table.passage(alone.pk).relation, table.passage(alone.pk).confirmed) == (Relation.WITHDRAWN, False)
    assert table.passage(same.pk).group == MoveGroup.AUTOMATIC
    assert (table.withdrawn_clauses(), table.new_clauses()) == ([alone], [fresh])
    assert set(table.unconfirmed()) == {alone, fresh}


def test_the_strictest_row_decides_and_ended_rows_do_not_count():
    before, after = EditionFactory(), EditionFactory()
    old = ClauseFactory(edition=before)
    for relation in (Relation.EQUIVALENT, Relation.SPLIT, Relation.MODIFIED):
        CorrespondenceFactory(
            from_edition=before,
            to_edition=after,
            from_clause=old,
            to_clause=ClauseFactory(edition=after),
            relation=relation,
        )
    assert load_table(before, after).passage(old.pk).group == MoveGroup.TO_DECIDE

    row = Correspondence.objects.get(from_edition=before, relation=Relation.SPLIT)
    save(row, ended_at=clock.now())
    assert load_table(before, after).passage(old.pk).relation == Relation.MODIFIED
