"""Measurements of objectives: by hand, from the records, from other programs; many at once; corrections."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role
from qms.events import announce
from qms.history.recording import operation
from qms.measured_queries import QUERIES, counted
from qms.models.objectives import Measurement, Objective, ObjectiveFile
from qms.notices import notify
from qms.objective_figures import LARGEST, is_met, plain, ratio, rounded, target_on, with_unit
from qms.objective_periods import is_period_of, said
from qms.operations.files import Prepared, attach_files
from qms.operations.issue_steps import people_over
from qms.performance_enums import MeasuredBy, ObjectiveStatus
from qms.workflow import StepRefused, check_version


@dataclass(frozen=True)
class Figure:
    """What is measured of one period: a value, or numerator and denominator; as of when, from what."""

    period_from: dt.date
    period_to: dt.date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    as_of: dt.date | None = None
    source: str = MeasuredBy.HAND
    query: str = ""
    note: str = ""
    external_ref: str = ""


def measure_blockers(objective: Objective) -> list[str]:
    """Why it is not measured now."""
    if objective.status == ObjectiveStatus.RUNNING:
        return []
    return [_("It is «%(state)s»: running objectives are measured.") % {"state": objective.get_status_display()}]


def figure_faults(objective: Objective, figure: Figure) -> list[str]:
    """What is wrong with the figure itself, in sentences; nothing is written with any of them."""
    faults = []
    if not is_period_of(objective, figure.period_from, figure.period_to):
        days = {"first": f"{figure.period_from:%d/%m/%Y}", "last": f"{figure.period_to:%d/%m/%Y}"}
        faults.append(_("%(first)s – %(last)s is no period of this objective.") % days)
    if figure.period_from > clock.today():
        faults.append(_("The period has not begun yet."))
    if figure.as_of is not None and figure.as_of > clock.today():
        faults.append(_("The day as of which it was counted has not come yet."))
    return faults + _value_faults(objective, figure)


def _value_faults(objective: Objective, figure: Figure) -> list[str]:
    if any(abs(one) >= LARGEST for one in (figure.value, figure.numerator, figure.denominator) if one is not None):
        return [_("The figure is too large.")]
    if figure.denominator is not None and figure.numerator is None:
        return [_("Give the numerator too.")]
    if figure.denominator is not None and figure.denominator <= 0:
        return [_("The denominator is %(value)s: there is nothing to take a share of.") % {
            "value": plain(figure.denominator)}]  # fmt: skip
    value = value_of(objective, figure)
    if value is None:
        return [_("Give a value, or numerator and denominator.")]
    if abs(value) >= LARGEST:
        return [_("The figure is too large.")]
    if figure.value is not None and abs(rounded(figure.value) - value) > Decimal("0.05"):
        told = {"given": plain(figure.value), "counted": plain(value)}
        return [_("The value given is %(given)s; numerator and denominator make %(counted)s.") % told]
    return []


def value_of(objective: Objective, figure: Figure) -> Decimal | None:
    """The share of numerator and denominator, else the value given."""
    if figure.numerator is not None and figure.denominator:
        return ratio(figure.numerator, figure.denominator, objective.measure_unit)
    return None if figure.value is None else rounded(figure.value)


@operation("measure_objective")
def measure_objective(
    objective: Objective,
    *,
    by: Any,
    figure: Figure,
    files: Sequence[Prepared] | None = None,
    version: int | None = None,
) -> Measurement:
    """Record what a period came to. The same figure again changes nothing; another one is a correction.

    A miss is announced in the same transaction, and told to owner, manager and officers.
    """
    locked = Objective.objects.locked().get(pk=objective.pk)
    check_version(locked, version)
    policy.require(by, "qms.measure_objective", locked)
    return _measured(locked, by, figure, files)


def _measured(objective: Objective, by: Any, figure: Figure, files: Sequence[Prepared] | None = None) -> Measurement:
    before = standing_in(objective, figure.period_from, figure.period_to)
    faults = measure_blockers(objective) + figure_faults(objective, figure)
    if before is not None and not faults:
        if same(before, objective, figure):
            return before
        told = {"period": said(objective.rhythm, before.period_from, before.period_to), "value": plain(before.value)}
        faults.append(_("%(period)s is measured already (%(value)s): correct it with a reason.") % told)
    if faults:
        raise StepRefused(faults)
    return _write(objective, by, figure, files=files)


def standing_in(objective: Objective, first: dt.date, last: dt.date) -> Measurement | None:
    """The measurement of the period that stands."""
    rows = Measurement.objects.filter(objective_id=objective.pk, period_from=first, period_to=last, ended_at=None)
    return rows.first()


def same(measurement: Measurement, objective: Objective, figure: Figure) -> bool:
    """Whether the figure says what is recorded already."""
    return measurement.value == value_of(objective, figure) and (
        measurement.numerator, measurement.denominator
    ) == (figure.numerator, figure.denominator)  # fmt: skip


def _write(
    objective: Objective,
    by: Any,
    figure: Figure,
    *,
    replaces: Measurement | None = None,
    files: Sequence[Prepared] | None = None,
) -> Measurement:
    value: Any = value_of(objective, figure)
    measurement = Measurement(
        objective=objective, period_from=figure.period_from, period_to=figure.period_to, numerator=figure.numerator,
        denominator=figure.denominator, value=value, as_of=figure.as_of or clock.today(),
        source=figure.source, query=figure.query, note=figure.note.strip(), recorded_by=by, replaces=replaces,
        external_ref=figure.external_ref,
    )  # fmt: skip
    measurement.full_clean(exclude=["objective", "replaces"], validate_constraints=False)
    measurement.save()
    if files:
        attach_files(ObjectiveFile, objective, list(files), by=by)
    _tell_miss(objective, measurement, by)
    return measurement


def _tell_miss(objective: Objective, measurement: Measurement, by: Any) -> None:
    target = target_on(objective.targets.filter(ended_at=None), measurement.period_to)
    if is_met(measurement.value, target, objective.direction) is not False:
        return
    announce("objective_missed", objective=objective, measurement=measurement, by=by)
    people = [objective.owner, *people_over(objective.unit_id, Role.OFFICER, Role.MANAGER)]
    notify(
        "objective_missed", about=objective, to=people, by=by,
        period=said(objective.rhythm, measurement.period_from, measurement.period_to),
        value=with_unit(measurement.value, objective.measure_unit), target=with_unit(target, objective.measure_unit),
    )  # fmt: skip


@operation("measure_objectives")
def measure_objectives(entries: Iterable[tuple[Objective, Figure]], *, by: Any) -> list[Measurement]:
    """Several objectives at once: all of them, or with any fault none. Every fault names its objective."""
    faults, done = [], []
    for objective, figure in sorted(entries, key=lambda entry: entry[0].pk):
        locked = Objective.objects.locked().get(pk=objective.pk)
        policy.require(by, "qms.measure_objective", locked)
        try:
            done.append(_measured(locked, by, figure))
        except StepRefused as refused:
            faults += [f"{locked.number}: {reason}" for reason in refused.reasons]
    if faults:
        raise StepRefused(faults)
    return done


@operation("correct_measurement", reason_required=True)
def correct_measurement(
    measurement: Measurement, *, by: Any, figure: Figure, version: int | None = None
) -> Measurement:
    """Replace a wrong figure by the right one, with the reason; the wrong one stays readable."""
    objective = Objective.objects.locked().get(pk=measurement.objective_id)
    before = Measurement.objects.locked().get(pk=measurement.pk)
    check_version(before, version)
    policy.require(by, "qms.measure_objective", objective)
    faults = correction_blockers(before) + figure_faults(objective, figure)
    if not faults and same(before, objective, figure) and before.as_of == figure.as_of:
        faults.append(_("This is the figure that stands: nothing was corrected."))
    if faults:
        raise StepRefused(faults)
    before.ended_at = clock.now()
    before.save()
    return _write(objective, by, figure, replaces=before)


def correction_blockers(measurement: Measurement) -> list[str]:
    """Why the figure is not corrected."""
    if measurement.ended_at is not None:
        return [_("It was corrected already: correct the figure that stands.")]
    if measurement.objective.status != ObjectiveStatus.RUNNING:
        state = measurement.objective.get_status_display()
        return [_("The objective is «%(state)s»: its figures are corrected while it runs.") % {"state": state}]
    return []


def records_blockers(objective: Objective) -> list[str]:
    """Why it is not measured from the records."""
    faults = measure_blockers(objective)
    if objective.query not in QUERIES:
        faults.append(_("No query over the records is chosen for it: its figures are given by hand."))
    return faults


def figure_from_records(objective: Objective, first: dt.date, last: dt.date, as_of: dt.date | None = None) -> Figure:
    """What the declared query says of the period, from the records as they stood on the cut-off.

    Raises StepRefused where there was nothing to count.
    """
    day = min(as_of or clock.today(), clock.today())
    found = counted(objective.query, [objective.unit_id], first, last, day)[objective.unit_id]
    if not found.denominator:
        text = _("The records up to %(day)s hold nothing to count for this period.")
        raise StepRefused([text % {"day": f"{day:%d/%m/%Y}"}])
    return Figure(
        first, last, numerator=Decimal(found.numerator), denominator=Decimal(found.denominator), as_of=day,
        source=MeasuredBy.RECORDS, query=objective.query,
    )  # fmt: skip


def measure_from_records(
    objective: Objective,
    *,
    by: Any,
    period_from: dt.date,
    period_to: dt.date,
    as_of: dt.date | None = None,
    version: int | None = None,
) -> Measurement:
    """Let the declared query measure a period."""
    faults = records_blockers(objective)
    if faults:
        raise StepRefused(faults)
    policy.require(by, "qms.measure_objective", objective)
    figure = figure_from_records(objective, period_from, period_to, as_of)
    return measure_objective(objective, by=by, figure=figure, version=version)
