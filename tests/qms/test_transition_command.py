"""`transition plan|apply|undo|status`: what it prints last, and how it exits."""

import io

import pytest
from django.core.management import CommandError, call_command

from qms.models import ClauseMove, TransitionRun
from tests.factories import DocumentClauseFactory, DocumentFactory, TransitionProgrammeFactory
from tests.qms.moves import cited, edition, moving

pytestmark = pytest.mark.django_db

PAIR = ("--from", "9001:2008", "--to", "9001:2015")


@pytest.fixture
def move(organisation):
    return moving(organisation)


def run(act, *arguments, pair=PAIR):
    """Its lines."""
    out = io.StringIO()
    call_command("transition", act, *pair, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()


def counted(changed):
    return f"references=3 automatic=1 to_confirm=1 to_decide=1 changed={changed}"


def test_plan_apply_again_undo_status(move):
    document = move.document("6.3", "4.2.3", "7.3.4")
    assert run("plan")[-1] == counted(0)
    assert not TransitionRun.objects.exists()
    assert run("apply")[-1] == counted(1)
    assert run("apply")[-1] == counted(0)
    made = TransitionRun.objects.get()
    assert any(str(made.uid) in line for line in run("status"))
    assert run("undo", "--run", str(made.uid), "--reason", "Vì nhầm.")[-1] == counted(1)
    assert cited(document) == ["08:4.2.3", "08:6.3", "08:7.3.4"]


def test_a_unit_s_part_and_a_decision(move):
    move.document("6.3", "4.2.3", "7.3.4")
    there = move.document("6.3", unit=move.made.department2)
    decision = move.decide("4.2.3", "7.5.2")
    assert run("apply", "--unit", "S1", "--by", "officer1")[-1] == counted(2)
    assert cited(there) == ["08:6.3"]
    undone = run("undo", "--decision", str(decision.uid), "--reason", "Vì nhầm.")
    assert undone[-1] == "references=4 automatic=2 to_confirm=1 to_decide=1 changed=1"
    assert run("undo", "--unit", "S1", "--reason", "Vì nhầm.")[-1] == counted(1)


def test_a_ledger_that_does_not_bear_a_run_out_is_a_finding(move):
    move.document("6.3")
    run("apply")
    ClauseMove.objects.create(
        run=TransitionRun.objects.get(),
        act=1,
        kind="x",
        holder=move.made.department,
        record_id=1,
        old_id=1,
        from_clause=move.old("6.3"),
    )
    with pytest.raises(SystemExit) as exit_code:
        run("status")
    assert exit_code.value.code == 1


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        ("plan", ["--unit", "NOWHERE"]),
        ("undo", []),
        ("undo", ["--unit", "S1", "--run", "x"]),
        ("undo", ["--run", "x"]),
        ("undo", ["--unit", "S1"]),
        ("undo", ["--unit", "S1", "--reason", "Vì nhầm."]),
        ("apply", ["--by", "reader1"]),
        ("apply", ["--by", "nobody"]),
    ],
)
def test_bad_input_exits_with_2(move, act, arguments):
    with pytest.raises(CommandError) as refused:
        run(act, *arguments)
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "pair", [("--from", "9001:1815", "--to", "9001:2015"), ("--from", "9001:2015", "--to", "9001:2026")]
)
def test_editions_without_a_programme_exit_with_2(move, pair):
    with pytest.raises(CommandError) as refused:
        run("apply", pair=pair)
    assert refused.value.returncode == 2


def test_a_plan_needs_no_programme_yet(move):
    here, there = (DocumentFactory(unit=one) for one in (move.made.section, move.made.inspectorate))
    for document in (here, there):
        for clause in edition("2015").clauses.filter(auditable=True):
            DocumentClauseFactory(record=document, clause=clause)
    pair = ("--from", "9001:2015", "--to", "9001:2026")
    told = "references={} automatic={} to_confirm={} to_decide={} changed=0"
    assert run("plan", pair=pair)[-1] == told.format(130, 106, 22, 2)
    assert run("plan", "--unit", "S1", pair=pair)[-1] == told.format(65, 53, 11, 1)


def test_of_several_programmes_one_is_named_by_its_unit(move):
    TransitionProgrammeFactory(
        unit=move.made.department2, from_edition=edition("2008"), to_edition=edition("2015"), running=True
    )
    with pytest.raises(CommandError):
        run("plan")
    assert run("plan", "--unit", "S1")[-1].startswith("references=0")
