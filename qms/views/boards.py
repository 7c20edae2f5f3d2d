"""Records as a board by state: columns of cards, further cards on demand, and where each card can go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from qms import clock
from qms.history.standing import day_shown
from qms.looks import look_of
from qms.views.exports import TYPES, export_report
from qms.views.followed_lists import FollowedList, query_of
from qms.views.reach import get_visible
from qms.workflow import Step, Workflow

CARDS = 30  # of one column at a time


@dataclass
class BoardColumn:
    """One state: how many records are in it, and the cards that are shown."""

    state: str
    label: str
    tone: str
    icon: str
    count: int
    is_ended: bool
    url: str
    is_first: bool = False
    cards: list[Any] = field(default_factory=list)
    page: Any = None
    more_url: str = ""


class BoardView(FollowedList):
    """Set `report`, `looks`, `ended` states, `card_template` (of `record`) and `order`.

    `?column=` shows one state alone, also an ended one, and pages on; to htmx it answers with the cards alone.
    """

    template_name = "qms/generic/board.html"
    look = "board"
    ended: Sequence[str] = ()
    card_template = ""
    related: Sequence[str] = ("unit",)
    order: Sequence[str] = ("due_on", "id")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The board, or the next cards of one column."""
        report = self.get_report()
        filterset, rows = self.filtered(report, report.queryset(request.user), None)
        self.rows = rows.select_related(None).select_related(*self.related).order_by(*self.order)
        if request.GET.get("export") in TYPES:
            listed = rows.select_related(*report.related).order_by(*report.order)
            return export_report(request, report, listed, request.GET["export"], day_shown())
        columns = self.columns(report.model)
        asked = next((one for one in columns if one.state == request.GET.get("column")), None)
        if asked is not None:
            self.turn(asked)
        if request.headers.get("HX-Request") and asked is not None:
            context = {"column": asked, "card_template": self.card_template, "today": clock.today()}
            response = render(request, "qms/generic/board_cards.html", context)
        else:
            response = render(request, self.template_name, self.board(report, filterset, columns, asked))
        patch_vary_headers(response, ["HX-Request"])
        return response

    def columns(self, model: Any) -> list[BoardColumn]:
        """Every state in its order, with its count; states that still move with their first cards."""
        asked = self.request.GET.get("column")
        counts = dict(self.rows.order_by().values_list("status").annotate(Count("id")))
        columns = [self.column(model, state, label, counts) for state, label in model._meta.get_field("status").choices]
        for one in columns:
            if not one.is_ended and asked is None:
                one.cards = list(self.rows.filter(status=one.state)[:CARDS])
                one.more_url = self.column_url(one.state, 2) if one.count > CARDS else ""
        return columns

    def column(self, model: Any, state: str, label: Any, counts: dict[str, int]) -> BoardColumn:
        """One column without cards."""
        tone, icon = look_of(model._meta.label_lower, state)
        is_ended = state in self.ended
        return BoardColumn(state, str(label), tone, icon, counts.get(state, 0), is_ended, self.column_url(state))

    def turn(self, column: BoardColumn) -> None:
        """Put the asked page of cards into the column."""
        column.page = Paginator(self.rows.filter(status=column.state), CARDS).get_page(self.request.GET.get("page"))
        column.cards = list(column.page)
        following = column.page.has_next()
        column.more_url = self.column_url(column.state, column.page.next_page_number()) if following else ""

    def column_url(self, state: str, page: int = 1) -> str:
        """The address of one column alone."""
        return self.request.path + query_of(self.request, column=state, page=str(page) if page > 1 else "")

    def board(self, report: Any, filterset: Any, columns: list[BoardColumn], asked: Any) -> dict[str, Any]:
        """What the board template takes; a phone opens the first state that holds something."""
        moving = [one for one in columns if not one.is_ended]
        next((one for one in moving if one.count), moving[0]).is_first = True
        create = report.create if report.may_create(self.request.user) else None
        return {
            "title": report.title,
            "filter": filterset,
            "columns": [asked] if asked else moving,
            "ended": [] if asked else [one for one in columns if one.is_ended],
            "asked": asked,
            "whole_url": self.request.path + query_of(self.request),
            "total": asked.count if asked else sum(one.count for one in columns),
            "card_template": self.card_template,
            "today": clock.today(),
            "export_urls": self.export_urls(),
            "create": {"label": create.label, "url": create.url()} if create else None,
            **self.more(report, {"as_of": day_shown()}),
        }


@dataclass(frozen=True)
class Move:
    """A step that leads to another state, as one person sees it on one record."""

    step: Step
    to_label: str
    url: str


class MovesView(View):
    """Where a record can go now: steps that are open, and why the rest is closed. Set model, workflow, related."""

    model: Any = None
    workflow: Workflow
    related: Sequence[str] = ()
    step_url_name = ""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The menu: as a page, or to htmx the menu alone."""
        record = get_visible(self.model, request.user, uid, *self.related)
        self.know(record)
        moves = [move for step in self.workflow.steps(record, request.user) if (move := self.move(record, step))]
        alone = bool(request.headers.get("HX-Request"))
        context = {
            "record": record,
            "title": _("Move %(number)s") % {"number": record.number},
            "open": [move for move in moves if move.step.allowed],
            "closed": [move for move in moves if not move.step.allowed],
        }
        response = render(request, "qms/generic/moves_menu.html" if alone else "qms/generic/moves.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def know(self, record: Any) -> None:
        """Read at once what several guards ask for."""

    def move(self, record: Any, step: Step) -> Move | None:
        """The step with the state it leads to; None for a step that leaves the state as it is."""
        target = str(step.transition.target(record))
        if target == self.workflow.state(record):
            return None
        labels = dict(record._meta.get_field(self.workflow.state_field).flatchoices)
        return Move(step, str(labels.get(target, target)), reverse(self.step_url_name, args=[record.uid, step.name]))
