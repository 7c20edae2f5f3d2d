"""The closure of the tree of units as it stood on the day that is shown."""

# ruff: noqa: S608 - the names are our own, and so are the values

from typing import Any

from django.db import connection

from qms import clock
from qms.history.standing_tables import PATHS, SCHEMAS

FIELDS = ("ancestor_id", "unit_id", "depth", "inside", "valid_from", "valid_to")


def paths_then(vendor: str) -> str:
    """The table's expression; empty where the tree stood as it does today."""
    if not _moved_since():
        return ""
    from qms.tree_paths import paths_of_tree  # noqa: PLC0415 - the tree stands on history

    today = _today()
    then: dict[int, set[tuple[Any, ...]]] = {}
    for path in paths_of_tree():
        then.setdefault(path.unit_id, set()).add(tuple(getattr(path, name) for name in FIELDS))
    changed = {key for key in then.keys() | today.keys() if then.get(key) != today.get(key)}
    return _expression(changed, then, vendor) if changed else ""


def _moved_since() -> bool:
    """Whether anything that the tree is made of was recorded, or came to hold, after the day."""
    from qms.history.standing import present  # noqa: PLC0415 - the reading asks for the tree
    from qms.models.organisation import QMSHolding, Unit  # noqa: PLC0415 - models stand on history
    from qms.models.succession import UnitSuccession  # noqa: PLC0415 - models stand on history

    day = clock.today()
    with present():
        end = clock.end_of(day)
        found = [model.history.filter(history_date__gte=end) for model in (Unit, QMSHolding, UnitSuccession)]
        found.append(UnitSuccession.objects.filter(on_day__gt=day))
        parts = [rows.order_by().values_list("pk").query.sql_with_params() for rows in found]
        with connection.cursor() as cursor:
            asked = " OR ".join(f"EXISTS ({sql})" for sql, _params in parts)
            cursor.execute(f"SELECT {asked}", [value for _sql, values in parts for value in values])
            return bool(cursor.fetchone()[0])


def _today() -> dict[int, set[tuple[Any, ...]]]:
    from qms.history.standing import present  # noqa: PLC0415 - the reading asks for the tree
    from qms.models.reach import UnitPath  # noqa: PLC0415 - models stand on history

    found: dict[int, set[tuple[Any, ...]]] = {}
    with present():
        for row in UnitPath.objects.values_list(*FIELDS):
            found.setdefault(row[1], set()).add(row)
    return found


def _expression(changed: set[int], then: dict[int, set[tuple[Any, ...]]], vendor: str) -> str:
    """Today's paths of the units that stayed, those of then for the others."""
    columns = ", ".join(f'"{name}"' for name in ("id", *FIELDS))
    keys = ", ".join(str(key) for key in sorted(changed))
    stayed = f'SELECT {columns} FROM {SCHEMAS[vendor]}."{PATHS}" WHERE "unit_id" NOT IN ({keys})'
    rows = [row for key in sorted(changed) for row in sorted(then.get(key, ()), key=lambda row: row[:3])]
    values = ", ".join(_row(row, vendor) for row in rows)
    moved = f" UNION ALL SELECT * FROM (VALUES {values}) AS moved" if rows else ""
    return f'"{PATHS}" ({columns}) AS NOT MATERIALIZED ({stayed}{moved})'


def _row(row: tuple[Any, ...], vendor: str) -> str:
    ancestor, unit, depth, inside, begins, ends = row
    days = [_day(day, vendor) for day in (begins, ends)]
    told = ("TRUE" if inside else "FALSE") if vendor == "postgresql" else str(int(inside))
    return f"(0, {int(ancestor)}, {int(unit)}, {int(depth)}, {told}, {days[0]}, {days[1]})"


def _day(day: Any, vendor: str) -> str:
    text = "NULL" if day is None else f"'{day.isoformat()}'"
    return f"{text}::date" if vendor == "postgresql" else text
