"""Who takes part in a transition: QMS holders taken in, put into their group, ended; many at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import TransitionGroup
from qms.history import bulk
from qms.history.recording import current_change, operation
from qms.models.organisation import QMSHolding, Unit
from qms.models.transition import TransitionHolder, TransitionProgramme
from qms.operations.transition_programmes import open_programme
from qms.workflow import StepRefused


def standing_holdings(programme: TransitionProgramme) -> QuerySet:
    """Today's holdings of the leading unit and of every unit below it, across the borders of systems."""
    today = clock.today()
    below = Unit.objects.below(programme.unit_id, inside=False).values("pk")
    rows = QMSHolding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    return rows.filter(unit_id__in=below).select_related("unit")


def units_to_take_in(programme: TransitionProgramme) -> QuerySet:
    """Units that hold a QMS below the leading unit and do not take part yet."""
    taking_part = programme.holders.filter(ended_at=None).values("unit_id")
    units = Unit.objects.valid_on(clock.today()).filter(pk__in=standing_holdings(programme).values("unit_id"))
    return units.exclude(pk__in=taking_part)


@operation("take_in_holders")
def take_in_holders(
    programme: TransitionProgramme, *, by: Any, units: Iterable[Unit], group: str
) -> list[TransitionHolder]:
    """Take holders into the programme, in one group; their obligation is that of their holding.

    One that took part before and was ended takes part again. An exempt group, and a running programme, need a reason.
    """
    programme = open_programme(programme, by=by)
    reason = _reason_for(group)
    wanted = {unit.pk: unit for unit in units}
    obligations = dict(standing_holdings(programme).filter(unit_id__in=wanted).values_list("unit_id", "obligation"))
    _refuse_without_holding(wanted, obligations)
    before = {row.unit_id: row for row in programme.holders.filter(unit_id__in=wanted)}
    again = [row for row in before.values() if row.ended_at is not None]
    for row in again:
        row.group, row.reason, row.obligation = group, reason, obligations[row.unit_id]
        row.began_on, row.ended_at = clock.today(), None
    new = [
        TransitionHolder(
            programme=programme, unit=unit, group=group, reason=reason, obligation=obligations[key],
            began_on=clock.today(),
        )
        for key, unit in wanted.items()
        if key not in before
    ]  # fmt: skip
    bulk.update(again, ["group", "reason", "obligation", "began_on", "ended_at"])
    return bulk.create(new) + again


def _refuse_without_holding(wanted: dict[int, Unit], obligations: dict[int, str]) -> None:
    without = [str(unit) for key, unit in wanted.items() if key not in obligations]
    if without:
        text = _("%(units)s: no QMS holder below the leading unit today.")
        raise StepRefused([text % {"units": ", ".join(without)}])


def _reason_for(group: str) -> str:
    """What the holder keeps as its reason; an exempt one must have it."""
    reason = current_change().reason
    if group == TransitionGroup.EXEMPT and not reason:
        raise ValidationError({"reason": _("Say why it is exempt.")})
    return reason if group == TransitionGroup.EXEMPT else ""


@operation("group_holders")
def group_holders(
    programme: TransitionProgramme, *, by: Any, holders: Iterable[TransitionHolder], group: str
) -> list[TransitionHolder]:
    """Put holders into another group; those in it already stay as they are."""
    programme = open_programme(programme, by=by)
    reason = _reason_for(group)
    rows = [row for row in _standing(programme, holders) if row.group != group or row.reason != reason]
    for row in rows:
        row.group, row.reason = group, reason
    return bulk.update(rows, ["group", "reason"])


@operation("end_holders", reason_required=True)
def end_holders(
    programme: TransitionProgramme, *, by: Any, holders: Iterable[TransitionHolder]
) -> list[TransitionHolder]:
    """End the taking part of holders, with the reason; what they did stays recorded."""
    programme = open_programme(programme, by=by)
    rows = _standing(programme, holders)
    for row in rows:
        row.ended_at = clock.now()
    return bulk.update(rows, ["ended_at"])


def _standing(programme: TransitionProgramme, holders: Iterable[TransitionHolder]) -> Sequence[TransitionHolder]:
    keys = [row.pk for row in holders]
    return list(programme.holders.filter(pk__in=keys, ended_at=None).order_by("pk"))
