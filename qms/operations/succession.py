"""Units that merge, split, are renamed or end on a day: recorded together, with what follows for their systems."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Obligation, TransitionStatus
from qms.history import bulk
from qms.history.recording import current_change, operation
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.models.succession import UnitSuccession
from qms.models.transition import TransitionHolder
from qms.operations.organisation import rebuild_paths
from qms.successions.asking import Asked, faults_of
from qms.workflow import StepRefused

ONE_DAY = dt.timedelta(days=1)


@operation("succeed_units", reason_required=True)
def succeed_units(
    asked: Sequence[Asked], *, by: Any, on_day: dt.date, basis: str, units_below_move: bool = False
) -> list[UnitSuccession]:
    """End the old units on the day before; from the day on their successors answer for them. Records stay.

    Units below an ended one end with it, or move to its only successor. Who held a QMS passes it on, with the place in
    each transition under way. All or nothing; raises StepRefused with every reason.
    """
    policy.require(by, "qms.manage_organisation")
    list(Unit.objects.locked().filter(pk__in=[one.unit.pk for one in asked]).order_by("pk"))
    faults = faults_of(list(asked), on_day)
    if faults:
        raise StepRefused(faults)
    rows = bulk.create(
        UnitSuccession(unit=one.unit, successor=one.successor, kind=one.kind, on_day=on_day, basis=basis)
        for one in asked
    )
    _end_units(asked, on_day, units_below_move)
    _pass_on_holdings(asked, on_day, basis)
    _pass_on_transitions(asked, on_day, basis)
    rebuild_paths()
    return rows


def heirs_of(asked: Iterable[Asked]) -> dict[int, list[Unit]]:
    """By ended unit: who takes over."""
    found: dict[int, list[Unit]] = {}
    for one in asked:
        found.setdefault(one.unit.pk, []).extend([one.successor] if one.successor else [])
    return found


def standing_below(unit_ids: Iterable[int], on_day: dt.date) -> list[tuple[int, Unit]]:
    """(key of the unit that ends, unit below it that stands on the day), across the borders of systems."""
    paths = UnitPath.objects.filter(ancestor_id__in=list(unit_ids), depth__gt=0)
    standing = {unit.pk: unit for unit in Unit.objects.valid_on(on_day).filter(pk__in=paths.values("unit_id"))}
    pairs = paths.order_by("ancestor_id", "unit_id").values_list("ancestor_id", "unit_id")
    return [(ancestor, standing[unit]) for ancestor, unit in pairs if unit in standing]


def _end_units(asked: Sequence[Asked], on_day: dt.date, units_below_move: bool) -> None:
    """The units of the list end; those below follow or move."""
    heirs, last = heirs_of(asked), on_day - ONE_DAY
    ended = {unit.pk: unit for unit in Unit.objects.filter(pk__in=heirs)}
    moved: dict[int, Unit] = {}
    for ancestor, unit in standing_below(heirs, on_day):
        if unit.pk in ended or unit.pk in moved:
            continue
        only = heirs[ancestor][0] if len(heirs[ancestor]) == 1 else None
        if units_below_move and only is not None:
            if unit.parent_id == ancestor:
                unit.parent = only
                moved[unit.pk] = unit
        else:
            ended[unit.pk] = unit
    for unit in ended.values():
        unit.valid_to = min(unit.valid_to, last) if unit.valid_to else last
        if len(heirs.get(unit.pk, [])) == 1:
            unit.successor = heirs[unit.pk][0]
    bulk.update(ended.values(), ["valid_to", "successor"])
    bulk.update(moved.values(), ["parent"])
    _end_holdings(ended, last)


def _end_holdings(ended: dict[int, Unit], last: dt.date) -> None:
    """A unit that ends holds its QMS until its last day."""
    rows = list(QMSHolding.objects.filter(unit_id__in=ended, valid_to=None, valid_from__lte=last).order_by("pk"))
    for row in rows:
        row.valid_to = ended[row.unit_id].valid_to
    bulk.update(rows, ["valid_to"])


def _pass_on_holdings(asked: Iterable[Asked], on_day: dt.date, basis: str) -> None:
    """The successor of a holder holds a QMS from the day on, where it did not already."""
    last = on_day - ONE_DAY
    held = {row.unit_id: row for row in QMSHolding.objects.filter(valid_to=last).order_by("pk")}
    holding = set(QMSHolding.objects.filter(valid_to=None).values_list("unit_id", flat=True))
    new: dict[int, QMSHolding] = {}
    for one in asked:
        before = held.get(one.unit.pk)
        if before is None or one.successor is None or one.successor.pk in holding:
            continue
        row = new.setdefault(
            one.successor.pk,
            QMSHolding(
                unit=one.successor, obligation=before.obligation, rhythm=before.rhythm, valid_from=on_day, basis=basis
            ),
        )
        row.obligation = _stricter(row.obligation, before.obligation)
    bulk.create(new.values())


def _stricter(one: str, other: str) -> str:
    return str(Obligation.OBLIGED) if Obligation.OBLIGED in (one, other) else one


def _pass_on_transitions(asked: Sequence[Asked], on_day: dt.date, basis: str) -> None:
    """In each transition under way the old holders end with the reason, and their successors take part from the day."""
    heirs = heirs_of(asked)
    rows = TransitionHolder.objects.filter(unit_id__in=heirs, ended_at=None).exclude(
        programme__status=TransitionStatus.CLOSED
    )
    ended = list(rows.select_related("unit", "programme").order_by("pk"))
    for row in ended:
        row.ended_at = clock.now()
        row.reason = _end_reason(row, heirs[row.unit_id], on_day, basis)
    _successors_take_part(ended, heirs, on_day)
    bulk.update(ended, ["ended_at", "reason"])


def _end_reason(row: TransitionHolder, heirs: list[Unit], on_day: dt.date, basis: str) -> str:
    names = {"day": f"{on_day:%d/%m/%Y}", "heirs": ", ".join(unit.code for unit in heirs), "basis": basis}
    text = _("Continued by %(heirs)s from %(day)s (%(basis)s).") if heirs else _("Ended on %(day)s (%(basis)s).")
    return "\n".join(filter(None, [row.reason, text % names]))


def _successors_take_part(ended: Sequence[TransitionHolder], heirs: dict[int, list[Unit]], on_day: dt.date) -> None:
    units = {unit.pk for found in heirs.values() for unit in found}
    programmes = {row.programme_id for row in ended}
    standing = TransitionHolder.objects.filter(programme_id__in=programmes, unit_id__in=units)
    known = {(row.programme_id, row.unit_id): row for row in standing}
    new: dict[tuple[int, int], TransitionHolder] = {}
    again: dict[tuple[int, int], TransitionHolder] = {}
    for row in ended:
        for heir in heirs[row.unit_id]:
            key = (row.programme_id, heir.pk)
            if key in known and known[key].ended_at is not None:
                known[key].ended_at, known[key].began_on = None, on_day
                again[key] = known[key]
            elif key not in known:
                made = new.setdefault(key, _taking_part(row, heir, on_day))
                made.obligation = _stricter(made.obligation, row.obligation)
    bulk.create(new.values())
    bulk.update(again.values(), ["ended_at", "began_on"])


def _taking_part(row: TransitionHolder, heir: Unit, on_day: dt.date) -> TransitionHolder:
    return TransitionHolder(
        programme=row.programme, unit=heir, group=row.group, obligation=row.obligation, began_on=on_day,
        planned_end=row.planned_end, reason=current_change().reason,
    )  # fmt: skip


@operation("take_back_succession", reason_required=True)
def take_back_succession(row: UnitSuccession, *, by: Any) -> UnitSuccession:
    """One that was recorded wrongly: the successor reaches the records no more. Units stay ended as they are."""
    policy.require(by, "qms.manage_organisation")
    row = UnitSuccession.objects.locked().get(pk=row.pk)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save()
        rebuild_paths()
    return row
