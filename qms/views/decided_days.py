"""Days off of a year, where each comes from, and what administrators decide beyond the public calendar."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qms import calendar, clock, policy
from qms.enums import DayKind
from qms.forms.decided_days import FIRST, LAST, DecidedDayForm
from qms.models.reminding import DecidedDay
from qms.operations.decided_days import decide_day, end_decided_day
from qms.views.editing import CreateView, EditView
from qms.views.reach import signed_in
from qms.views.steps import StepSpec, StepView


@dataclass
class Day:
    """One line of the year's list."""

    day: dt.date
    weekday: str
    what: str
    source: str
    worked: bool
    decided: DecidedDay | None = None


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """The year's public holidays and decided days; weekends are off without being listed."""
    year = _year(request.GET.get("year", ""))
    manages = bool(policy.may(signed_in(request), "qms.decide_days", None))
    context = {
        "year": year,
        "before": year - 1 if year > FIRST else None,
        "after": year + 1 if year < LAST else None,
        "rows": days_of(year),
        "manages": manages,
        "first": FIRST,
        "last": LAST,
    }
    return render(request, "qms/organisation/days.html", context)


def _year(text: str) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST)) else 0
    return year if FIRST <= year <= LAST else clock.today().year


def days_of(year: int) -> list[Day]:
    """Public holidays, weekends worked in exchange, and decided days, which come before both."""
    public = {day: (name, False) for day, name in calendar.day_off_names(year, get_language() or "vi").items()}
    public |= {day: (_("Worked in exchange for a day off"), True) for day in calendar.worked_weekends(year)}
    rows = {day: Day(day, _weekday(day), name, _("Public calendar"), worked) for day, (name, worked) in public.items()}
    for one in DecidedDay.objects.filter(ended_at=None, day__year=year):
        instead = rows[one.day].what if one.day in rows else ""
        what = f"{one.get_kind_display()} ({instead})" if instead else one.get_kind_display()
        rows[one.day] = Day(one.day, _weekday(one.day), what, one.decision, one.kind == DayKind.WORKED, one)
    return [rows[day] for day in sorted(rows)]


def _weekday(day: dt.date) -> str:
    return date_format(day, "l")


class DecideDay(CreateView):
    """A new decision about a day; one that was ended is taken up again."""

    model = DecidedDay
    form_class = DecidedDayForm
    permission = "qms.decide_days"
    title = gettext_lazy("Decide about a day")
    intro = gettext_lazy(
        "Due days, reminders and statutory days are counted by the decided day from now on; what was counted stays."
    )
    operation = staticmethod(decide_day)

    def blank(self) -> Any:
        try:
            day = dt.date.fromisoformat(self.request.POST.get("day", ""))
        except ValueError:
            return DecidedDay()
        ended = DecidedDay.objects.filter(day=day).exclude(ended_at=None).first()
        return ended or DecidedDay()

    def cancel_url(self) -> str:
        return reverse("days")

    def address(self, result: Any) -> str:
        return f"{reverse('days')}?year={result.day.year}"


class DecidedDayEdit(EditView):
    """Change what was decided."""

    model = DecidedDay
    form_class = DecidedDayForm
    permission = "qms.decide_days"
    title = gettext_lazy("Change what was decided")
    operation = staticmethod(decide_day)

    def get_instance(self) -> Any:
        return standing(self.kwargs["uid"])

    def cancel_url(self) -> str:
        return f"{reverse('days')}?year={self.record.day.year}"

    def address(self, result: Any) -> str:
        return f"{reverse('days')}?year={result.day.year}"


class DecidedDayStep(StepView):
    """End a decision about a day."""

    model = DecidedDay
    steps = {
        "end": StepSpec(
            end_decided_day,
            label=gettext_lazy("End the decision"),
            permission="qms.decide_days",
            reason=True,
            versioned=False,
            tone="danger",
            intro=gettext_lazy("The public calendar holds again for this day."),
        )
    }

    def get_record(self, uid: Any) -> Any:
        return standing(uid)

    def record_url(self) -> str:
        return f"{reverse('days')}?year={self.record.day.year}"


def standing(uid: Any) -> DecidedDay:
    """The decided day that was not ended, or 404."""
    return get_object_or_404(DecidedDay, uid=uid, ended_at=None)
