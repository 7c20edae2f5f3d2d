"""The calendar of a month: what is due on which day, with weekends and holidays; and one's own days as a file."""

import calendar
import datetime as dt
import io
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View

from qms import clock
from qms.calendar import SATURDAY, day_off_names, is_working_day
from qms.due_days import SOURCES, DueDay, DueSource, due_days, own_due_days
from qms.exporting.calendar_file import calendar_file
from qms.tables.filters import units_in_reach
from qms.views.followed_lists import OF_ONE_LOOK, Looks, query_of
from qms.views.noting import note_export
from qms.views.reach import EARLIEST, signed_in

SHOWN = 6  # things in the cell of one day; a day alone shows them all
MOST = 2000  # things of one kind in a month
LAST = dt.date(2100, 12, 31)
WEEKDAYS = [gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
            gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday")]  # fmt: skip
SHOW = [
    ("mine", gettext_lazy("Mine")),
    ("my_unit", gettext_lazy("Of my unit")),
    ("overdue", gettext_lazy("Overdue")),
    ("to_verify", gettext_lazy("To verify")),
]


class CalendarFilter(forms.Form):
    """What the calendar is narrowed by; other filters of the address stay in it, unseen."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=200)
    what = forms.ChoiceField(label=gettext_lazy("What is due"), required=False)
    show = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=[("", gettext_lazy("all")), *SHOW])
    unit: Any = forms.ModelChoiceField(label=gettext_lazy("Unit"), required=False, queryset=None)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.name, one.label) for one in SOURCES.values()]
        self.fields["what"].choices = [("", _("all")), *kinds]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_in_reach(request)  # type: ignore[attr-defined]
        kept = [name for name in request.GET if name not in (*self.fields, *OF_ONE_LOOK) and request.GET[name]]
        labels = {name: one.label for source in SOURCES.values() for name, one in _filters(source).items()}
        for name in [*kept, "month"]:
            widget = forms.HiddenInput
            self.fields[name] = forms.CharField(label=labels.get(name, name), required=False, widget=widget)


def _filters(source: DueSource) -> dict[str, Any]:
    return dict(source.report.filterset_class.base_filters)


@dataclass
class CalendarDay:
    """One cell: the day, why nobody works, and what is due."""

    day: dt.date
    in_month: bool
    note: str
    is_free: bool
    is_today: bool
    url: str
    items: list[DueDay] = field(default_factory=list)

    @property
    def shown(self) -> list[DueDay]:
        """What stands in the cell."""
        return self.items[:SHOWN]

    @property
    def further(self) -> int:
        """How many more there are."""
        return max(0, len(self.items) - SHOWN)


class CalendarView(View):
    """What is due in a month, of every kind within reach."""

    template_name = "qms/generic/calendar.html"
    looks = Looks("actions", "actions_board")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The month; `?day=` lists one day whole."""
        first = self.month()
        items, left_out = self.items(first, following(first))
        days = self.days(first, items)
        asked = clock.read_day(request.GET.get("day", ""))
        context = {
            "form": CalendarFilter(request.GET, request=request),
            "title": _("Calendar"),
            "month_label": _("Month %(month)s/%(year)s") % {"month": f"{first:%m}", "year": first.year},
            "weekdays": WEEKDAYS,
            "weeks": [days[start : start + 7] for start in range(0, len(days), 7)],
            "one_day": next((one for one in days if one.day == asked and one.in_month), None),
            "earlier": self.month_url(first - dt.timedelta(days=1)) if first > EARLIEST else "",
            "later": self.month_url(following(first)) if following(first) <= LAST else "",
            "now": self.month_url(clock.today()),
            "total": len(items),
            "late": sum(one.is_late for one in items),
            "left_out": left_out,
            "looks": self.looks.links(request, "calendar"),
        }
        return render(request, self.template_name, context)

    def month(self) -> dt.date:
        """The first day of the asked month, or of this one."""
        text = self.request.GET.get("month", "").strip()
        day = clock.read_day(f"{text}-01") if text else clock.today()
        if day is None or not EARLIEST <= day <= LAST:
            messages.warning(self.request, _("«%(text)s» is no month; this month is shown.") % {"text": text[:40]})
            day = clock.today()
        return day.replace(day=1)

    def items(self, first: dt.date, end: dt.date) -> tuple[list[DueDay], list[Any]]:
        """What is due from the day to before the other, and the kinds that the filters leave out."""
        asked, found, left_out = self.request.GET.get("what", ""), [], []
        for source in SOURCES.values():
            if asked in SOURCES and source.name != asked:
                continue
            rows = self.rows(source)
            if rows is None:
                left_out.append(source.label)
                continue
            within = {f"{source.day}__gte": first, f"{source.day}__lt": end}
            some = list(due_days(source, rows.filter(**within), MOST + 1))
            if len(some) > MOST:
                text = _("Only the first %(number)d of «%(kind)s» are shown: narrow the filter.")
                messages.warning(self.request, text % {"number": MOST, "kind": source.label})
            found += some[:MOST]
        return found, left_out

    def rows(self, source: DueSource) -> Any:
        """The rows of one kind under the filters of the address; None where it does not know one of them."""
        request, report = self.request, source.report()
        names = {name for name in request.GET if request.GET[name]} - {*OF_ONE_LOOK, "what"}
        rows = report.queryset(request.user)
        filterset = report.filterset_class(request.GET, queryset=rows, request=request, user=request.user)
        if not filterset.is_valid() or names - set(filterset.filters):
            return None
        words = filterset.form.cleaned_data.get("q", "")
        return report.search(filterset.qs, words, None) if words else filterset.qs

    def days(self, first: dt.date, items: list[DueDay]) -> list[CalendarDay]:
        """Whole weeks around the month."""
        by_day: dict[dt.date, list[DueDay]] = {}
        for one in sorted(items, key=lambda one: (one.day, one.number)):
            by_day.setdefault(one.day, []).append(one)
        weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
        return [self.cell(day, first, by_day.get(day, [])) for week in weeks for day in week]

    def cell(self, day: dt.date, first: dt.date, items: list[DueDay]) -> CalendarDay:
        """One day."""
        works = is_working_day(day)
        url = self.request.path + query_of(self.request, month=f"{first:%Y-%m}", day=day.isoformat()) + "#day"
        return CalendarDay(day, day.month == first.month, day_note(day), not works, day == clock.today(), url, items)

    def month_url(self, day: dt.date) -> str:
        """The address of the month of a day, filters kept."""
        return self.request.path + query_of(self.request, month=f"{day:%Y-%m}")


def following(first: dt.date) -> dt.date:
    """The first day of the month after."""
    return (first + dt.timedelta(days=31)).replace(day=1)


def day_note(day: dt.date) -> str:
    """Why a day is not what its weekday says: the holiday's name, a day off, or work at a weekend."""
    weekend = day.weekday() >= SATURDAY
    if is_working_day(day) != weekend:
        return ""
    if weekend:
        return _("Working day")
    return _names(day.year, get_language() or "vi").get(day, _("Day off"))


_names = lru_cache(maxsize=50)(day_off_names)


def own_calendar(request: HttpRequest) -> HttpResponse:
    """The person's own due days as a calendar file."""
    user = signed_in(request)
    days, title = list(own_due_days(user)), _("Due days of %(person)s") % {"person": user}
    content = calendar_file(
        days,
        name=title,
        host=request.get_host(),
        at=clock.now(),
        absolute=request.build_absolute_uri,
    )
    note_export(request, title, io.BytesIO(content), kind="ics", rows=len(days))
    headers = {"Content-Disposition": f'attachment; filename="due-days-{clock.today().isoformat()}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
