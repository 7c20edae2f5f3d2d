"""The lists of decisions on clauses and of runs, of one programme."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.models.clause_moves import ClauseDecision, DecisionTarget, TransitionRun
from qms.models.transition import TransitionProgramme
from qms.registry import registry
from qms.reports.declaration import Column, Empty, Report
from qms.tables.transition_moves import (
    ClauseDecisionFilter,
    ClauseDecisionTable,
    TransitionRunFilter,
    TransitionRunTable,
)
from qms.transition.choosing import changed_since


def scope_said(decision: ClauseDecision) -> str:
    """For which records a decision holds, in words."""
    if not decision.kind:
        return gettext("all kinds of records")
    kind = registry.moving_kinds.get(decision.kind)
    title = str(kind.title) if kind else decision.kind
    if decision.record_id is not None:
        return f"{title}: {decision.record_number}"
    if decision.part and kind:
        return f"{title}: {dict(kind.parts()).get(decision.part, decision.part)}"
    return title


def tell_targets(decisions: list[Any]) -> None:
    """Give each decision its new clauses by number, and its scope in words: one query for all."""
    numbers = defaultdict(list)
    rows = DecisionTarget.objects.filter(decision_id__in=[one.pk for one in decisions])
    for key, number in rows.order_by("clause__position").values_list("decision_id", "clause__number"):
        numbers[key].append(number)
    for one in decisions:
        one.targets_said = ", ".join(numbers[one.pk]) or gettext("none")
        one.scope_said = scope_said(one)


class ClauseDecisionReport(Report):
    """Decisions on clauses of one programme."""

    name = "clause_decisions"
    title = _("Decisions on clauses")
    intro = _("What references to an old clause cite of the new edition too, and for whom that holds.")
    model = ClauseDecision
    table_class = ClauseDecisionTable
    row_template = "qms/transition/decision_row.html"
    related = ("unit", "from_clause", "decided_by")
    columns = (
        Column(_("Old clause"), "from_clause.number", width=14),
        Column(_("Title"), "from_clause.title", width=40),
        Column(_("Also cites"), "targets_said", width=30),
        Column(_("For which records"), "scope_said", width=40),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Decided by"), "decided_by"),
        Column(_("Decided at"), "decided_at", "datetime"),
        Column(_("Reason"), "reason", width=50),
        Column(_("Ended"), "ended_at", "datetime"),
    )
    empty = Empty(
        _("No decision yet."),
        _("What the table between the editions leaves open waits in the queue of clauses."),
        icon="checklist",
    )

    def __init__(self, programme: TransitionProgramme) -> None:
        self.programme = programme
        self.changed = changed_since(programme)
        self.filterset_class = type("OfProgramme", (ClauseDecisionFilter,), {"again": self.again()})

    def again(self) -> frozenset[int]:
        """Keys of the decisions whose clause's rows were corrected after they were made."""
        rows = ClauseDecision.objects.filter(programme=self.programme, from_clause_id__in=self.changed, ended_at=None)
        told = rows.values_list("pk", "from_clause_id", "correspondence_version")
        return frozenset(key for key, clause, version in told if self.changed[clause] > version)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The programme's; the filter decides about ended ones."""
        return rows.filter(programme_id=self.programme.pk)

    def search(self, rows: QuerySet, text: str, as_of: dt.date | None) -> QuerySet:
        """By number of the old clause or words of the reason."""
        found = super().search(rows, text, as_of)
        return found | rows.filter(from_clause__number__startswith=text.strip()) if text.strip() else found

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        found = super().records(rows, as_of)
        tell_targets(found)
        again = self.again() if found else frozenset()
        for one in found:
            one.look_again = one.pk in again and not one.ended_at
        return found

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Decisions are few: all of them at once."""
        found = list(rows)
        tell_targets(found)
        for record in found:
            yield [column.value(record) for column in self.columns]


class TransitionRunReport(Report):
    """Runs of one programme."""

    name = "transition_runs"
    title = _("Runs")
    intro = _("Each time references were carried over or taken back: by whom, for whom, how many.")
    model = TransitionRun
    table_class = TransitionRunTable
    filterset_class = TransitionRunFilter
    row_template = "qms/transition/run_row.html"
    related = ("unit", "made_by")
    columns = (
        Column(_("Began"), "began_at", "datetime"),
        Column(_("Ended"), "ended_at", "datetime"),
        Column(_("What"), "kind", width=16),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Carried out by"), "made_by"),
        Column(_("References to clauses"), lambda run: run.counts.get("references"), "integer"),
        Column(_("References added"), lambda run: run.counts.get("made"), "integer"),
        Column(_("Moves taken back"), lambda run: run.counts.get("taken_back"), "integer"),
        Column(_("Status"), "status", width=14),
        Column(_("Reason"), "reason", width=50),
    )
    empty = Empty(
        _("Nothing was carried over yet."),
        _("What is automatic and what is decided is carried over from the page “What moves”."),
        icon="refresh",
    )

    def __init__(self, programme: TransitionProgramme) -> None:
        self.programme = programme

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The programme's."""
        return rows.filter(programme_id=self.programme.pk)

    def search(self, rows: QuerySet, text: str, as_of: dt.date | None) -> QuerySet:
        """By words of the reason."""
        return rows.filter(reason__icontains=text)
