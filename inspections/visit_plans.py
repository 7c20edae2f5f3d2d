"""Planning an inspection from a visit of the programme: what is known is filled in."""

import calendar
import datetime as dt

from django.utils.translation import gettext as _

from inspections.models import Inspection, ProgrammeLine
from qms import clock
from qms.calendar import is_working_day


def first_working_day(year: int, month: int) -> dt.date:
    """The month's first working day that has not passed; today where the month is over."""
    today = clock.today()
    for number in range(1, calendar.monthrange(year, month)[1] + 1):
        day = dt.date(year, month, number)
        if day >= today and is_working_day(day):
            return day
    return today


def blank_from_line(line: ProgrammeLine) -> Inspection:
    """An unsaved inspection of the visit's unit in its month, with the programme's kind and edition."""
    programme = line.programme
    day = first_working_day(programme.year, line.month)
    names = {"kind": programme.get_kind_display(), "unit": line.unit, "month": f"{line.month:02d}/{programme.year}"}
    return Inspection(
        programme_line=line,
        kind=programme.kind,
        title=(_("%(kind)s: %(unit)s, %(month)s") % names)[:250],
        raised_by_unit=programme.unit,
        unit=line.unit,
        edition=programme.edition,
        lead=line.lead,
        scope=line.scope,
        starts_on=day,
        ends_on=day,
    )
