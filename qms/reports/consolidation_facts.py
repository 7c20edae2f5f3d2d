"""What the page and the papers of a consolidated report tell: sums by section, the annex, differences, parts."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from qms import clock
from qms.consolidating.frozen import (
    Change,
    Counts,
    Difference,
    counted,
    differences,
    look,
    parts_kept,
    parts_now,
)
from qms.consolidating.quarters import quarter_coded
from qms.consolidating.reading import read_quarter
from qms.consolidating.sums import is_told
from qms.models.organisation import Unit
from qms.models.period_schemes import ReportLine
from qms.models.periodic_reports import Consolidation, PeriodicReport
from qms.reports.consolidations import SumRow, by_section, said_sum, sum_row


def counts_of(record: Consolidation) -> Counts:
    """Whose figures are in, late, returned, missing, not owed."""
    return counted(record.states)


def sections_of(record: Consolidation) -> list[tuple[Any, list[SumRow]]]:
    """The sums under the sections of the form, each with where its parts open."""
    return by_section(sum_rows(record))


def sum_rows(record: Consolidation) -> list[SumRow]:
    """The sums in the order of the form."""
    rows = record.figures.select_related("line__section").order_by("line__section__position", "line__position", "pk")
    return [sum_row(one.line, one, reverse("consolidation_line", args=[record.uid, one.line.key])) for one in rows]


@dataclass(frozen=True)
class ToldDifference:
    """A line that differs, in words: the sum then, the sum now, and because of which reports."""

    line: ReportLine
    old: str
    new: str
    because: list[tuple[Change, str, str, str]]
    """Change, figure then, figure now, address of the report."""


def since(record: Consolidation) -> list[ToldDifference]:
    """What came in, was corrected or went out after the drawing."""
    quarter = quarter_coded(record.code)
    if quarter is None:
        return []
    reading = read_quarter(record.unit, record.form, quarter)
    return _in_words(differences(reading.lines, parts_kept(record), parts_now(reading)))


def between(before: Consolidation, after: Consolidation) -> list[ToldDifference]:
    """What changed from one drawing to the next."""
    lines = ReportLine.objects.filter(form_id=after.form_id).order_by("section__position", "position", "id")
    return _in_words(differences(lines, parts_kept(before), parts_kept(after)))


def _in_words(found: list[Difference]) -> list[ToldDifference]:
    return [
        ToldDifference(
            one.line, said_sum(one.line, one.old), said_sum(one.line, one.new),
            [
                (change, said_sum(one.line, change.old), said_sum(one.line, change.new),
                 reverse("periodic_report", args=[change.uid]))
                for change in one.because
            ],
        )
        for one in found
    ]  # fmt: skip


@dataclass(frozen=True)
class StateRow:
    """One row of the annex: a unit, its period, how its report stood."""

    name: str
    code: str
    period: str
    due: Any
    submitted: Any
    look: dict[str, str]
    state: str
    url: str = ""


def state_rows(record: Consolidation, user: Any = None) -> list[StateRow]:
    """The annex in words, in the order of units; with links to the reports that the person reaches."""
    names = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[one["unit"] for one in record.states])}
    reached = _reached(record, user)
    return [
        StateRow(
            names[one["unit"]].name if one["unit"] in names else one["code"],
            one["code"],
            one["period"],
            clock.read_day(one["due"]),
            clock.read_day(one["submitted"]) if one["submitted"] else None,
            look(one["state"], one["late"]),
            one["state"],
            reverse("periodic_report", args=[one["report"]]) if one["report"] in reached else "",
        )
        for one in record.states
    ]


def _reached(record: Consolidation, user: Any) -> set[str]:
    uids = [one["report"] for one in record.states if one["report"]]
    if user is None or not uids:
        return set()
    rows = PeriodicReport.objects.visible_to(user).filter(uid__in=uids).order_by()
    return {str(uid) for uid in rows.values_list("uid", flat=True)}


def line_parts(record: Consolidation, line: ReportLine, user: Any) -> dict[str, Any]:
    """The sum of a line with every part of it, and whose reports have no figure in it."""
    one = record.figures.filter(line=line).first()
    parts = parts_kept(record)
    uids = [part.uid for part in parts.values()]
    reached = set(PeriodicReport.objects.visible_to(user).filter(uid__in=uids).order_by().values_list("uid", flat=True))
    rows, without = [], []
    for part in parts.values():
        pair = part.figures.get(line.key, (None, None))
        url = reverse("periodic_report", args=[part.uid]) if part.uid in reached else ""
        if is_told(line, pair):
            rows.append((part, sum_row(line, _One(*pair)), url))
        else:
            without.append((part, url))
    return {"sum": sum_row(line, one) if one else None, "parts": rows, "without": without}


@dataclass(frozen=True)
class _One:
    """One report's figure, shaped as a sum."""

    numerator: Any
    denominator: Any
    reports: int = 1
