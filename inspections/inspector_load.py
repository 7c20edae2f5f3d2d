"""How much inspectors have to do already: that day, that month, that year; read for all candidates at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.enums import InspectionStatus
from inspections.models.inspection import Inspection
from inspections.models.session import Session, SessionInspector
from qms.models.participation import Participation


@dataclass
class Load:
    """What one inspector has beside the session in question."""

    that_day: list[dict[str, Any]] = field(default_factory=list)
    days_of_month: set[dt.date] = field(default_factory=set)
    inspections_of_year: set[int] = field(default_factory=set)


def load_of(people: Iterable[Any], session: Session, day: dt.date | None = None) -> dict[int, Load]:
    """The load of each person beside that session, which may be unsaved: three queries for any number of people."""
    ids = {person.pk for person in people}
    day, month = day or session.day, session.inspection.starts_on
    loads: dict[int, Load] = defaultdict(Load)
    for row in _sessions(ids, session, {(day.year, day.month), (month.year, month.month)}):
        load = loads[row["user_id"]]
        if row["session__day"] == day:
            load.that_day.append(row)
        if (row["session__day"].year, row["session__day"].month) == (month.year, month.month):
            load.days_of_month.add(row["session__day"])
    for user_id, inspection_id in _inspections(ids, session.inspection):
        loads[user_id].inspections_of_year.add(inspection_id)
    return loads


def _standing() -> Any:
    rows = SessionInspector.objects.filter(ended_at=None, session__ended_at=None)
    return rows.exclude(session__inspection__status=InspectionStatus.CANCELLED)


def _sessions(ids: set[int], session: Session, months: set[tuple[int, int]]) -> list[dict[str, Any]]:
    first = min(dt.date(year, month, 1) for year, month in months)
    last = max(dt.date(year, month, 28) for year, month in months) + dt.timedelta(days=3)
    rows = _standing().filter(user_id__in=ids, session__day__range=(first, last)).exclude(session_id=session.pk or 0)
    columns = ("user_id", "session__day", "session__from_time", "session__to_time")
    return list(rows.order_by("session__day", "session__from_time").values(*columns))


def _inspections(ids: set[int], inspection: Inspection) -> set[tuple[int, int]]:
    """The other inspections of that year in which each is lead, on the team, or asks."""
    year = inspection.starts_on.year
    others = Inspection.objects.filter(starts_on__year=year).exclude(pk=inspection.pk)
    others = others.exclude(status=InspectionStatus.CANCELLED)
    named = Participation.objects.filter(
        user_id__in=ids, kind=Inspection._meta.label_lower, record_id__in=others.values("pk")
    )
    asking = _standing().filter(user_id__in=ids, session__inspection__in=others)
    found = set(named.values_list("user_id", "record_id"))
    return found | set(asking.order_by().values_list("user_id", "session__inspection_id"))


def told(load: Load, session: Session, begins: dt.time | None, ends: dt.time | None) -> list[str]:
    """The load in words, heaviest first: that day with hours, days of the month, inspections of the year."""
    words = [_("that day already: %(hours)s") % {"hours": ", ".join(_hours(row) for row in load.that_day)}]
    if not load.that_day:
        words = [_("nothing else that day")]
    elif any(_overlaps(row, begins, ends) for row in load.that_day):
        words.append(_("the hours overlap"))
    days, inspections = len(load.days_of_month), len(load.inspections_of_year)
    month, year = session.inspection.starts_on.strftime("%m/%Y"), session.inspection.starts_on.year
    words.append(
        ngettext("%(count)d day with sessions in %(month)s", "%(count)d days with sessions in %(month)s", days)
        % {"count": days, "month": month}
    )
    words.append(
        ngettext("%(count)d other inspection in %(year)d", "%(count)d other inspections in %(year)d", inspections)
        % {"count": inspections, "year": year}
    )
    return words


def _hours(row: dict[str, Any]) -> str:
    hours = [time for time in (row["session__from_time"], row["session__to_time"]) if time]
    return "–".join(f"{time:%H:%M}" for time in hours) or _("hours not given")


def _overlaps(row: dict[str, Any], begins: dt.time | None, ends: dt.time | None) -> bool:
    """Whether both have hours that meet; without hours nothing can be said."""
    start, stop = row["session__from_time"], row["session__to_time"]
    if not (begins and start):
        return False
    return begins < (stop or dt.time.max) and start < (ends or dt.time.max)
