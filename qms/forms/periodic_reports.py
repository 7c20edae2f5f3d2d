"""Forms of periodic reports: the whole report on one page, and what each step asks."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, TextField
from qms.forms.objectives import FigureField
from qms.forms.steps import StepForm
from qms.models.period_schemes import ReportLine, ReportSection
from qms.models.periodic_reports import ReportFigure
from qms.reporting.figures import Entry, entry_faults
from qms.reporting.periods import DUE_DAY, OPENS_BEFORE
from qms.reporting.shown import SectionShown, sections_of
from qms.reporting_enums import LineKind

LONGEST = 20000


class FillForm(StepForm):
    """Every line and text of the report. A figure that the records give asks for a reason once it is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = {one.line_id: one for one in self.record.figures.select_related("line")}
        self.lines = list(ReportLine.objects.filter(form_id=self.record.form_id).order_by("position"))
        for line in self.lines:
            self._add_line(line, self.figures.get(line.pk))
        texts = {one.section_id: one.text for one in self.record.texts.all()}
        for section in ReportSection.objects.filter(form_id=self.record.form_id):
            field = TextField(label=section.title, rows=5, required=False, max_length=LONGEST)
            field.help_text = section.help_text
            self.fields[f"t{section.pk}"] = field
            self.initial[f"t{section.pk}"] = texts.get(section.pk, "")

    def _add_line(self, line: ReportLine, figure: ReportFigure | None) -> None:
        ratio = line.kind == LineKind.RATIO
        self.fields[f"n_{line.key}"] = FigureField(label=line.title, required=False)
        self.initial[f"n_{line.key}"] = figure.numerator if figure is not None else None
        if ratio:
            self.fields[f"d_{line.key}"] = FigureField(label=_("of all"), required=False)
            self.initial[f"d_{line.key}"] = figure.denominator if figure is not None else None
        if figure is not None and figure.counted_as_of is not None:
            label = _("Why it differs from the records")
            self.fields[f"w_{line.key}"] = forms.CharField(label=label, required=False, max_length=2000)
            self.initial[f"w_{line.key}"] = figure.why

    def entry(self, line: ReportLine) -> Entry:
        """What was given for a line."""
        given = self.cleaned_data
        return Entry(given.get(f"n_{line.key}"), given.get(f"d_{line.key}"), given.get(f"w_{line.key}", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for line in self.lines:
            if any(f"{part}_{line.key}" in self.errors for part in "ndw"):
                continue
            entry, figure = self.entry(line), self.figures.get(line.pk)
            fault = entry_faults(line, entry, figure)
            if fault:
                wanting = f"w_{line.key}" in self.fields and not entry.why and entry_faults(
                    line, Entry(entry.numerator, entry.denominator, "?"), figure
                ) is None  # fmt: skip
                self.add_error(f"{'w' if wanting else 'n'}_{line.key}", fault)
        return cleaned

    def operation_values(self) -> dict[str, Any]:
        texts = {
            int(name[1:]): text for name, text in self.cleaned_data.items() if name[:1] == "t" and name[1:].isdigit()
        }
        return {"figures": {line.key: self.entry(line) for line in self.lines}, "texts": texts}

    def sections(self) -> list[SectionShown]:
        """The sections with their fields, as the page shows them."""
        return sections_of(self.record, self)

    def follow_the_records(self) -> None:
        """After counting again: what was typed stays; a field that showed the old count shows the new one."""
        before = self.figures
        self.figures = {one.line_id: one for one in self.record.figures.select_related("line")}
        for line in self.lines:
            old, new = before.get(line.pk), self.figures.get(line.pk)
            if old is not None and new is not None:
                self._follow(line, "n", old.numerator, new.numerator)
                self._follow(line, "d", old.denominator, new.denominator)

    def _follow(self, line: ReportLine, part: str, old: Decimal | None, new: Decimal | None) -> None:
        name = f"{part}_{line.key}"
        field = self.fields.get(name)
        if field is not None and self.data.get(name, "") == (field.prepare_value(old) or ""):
            self.data[name] = field.prepare_value(new) or ""


class SubmitForm(StepForm):
    """Its number and who receives it."""

    document_number = forms.CharField(label=_("Number and sign"), max_length=60, help_text=_("Such as 125/BC-SLĐTBXH."))
    recipients = TextField(label=_("Recipients"), rows=5, max_length=2000, help_text=_("One a line."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.record.recipients:
            self.initial["recipients"] = f"{self.record.superior.name_vi}\nLưu: VT"


class ReturnForm(StepForm):
    """Why, and a comment on each figure and text that it concerns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for shown_section in sections_of(self.record):
            section = shown_section.section
            self._add(f"s{section.pk}", f"{section.number}. {section.title}", shown_section.text)
            for one in shown_section.lines:
                self._add(f"c_{one.line.key}", f"{one.line.title} ({one.value})", one.figure)

    def _add(self, name: str, label: str, row: Any) -> None:
        self.fields[name] = forms.CharField(label=label, required=False, max_length=1000)
        self.initial[name] = row.comment if row is not None else ""

    def operation_values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "comments": {name[2:]: text for name, text in given.items() if name.startswith("c_") and text},
            "sections": {int(name[1:]): text for name, text in given.items() if name[1:].isdigit() and text},
        }

    def comment_fields(self) -> Iterator[Any]:
        """The comments, in the order of the report."""
        return (self[name] for name in self.fields if name.startswith("c_") or name[1:].isdigit())


class YearForm(StepForm):
    """The periods of one more year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    opens_before = forms.IntegerField(
        label=_("Opens so many days before the period ends"), min_value=0, max_value=60, initial=OPENS_BEFORE
    )
    due_day = forms.IntegerField(
        label=_("Due on this day of the month after"), min_value=1, max_value=31, initial=DUE_DAY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.record.periods.order_by("-figures_to").values_list("figures_to", flat=True).first()
        self.initial.setdefault("year", (last or clock.today()).year + bool(last))


class PeriodForm(StepForm):
    """Other days of a period."""

    opens_on = DayField(label=_("Opens on"))
    due_on = DayField(label=_("Due"))
