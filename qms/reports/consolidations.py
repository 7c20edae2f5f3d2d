"""The list of consolidated reports, and one of them as pages, papers and workbooks tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qms.consolidating.frozen import Counts, counted
from qms.consolidating.quarters import quarter_coded
from qms.consolidating.sums import Sum
from qms.enums import Role
from qms.models.period_schemes import ReportLine
from qms.models.periodic_reports import Consolidation
from qms.objective_figures import plain
from qms.reporting_enums import LineKind
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.consolidations import ConsolidationFilter, ConsolidationTable


def draws_consolidations(user: Any) -> bool:
    """Whether the person may add up reports somewhere."""
    from qms.forms.consolidations import superiors_of  # noqa: PLC0415 - forms stand on reports

    held = user.authority.units_as(Role.OFFICER, Role.TOP)
    return bool(held) and superiors_of(user, Role.OFFICER, Role.TOP).exists()


def _figure(header: Any, name: str) -> Column:
    """A figure of the annex as a column."""
    return Column(header, lambda record: getattr(counted(record.states), name), "integer")


class ConsolidationReport(Report):
    """Consolidated reports within reach."""

    name = "consolidations"
    title = _("Consolidated reports")
    intro = _("What the units' reports of a quarter say together: numerators and denominators are added, never rates.")
    model = Consolidation
    table_class = ConsolidationTable
    filterset_class = ConsolidationFilter
    row_template = "qms/consolidations/row.html"
    related = ("unit", "signed_by", "prepared_by", "replaces")
    order = ("-id",)
    columns = (
        Column(_("Number"), "number", width=22),
        Column(_("Quarter"), "code", width=10),
        Column(_("Unit"), "unit.name"),
        Column(_("Reports as of"), "as_of", "date"),
        _figure(pgettext_lazy("figures of reports", "Owed"), "owed"),
        _figure(_("Reports added up"), "received"),
        _figure(pgettext_lazy("figures of reports", "Came late"), "late"),
        _figure(pgettext_lazy("figures of reports", "Returned"), "returned"),
        _figure(pgettext_lazy("figures of reports", "Missing"), "missing"),
        Column(_("Number and sign"), "document_number", width=20),
        Column(_("Signed by"), "signed_by"),
        Column(_("Signed on"), "signed_on", "date"),
        Column(_("Replaces"), "replaces.number", width=22),
        Column(_("Status"), "status", width=14),
    )
    create = Create(_("Add up a quarter"), lambda: reverse("consolidation_new"), draws_consolidations)
    empty = Empty(
        _("No consolidated report yet."),
        _("When the reports of a quarter have come in, a quality officer of the superior adds them up."),
        icon="chart-bar",
    )

    def records(self, rows: Any, as_of: Any) -> list[Any]:
        """Each with its quarter in words, and how many reports it adds up."""
        listed = super().records(rows, as_of)
        for one in listed:
            one.counts = counted(one.states)
            quarter = quarter_coded(one.code)
            one.quarter_label = quarter.label if quarter else one.code
        return listed


def share(over: Any, under: Any) -> Decimal | None:
    """The rate of a share, worked out anew from the sums; None where there is nothing to take a share of."""
    if over is None or not under:
        return None
    return (Decimal(over) * 100 / Decimal(under)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class SumRow:
    """One line as it is shown: value, or numerator, denominator and rate, and how many reports are in it."""

    line: ReportLine
    numerator: str
    denominator: str
    rate: str
    reports: int
    url: str = ""


def sum_row(line: ReportLine, one: Any, url: str = "") -> SumRow:
    """A sum in words. `one`: anything with numerator, denominator and reports."""
    rate = share(one.numerator, one.denominator) if line.kind == LineKind.RATIO else None
    return SumRow(
        line,
        plain(one.numerator),
        plain(one.denominator) if line.kind == LineKind.RATIO else "",
        f"{plain(rate)}\N{NO-BREAK SPACE}%" if rate is not None else "",
        one.reports,
        url,
    )


def said_sum(line: ReportLine, one: Sum | tuple[Any, Any]) -> str:
    """A sum or a figure in one short text: "12", "11/12 (91,67 %)", "–"."""
    over, under = (one.numerator, one.denominator) if isinstance(one, Sum) else one
    if over is None:
        return "–"
    if line.kind != LineKind.RATIO:
        return plain(over)
    rate = share(over, under)
    told = f"{plain(over)}/{plain(under)}"
    return f"{told} ({plain(rate)}\N{NO-BREAK SPACE}%)" if rate is not None else told


def by_section(rows: Iterable[SumRow]) -> list[tuple[Any, list[SumRow]]]:
    """Rows under the sections of the form, in their order."""
    found: dict[int, tuple[Any, list[SumRow]]] = {}
    for row in rows:
        found.setdefault(row.line.section_id, (row.line.section, []))[1].append(row)
    return list(found.values())


def said_counts(counts: Counts) -> str:
    """Whose figures are in, in one sentence."""
    text = ngettext("%(received)d of %(owed)d report is in", "%(received)d of %(owed)d reports are in", counts.owed) % {
        "received": counts.received,
        "owed": counts.owed,
    }
    more = [
        (counts.late, gettext("late: %(count)d")),
        (counts.returned, gettext("returned: %(count)d")),
        (counts.missing, gettext("missing: %(count)d")),
        (counts.open, gettext("not yet due: %(count)d")),
        (counts.excused, gettext("not owed: %(count)d")),
    ]
    told = [said % {"count": count} for count, said in more if count]
    return f"{text}; {', '.join(told)}." if told else f"{text}."
