"""When the inputs of a review were frozen, and what was recorded later on the same day.

Lists are opened as of a day, at its end; figures frozen on the day itself count its records up to their moment.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import clock
from qms.history.spans import span_model
from qms.models.reach import UnitPath
from qms.reports.declaration import has_field

Figures = Iterable[Mapping[str, Any]]


def frozen_at(figures: Figures) -> dt.datetime | None:
    """The moment at which figures of the day itself were counted; None where they stand as of a day's end."""
    told = next((one["at"] for one in figures if one.get("at")), "")
    return dt.datetime.fromisoformat(told).astimezone(clock.HANOI) if told else None


def moment_said(moment: dt.datetime | None, day: dt.date | None) -> str:
    """15/07/2020 10:32; the day alone where the figures stand as of its end."""
    if moment is not None:
        return f"{moment:%d/%m/%Y %H:%M}"
    return f"{day:%d/%m/%Y}" if day else ""


def recorded_later(unit_id: int, figures: Figures) -> int:
    """How many changes of such records of the holder were written after the moment, on the same day."""
    moment = frozen_at(figures)
    if moment is None:
        return 0
    kinds = {str(one["kind"]) for one in figures if one.get("kind")}
    units = UnitPath.objects.filter(ancestor=unit_id, inside=True).values("unit_id")
    models = {kind: apps.get_model(kind) for kind in kinds}
    listed = [kind for kind, model in models.items() if hasattr(model, "SPAN")]
    last = clock.end_of(moment.date())
    spans = span_model().objects.filter(kind__in=listed, unit_id__in=units)
    count = spans.filter(valid_from__gt=moment, valid_from__lt=last).count()
    for kind, model in models.items():
        if kind not in listed and has_field(model, "unit"):
            rows = model.history.filter(unit_id__in=units, history_date__gt=moment, history_date__lt=last)
            count += rows.count()
    return int(count)


def later_said(count: int, moment: dt.datetime | None) -> str:
    """What whoever opens a list is told, where it holds more than the figure."""
    if not count or moment is None:
        return ""
    text = ngettext(
        "%(count)d change was recorded later on %(day)s: the lists opened from here count it, the figures do not.",
        "%(count)d changes were recorded later on %(day)s: the lists opened from here count them, the figures do not.",
        count,
    )
    return text % {"count": count, "day": f"{moment:%d/%m/%Y}"}


def figures_said(moment: dt.datetime | None, day: dt.date | None) -> str:
    """As of when the figures of a review stand."""
    if day is None:
        return ""
    text = (
        _("Figures as of %(when)s, the moment of freezing; each opens its records as of that day.")
        if moment is not None
        else _("Figures as of the end of %(when)s; each opens its records as they stood then.")
    )
    return " ".join([text % {"when": moment_said(moment, day)}, _("They were written down once and do not change.")])
