"""Keeping cause categories of a QMS holder: add, rename, put in order, end."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from inspections.models import CauseCategory
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.organisation import Unit, nearest_holder
from qms.operations.data_files import read_yaml
from qms.workflow import StepRefused

STARTING_SET = Path(settings.BASE_DIR) / "fixtures" / "reference" / "cause_categories.yaml"


def live_categories(unit_id: int | None) -> Any:
    """The categories that a holder's units choose from, in its order."""
    rows = CauseCategory.objects.filter(ended_at=None).order_by("position", "pk")
    return rows.none() if unit_id is None else rows.filter(unit_id=unit_id)


@operation("add_cause_categories")
def add_cause_categories(unit: Unit, names: Sequence[tuple[str, str]], *, by: Any) -> list[CauseCategory]:
    """Add categories (name, name in English) at the end of the holder's order; an ended one of a name stands again."""
    policy.require(by, "inspections.keep_cause_categories", CauseCategory(unit=unit))
    if nearest_holder(unit.pk) != unit:
        raise StepRefused([_("%(unit)s holds no quality management system of its own.") % {"unit": unit}])
    known = {row.name_vi: row for row in CauseCategory.objects.locked().filter(unit=unit)}
    twice = [name for name, _english in names if name in known and known[name].ended_at is None]
    if twice:
        raise StepRefused([_("There is a category «%(name)s» already.") % {"name": ", ".join(twice)}])
    last = max((row.position for row in known.values()), default=0)
    added = []
    for place, (name, english) in enumerate(dict(names).items(), last + 1):
        row = known.get(name) or CauseCategory(unit=unit, name_vi=name)
        row.name_en, row.position, row.ended_at = english, place, None
        row.save()
        added.append(row)
    return added


def starting_entries() -> list[dict[str, Any]]:
    """The categories that a holder can begin with: code, name_vi, name_en."""
    return list(read_yaml(STARTING_SET)["categories"])


def starting_set() -> list[tuple[str, str]]:
    """Their names."""
    return [(entry["name_vi"], entry["name_en"]) for entry in starting_entries()]


def add_starting_set(unit: Unit, *, by: Any) -> list[CauseCategory]:
    """Begin with the usual categories; those that stand already are left alone."""
    standing = set(live_categories(unit.pk).values_list("name_vi", flat=True))
    return add_cause_categories(unit, [pair for pair in starting_set() if pair[0] not in standing], by=by)


@operation("rename_cause_category")
def rename_cause_category(category: CauseCategory, *, by: Any, name_vi: str, name_en: str = "") -> CauseCategory:
    """Another name; causes keep the category."""
    locked = _kept(category, by)
    if CauseCategory.objects.filter(unit_id=locked.unit_id, name_vi=name_vi).exclude(pk=locked.pk).exists():
        raise StepRefused([_("There is a category «%(name)s» already.") % {"name": name_vi}])
    locked.name_vi, locked.name_en = name_vi, name_en
    locked.save()
    return locked


@operation("move_cause_category")
def move_cause_category(category: CauseCategory, *, by: Any, places: int) -> None:
    """Move up (-1) or down (1) in the order; at the end of it nothing moves."""
    _kept(category, by)
    rows = list(live_categories(category.unit_id).locked())
    before = next(place for place, row in enumerate(rows) if row.pk == category.pk)
    after = min(max(before + places, 0), len(rows) - 1)
    rows.insert(after, rows.pop(before))
    moved = []
    for place, row in enumerate(rows, 1):
        if row.position != place:
            row.position = place
            moved.append(row)
    bulk.update(moved, ["position"])


@operation("end_cause_category", reason_required=True)
def end_cause_category(category: CauseCategory, *, by: Any) -> CauseCategory:
    """No longer offered; causes that have it keep it."""
    locked = _kept(category, by)
    locked.ended_at = clock.now()
    locked.save()
    return locked


def _kept(category: CauseCategory, by: Any) -> CauseCategory:
    locked = CauseCategory.objects.locked().get(pk=category.pk)
    policy.require(by, "inspections.keep_cause_categories", locked)
    if locked.ended_at is not None:
        raise StepRefused([_("This category is no longer offered.")])
    return locked
