"""The register of risks and opportunities: the list, its export, and what each row shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.models.risks import Risk, RiskClause
from qms.reports.decisions import standing_then
from qms.reports.declaration import BATCH, Column, Create, Empty, Report
from qms.retention.stubs import mark_disposed
from qms.risk_levels import LOOKS, level_of, score, standing, with_standing
from qms.tables.risks import STANDING, RiskFilter, RiskTable


def records_risks(user: Any) -> bool:
    """Whether the person may record a risk somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP, Role.INSPECTOR))


def level_shown(kind: str, pair: tuple[int, int]) -> dict[str, Any]:
    """A level as pages show it: word, score, tone and shape."""
    level = level_of(score(pair))
    tone, icon = LOOKS[kind][level]
    return {"label": level.label, "score": score(pair), "tone": tone, "icon": icon, "pair": pair}


def is_late(risk: Any, day: dt.date) -> bool:
    """Whether its review should have taken place."""
    return risk.status in STANDING and risk.review_due_on is not None and risk.review_due_on < day


def clauses_of(keys: Iterable[int], as_of: dt.date | None = None, model: Any = RiskClause) -> dict[int, list[str]]:
    """By key of a risk: the clauses that it cites, each with its edition; one query for all."""
    told = defaultdict(list)
    rows = standing_then(model, as_of).filter(record_id__in=list(keys))
    rows = rows.select_related("clause__edition__standard").order_by("clause__edition__year", "clause__position", "pk")
    for row in rows:
        shown = f"{row.clause.number} ({row.clause.edition.code})" if row.clause is not None else row.written_as
        told[row.record_id].append(shown)
    return told


def _score(of: str) -> Any:
    def value(risk: Any) -> int | None:
        if of == "now":
            return score(standing(risk))
        if of == "first":
            return score((risk.likelihood, risk.consequence))
        after = (risk.residual_likelihood, risk.residual_consequence)
        return None if None in after else score(after)

    return value


def _level(risk: Any) -> str:
    return str(level_of(score(standing(risk))).label)


class RiskReport(Report):
    """Risks and opportunities within reach."""

    name = "risks"
    title = _("Risks and opportunities")
    intro = _("What may harm or help a process, how big it is, what is done about it, and when it is looked at again.")
    model = Risk
    table_class = RiskTable
    filterset_class = RiskFilter
    row_template = "qms/risks/row.html"
    related = ("unit", "owner", "document")
    order = ("-score_now", "-id")
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=24),
        Column(_("Kind"), "kind", width=12),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Process"), lambda risk: str(risk.document or ""), width=40),
        Column(_("What may happen"), "statement", width=60),
        Column(_("Cause"), "cause", width=40),
        Column(_("What it leads to"), "effect", width=40),
        Column(_("Clauses"), lambda risk: "; ".join(risk.cited), width=24),
        Column(_("Likelihood"), "likelihood", "integer"),
        Column(_("Consequence or benefit"), "consequence", "integer", 14),
        Column(_("Score"), _score("first"), "integer"),
        Column(_("Treatment"), "treatment", width=18),
        Column(_("Treatment in words"), "treatment_note", width=50),
        Column(_("Likelihood afterwards"), "residual_likelihood", "integer", 14),
        Column(_("Consequence or benefit afterwards"), "residual_consequence", "integer", 18),
        Column(_("Score afterwards"), _score("after"), "integer", 12),
        Column(_("Level now"), _level, width=14),
        Column(_("Looked after by"), lambda risk: str(risk.owner)),
        Column(_("Recorded on"), "recorded_on", "date"),
        Column(_("Next review"), "review_due_on", "date"),
        Column(_("Status"), "status", width=14),
        Column(_("Closed on"), "closed_on", "date"),
        Column(_("Source's own number"), "external_ref", width=20),
    )
    create = Create(_("Record a risk or an opportunity"), lambda: reverse("risk_new"), records_risks)
    empty = Empty(
        _("No risks or opportunities yet."),
        _("Begin with one process: what may go wrong in it, and what could make it better."),
        icon="target",
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        return with_standing(super().queryset(user, as_of))

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows with level, lateness and clauses; one query more for all."""
        return self.dressed(super().records(rows, as_of), as_of)

    def dressed(self, records: list[Any], as_of: dt.date | None) -> list[Any]:
        """These records with what a row shows of them."""
        cited = clauses_of([record.pk for record in records], as_of)
        day = as_of or clock.today()
        for record in records:
            record.level = level_shown(record.kind, standing(record))
            record.is_late = is_late(record, day)
            record.cited = cited[record.pk]
        return records

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row, read in batches, the clauses of a batch at once."""
        batch: list[Any] = []
        for row in rows.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield from self._told(batch, as_of)
                batch = []
        yield from self._told(batch, as_of)

    def _told(self, batch: list[Any], as_of: dt.date | None) -> Iterator[list[Any]]:
        for record in mark_disposed(Risk, self.dressed(batch, as_of)):
            yield [column.value(record) for column in self.columns]
