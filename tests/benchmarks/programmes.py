"""A programme for 1,000 units in one step, against the same rows inserted plainly, without history."""

import itertools
from typing import Any

from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from inspections.enums import InspectionKind, ProgrammeStatus
from inspections.models import Inspection, Programme, ProgrammeLine
from inspections.operations.programme import plan_programme
from inspections.operations.programme_inspections import plan_inspections
from inspections.operations.programme_visits import VisitDraft, plan_visits
from inspections.programme_risk import spread
from inspections.reports.programme_proposal import propose
from inspections.visit_plans import blank_from_line
from qms.enums import UnitKind
from qms.history import bulk
from qms.history.recording import recording
from qms.models import User
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from tests.factories import save

MANY, FEW = 1000, 10
RUNS = 5
ALLOWED = 5.0
"""History rows, their chains, folded text, spans and who is named, beside the rows alone."""
ALLOWED_PROPOSAL = 4.0

years = itertools.count(2021)
numbers = itertools.count(1)


def measure(made: Any, cpu_pair: Any) -> list[tuple[str, float, float, float, str]]:
    """Visits of 1,000 units, their inspections, and the proposal that they come from."""
    units = _units(made, MANY)
    visits = cpu_pair(lambda _: _plan(made, units), lambda _: _plain_visits(_programme(made), units), RUNS)
    ready = iter([_plan(made, units) for _ in range(RUNS + 3)])
    plain = iter([_plan(made, units) for _ in range(RUNS + 3)])
    inspections = cpu_pair(lambda _: _inspect(made, next(ready)), lambda _: _plain_inspections(next(plain)), RUNS)
    asked = [_queries(made, units[:count]) for count in (FEW, MANY)]
    proposed = cpu_pair(lambda _: _propose(made), lambda _: _plain_reading(made), RUNS)
    return [
        (f"visits of {MANY} units", *visits, ALLOWED, _note([one[0] for one in asked])),
        (f"inspections of {MANY} visits", *inspections, ALLOWED, _note([one[1] for one in asked])),
        (
            f"proposal for {MANY} units",
            *proposed,
            ALLOWED_PROPOSAL,
            f"floor: units and visits read; {_asked(made)} queries",
        ),
    ]


def _note(asked: list[int]) -> str:
    return f"{asked[0]} queries with {FEW}, {asked[1]} with {MANY}"


def _units(made: Any, count: int) -> list[Unit]:
    """Departments below the ministry, each with a QMS of its own, in one go."""
    pattern = made.department
    with recording(by=made.officer, operation="add_unit"):
        units = bulk.create(
            Unit(code=f"B-{n}", name_vi=f"Sở số {n}", kind=UnitKind.PROVINCIAL, parent=made.ministry,
                 valid_from=pattern.valid_from)
            for n in range(count)
        )  # fmt: skip
        holding = pattern.holdings.get()
        bulk.create(
            QMSHolding(unit=unit, obligation=holding.obligation, rhythm=holding.rhythm, valid_from=holding.valid_from)
            for unit in units
        )
    days = {"valid_from": pattern.valid_from, "valid_to": None}
    paths = [UnitPath(ancestor=unit, unit=unit, depth=0, inside=True, **days) for unit in units]
    paths += [UnitPath(ancestor=made.ministry, unit=unit, depth=1, inside=False, **days) for unit in units]
    UnitPath.objects.bulk_create(paths, batch_size=500)
    return units


def _officer(made: Any) -> User:
    return User.objects.get(pk=made.officer.pk)


def _programme(made: Any) -> Programme:
    programme = Programme(
        unit=made.ministry, year=next(years), kind=InspectionKind.SUPERIOR, title="Kiểm tra", edition=made.edition
    )
    return plan_programme(programme, by=_officer(made))


def _drafts(made: Any, units: list[Unit]) -> list[VisitDraft]:
    months = spread(len(units), range(1, 13))
    return [VisitDraft(unit, month, made.lead) for unit, month in zip(units, months, strict=True)]


def _plan(made: Any, units: list[Unit]) -> Programme:
    programme = _programme(made)
    plan_visits(programme, _drafts(made, units), by=_officer(made))
    return programme


def _plain_visits(programme: Programme, units: list[Unit]) -> None:
    with transaction.atomic():
        rows = [
            ProgrammeLine(programme=programme, unit=unit, month=month)
            for unit, month in zip(units, spread(len(units), range(1, 13)), strict=True)
        ]
        models.QuerySet(ProgrammeLine).bulk_create(rows, batch_size=500)


def _inspect(made: Any, programme: Programme) -> None:
    save(programme, status=ProgrammeStatus.APPROVED)
    planned = plan_inspections(programme, by=_officer(made))
    assert len(planned) == programme.lines.count()


def _plain_inspections(programme: Programme) -> None:
    with transaction.atomic():
        rows = [blank_from_line(line) for line in programme.lines.select_related("unit", "lead")]
        for row in rows:
            row.number = f"KT-B-{next(numbers)}"
        models.QuerySet(Inspection).bulk_create(rows, batch_size=500)


def _queries(made: Any, units: list[Unit]) -> tuple[int, int]:
    programme, officer = _programme(made), _officer(made)
    with CaptureQueriesContext(connection) as planned:
        plan_visits(programme, _drafts(made, units), by=officer)
    with CaptureQueriesContext(connection) as inspected:
        _inspect(made, programme)
    return len(planned), len(inspected)


def _latest(made: Any) -> Programme:
    return Programme.objects.filter(unit=made.ministry).latest("pk")


def _propose(made: Any) -> None:
    assert len(propose(_latest(made), _officer(made))) >= MANY


def _asked(made: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        _propose(made)
    return len(seen)


def _plain_reading(made: Any) -> None:
    """The units and the visits of one programme as plain rows."""
    list(Unit.objects.filter(parent=made.ministry))
    list(_latest(made).lines.select_related("unit", "lead"))
