"""Taking over the objectives that a directive sets: shipped as data, each once for a unit by its key."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qms.history.recording import operation
from qms.models.objectives import Objective
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import UnitPath
from qms.models.standards import Clause
from qms.operations.data_files import read_yaml
from qms.operations.objectives import STANDING, propose_objective
from qms.workflow import StepRefused

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "objectives"
DIRECTIVE = "directive-02-2018"
COPIED = (
    "title", "definition", "numerator", "denominator", "source", "query", "measure_unit", "direction", "rhythm",
    "basis", "plan", "judged_how",
)  # fmt: skip
CLAUSE = ("9001", "2015", "6.2.1")


@dataclass(frozen=True)
class Shipped:
    """One objective of the set."""

    key: str
    kinds: tuple[str, ...]
    own_target: bool
    targets: dict[int, Decimal]
    ends_on: dt.date
    values: dict[str, str]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.values["title"]


@cache
def shipped(name: str = DIRECTIVE) -> tuple[Shipped, ...]:
    """The objectives of a set, in its order."""
    told = read_yaml(FOLDER / f"{name}.yaml")
    return tuple(_shipped(entry) for entry in told["objectives"])


def _shipped(entry: Mapping[str, Any]) -> Shipped:
    targets = {year: Decimal(value) for year, value in entry["targets"].items() if isinstance(year, int)}
    values = {name: str(entry.get(name, "")) for name in COPIED}
    return Shipped(
        entry["key"], tuple(entry["kinds"]), bool(entry.get("own_target")), targets, entry["ends_on"], values
    )


def fitting(unit: Unit) -> list[Shipped]:
    """The objectives that a unit takes over: of the leading unit its own ones too."""
    kind = "holder" if unit.parent_id is not None else "ministry"
    return [one for one in shipped() if kind in one.kinds]


def taken_over(unit: Unit) -> set[str]:
    """Keys of the objectives that stand for the unit already."""
    rows = Objective.objects.filter(unit=unit, status__in=STANDING, ended_at=None).exclude(key="")
    return set(rows.values_list("key", flat=True))


@operation("take_over_objectives")
def _take(unit: Unit, *, by: Any, owner: User, year: int, keys: Collection[str], own: Mapping[str, Decimal]) -> list:
    Unit.objects.locked().get(pk=unit.pk)  # two people at once take each over once
    known = taken_over(unit)
    clauses = list(Clause.objects.filter(edition__standard__code=CLAUSE[0], edition__year=CLAUSE[1], number=CLAUSE[2]))
    made = []
    for one in fitting(unit):
        if one.key in known or one.key not in keys:
            continue
        if one.ends_on.year < year:
            raise StepRefused([_("«%(title)s» ended in %(year)s.") % {"title": one.title, "year": one.ends_on.year}])
        targets = {when: value for when, value in one.targets.items() if when >= year}
        if one.key in own:
            targets = dict.fromkeys(targets, own[one.key])
        objective = Objective(
            unit=unit, owner=owner, key=one.key, parent=parent_of(one.key, unit), starts_on=dt.date(year, 1, 1),
            ends_on=one.ends_on, **one.values,
        )  # fmt: skip
        made.append(propose_objective(objective, by=by, targets=targets, clauses=clauses))
    return made


def take_over_objectives(
    unit: Unit,
    *,
    by: Any,
    owner: User,
    year: int,
    keys: Collection[str] | None = None,
    own: Mapping[str, Decimal] | None = None,
) -> list[Objective]:
    """Propose the set's objectives for the unit from the beginning of the year; those that stand already stay.

    `keys`: only these; `own`: the unit's own targets by key. Each serves the objective of its key above the unit.
    """
    with transaction.atomic():
        chosen = {one.key for one in fitting(unit)} if keys is None else set(keys)
        made: list[Objective] = _take(unit, by=by, owner=owner, year=year, keys=chosen, own=own or {})
        return made


def parent_of(key: str, unit: Unit) -> Objective | None:
    """The standing objective of the key in the nearest unit above."""
    above = dict(UnitPath.objects.filter(unit=unit, depth__gt=0).values_list("ancestor_id", "depth"))
    rows = Objective.objects.filter(key=key, unit_id__in=above, status__in=STANDING, ended_at=None)
    return min(rows, key=lambda row: above[row.unit_id], default=None)
