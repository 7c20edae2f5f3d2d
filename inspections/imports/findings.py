"""Registers of findings: each row a brought-in finding of a brought-in inspection."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import FindingStatus
from inspections.imports.about import About
from inspections.imports.audits import group_of, inspections_for
from inspections.imports.columns import FIELDS, FindingsExport
from inspections.imports.planning import BroughtInKind
from inspections.imports.words import FINDING_STATES, words_with
from inspections.imports.writing import references_of, source_of, write_updates
from inspections.models import Finding, FindingClause, Inspection
from inspections.operations.brought_in import settle_brought_in_inspections, visit_further_units
from inspections.operations.finding import record_findings
from qms import clock
from qms.importing.columns import Register
from qms.importing.kinds_of_register import FINDINGS
from qms.importing.register_kind import PlannedPreview, PlannedRow


class FindingsKind(BroughtInKind):
    """Findings (9.2). They arrive confirmed unless the sheet names another state."""

    kind = "findings"
    label = FINDINGS.label
    list_url = "findings"
    model = Finding
    reference_model = FindingClause
    text_field = "statement"
    day_field = "recorded_on"
    number_kind = "finding"
    states = FINDING_STATES
    closed = FindingStatus.CLOSED
    people = {"inspector": "recorded_by_id"}
    days = {"raised_on": "recorded_on", "due_on": "answer_due_on", "closed_on": "closed_on"}

    def get_register(self) -> Register:
        return FINDINGS

    def words(self) -> dict[str, dict[str, str]]:
        return words_with(FindingStatus)

    def exported(self, records: list[Any]) -> dict[int, dict[str, Any]]:
        keys = [record.pk for record in records]
        report = FindingsExport()
        full = list(Finding.objects.filter(pk__in=keys).select_related(*report.related))
        rows = report.values(full)
        return {
            record.pk: dict(zip(FIELDS["findings"], row, strict=True)) for record, row in zip(full, rows, strict=True)
        }

    def judge_new(self, row: PlannedRow, about: About) -> None:
        """Beside words and grade: an inspection that is kept here gets its findings here."""
        super().judge_new(row, about)
        if row.plan.audit in self.kept_here(about):
            row.verdict = "reject"
            row.sentence = _("Inspection %(number)s is kept here: its team records its findings on its own page.") % {
                "number": row.plan.audit
            }

    def kept_here(self, about: About) -> set[str]:
        """Numbers of the inspections within reach that were made here; read once a file."""
        if not hasattr(about, "kept_here"):
            rows = Inspection.objects.visible_to(about.asked.by).filter(brought_in=False, ended_at=None)
            about.kept_here = set(rows.values_list("number", flat=True))  # type: ignore[attr-defined]
        return about.kept_here  # type: ignore[attr-defined]

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        about: About = preview.about
        if new:
            inspections_for(new, about, by=by)
            drafts = [self.draft(row, about.inspections[group_of(row)], preview, by) for row in new]
            record_findings(drafts, by=by, references=[references_of(FindingClause, row.plan) for row in new])
        if changed:
            write_updates(changed, FindingClause, preview.asked, by=by)
        about.settled |= {row.plan.record.inspection_id for row in changed}

    def write_end(self, memory: About, *, by: Any) -> None:
        """Inspections follow what they hold."""
        if memory.visited:
            visit_further_units(memory.visited, by=by)
        settle_brought_in_inspections(set(memory.days) | memory.settled, by=by, days=memory.days)

    def draft(self, row: PlannedRow, inspection: Inspection, preview: PlannedPreview, by: Any) -> Finding:
        """The finding of a new row."""
        owner = preview.asked.unit
        given = {"unit_id": owner.pk, "recorded_by_id": by.pk, "status": str(FindingStatus.CONFIRMED)}
        given |= row.plan.said
        if "recorded_on" not in given:
            given["recorded_on"] = clock.today()
        finding = Finding(inspection=inspection, raised_by_unit=owner, **given, **source_of(row, preview.asked))
        if finding.status != FindingStatus.DRAFT:
            finding.confirmed_on = finding.recorded_on
        return finding
