"""The board of a transition: holders by steps, days left, forecasts, late list, what blocks whom; export and print."""

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from qms import clock, policy, printing
from qms.models.transition import TransitionHolder, TransitionProgramme
from qms.operations import holder_steps as operations
from qms.operations.print_templates import form_for
from qms.reports import transition_board as told
from qms.reports.printed_transition import printed_board
from qms.tables.transition_board import BoardFilter, BoardTable, in_order
from qms.transition.board import Board, read_board, step_figures
from qms.transition.recorded import later_changes
from qms.views.exports import TYPES, export_report
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day, get_visible
from qms.views.steps import StepSpec, StepView
from qms.views.taking_away import with_query

PAGE = 50
LATE_SHOWN = 30
TAKEN = (
    ("export", "xlsx", gettext_lazy("Excel"), "download"),
    ("export", "csv", "CSV", "download"),
    ("print", "docx", "Word", "printer"),
    ("print", "pdf", "PDF", "printer"),
)


class TransitionBoard(View):
    """Holders by steps, today or as it had been recorded by the end of a day."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        """The page, its export, or its print."""
        self.as_of = asked_day(request)
        programme = self.programme(uid)
        board = read_board(programme, request.user, self.as_of, clock.today())
        form = BoardFilter(request.GET)
        asked = self.asked_order()
        lines = in_order(form.narrowed(board.lines), asked)
        if request.GET.get("export") in TYPES:
            return self.export(board, lines, request.GET["export"])
        if request.GET.get("print") in KINDS:
            return self.printed(board, lines, form, request.GET["print"])
        return render(request, "qms/transition/board.html", self.context(board, lines, form, asked))

    def programme(self, uid: Any) -> TransitionProgramme:
        """The programme within reach, or 404."""
        return get_visible(TransitionProgramme, self.request.user, uid)

    def asked_order(self) -> list[str]:
        """By which columns; an unknown one is ignored with a message."""
        asked = [name for name in self.request.GET.get("sort", "").split(",") if name]
        known = [name for name in asked if name.removeprefix("-") in BoardTable.base_columns]
        if known != asked:
            messages.warning(self.request, _("This list cannot be sorted so; its usual order is shown."))
        return known

    def context(self, board: Board, lines: list[Any], form: BoardFilter, asked: list[str]) -> dict[str, Any]:
        """What the template takes."""
        page: Any = Paginator(lines, PAGE).get_page(self.request.GET.get("page"))
        rows = told.board_rows(board, page.object_list)
        late = board.late
        return {
            "record": board.programme,
            "board": board,
            "columns": columns_of(board, asked),
            "filter": form,
            "page_obj": page,
            "rows": rows,
            "total": len(lines),
            "legend": [(told.short(state), icon) for state, (_tone, icon) in told.LOOKS.items()],
            "deadlines": told.deadline_lines(board),
            "counts": [(told.OBLIGATIONS[key], one) for key, one in board.counts.items()],
            "exempt": len(board.lines) - len(board.taking_part),
            "figures": step_figures(board),
            "burned": told.burned(board),
            "late": [(line, told.said_speed(line)) for line in late[:LATE_SHOWN]],
            "late_count": len(late),
            "method": told.COMPUTED,
            "late_means": told.LATE_MEANS,
            "links": self.links(board),
            "may_look": self.as_of is None and policy.may(self.request.user, "qms.look_at_steps", board.programme),
            "as_of": self.as_of,
            "as_of_query": f"?as_of={self.as_of.isoformat()}" if self.as_of else "",
            "as_of_banner": self.banner(board.programme),
        }

    def banner(self, programme: Any) -> str:
        """How many later changes concern the holders and their steps."""
        if self.as_of is None:
            return ""
        holders = TransitionHolder.objects.visible_to(self.request.user).filter(programme_id=programme.pk)
        count = later_changes(holders, self.as_of)
        return _("%(count)d later changes of holders are left out.") % {"count": count}

    def links(self, board: Board) -> list[tuple[str, str, str]]:
        """Take the same lines away: as files and on paper."""
        asked = [(label, {"page": "", name: kind}, icon) for name, kind, label, icon in TAKEN]
        return [(str(label), with_query(self.request, **values), icon) for label, values, icon in asked]

    def export(self, board: Board, lines: list[Any], kind: str) -> HttpResponseBase:
        """Every line of the filter in the order shown."""
        return export_report(self.request, told.BoardExport(board), lines, kind, self.as_of)  # type: ignore[arg-type]

    def printed(self, board: Board, lines: list[Any], form: BoardFilter, kind: str) -> HttpResponseBase:
        """The same lines as a printed form."""
        programme = board.programme
        paper = form_for(printing.TRANSITION_BOARD, programme.unit_id)
        name = f"{_('Transition board')} {board.day.isoformat()}"
        return answer(self.request, programme, paper, lambda one: printed_board(board, lines, form), kind, name=name)


def columns_of(board: Board, asked: list[str]) -> Any:
    """The head of the table: the holder, one column a step, then what follows from the steps."""
    steps = [(f"step{step.pk}", tables.Column(verbose_name=step.title, orderable=False)) for step in board.steps]
    order = ("name", "done", "forecast", "left", *(name for name, _column in steps))
    table = BoardTable([], extra_columns=steps, sequence=order, order_by_field="sort", orderable=True)
    table.order_by = asked
    return table.columns


class BoardStep(StepView):
    """Look at the records of all holders again."""

    model = TransitionProgramme
    related = ("unit",)
    steps = {
        "look": StepSpec(
            operations.look_at_programme,
            label=gettext_lazy("Look again"),
            permission="qms.look_at_steps",
            versioned=False,
            intro=gettext_lazy("The records of every holder are looked at now; this happens by itself each day."),
            effects=[gettext_lazy("A proof that is gone opens its step again, and the holder's officer is told.")],
        )
    }

    def record_url(self) -> str:
        return reverse("transition_board", args=[self.record.uid])

    def success(self, result: Any) -> str:
        return _("Looked at the records: %(count)d steps changed.") % {"count": result}
