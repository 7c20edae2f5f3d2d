"""Measurements: by hand, many at once, corrected, from the records; a miss; every figure equals its declared query."""

import datetime as dt
from decimal import Decimal

import pytest

from inspections.models import Nonconformity
from inspections.raising import address, offers, prefilled
from qms import events
from qms.enums import ActionKind, ActionStatus
from qms.history.recording import ReasonMissing
from qms.measured_queries import QUERIES, counted, link_of
from qms.models import Action, Declaration, Measurement, Notice, ProcedureFigure
from qms.operations import measurements as operations
from qms.operations.measurements import Figure
from qms.policy import Refused
from qms.workflow import StepRefused
from tests import scenes
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    DocumentFactory,
    IssueFactory,
    ObjectiveFactory,
    ObjectiveTargetFactory,
    ProcedureFigureFactory,
    save,
)
from tests.shared_organisation import DAY, fresh, on

FIRST, LAST = dt.date(2020, 4, 1), dt.date(2020, 6, 30)


def running(org, **values):
    """A running objective of the division with 97 as its target, without figures."""
    made = ObjectiveFactory(
        running=True, unit=org.division, owner=org.owner1, proposed_by=org.manager1, approved_by=org.head1, **values
    )
    ObjectiveTargetFactory(objective=made)
    return made


def figure(value=None, **more):
    usual = {"period_from": FIRST, "period_to": LAST, "value": None if value is None else Decimal(str(value))}
    return Figure(**(usual | more))


def share(done, all_, **more):
    return figure(numerator=Decimal(done), denominator=Decimal(all_), **more)


def standing(objective):
    return list(objective.measurements.filter(ended_at=None).values_list("value", flat=True))


@pytest.fixture
def announced(monkeypatch):
    """What was announced as missed."""
    heard = []
    subscribers = {**events._subscribers, "objective_missed": [lambda **what: heard.append(what)]}
    monkeypatch.setattr(events, "_subscribers", subscribers)
    return heard


def test_a_share_is_worked_out_and_says_as_of_when_from_what(org):
    objective = running(org)

    made = operations.measure_objective(objective, by=org.owner1, figure=share(447, 458, as_of=dt.date(2020, 7, 6)))

    assert (made.value, made.as_of, made.source) == (Decimal("97.5983"), dt.date(2020, 7, 6), "hand")
    assert made.recorded_by == org.owner1
    again = operations.measure_objective(objective, by=org.owner1, figure=share(447, 458))
    assert again == made
    with pytest.raises(StepRefused, match="is measured already"):
        operations.measure_objective(objective, by=org.owner1, figure=share(450, 458))
    with pytest.raises(Refused):
        operations.measure_objective(objective, by=fresh(org.reader1), figure=share(1, 1))


WRONG = [
    ({}, "Give a value"),
    ({"numerator": Decimal(1), "denominator": Decimal(0)}, "nothing to take a share"),
    ({"denominator": Decimal(3)}, "Give the numerator"),
    ({"value": Decimal(90), "numerator": Decimal(1), "denominator": Decimal(2)}, "make 50"),
    ({"value": Decimal(10) ** 11}, "too large"),
    ({"value": Decimal(1), "period_to": dt.date(2020, 5, 31)}, "no period"),
    ({"value": Decimal(1), "period_from": dt.date(2020, 10, 1), "period_to": dt.date(2020, 12, 31)}, "not begun"),
    ({"value": Decimal(1), "as_of": DAY + dt.timedelta(days=1)}, "has not come"),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG, ids=[why for _wrong, why in WRONG])
def test_a_wrong_figure_is_refused_whole(org, wrong, why):
    objective = running(org)
    with pytest.raises(StepRefused, match=why):
        operations.measure_objective(objective, by=org.owner1, figure=figure(**wrong))
    assert standing(objective) == []


def test_only_what_runs_is_measured(org):
    with pytest.raises(StepRefused, match="running objectives are measured"):
        operations.measure_objective(scenes.objective(org, "approved"), by=org.owner1, figure=figure(1))


def test_a_miss_is_announced_told_and_becomes_a_nonconformity(org, announced):
    objective = running(org)
    operations.measure_objective(objective, by=org.officer1, figure=figure(97, period_from=dt.date(2020, 1, 1),
                                 period_to=dt.date(2020, 3, 31)))  # fmt: skip
    assert announced == []

    made = operations.measure_objective(objective, by=org.officer1, figure=figure(96.5))

    assert [what["measurement"] for what in announced] == [made]
    told = set(Notice.objects.filter(kind="objective_missed").values_list("user__username", flat=True))
    assert told == {"owner1", "manager1"}
    officer = fresh(org.officer1)
    assert offers(objective, officer)
    assert address(objective).endswith(f"?from=qms.objective:{objective.uid}")
    blank = prefilled(f"qms.objective:{objective.uid}", officer)
    assert isinstance(blank, Nonconformity)
    assert (blank.source_uid, blank.unit_id, blank.source) == (objective.uid, org.division.pk, "objective")
    assert objective.number in blank.evidence


def test_a_correction_replaces_with_its_reason_and_keeps_the_wrong_figure(org):
    objective = running(org)
    wrong = operations.measure_objective(objective, by=org.owner1, figure=share(458, 458))
    right = share(447, 458)
    with pytest.raises(ReasonMissing):
        operations.correct_measurement(wrong, by=org.owner1, figure=right, reason=" ")

    made = operations.correct_measurement(wrong, by=org.owner1, figure=right, reason="Cộng nhầm hồ sơ trễ")

    wrong.refresh_from_db()
    assert (made.replaces, wrong.ended_at is not None, standing(objective)) == (wrong, True, [Decimal("97.5983")])
    assert made.history.first().history_change_reason == "Cộng nhầm hồ sơ trễ"
    with pytest.raises(StepRefused, match="corrected already"):
        operations.correct_measurement(wrong, by=org.owner1, figure=share(440, 458), reason="Lại")
    with pytest.raises(StepRefused, match="nothing was corrected"):
        operations.correct_measurement(made, by=org.owner1, figure=share(447, 458, as_of=made.as_of), reason="Lại")


def test_many_at_once_are_saved_together_or_not_at_all(org):
    first, second = running(org), running(org)
    good = share(9, 10)
    with pytest.raises(StepRefused) as refused:
        operations.measure_objectives([(first, good), (second, share(1, 0))], by=org.officer1)
    assert second.number in str(refused.value)
    assert (standing(first), standing(second)) == ([], [])

    made = operations.measure_objectives([(first, good), (second, figure(50))], by=org.officer1)

    assert [one.value for one in made] == [Decimal(90), Decimal(50)]


def records(org):
    """Something for every declared query: tasks, corrective actions, a declaration, documents, months of dossiers."""
    for unit in (org.division, org.section, org.sibling):
        for kind in (ActionKind.TASK, ActionKind.CORRECTIVE):
            for done, due in ((dt.date(2020, 5, 4), 5), (dt.date(2020, 6, 9), 6), (None, 6)):
                status = ActionStatus.DONE if done else ActionStatus.ASSIGNED
                ActionFactory(
                    unit=unit, raised_by_unit=unit, owner=org.owner1, kind=kind, status=status, done_on=done,
                    due_on=dt.date(2020, due, 6), evidence="Có" if done else "",
                )  # fmt: skip
        ProcedureFigureFactory(unit=unit, recorded_by=org.officer1, online_4=7, early=2, on_time=16, late=2)
    DeclarationFactory(
        signed=True, unit=org.department, edition=org.edition, signatory=org.head1, prepared_by=org.officer1,
        signed_on=dt.date(2020, 5, 1), effective_on=dt.date(2020, 5, 2),
    )  # fmt: skip
    for due in (LAST, dt.date(2020, 5, 1)):
        document = DocumentFactory(unit=org.division, review_due_on=due)
        IssueFactory(document=document, approved=True, effective_on=dt.date(2020, 2, 3))


EXPECTED = {  # division with its section; department with all its units; the ministry with everything
    "declared": ((0, 0), (1, 1), (1, 4)),
    "moved_in_time": ((0, 0), (1, 1), (1, 4)),
    "tasks_on_time": ((2, 6), (3, 9), (3, 9)),
    "corrective_on_time": ((2, 6), (3, 9), (3, 9)),
    "documents_reviewed": ((1, 2), (1, 2), (1, 2)),
    "dossiers_on_time": ((36, 40), (54, 60), (54, 60)),
    "dossiers_level_4": ((14, 40), (21, 60), (21, 60)),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_query_counts_what_its_definition_says_for_many_units_at_once(org, name, django_assert_max_num_queries):
    records(org)
    units = [org.division.pk, org.department.pk, org.ministry.pk]
    with django_assert_max_num_queries(4):
        found = counted(name, units, FIRST, LAST, DAY)
    assert tuple((found[key].numerator, found[key].denominator) for key in units) == EXPECTED[name]


def test_every_declared_query_says_what_it_counts():
    assert set(EXPECTED) <= set(QUERIES)
    for query in QUERIES.values():
        assert all((str(query.title), str(query.definition), str(query.numerator), str(query.denominator)))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_figure_from_the_records_equals_its_query_as_of_its_cut_off_whatever_follows(org, name):
    with on(dt.date(2020, 7, 3)):
        records(org)
    unit = org.department
    objective = running(org, query=name)
    save(objective, unit=unit)
    made = operations.measure_from_records(
        objective, by=org.officer1, period_from=FIRST, period_to=LAST, as_of=dt.date(2020, 7, 6)
    )

    change_everything(org)
    then = counted(name, [unit.pk], FIRST, LAST, made.as_of)[unit.pk]

    assert (made.numerator, made.denominator) == (then.numerator, then.denominator) == EXPECTED[name][1]
    assert (made.as_of, made.source, made.query) == (dt.date(2020, 7, 6), "records", name)
    now = counted(name, [unit.pk], FIRST, LAST, DAY)[unit.pk]
    assert (now.numerator, now.denominator) != (then.numerator, then.denominator)


def change_everything(org):
    """After the cut-off: everything late is reported, a declaration withdrawn, months corrected, a document added."""
    for action in Action.objects.filter(status=ActionStatus.ASSIGNED):
        save(action, status=ActionStatus.DONE, done_on=dt.date(2020, 6, 1), evidence="Muộn")
    for declaration in Declaration.objects.filter(unit=org.department):
        save(declaration, withdrawn_on=dt.date(2020, 6, 1))
    for months in ProcedureFigure.objects.all():
        save(months, late=9, online_4=1)
    document = DocumentFactory(unit=org.division, review_due_on=LAST)
    IssueFactory(document=document, approved=True, effective_on=dt.date(2020, 2, 3))


def test_where_the_records_hold_nothing_nothing_is_recorded(org):
    objective = running(org, query="tasks_on_time")
    with pytest.raises(StepRefused, match="hold nothing to count"):
        operations.measure_from_records(objective, by=org.owner1, period_from=FIRST, period_to=LAST)
    with pytest.raises(StepRefused, match="No query"):
        operations.measure_from_records(running(org), by=org.owner1, period_from=FIRST, period_to=LAST)
    assert not Measurement.objects.filter(objective=objective).exists()


def test_the_list_behind_a_figure_is_as_of_its_cut_off(org):
    url = link_of("tasks_on_time", org.division.pk, FIRST, LAST, dt.date(2020, 7, 6))
    assert url.startswith("/tasks/?")
    assert "due_from=2020-04-01" in url
    assert url.endswith("&as_of=2020-07-06")
    assert "as_of" not in link_of("tasks_on_time", org.division.pk, FIRST, LAST, DAY)
    assert link_of("", org.division.pk, FIRST, LAST) == ""
    assert all(link_of(name, org.division.pk, FIRST, LAST).startswith("/") for name in EXPECTED)
