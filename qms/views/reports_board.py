"""The superior's page over all units: who reported when, what is late and missing, a line through time; reminders."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View

from qms import policy
from qms.consolidating.board import Board, Column, all_columns, count_up, lines_of, read_board, trend
from qms.consolidating.quarters import quarter_coded
from qms.consolidating.states import LOOKS
from qms.enums import Role
from qms.forms.consolidations import superiors_over
from qms.models.organisation import Unit
from qms.operations import report_reminders as reminders
from qms.policy import Refused, denied
from qms.prepared import prepared_records
from qms.reports import reports_board as told
from qms.tables.reports_board import ReportsBoardFilter
from qms.views.exports import TYPES, export_report
from qms.views.printing import KINDS
from qms.views.reach import asked_day
from qms.views.taking_away import with_query
from qms.workflow import StepRefused

PAGE = 100
NARROW = 8  # quarters above which cells hold signs, words being in the legend and read aloud
SEEING = (Role.OFFICER, Role.TOP, Role.AUDITOR)
TAKEN = (
    ("export", "xlsx", "Excel", "download"),
    ("print", "docx", "Word", "printer"),
    ("print", "pdf", "PDF", "printer"),
)


def superior_of(user: Any) -> Unit:
    """The unit to which others report and whose page the person sees. Raises Refused where there is none."""
    units = prepared_records(_superiors, units=sorted(user.authority.units_as(*SEEING)))
    found: Unit | None = units[0] if units else None
    if found is None:
        text = _("This page is for the unit to which all others report: its quality officer, top management, auditor.")
        raise Refused(
            denied(text, _("a quality officer, top management or auditor of the unit to which the reports go"))
        )
    user.authority.know_ancestors(found.pk, [one.ancestor for one in units if one.pk == found.pk])
    policy.require(user, "qms.see_reports_board", found)
    return found


def sees_reports_board(user: Any) -> bool:
    """Whether the page over all units is the person's to open."""
    try:
        superior_of(user)
    except Refused:
        return False
    return True


def _superiors(units: list[int]) -> Any:
    """Each once for every unit above it: its ancestors are known then."""
    rows = superiors_over(units).filter(above__inside=True).annotate(ancestor=F("above__ancestor_id"))
    return rows.order_by("sort_key", "pk")


class ReportsBoard(View):
    """All units by quarters, today or as it had been recorded by the end of a day."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page, its export, or its print."""
        self.as_of = asked_day(request)
        user: Any = request.user
        try:
            superior = superior_of(user)
        except Refused:
            if self.as_of is None or not user.authority.units_as(*SEEING):
                raise
            reason = _("Nobody reported to your unit yet by the end of that day.")
            return render(request, "404.html", {"reason": reason}, status=404)
        columns = all_columns(superior.pk)
        known = lines_of(columns)
        english = get_language() == "en"
        titles = [(one.key, one.title_en if english else one.title_vi) for one in known]
        form = ReportsBoardFilter(request.GET, columns=columns, lines=titles)
        self.followed = next((one for one in known if one.key == form.asked("line")), None)
        board = read_board(superior, form.columns(columns), self.followed)
        units = form.of_units(board.lines)
        count_up(board, units)
        lines = form.shown(units)
        if request.GET.get("export") in TYPES:
            return self.export(board, lines, form)
        if request.GET.get("print") in KINDS:
            from qms.views.consolidation_prints import print_board  # noqa: PLC0415 - printing is asked for seldom

            return print_board(request, board, lines, form, request.GET["print"])
        return render(request, "qms/consolidations/board.html", self.context(board, lines, form))

    def export(self, board: Board, lines: list[Any], form: ReportsBoardFilter) -> HttpResponseBase:
        """The lines as a file; a workbook is laid out for paper, as that of a consolidated report."""
        from qms.reports.printed_consolidations import said_filters  # noqa: PLC0415 - files are asked for seldom

        report: Any = told.ReportsBoardExport(board, board.columns, said_filters(form))
        kind = self.request.GET["export"]
        return export_report(self.request, report, lines, "form" if kind == "xlsx" else kind, self.as_of)

    def context(self, board: Board, lines: list[Any], form: ReportsBoardFilter) -> dict[str, Any]:
        """What the template takes."""
        page: Any = Paginator(lines, PAGE).get_page(self.request.GET.get("page"))
        may = self.as_of is None and bool(policy.may(self.request.user, "qms.remind_reporting_units", board.superior))
        return {
            "superior": board.superior,
            "board": board,
            "columns": board.columns,
            "heads": told.heads(board.columns),
            "short_heads": told.short_heads(board.columns),
            "years": years_over(board.columns),
            "is_narrow": len(board.columns) > NARROW,
            "filter": form,
            "page_obj": page,
            "rows": told.rows_of(page.object_list, board.columns, self.as_of),
            "total": len(lines),
            "totals": told.totals_of(board.columns),
            "remindable": [one for one in reversed(board.columns) if one.counts.missing] if may else [],
            "legend": [(told.short(state), icon) for state, (_tone, icon) in LOOKS.items()],
            "trend": self.trend(board),
            "method": told.JOINED,
            "links": self.links(),
            "may_draw": may,
            "as_of": self.as_of,
            "as_of_query": f"?as_of={self.as_of.isoformat()}" if self.as_of else "",
        }

    def trend(self, board: Board) -> Any:
        """The line that is followed, over the units shown; None where none is chosen."""
        line = self.followed
        if line is None:
            return None
        title = line.title_en if get_language() == "en" else line.title_vi
        return told.said_trend(title, line.kind, trend(board, line.kind))

    def links(self) -> list[tuple[str, str, str]]:
        """Take the same lines away: as files and on paper."""
        asked = [(label, {"page": "", name: kind}, icon) for name, kind, label, icon in TAKEN]
        return [(label, with_query(self.request, **values), icon) for label, values, icon in asked]


def years_over(columns: list[Column]) -> list[tuple[int, int]]:
    """The years above the quarters, each with how many of them it spans."""
    found: dict[int, int] = {}
    for column in columns:
        found[column.quarter.year] = found.get(column.quarter.year, 0) + 1
    return list(found.items())


class RemindMissing(View):
    """Who is reminded of a quarter, then the reminders themselves."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The superior and the quarter; refused to who may not remind."""
        self.superior = superior_of(request.user)
        policy.require(request.user, "qms.remind_reporting_units", self.superior)
        quarter = quarter_coded(kwargs["code"])
        if quarter is None:
            raise Http404
        self.quarter = quarter
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Who would be told."""
        return self.show(200)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Tell them."""
        try:
            count = reminders.remind_missing(self.superior, by=request.user, quarter=self.quarter)
        except StepRefused as refused:
            messages.error(request, " ".join(refused.reasons))
            return self.show(409)
        if count:
            text = ngettext("%(count)d person has been reminded.", "%(count)d people have been reminded.", count)
            messages.success(request, text % {"count": count})
        else:
            messages.info(
                request, _("Nobody was left to remind: everybody was told today, or nobody is there to tell.")
            )
        return redirect("reports_board")

    def show(self, status: int) -> HttpResponse:
        """The page that says whom it concerns."""
        reminding = reminders.reminding_of(self.superior, self.quarter)
        context = {"quarter": self.quarter, "superior": self.superior, "rows": reminding.rows(), "reminding": reminding}
        return render(self.request, "qms/consolidations/remind.html", context, status=status)
