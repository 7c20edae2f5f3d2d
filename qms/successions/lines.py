"""Who answers for ended units: successors and predecessors as they stand today."""

import datetime as dt
from collections import defaultdict

from qms.models.succession import UnitSuccession


def successors_on(day: dt.date) -> dict[int, list[tuple[int, dt.date]]]:
    """By ended unit: its successors whose day has come, with that day."""
    rows = UnitSuccession.objects.filter(ended_at=None, on_day__lte=day).exclude(successor=None)
    found: dict[int, list[tuple[int, dt.date]]] = defaultdict(list)
    for unit_id, successor_id, since in rows.order_by("pk").values_list("unit_id", "successor_id", "on_day"):
        found[unit_id].append((successor_id, since))
    return found


def predecessors_of(unit_ids: set[int], day: dt.date) -> dict[int, list[UnitSuccession]]:
    """By successor: the successions that brought it what it answers for, oldest first."""
    rows = UnitSuccession.objects.filter(ended_at=None, on_day__lte=day, successor_id__in=unit_ids)
    found: dict[int, list[UnitSuccession]] = defaultdict(list)
    for row in rows.select_related("unit").order_by("on_day", "pk"):
        found[row.successor_id].append(row)  # type: ignore[index]  # only rows with one
    return found
