"""Checklists as a kind of register: the product's own workbook coming back, or anybody's checklist as a template."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.checklist_book.comparing import Compared, compare
from inspections.checklist_book.layout import read_code
from inspections.enums import TemplateStatus
from inspections.imports.checklist_rows import plan_rows, warnings_of
from inspections.imports.checklist_standing import meet_standing
from inspections.models import ChecklistLine, ChecklistTemplate, Inspection, TemplateVersion
from inspections.operations.bringing_checklists import bring_in_checklist, standing_inspection, standing_template
from inspections.operations.checklist_book import write_book_answers
from qms import policy
from qms.history import bulk
from qms.importing.cells import cells_of, say
from qms.importing.columns import Register
from qms.importing.kinds_of_register import CHECKLIST
from qms.importing.problems import NotThisRegister
from qms.importing.reading import ReadRegister
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview, PlannedRow

VERDICTS = {"write": "update", "keep": "update", "unchanged": "unchanged", "conflict": "reject", "reject": "reject"}


class ChecklistKind(ImportKind):
    """Rows with line codes are answers of one inspection; others become a template, and an inspection if answered."""

    kind = "checklist"
    label = CHECKLIST.label

    def get_register(self) -> Register:
        return CHECKLIST

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        if is_own(read):
            inspection = inspection_of(read, asked.by)
            policy.require(asked.by, "inspections.answer_checklist", inspection)
            rows = [planned(one) for one in compare(inspection, read.rows, {})]
            preview = PlannedPreview(rows, [], list(read.columns().items()))
            preview.about = inspection
            return preview
        rows = plan_rows(read, asked)
        meet_standing(rows, asked)
        return PlannedPreview(rows, warnings_of(rows), list(read.columns().items()))

    def made(self, asked: Asked) -> list[tuple[str, str]]:
        """The template that the file became, and the inspection of its answers."""
        template = standing_template(asked)
        if template is None:
            return []
        made: list[Any] = [template]
        inspection = standing_inspection(asked, template.pk)
        if inspection is not None:
            made.append(inspection)
        return [(f"{_named(one)}: {one}", one.get_absolute_url()) for one in made]

    def end(self, records: list[Any], *, by: Any) -> None:
        """Templates are withdrawn; the same file makes a new one."""
        if not isinstance(records[0], ChecklistTemplate | TemplateVersion):
            super().end(records, by=by)
            return
        for record in records:
            record.status = TemplateStatus.WITHDRAWN
        bulk.update(records, ["status"])

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        if preview.about is not None:
            write_book_answers(preview.about, [row.plan for row in preview.rows], by=by)
        else:
            bring_in_checklist(preview.rows, preview.asked, by=by)


def _named(record: Any) -> str:
    name = str(record._meta.verbose_name)
    return name[:1].upper() + name[1:]


def is_own(read: ReadRegister) -> bool:
    """Whether the file has the column of line codes: a workbook that left here."""
    return any(row.raw.get("line") is not None for row in read.rows)


def inspection_of(read: ReadRegister, user: Any) -> Inspection:
    """The inspection within reach to which the first known line belongs. Raises NotThisRegister."""
    uids = [code[0] for row in read.rows if (code := read_code(row.raw.get("line")))]
    keys = ChecklistLine.objects.filter(uid__in=uids).values("session__inspection_id")
    found = Inspection.objects.visible_to(user).filter(pk__in=keys).order_by("pk").first()
    if found is None:
        raise NotThisRegister(
            _("No line of this workbook belongs to an inspection that you reach. Take out a new one and fill it in.")
        )
    return found


def planned(one: Compared) -> PlannedRow:
    """A compared row as previews show it."""
    row = PlannedRow(one.row.number, VERDICTS[one.verdict], cells_of(one.row), one.row.sheet, one.row.key)
    row.plan = one
    for name, sentence in one.book.faults.items():
        say(row, name, sentence, level="error")
    row.sentence = one.sentence
    if one.verdict == "conflict":
        told = one.spoken
        row.sentence += (
            " "
            + _(
                "Here stands: %(standing)s. The sheet says: %(sheet)s. Sent out was: %(sent_out)s. "
                "Decide it on the page of the inspection, under “Workbook”."
            )
            % told
        )
    return row
