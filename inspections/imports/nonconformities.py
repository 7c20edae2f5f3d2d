"""Registers of nonconformities: each row a brought-in nonconformity."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import Grade, NonconformityStatus, Source
from inspections.imports.about import About
from inspections.imports.audits import group_of, standing_inspections
from inspections.imports.columns import FIELDS, NonconformitiesExport
from inspections.imports.corrective_actions import write_actions
from inspections.imports.planning import BroughtInKind
from inspections.imports.row_plan import RowPlan
from inspections.imports.words import NONCONFORMITY_STATES, words_with
from inspections.imports.writing import references_of, source_of, write_updates
from inspections.models import CorrectiveAction, Nonconformity, NonconformityClause
from inspections.operations.brought_in import settle_brought_in_inspections
from inspections.operations.nonconformities import record_nonconformities
from qms import clock
from qms.importing.cells import as_text, say
from qms.importing.columns import Register
from qms.importing.kinds_of_register import NONCONFORMITIES
from qms.importing.register_kind import PlannedPreview, PlannedRow

GRADES = {str(grade) for grade in Grade.nonconforming()}


class NonconformitiesKind(BroughtInKind):
    """Nonconformities (10.2). They arrive recorded unless the sheet names another state."""

    kind = "nonconformities"
    label = NONCONFORMITIES.label
    list_url = "nonconformities"
    model = Nonconformity
    reference_model = NonconformityClause
    text_field = "fact"
    day_field = "raised_on"
    number_kind = "nonconformity"
    states = NONCONFORMITY_STATES
    closed = NonconformityStatus.CLOSED
    people = {"inspector": "raised_by_id", "owner": "handler_id"}
    days = {"raised_on": "raised_on", "due_on": "due_on", "closed_on": "closed_on"}

    def get_register(self) -> Register:
        return NONCONFORMITIES

    def words(self) -> dict[str, dict[str, str]]:
        return words_with(NonconformityStatus)

    def copied(self) -> tuple[str, ...]:
        return ("correction",)

    def exported(self, records: list[Any]) -> dict[int, dict[str, Any]]:
        keys = [record.pk for record in records]
        report = NonconformitiesExport()
        full = list(Nonconformity.objects.filter(pk__in=keys).select_related(*report.related))
        rows = report.values(full)
        cells = {
            record.pk: dict(zip(FIELDS["nonconformities"], row, strict=True))
            for record, row in zip(full, rows, strict=True)
        }
        for record in records:
            record.__dict__["told_cells"] = cells[record.pk]
        return cells

    def judge(self, row: PlannedRow, about: About) -> None:
        """Beside the common conditions: what stands here has its causes and actions changed on their own pages."""
        super().judge(row, about)
        if not row.plan.own:
            return
        for name in ("cause", "corrective_action"):
            text = as_text(row.plan.row.values.get(name))
            if text and text != as_text(row.plan.record.__dict__.get("told_cells", {}).get(name)):
                say(
                    row,
                    name,
                    _("Causes and actions that stand here are changed on their own pages; this cell is left out."),
                )

    def judge_grade(self, row: PlannedRow) -> None:
        """Observations and opportunities are findings, no nonconformities."""
        grade = row.plan.said.get("grade")
        if grade and grade not in GRADES:
            say(
                row,
                "grade",
                _("This is no nonconformity but “%(grade)s”. Bring it in as a finding, or leave the row out.")
                % {"grade": Grade(grade).label},
                level="error",
            )

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        about: About = preview.about
        if new:
            if not about.inspections and any(row.plan.audit for row in new):
                about.inspections = standing_inspections(preview.asked)
            drafts = [self.draft(row, about.inspections, preview, by) for row in new]
            references = [references_of(NonconformityClause, row.plan) for row in new]
            record_nonconformities(drafts, by=by, references=references)
            write_actions(new, drafts, preview.asked, by=by)
            about.settled |= {draft.inspection_id for draft in drafts if draft.inspection_id}
        if changed:
            write_updates(changed, NonconformityClause, preview.asked, by=by)
            foreign = [row for row in changed if not row.plan.own]
            write_actions(foreign, [row.plan.record for row in foreign], preview.asked, by=by)
            about.settled |= {row.plan.record.inspection_id for row in changed if row.plan.record.inspection_id}

    def write_end(self, memory: About, *, by: Any) -> None:
        """Inspections follow what they hold."""
        if memory.settled:
            settle_brought_in_inspections(memory.settled, by=by)

    def follows(self, model: Any) -> bool:
        """What ties an action to its nonconformity goes with them."""
        return model is CorrectiveAction

    def draft(self, row: PlannedRow, inspections: dict[str, Any], preview: PlannedPreview, by: Any) -> Nonconformity:
        """The nonconformity of a new row."""
        owner, plan = preview.asked.unit, row.plan
        given = {"unit_id": owner.pk, "raised_by_id": by.pk, "status": str(NonconformityStatus.RECORDED)}
        given |= {"raised_on": clock.today(), "requirement": requirement_of(plan)} | plan.said
        return Nonconformity(
            source=Source.IMPORT,
            inspection=inspections.get(group_of(row)) if plan.audit else None,
            raised_by_unit=owner,
            **given,
            **source_of(row, preview.asked),
        )


def requirement_of(plan: RowPlan) -> str:
    """The requirement as far as the sheet tells: standard, clauses and their title, as written."""
    values = plan.row.values
    told = [as_text(values.get(name)) for name in ("standard", "clause", "clause_2015", "clause_2008", "clause_title")]
    return ", ".join(filter(None, told))
