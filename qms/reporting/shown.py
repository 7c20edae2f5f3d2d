"""A report as pages and papers show it: sections with their text, lines with their figure and where it comes from."""

from dataclasses import dataclass
from typing import Any

from qms.measured_queries import QUERIES, link_of
from qms.models.period_schemes import ReportLine, ReportSection
from qms.models.periodic_reports import PeriodicReport, ReportFigure, ReportText
from qms.reporting.figures import share, shown


@dataclass(frozen=True)
class LineShown:
    """A line of the form: its figure as it stands, where it comes from, its fields."""

    line: ReportLine
    figure: ReportFigure | None
    query: Any
    link: str
    numerator: Any = None
    denominator: Any = None
    why: Any = None

    @property
    def counted(self) -> str:
        """What the records said, in words; nothing where no query fills it."""
        if self.figure is None or self.figure.counted_as_of is None:
            return ""
        return shown(self.figure.counted_numerator, self.figure.counted_denominator)

    @property
    def value(self) -> str:
        """What is reported."""
        return shown(self.figure.numerator, self.figure.denominator) if self.figure is not None else "–"

    @property
    def share(self) -> str:
        """As a share, where it is one."""
        return share(self.figure.numerator, self.figure.denominator) if self.figure is not None else ""

    @property
    def differs(self) -> bool:
        """Whether the unit reports something else than the records say."""
        return self.figure is not None and self.figure.counted_as_of is not None and bool(self.figure.why)


@dataclass(frozen=True)
class SectionShown:
    """A section with its text and its lines."""

    section: ReportSection
    text: ReportText | None
    lines: list[LineShown]
    field: Any = None


def sections_of(report: PeriodicReport, form: Any = None) -> list[SectionShown]:
    """The sections in their order, each with its lines; four queries for the whole report."""
    figures = {one.line_id: one for one in report.figures.select_related("line")}
    texts = {one.section_id: one for one in report.texts.all()}
    lines: dict[int, list[LineShown]] = {}
    for line in ReportLine.objects.filter(form_id=report.form_id).order_by("position"):
        lines.setdefault(line.section_id, []).append(_line_shown(report, line, figures.get(line.pk), form))
    rows = ReportSection.objects.filter(form_id=report.form_id).order_by("position")
    return [
        SectionShown(one, texts.get(one.pk), lines.get(one.pk, []), form[f"t{one.pk}"] if form is not None else None)
        for one in rows
    ]


def _line_shown(report: PeriodicReport, line: ReportLine, figure: ReportFigure | None, form: Any) -> LineShown:
    query = QUERIES.get(line.query)
    cut_off = figure.counted_as_of if figure is not None else None
    link = link_of(line.query, report.unit_id, report.figures_from, report.figures_to, cut_off) if cut_off else ""
    if figure is not None:
        figure.line = line
    if form is None:
        return LineShown(line, figure, query, link)
    names = {name: f"{name[0]}_{line.key}" for name in ("numerator", "denominator", "why")}
    return LineShown(
        line, figure, query, link, **{name: form[key] for name, key in names.items() if key in form.fields}
    )
