"""Registers of objectives: each row one with its targets and its figures by period (the form of 6.2.2)."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.importing.cells import as_text, say
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.imports.brought_in_records import BroughtInRecordsKind
from qms.imports.declared import About, faulty
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.objective_columns import FIELDS
from qms.models.objectives import Measurement, Objective, ObjectiveClause, ObjectiveTarget
from qms.objective_cells import (
    Unreadable,
    codes_of,
    figure_of,
    figures_read,
    figures_written,
    targets_read,
    targets_written,
)
from qms.objective_figures import plain
from qms.objective_periods import said as period_said
from qms.operations.bringing_objectives import bring_in_figures, bring_in_objectives, change_brought_in_targets
from qms.operations.bringing_registers import update_brought_in_register
from qms.operations.measurements import figure_faults, same
from qms.performance_enums import ObjectiveStatus, Rhythm


def learn_parts(objectives: list[Objective]) -> None:
    """Targets, figures and clauses of each, read in one go."""
    keys = [one.pk for one in objectives]
    targets, figures, cited = defaultdict(list), defaultdict(list), defaultdict(list)
    for target in ObjectiveTarget.objects.filter(objective_id__in=keys, ended_at=None):
        targets[target.objective_id].append(target)
    for figure in Measurement.objects.filter(objective_id__in=keys, ended_at=None):
        figures[figure.objective_id].append(figure)
    rows = ObjectiveClause.objects.filter(record_id__in=keys, ended_at=None)
    for row in rows.select_related("clause__edition__standard").order_by("pk"):
        cited[row.record_id].append(f"{row.clause.edition.code} {row.clause.number}" if row.clause else row.written_as)
    for one in objectives:
        one.__dict__["measured"] = {(row.period_from, row.period_to): row for row in figures[one.pk]}
        one.__dict__["targets_text"] = targets_written(targets[one.pk])
        one.__dict__["figures_text"] = figures_written(figures[one.pk], codes_of(one))
        one.__dict__["cited_text"] = "; ".join(cited[one.pk])


class ObjectivesKind(BroughtInRecordsKind):
    """Quality objectives with their figures. They arrive running once their first day has come."""

    kind = "objectives"
    label = gettext_lazy("quality objectives")
    list_url = "objectives"
    model = Objective
    side = "unit"
    series = ("objective",)
    related = ("unit", "owner")
    fields = FIELDS
    recognises = (("title", "targets"), ("number", "title", "values"))
    keeps = ("title",)
    known_by = ("title", "unit")

    def standing_keys(self, about: About) -> dict[str, int]:
        """What was brought in into the unit and those below."""
        units = [*about.units.near.spelling, about.asked.unit.pk]
        rows = Objective.objects.filter(unit_id__in=units, brought_in=True, ended_at=None).order_by("pk")
        found: dict[str, int] = {}
        for key, row_key in rows.values_list("pk", "source_text__row_key"):
            found.setdefault(row_key, key)
        return found

    def learn(self, records: list[Any]) -> None:
        learn_parts(records)

    def shown(self, name: str, value: Any) -> str:
        """Targets and figures as they are read."""
        if name == "targets" and isinstance(value, dict):
            return "; ".join(f"{year}: {plain(target)}" for year, target in sorted(value.items()))
        if name == "values" and isinstance(value, list):
            return "; ".join(f"{one.period_to:%d/%m/%Y}: {plain(one.value) or plain(one.numerator)}" for one in value)
        return super().shown(name, value)

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        super().read_together(rows, about)
        for row in rows:
            self.read_targets(row)
            self.read_baseline(row)
            self.read_whole(row)
            self.read_values(row, about)

    def read_part(self, row: PlannedRow, name: str, read: Any) -> None:
        """A cell that holds several things, read; what cannot be read is said at it."""
        text = row.plan.said.pop(name, None)
        if text is None:
            return
        try:
            row.plan.said[name] = read(text)
        except Unreadable as fault:
            say(row, name, str(fault), level="error")

    def read_targets(self, row: PlannedRow) -> None:
        """By year; a bare figure is that of the year in which it ends."""
        ends = row.plan.said.get("ends_on") or (row.plan.record.ends_on if row.plan.record else clock.today())
        self.read_part(row, "targets", lambda text: targets_read(text, ends.year))

    def read_baseline(self, row: PlannedRow) -> None:
        """A figure."""
        self.read_part(row, "baseline", figure_of)

    def read_whole(self, row: PlannedRow) -> None:
        """Days in their order, targets within them, a judgement with its state."""
        said, record = row.plan.said, row.plan.record
        first, last = self.days(row)
        if first > last:
            say(row, "ends_on", _("It ends before it begins."), level="error")
        outside = [year for year in said.get("targets", {}) if not first.year <= year <= last.year]
        if outside and "targets" not in faulty(row):
            told = _("%(years)s lies outside the objective's days.")
            say(row, "targets", told % {"years": ", ".join(map(str, outside))}, level="error")
        state = said.get("state") or (record.status if record is not None else "")
        judged = said.get("achievement") or (record.achievement if record is not None else "")
        if state == ObjectiveStatus.JUDGED and not judged and "achievement" not in faulty(row):
            told = _("Judged, but not whether it was met. Fill it in, or call it running.")
            say(row, "state", told, level="error")

    def days(self, row: PlannedRow) -> tuple[dt.date, dt.date]:
        """First and last day: as said, as they stand, else the years of the targets."""
        said, record = row.plan.said, row.plan.record
        years = sorted(said.get("targets") or {clock.today().year: None})
        first = said.get("starts_on") or (record.starts_on if record else dt.date(years[0], 1, 1))
        last = said.get("ends_on") or (record.ends_on if record else dt.date(max(years[-1], first.year), 12, 31))
        return first, last

    def as_it_will_be(self, row: PlannedRow) -> Objective:
        """An objective as the row will leave it, for reading its periods."""
        said, record = row.plan.said, row.plan.record
        first, last = self.days(row)
        return Objective(
            status=ObjectiveStatus.RUNNING,
            starts_on=first,
            ends_on=max(first, last),
            rhythm=said.get("rhythm") or (record.rhythm if record else Rhythm.QUARTER),
            measure_unit=said.get("measure_unit") or (record.measure_unit if record else "%"),
        )

    def read_values(self, row: PlannedRow, about: About) -> None:
        """Figures of periods without one; another figure than stands here is corrected on the page, with a reason."""
        will = self.as_it_will_be(row)
        self.read_part(row, "values", lambda text: figures_read(text, will))
        standing = row.plan.record.__dict__["measured"] if row.plan.record is not None else {}
        new = []
        for figure in row.plan.said.get("values", ()):
            before = standing.get((figure.period_from, figure.period_to))
            faults = figure_faults(will, figure)
            if before is not None and not faults:
                if same(before, will, figure):
                    continue
                told = {
                    "period": period_said(will.rhythm, before.period_from, before.period_to),
                    "value": plain(before.value),
                }
                faults = [_("%(period)s is measured already (%(value)s): correct it on its page.") % told]
            for fault in faults:
                say(row, "values", fault, level="error")
            new.append(figure)
        row.plan.said.pop("values", None)
        if new and "values" not in faulty(row):
            row.plan.parts = new
            self.may_measure(row, about)

    def may_measure(self, row: PlannedRow, about: About) -> None:
        """What stands here is measured by who may, and while it runs."""
        record = row.plan.record
        if record is None:
            return
        decision = policy.may(about.asked.by, "qms.measure_objective", record)
        if not decision:
            say(row, "values", str(decision.reason), level="error")
        elif record.status != ObjectiveStatus.RUNNING:
            told = _("It is «%(state)s»: running objectives are measured.") % {"state": record.get_status_display()}
            say(row, "values", told, level="error")

    def judge_known(self, row: PlannedRow, about: About) -> None:
        row.plan.said.pop("clause", None)  # the clauses of what stands are changed on its page
        super().judge_known(row, about)
        if row.plan.parts and row.verdict == "unchanged":
            row.verdict = "update"

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        if new:
            bring_in_objectives(
                [self.draft(row, preview, by) for row in new],
                [row.plan.said.get("targets", {}) for row in new],
                [row.plan.parts for row in new],
                [row.plan.said.get("clause", []) for row in new],
                by=by,
            )
        if changed:
            self.write_changes(changed, preview, by)

    def write_changes(self, changed: list[PlannedRow], preview: PlannedPreview, by: Any) -> None:
        """What later registers say: columns and targets of brought-in ones, figures of all."""
        targets = [
            (row.plan.record, row.plan.changes.pop("targets")) for row in changed if "targets" in row.plan.changes
        ]
        own = [row for row in changed if row.plan.record.brought_in]
        if own:
            for row in own:
                if "baseline" in row.plan.changes:
                    row.plan.record.baseline = row.plan.changes["baseline"]
            records, fields = self.put_changes(own, preview.asked.file_name)
            if any("baseline" in row.plan.changes for row in own):
                fields.add("baseline")
            update_brought_in_register(records, fields, by=by)
        if targets:
            change_brought_in_targets(targets, by=by)
        figures = [(row.plan.record, row.plan.parts) for row in changed if row.plan.parts]
        if figures:
            bring_in_figures(figures, by=by)

    def draft(self, row: PlannedRow, preview: PlannedPreview, by: Any) -> Objective:
        """The objective of a new row."""
        asked, said = preview.asked, row.plan.said
        first, last = self.days(row)
        values: dict[str, Any] = {
            "unit_id": asked.unit.pk, "owner_id": by.pk, "measure_unit": "%", "starts_on": first, "ends_on": last,
            "definition": as_text(said.get("title")), "baseline": said.get("baseline"), "rhythm": Rhythm.QUARTER,
        }  # fmt: skip
        values |= {self.field(name).attr: value for name, value in said.items() if self.field(name).attr}
        if "state" not in said:
            begun = first <= clock.today()
            judged = ObjectiveStatus.JUDGED if said.get("achievement") else ObjectiveStatus.RUNNING
            values["status"] = judged if begun else ObjectiveStatus.APPROVED
        return Objective(proposed_by=by, **values, **self.source_of(row, asked.file_name))


class ObjectivesExport(DeclaredExport):
    """Objectives with targets and figures as they leave and come back unchanged."""

    name = "objectives"
    title = gettext_lazy("Quality objectives")
    model = Objective
    related = ("unit", "owner")
    columns = columns_of(FIELDS)

    def learn(self, records: list[Any]) -> None:
        learn_parts(records)
