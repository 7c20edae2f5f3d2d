"""Objectives: proposing, targets, the tree, approval, start, judgement, the directive's set, reminders, evidence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from qms import clock
from qms.enums import UnitKind
from qms.history.recording import ReasonMissing
from qms.models import Action, Notice, Objective
from qms.objective_figures import is_met, plain, with_unit
from qms.objective_periods import is_period_of, missing, periods_of
from qms.operations import objective_actions, objective_sets, objectives
from qms.operations.people import ensure_machine_accounts
from qms.policy import Refused
from qms.reports.objectives import dressed, with_latest
from qms.tables.objectives import stale_keys
from qms.work_of_objectives import figures_owed, objective_work, shown_by_objectives
from qms.workflow import StepRefused
from tests import scenes
from tests.factories import MeasurementFactory, ObjectiveClauseFactory, ObjectiveFactory, save
from tests.shared_organisation import DAY, fresh

YEAR = {2020: Decimal(97)}


def days(count):
    return DAY + dt.timedelta(days=count)


def draft(org, **values):
    usual = {"unit": org.division, "title": "Đúng hạn", "definition": "Hồ sơ trả đúng hạn", "measure_unit": "%"}
    usual |= {"owner": org.owner1, "starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2020, 12, 31), "plan": "Nhắc"}
    return Objective(**(usual | values))


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def targets(objective):
    return dict(objective.targets.filter(ended_at=None).values_list("year", "value"))


def test_proposing_numbers_it_and_tells_owner_and_who_approves(org):
    clause = org.edition.clauses.first()

    made = objectives.propose_objective(draft(org), by=org.manager1, targets=YEAR, clauses=[clause])

    assert made.number.startswith("MT-2020-S1A-")
    assert (made.status, made.proposed_by, targets(made)) == ("proposed", org.manager1, YEAR)
    assert [row.clause for row in made.clause_references.all()] == [clause]
    assert (told("objective_given"), told("objective_proposed")) == ({"owner1"}, {"head1"})
    with pytest.raises(Refused):
        objectives.propose_objective(draft(org, unit=org.division2), by=fresh(org.manager1), targets=YEAR)


def test_what_it_serves_stands_in_its_line_and_never_below_itself(org):
    above = objectives.propose_objective(draft(org, unit=org.department), by=org.head1, targets=YEAR)
    below = objectives.propose_objective(draft(org, parent=above), by=org.manager1, targets=YEAR)
    for parent, why in ((ObjectiveFactory(unit=org.sibling), "one above it"), (below, "serve itself")):
        unit = above.unit if parent.unit == org.sibling else org.division
        changed = Objective.objects.get(pk=(above if unit == above.unit else below).pk)
        changed.parent = parent
        with pytest.raises(StepRefused, match=why):
            objectives.edit_objective(changed, by=org.head1, targets=YEAR, reason="Sửa")


def test_a_proposal_is_corrected_and_what_is_approved_is_not(org):
    proposed, approved = scenes.objective(org, "proposed"), scenes.objective(org, "approved")
    proposed.title, proposed.owner = "Đúng hạn 98%", org.manager1

    edited = objectives.edit_objective(proposed, by=org.officer1, targets={2020: Decimal(98)}, reason="Theo ý kiến")

    assert (edited.title, targets(edited)) == ("Đúng hạn 98%", {2020: Decimal(98)})
    assert edited.targets.count() == 2  # the target before stays readable
    assert told("objective_given") == {"manager1"}
    with pytest.raises(ReasonMissing):
        objectives.edit_objective(proposed, by=org.officer1, targets=YEAR, reason=" ")
    with pytest.raises(StepRefused, match="Return it"):
        objectives.edit_objective(approved, by=org.officer1, targets=YEAR, reason="Sửa")


def test_approval_needs_a_target_and_a_plan_and_its_signature_covers_the_targets(org):
    bare = ObjectiveFactory(unit=org.division, proposed_by=org.manager1)
    with pytest.raises(StepRefused) as refused:
        objectives.approve_objective(bare, by=org.head1)
    assert "Set a target" in str(refused.value)
    assert "Say in the plan" in str(refused.value)
    assert scenes.objective(org, "approved").signed_facts() == {"targets": ["2020: 97"]}


def test_the_system_starts_what_has_begun_and_nothing_else(org):
    begun, coming = scenes.objective(org, "approved"), scenes.objective(org, "approved")
    save(coming, starts_on=days(1), ends_on=days(200))

    assert (objectives.start_due(), objectives.start_due()) == (1, 0)

    begun.refresh_from_db()
    coming.refresh_from_db()
    assert (begun.status, coming.status) == ("running", "approved")
    assert begun.history.first().history_user == ensure_machine_accounts()


def test_judged_only_once_its_last_period_is_measured(org):
    objective = scenes.objective(org, "running")
    last = objective.measurements.get(period_to=dt.date(2020, 6, 30))
    save(last, ended_at=clock.now())
    given = {"achievement": "met", "conclusion": "Đạt"}
    with pytest.raises(StepRefused, match="II/2020"):
        objectives.judge_objective(objective, by=org.officer1, **given)

    MeasurementFactory(objective=objective, period_from=dt.date(2020, 4, 1), period_to=dt.date(2020, 6, 30))
    for wrong, why in (({"achievement": ""}, "Say whether"), ({"conclusion": " "}, "Write a conclusion")):
        with pytest.raises(StepRefused, match=why):
            objectives.judge_objective(objective, by=org.officer1, **(given | wrong))
    judged = objectives.judge_objective(objective, by=org.officer1, **given)

    assert (judged.status, judged.achievement, judged.judged_on) == ("judged", "met", DAY)
    assert told("objective_judged") == {"owner1", "head1"}


def test_returning_takes_the_approval_back_and_keeps_the_reason(org):
    returned = objectives.return_objective(scenes.objective(org, "running"), by=org.head1, reason="Chỉ tiêu thấp")

    assert (returned.status, returned.approved_by, returned.approved_on) == ("proposed", None, None)
    assert returned.history.first().history_change_reason == "Chỉ tiêu thấp"
    assert told("objective_returned") == {"owner1", "manager1"}


def test_an_action_of_the_plan_is_planned_in_one_step_and_once(org):
    objective = scenes.objective(org, "running")
    plan = {"title": "Bố trí người dự phòng", "owner": org.owner1, "due_on": days(20)}

    action = objective_actions.plan_objective_action(objective, by=org.manager1, **plan)

    assert objective_actions.plan_objective_action(objective, by=org.manager1, **plan) == action
    assert [one.action for one in objective.plan_actions.all()] == [action]
    assert (action.status, action.unit, Action.objects.filter(served_objective__isnull=False).count()) == (
        "assigned", org.division, 1,
    )  # fmt: skip
    with pytest.raises(StepRefused, match="nothing more is planned"):
        objective_actions.plan_objective_action(scenes.objective(org, "judged"), by=fresh(org.manager1), **plan)


def test_the_directive_is_taken_over_once_and_each_serves_the_one_above(org):
    take = {"owner": org.officer, "year": 2019}
    ministry = objective_sets.take_over_objectives(org.ministry, by=org.officer, **take)
    own = {"dossiers_on_time": Decimal(98)}
    mine = objective_sets.take_over_objectives(org.department, by=org.officer1, owner=org.officer1, year=2020, own=own)

    assert len(ministry) == len(objective_sets.shipped()) == 10
    assert {one.key for one in mine} < {one.key for one in ministry}
    above = {one.key: one for one in ministry}
    assert all(one.parent == above[one.key] for one in mine)
    by_key = {one.key: one for one in mine}
    assert targets(by_key["dossiers_on_time"]) == {2020: Decimal(98)}
    assert targets(by_key["online_level_4"]) == {2020: Decimal(30)}
    assert targets(above["moved_to_2015"]) == {2019: Decimal(40), 2020: Decimal(100)}
    assert objective_sets.take_over_objectives(org.department, by=org.officer1, owner=org.officer1, year=2020) == []
    objectives.drop_objective(by_key["par_index"], by=org.officer1, reason="Không chấm điểm")
    again = objective_sets.take_over_objectives(org.department, by=org.officer1, owner=org.officer1, year=2020)
    assert [one.key for one in again] == ["par_index"]
    assert org.ministry.kind == UnitKind.MINISTRY


def test_periods_follow_the_rhythm_and_what_is_missing_is_told_after_its_grace():
    objective = ObjectiveFactory.build(unit=None, owner=None, proposed_by=None, rhythm="quarter")
    codes = [one.code for one in periods_of(objective)]
    assert codes == ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"]
    measured = {dt.date(2020, 3, 31)}
    assert missing(objective, measured, dt.date(2020, 7, 15)) == []
    assert [one.code for one in missing(objective, measured, dt.date(2020, 7, 16))] == ["2020-Q2"]
    assert is_period_of(objective, dt.date(2020, 4, 1), dt.date(2020, 6, 30))
    assert not is_period_of(objective, dt.date(2020, 4, 1), dt.date(2020, 5, 31))
    assert not is_period_of(objective, dt.date(2021, 1, 1), dt.date(2021, 3, 31))


@pytest.mark.parametrize(
    ("value", "target", "direction", "met"),
    [(97, 97, "up", True), (96, 97, "up", False), (20, 20, "down", True), (21, 20, "down", False),
     (5, 5, "exact", True), (6, 5, "exact", False), (6, None, "up", None)],
)  # fmt: skip
def test_a_figure_meets_its_target_by_its_direction(value, target, direction, met):
    assert is_met(value, target, direction) is met


def test_figures_are_written_in_the_readers_manner():
    assert (plain(Decimal("1234.5000")), plain(Decimal(100)), with_unit(None, "%")) == ("1,234.5", "100", "")
    with translation.override("vi"):
        assert plain(Decimal("1234.5")) == "1.234,5"


def test_missing_figures_are_found_set_wise_as_each_row_shows_them(org, django_assert_num_queries):
    complete, lacking = scenes.objective(org, "running"), scenes.objective(org, "running")
    save(lacking.measurements.first(), ended_at=clock.now())
    scenes.objective(org, "judged")
    rows = Objective.objects.filter(ended_at=None)
    with django_assert_num_queries(2):
        found = stale_keys(rows, DAY)
    assert found == [lacking.pk]
    shown = dressed(list(with_latest(rows).order_by("pk")), DAY)
    assert {one.pk for one in shown if one.missing} == set(found)
    assert complete.pk in {one.pk for one in shown}


def test_the_work_list_and_the_reminders_tell_who_owes_what(org):
    running, proposed = scenes.objective(org, "running"), scenes.objective(org, "proposed")
    save(running.measurements.get(period_to=dt.date(2020, 3, 31)), ended_at=clock.now())

    def asked(name):
        return [(item.number, item.group) for item in objective_work(fresh(getattr(org, name)))]

    assert asked("owner1") == [(running.number, "do")]
    assert asked("head1") == [(proposed.number, "decide")]
    assert asked("officer1") == [(running.number, "decide")]
    assert asked("reader1") == asked("head2") == []
    (owed,) = figures_owed(dt.date(2020, 1, 1), DAY)
    assert (owed.record, owed.due_on, owed.owner_id) == (running, dt.date(2020, 4, 15), org.owner1.pk)


def test_objectives_show_how_a_holder_stands_to_their_clauses(org):
    clause = org.edition.clauses.first()
    for state in ("running", "dropped"):
        ObjectiveClauseFactory(record=scenes.objective(org, state), clause=clause)
    holder = type("Holder", (), {"unit_id": org.department.pk})

    (shown,) = shown_by_objectives(holder, [org.edition.pk])

    assert (shown.clause_id, shown.text) == (clause.pk, "1 quality objective")
