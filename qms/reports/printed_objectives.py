"""Objectives as their printed form takes them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.objective_figures import with_unit
from qms.performance_enums import Direction
from qms.printing.objective_contexts import ObjectiveEntry


def objective_entries(records: Sequence[Any]) -> tuple[ObjectiveEntry, ...]:
    """Rows of the form; the records come dressed from the list."""
    return tuple(_entry(record) for record in records)


def _entry(record: Any) -> ObjectiveEntry:
    return ObjectiveEntry(
        objective=f"{record.title}\n{record.number}",
        target=targets_printed(record),
        plan=record.plan,
        resources=record.resources,
        owner=f"{record.owner}\n{record.unit.name}",
        due=record.ends_on,
        how="\n".join(filter(None, [record.get_rhythm_display(), record.definition, record.judged_how])),
        result="\n".join(filter(None, [result_printed(record), record.conclusion])),
        met=str(record.result["label"]) if record.result else "",
    )


def targets_printed(record: Any) -> str:
    """A line for each year: 2020: 98 %, with "at most" where it is to go down."""
    before = "" if record.direction == Direction.UP else f"{record.get_direction_display()} "
    lines = [f"{target.year}: {before}{with_unit(target.value, record.measure_unit)}" for target in record.target_list]
    return "\n".join(lines)


def result_printed(record: Any) -> str:
    """II/2020: 97,2 %, as of when and from what."""
    if record.latest_to is None:
        return ""
    told = {
        "period": record.latest_period,
        "value": record.latest_said,
        "day": f"{record.latest_as_of:%d/%m/%Y}",
        "source": record.source_said,
    }
    return _("%(period)s: %(value)s (as of %(day)s, %(source)s)") % told
