"""Programmes as they stand on the day that is shown: holders, steps and states as plain rows.

As of a past day nothing is worked out anew: states, days and deadlines are those of the history.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from qms import clock
from qms.history.standing import present
from qms.models.transition import (
    HolderStep,
    TransitionDeadline,
    TransitionHolder,
    TransitionProgramme,
    TransitionStep,
)


def steps_on(programme: TransitionProgramme) -> list[TransitionStep]:
    """The programme's standing steps in order."""
    return list(TransitionStep.objects.filter(programme_id=programme.pk, ended_at=None).order_by("position", "id"))


def deadlines_on(programme: TransitionProgramme) -> list[TransitionDeadline]:
    """The programme's deadlines, the earliest first."""
    return list(TransitionDeadline.objects.filter(programme_id=programme.pk, ended_at=None).order_by("last_day", "id"))


def holders_on(programme: TransitionProgramme, user: Any) -> QuerySet:
    """The holders of the programme within reach that take part."""
    return TransitionHolder.objects.visible_to(user).filter(programme_id=programme.pk, ended_at=None)


def states_on(holders: QuerySet, steps: list[TransitionStep]) -> QuerySet:
    """The steps of these holders."""
    keys = [step.pk for step in steps]
    return HolderStep.objects.filter(holder_id__in=holders.order_by().values("id"), step_id__in=keys)


def later_changes(holders: QuerySet, day: dt.date) -> int:
    """How many changes of these holders and of their steps were recorded after the day."""
    keys, after = list(holders.order_by().values_list("pk", flat=True)), clock.end_of(day)
    with present():
        own = TransitionHolder.history.filter(id__in=keys, history_date__gte=after).count()
        return own + HolderStep.history.filter(holder_id__in=keys, history_date__gte=after).count()
