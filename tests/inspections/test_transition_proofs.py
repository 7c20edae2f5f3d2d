"""What inspections say about a move between editions: the proof by audit, evidence, and audits compared."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.clause_results import concluded, looked_at
from inspections.edition_comparison import COMPARABLE, Verdict, audits_of, compare, verdict_of
from inspections.transition_proofs import inspection_evidence, prove_audit
from qms import clock
from qms.transition.carry import Standing
from qms.transition.clause_picture import picture_of
from tests.counts import examples
from tests.factories import (
    ChecklistLineFactory,
    ClauseWorkFactory,
    FindingClauseFactory,
    FindingFactory,
    InspectionFactory,
    NonconformityClauseFactory,
    NonconformityFactory,
    SessionClauseFactory,
    SessionFactory,
    save,
)
from tests.qms.clause_scene import clause, holder_of, leaves

STANDINGS = st.sampled_from(Standing.values)


@pytest.fixture
def holder(org):
    return holder_of(org.department, org.ministry)


def audit(org, year, numbers, *, unit=None, ends=None, status="concluded", result="conforming", **values):
    """A concluded internal audit of a division whose session asked these clauses, each by a line."""
    edition = clause("4.1", year).edition
    ends = ends or clock.today()
    unit = unit or org.division
    sides = {"unit": unit, "raised_by_unit": org.department}
    made = InspectionFactory(
        **{status: True}, **sides, edition=edition, lead=org.lead1, starts_on=ends, ends_on=ends, **values
    )
    session = SessionFactory(inspection=made, unit=unit, held_at=clock.now())
    for number in numbers:
        SessionClauseFactory(record=session, clause=clause(number, year))
        if result is not None:
            note = {"note": "Không kịp"} if result in ("not_examined", "not_applicable") else {}
            ChecklistLineFactory(session=session, clause=clause(number, year), result=result, **note)
    return made


def find(made, number, year, grade="minor", **nonconformity):
    """A graded finding of the audit on the clause, answered by a nonconformity."""
    found = FindingFactory(
        confirmed=True, inspection=made, unit=made.unit, raised_by_unit=made.raised_by_unit, grade=grade,
        original_grade=grade,
    )  # fmt: skip
    FindingClauseFactory(record=found, clause=clause(number, year))
    sides = {"unit": made.unit, "raised_by_unit": made.raised_by_unit}
    NonconformityFactory(**sides, finding=found, inspection=made, grade=grade, **nonconformity)
    return found


def proof(holder):
    return prove_audit(SimpleNamespace(programme=holder.programme), [holder]).get(holder.pk)


def test_audits_together_prove_what_none_of_them_does(org, holder):
    numbers = [one.number for one in leaves(holder)]
    first = audit(org, "2015", numbers[:20], ends=dt.date(2020, 6, 1))
    assert (proof(holder).state, proof(holder).done, proof(holder).all) == ("in_hand", 20, len(numbers))

    second = audit(org, "2015", numbers[20:], ends=dt.date(2020, 7, 1), unit=org.sibling)

    proved = proof(holder)
    assert (proved.state, proved.on, proved.done) == ("proved", dt.date(2020, 7, 1), len(numbers))
    assert first.number in proved.text
    assert second.number in proved.text


def test_a_heading_stands_for_its_clauses_and_what_does_not_apply_is_left_out(org, holder):
    ClauseWorkFactory(holder=holder, clause=clause("8.3.1"), not_applicable=True)
    audit(org, "2015", ["4", "5", "6", "7", "9", "10"], result=None)
    audit(org, "2015", [one.number for one in leaves(holder) if one.number.startswith("8.") and one.number != "8.3.1"])

    assert proof(holder).state == "proved"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "in_progress"},
        {"kind": "superior"},
        {"ends": dt.date(2019, 12, 30)},
        {"result": "not_examined"},
        {"year": "2008", "numbers": ["4.1"]},
    ],
    ids=str,
)
def test_what_is_no_audit_under_the_new_edition_proves_nothing(org, holder, wrong):
    values = {"year": "2015", "numbers": ["4.1"]} | wrong
    audit(org, values.pop("year"), values.pop("numbers"), **values)

    assert proof(holder) is None


def test_another_holders_audit_proves_nothing_here(org, holder):
    other = holder_of(org.department2, org.inspectorate)
    audit(org, "2015", ["4.1"], unit=org.division2)

    step = SimpleNamespace(programme=holder.programme)
    assert set(prove_audit(step, [holder, other])) == {other.pk}


def test_proofs_take_no_more_queries_for_more_holders(org, holder):
    def measured(*holders):
        with CaptureQueriesContext(connection) as queries:
            prove_audit(SimpleNamespace(programme=holder.programme), holders)
        return len(queries)

    audit(org, "2015", ["4.1"])
    before = measured(holder)
    audit(org, "2015", ["4.2", "4.3"], unit=org.division2)
    assert measured(holder, holder_of(org.department2, org.inspectorate)) == before


def test_the_last_inspection_of_a_unit_is_evidence(org, holder):
    audit(org, "2008", ["6.3"], ends=dt.date(2019, 3, 1), result="not_conforming")
    last = audit(org, "2008", ["6.3"], ends=dt.date(2020, 3, 1))

    (found,) = inspection_evidence(holder, [holder.programme.from_edition])

    assert (found.result, found.on) == ("conforming", dt.date(2020, 3, 1))
    assert last.number in found.text


def test_a_nonconformity_counts_while_it_is_open(org, holder):
    made = audit(org, "2008", ["6.3"], result="not_conforming")
    find(made, "6.3", "2008", "major", in_progress=True)
    carried = {row.clause.number: row.carried for row in picture_of(holder)}
    assert carried["7.1.3"] == "major"


def test_a_closed_nonconformity_is_to_be_confirmed_again(org, holder):
    made = audit(org, "2008", ["6.3"], result="not_conforming")
    find(made, "6.3", "2008", "major", closed=True)

    carried = {row.clause.number: row.carried for row in picture_of(holder)}
    assert carried["7.1.3"] == "to_confirm"


def test_open_nonconformities_from_elsewhere_are_evidence_and_others_units_are_not(org, holder):
    for unit in (org.division, org.division2):
        record = NonconformityFactory(unit=unit, raised_by_unit=org.department, recorded=True)
        NonconformityClauseFactory(record=record, clause=clause("7.5.2"))

    (found,) = inspection_evidence(holder, [holder.programme.to_edition])

    assert found.result == "minor"


def test_a_session_without_lines_found_nothing_against_its_clause(org, holder):
    audit(org, "2015", ["4.1"], result=None)

    (row,) = looked_at(concluded(), units=[org.division.pk])

    assert (row.number, row.result) == ("4.1", "conforming")


def test_evidence_takes_no_more_queries_for_more_inspections(org, holder):
    def measured():
        with CaptureQueriesContext(connection) as queries:
            list(inspection_evidence(holder, [holder.programme.from_edition, holder.programme.to_edition]))
        return len(queries)

    find(audit(org, "2008", ["6.3"]), "6.3", "2008", closed=True)
    before = measured()
    for number in ("4.1", "7.5.2"):
        find(audit(org, "2015", [number]), number, "2015", in_progress=True)
    assert measured() == before


@settings(max_examples=examples(100))
@given(STANDINGS, STANDINGS)
def test_a_verdict_turned_round_is_its_opposite(before, after):
    there, back = verdict_of(before, after), verdict_of(after, before)
    opposite = {"better": "worse", "worse": "better"}

    assert back == opposite.get(there, there)
    assert (there == Verdict.NOT_COMPARABLE) is (before not in COMPARABLE or after not in COMPARABLE)


def test_two_audits_are_compared_through_the_correspondence(org, holder):
    old = audit(org, "2008", ["6.3", "6.4", "4.2.3", "4.2.4", "5.1"], ends=dt.date(2019, 5, 6))
    find(old, "6.3", "2008", "minor", closed=True)
    find(old, "4.2.4", "2008", "major", closed=True)
    new = audit(org, "2015", ["7.1.3", "7.1.4", "7.5.2", "4.1"], ends=dt.date(2020, 5, 6))
    find(new, "7.1.4", "2015", "minor", in_progress=True)
    find(new, "7.5.2", "2015", "major", in_progress=True)

    rows = {row.clause.number: row for row in compare(holder, [old], [new]) if not row.is_withdrawn}

    verdicts = {number: rows[number].verdict for number in ("7.1.3", "7.1.4", "7.5.2", "4.1", "5.1.1", "8.1")}
    assert verdicts == {
        "7.1.3": "better", "7.1.4": "worse", "7.5.2": "same", "4.1": "not_comparable", "5.1.1": "not_comparable",
        "8.1": "not_comparable",
    }  # fmt: skip
    assert all(rows[number].note for number in ("4.1", "5.1.1", "8.1"))


def test_withdrawn_clauses_are_listed_with_what_was_found(org, holder):
    rows = compare(holder, [audit(org, "2008", ["8.5.3"])], [])

    gone = {row.clause.number: row.before for row in rows if row.is_withdrawn}
    assert gone == {"4.2.2": "not_examined", "5.5.2": "not_examined", "8.5.3": "conforming"}
    assert all(row.note for row in rows if row.is_withdrawn)


def test_the_last_old_and_the_first_new_internal_audit_are_chosen(org, holder):
    audit(org, "2008", ["6.3"], ends=dt.date(2018, 5, 6))
    old = audit(org, "2008", ["6.3"], ends=dt.date(2019, 5, 6))
    audit(org, "2008", ["6.3"], ends=dt.date(2019, 9, 6), kind="superior")
    new = audit(org, "2015", ["7.1.3"], ends=dt.date(2020, 2, 6))
    audit(org, "2015", ["7.1.3"], ends=dt.date(2020, 5, 6))
    audit(org, "2015", ["7.1.3"], ends=dt.date(2020, 1, 6), unit=org.division2)
    audits = audits_of(holder, org.officer1)

    assert audits.chosen("", "") == ([old], [new])
    assert audits.chosen(str(audits.old[0].uid), "no such") == ([audits.old[0]], [new])
    assert audits.chosen("all", "all") == (audits.old, audits.new)
    assert (len(audits.old), len(audits.new)) == (3, 2)
    save(new, status="in_progress")
    assert len(audits_of(holder, org.officer1).new) == 1


def test_together_each_clause_comes_from_the_audit_that_examined_it(org, holder):
    early = audit(org, "2008", ["6.3", "6.4"], ends=dt.date(2019, 1, 6))
    find(early, "6.3", "2008", "major", closed=True)
    find(early, "6.4", "2008", "major", closed=True)
    late = audit(org, "2008", ["6.3"], ends=dt.date(2019, 5, 6))
    audit(org, "2008", ["6.4"], ends=dt.date(2019, 6, 6), result="not_examined")
    new = audit(org, "2015", ["7.1.3", "7.1.4"], ends=dt.date(2020, 5, 6))
    audits = audits_of(holder, org.officer1)

    rows = {row.clause.number: row for row in compare(holder, audits.old, audits.new)}

    assert (rows["7.1.3"].verdict, rows["7.1.3"].before_by) == ("same", late.number)
    assert (rows["7.1.4"].verdict, rows["7.1.4"].before_by) == ("better", early.number)
    assert rows["7.1.4"].after_by == new.number
