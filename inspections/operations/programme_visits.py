"""Many visits in one step: from the proposal, for all units of a kind, from the year before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import Programme, ProgrammeClause, ProgrammeLine
from inspections.operations.programme import changeable
from inspections.programme_units import allowed_units
from qms.history import bulk
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.standards import Clause
from qms.workflow import StepRefused

SHOWN = 5  # units named in a refusal


@dataclass(frozen=True)
class VisitDraft:
    """One visit that somebody means to make."""

    unit: Unit
    month: int
    lead: User | None = None
    scope: str = ""
    note: str = ""
    because: str = ""
    clauses: tuple[Clause, ...] = ()


@operation("plan_visits")
def plan_visits(
    programme: Programme, drafts: Iterable[VisitDraft], *, by: Any, version: int | None = None
) -> list[ProgrammeLine]:
    """Write the visits with their clauses, all at once; one that stands already (unit and month) is passed over.

    Raises StepRefused, naming them, for units that the programme may not visit.
    """
    listed = list(drafts)
    programme = changeable(programme, by, version)
    check_units(programme, [draft.unit for draft in listed])
    return write_visits(programme, listed)


def write_visits(programme: Programme, drafts: Sequence[VisitDraft]) -> list[ProgrammeLine]:
    """The rows of the visits that do not stand yet. Called inside an operation, on a locked programme."""
    standing = set(programme.lines.filter(ended_at=None).values_list("unit_id", "month"))
    new = []
    for draft in drafts:
        if (draft.unit.pk, draft.month) not in standing:
            standing.add((draft.unit.pk, draft.month))
            new.append(draft)
    lines = bulk.create(_line(programme, draft) for draft in new)
    bulk.create(
        ProgrammeClause(record=line, clause=clause)
        for line, draft in zip(lines, new, strict=True)
        for clause in draft.clauses
    )
    return lines


def _line(programme: Programme, draft: VisitDraft) -> ProgrammeLine:
    return ProgrammeLine(
        programme=programme,
        unit=draft.unit,
        month=draft.month,
        lead=draft.lead,
        scope=draft.scope[:250],
        note=draft.note[:250],
        proposed_because=draft.because,
    )


def check_units(programme: Programme, units: Sequence[Unit]) -> None:
    """Raise StepRefused for units outside the programme's own QMS, or not below a superior."""
    allowed = set(allowed_units(programme).values_list("pk", flat=True))
    outside = list(dict.fromkeys(str(unit) for unit in units if unit.pk not in allowed))
    if outside:
        named = ", ".join(outside[:SHOWN]) + (", …" if len(outside) > SHOWN else "")
        text = _("This programme does not visit %(units)s: choose units of its own reach.")
        raise StepRefused([text % {"units": named}])
