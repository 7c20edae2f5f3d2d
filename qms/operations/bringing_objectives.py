"""Objectives and figures that a register brings in: many at once, with their history."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from qms import clock, policy
from qms.enums import ReferenceOrigin
from qms.history import bulk
from qms.history.recording import operation
from qms.models.objectives import Measurement, Objective, ObjectiveClause, ObjectiveTarget
from qms.operations.bringing_registers import give_numbers, with_names
from qms.operations.measurements import Figure, value_of

Citation = tuple[int | None, str]


@operation("bring_in_objectives")
def bring_in_objectives(
    drafts: Sequence[Objective],
    targets: Sequence[Mapping[int, Decimal]],
    figures: Sequence[Sequence[Figure]],
    citations: Sequence[Sequence[Citation]],
    *,
    by: Any,
) -> list[Objective]:
    """Write many brought-in objectives with targets, figures and clauses."""
    for draft in {draft.unit_id: draft for draft in drafts}.values():
        policy.require(by, "qms.propose_objective", draft)
    give_numbers(drafts, lambda draft: ("objective", draft.unit_id))
    created = with_names(bulk.create(drafts), ("owner", "proposer"))
    bulk.create(
        ObjectiveTarget(objective=one, year=year, value=value)
        for one, given in zip(created, targets, strict=True)
        for year, value in sorted(given.items())
    )
    bulk.create(
        ObjectiveClause(record=one, clause_id=clause, written_as=text, origin=ReferenceOrigin.IMPORT)
        for one, cited in zip(created, citations, strict=True)
        for clause, text in cited
    )
    bring_in_figures(list(zip(created, figures, strict=True)), by=by)
    return created


@operation("bring_in_figures")
def bring_in_figures(entries: Sequence[tuple[Objective, Sequence[Figure]]], *, by: Any) -> list[Measurement]:
    """Figures of objectives for periods that have none; the kind has checked them against what stands."""
    for objective, figures in entries:
        if figures:
            policy.require(by, "qms.measure_objective", objective)
    rows = [measurement_of(objective, figure, by) for objective, figures in entries for figure in figures]
    return bulk.create(rows)


def measurement_of(objective: Objective, figure: Figure, by: Any) -> Measurement:
    """The unsaved measurement of a checked figure."""
    value = value_of(objective, figure)
    assert value is not None  # checked by figure_faults
    return Measurement(
        objective=objective, period_from=figure.period_from, period_to=figure.period_to, numerator=figure.numerator,
        denominator=figure.denominator, value=value, as_of=figure.as_of or clock.today(), source=figure.source,
        note=figure.note, recorded_by=by,
    )  # fmt: skip


@operation("change_brought_in_targets")
def change_brought_in_targets(entries: Sequence[tuple[Objective, Mapping[int, Decimal]]], *, by: Any) -> None:
    """Targets that a later register gives other values: those before end, new ones stand."""
    wanted = {objective.pk: dict(given) for objective, given in entries}
    rows = ObjectiveTarget.objects.filter(objective_id__in=list(wanted), ended_at=None)
    gone = []
    for row in rows:
        if wanted[row.objective_id].get(row.year) == row.value:
            del wanted[row.objective_id][row.year]
        elif row.year in wanted[row.objective_id]:
            row.ended_at = clock.now()
            gone.append(row)
    bulk.update(gone, ["ended_at"])
    bulk.create(
        ObjectiveTarget(objective_id=key, year=year, value=value)
        for key, given in wanted.items()
        for year, value in sorted(given.items())
    )
