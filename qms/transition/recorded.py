"""Programmes as they stand, or as they had been recorded by the end of a day: holders, steps and states as plain rows.

As of a day nothing is worked out anew: states, days and deadlines are those of the history.
"""

import datetime as dt
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from qms import clock
from qms.history.as_of import instance_of, visible_as_of
from qms.models.transition import (
    HolderStep,
    TransitionDeadline,
    TransitionHolder,
    TransitionProgramme,
    TransitionStep,
)


def rows_of(model: Any, day: dt.date | None, **condition: Any) -> QuerySet:
    """Rows of a tracked model, today's or the last recorded by the end of the day; historical ones say `id`."""
    if day is None:
        return model.objects.filter(**condition)
    history = model.history.model.objects.filter(history_date__lt=clock.end_of(day))
    later = history.filter(id=OuterRef("id")).order_by("-sequence").values("sequence")[:1]
    return history.filter(**condition).filter(sequence=Subquery(later)).defer("chain_text")


def records_of(model: Any, day: dt.date | None, *order: str, **condition: Any) -> list[Any]:
    """The same rows as records, in their order."""
    rows = rows_of(model, day, **condition).order_by(*order)
    return [instance_of(row, model) for row in rows] if day else list(rows)


def steps_on(programme: TransitionProgramme, day: dt.date | None) -> list[TransitionStep]:
    """The programme's standing steps in order."""
    return records_of(TransitionStep, day, "position", "id", programme_id=programme.pk, ended_at=None)


def deadlines_on(programme: TransitionProgramme, day: dt.date | None) -> list[TransitionDeadline]:
    """The programme's deadlines, the earliest first."""
    return records_of(TransitionDeadline, day, "last_day", "id", programme_id=programme.pk, ended_at=None)


def holders_on(programme: TransitionProgramme, user: Any, day: dt.date | None) -> QuerySet:
    """The holders of the programme within reach that take part."""
    rows = TransitionHolder.objects.visible_to(user) if day is None else visible_as_of(TransitionHolder, user, day)
    return rows.filter(programme_id=programme.pk, ended_at=None)


def states_on(holders: QuerySet, steps: list[TransitionStep], day: dt.date | None) -> QuerySet:
    """The steps of these holders."""
    keys = [step.pk for step in steps]
    if day is None:
        return HolderStep.objects.filter(holder_id__in=holders.order_by().values("id"), step_id__in=keys)
    return latest_states(day).filter(holder_id__in=holders.order_by().values("id"), step_id__in=keys)


def latest_states(day: dt.date) -> QuerySet:
    """The last row of each holder's step that had been recorded by the end of the day."""
    history = HolderStep.history.model.objects
    before = history.filter(history_date__lt=clock.end_of(day))
    last = before.order_by().values("id").annotate(last=Max("history_id")).values("last")
    return history.filter(history_id__in=last)


def later_changes(holders: QuerySet, day: dt.date) -> int:
    """How many changes of these holders and of their steps were recorded after the day."""
    keys, after = holders.values("pk"), clock.end_of(day)
    own = TransitionHolder.history.filter(id__in=keys, history_date__gte=after).count()
    return own + HolderStep.history.filter(holder_id__in=keys, history_date__gte=after).count()
