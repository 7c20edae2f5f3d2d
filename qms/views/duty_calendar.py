"""The calendar of duties: what each unit owes when, on one page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qms import clock
from qms.reports.duty_calendar import DutyCalendarExport, counts, owing, quarter_names, units_of_calendar, years
from qms.tables.duty_calendar import DutyCalendarFilter
from qms.views.exports import TYPES, export_report
from qms.views.reach import asked_day
from qms.views.taking_away import with_query

PER_PAGE = 25  # units


@require_GET
def duty_calendar(request: HttpRequest) -> HttpResponseBase:
    """Units by quarter; the number of queries does not grow with the units."""
    as_of = asked_day(request)
    today = as_of or clock.today()
    units = units_of_calendar(request.user).valid_on(today).order_by("sort_key")
    chosen = DutyCalendarFilter(request.GET, queryset=units, request=request, user=request.user)
    given = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    year = chosen.asked_year(today)
    narrowed: dict[str, Any] = {"kind": given.get("kind") or "", "late": given.get("show") == "late"}
    if request.GET.get("export") in TYPES:
        rows = owing(request.user, chosen.qs, year, today, **narrowed)
        return export_report(request, DutyCalendarExport(), rows, request.GET["export"], as_of)
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    found = owing(request.user, shown, year, today, **narrowed)
    context = {
        "filter": chosen,
        "page_obj": page,
        "total": page.paginator.count,
        "rows": years(shown, found),
        "quarters": quarter_names(),
        "quarter_now": (today.month + 2) // 3 if today.year == year else 0,
        "counts": counts(found),
        "year": year,
        "before_url": with_query(request, year=str(year - 1), page=""),
        "after_url": with_query(request, year=str(year + 1), page=""),
        "today": today,
        "as_of": as_of,
        "export_urls": [(_("Excel"), with_query(request, export="xlsx")), ("CSV", with_query(request, export="csv"))],
    }
    return render(request, "qms/duties/calendar.html", context)
