"""Monthly figures of procedures from a workbook: a row a procedure and month, known by unit, procedure and month."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.importing.cells import as_text, say
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.imports.declared import About, DeclaredKind
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import TEXT, UNIT, WHOLE, Field
from qms.imports.named_procedures import procedure_keys, read_procedures
from qms.models.outputs import ProcedureFigure
from qms.operations.procedure_figures import (
    LARGEST,
    bring_in_procedure_figures,
    update_brought_in_procedure_figures,
)
from qms.performance_enums import MeasuredBy
from qms.procedure_counts import COUNTS, first_of
from qms.tables.outputs import read_month


def count(name: str, vi: str, en: str, **more: Any) -> Field:
    """A column of counts."""
    return Field(name, vi, en, lambda figure: getattr(figure, name), WHOLE, name, most=LARGEST, width=14, **more)


FIELDS = (
    Field(
        "unit",
        "Đơn vị | Phòng ban | Phòng | Bộ phận",
        "Unit | Department | Unit code | Division",
        lambda figure: figure.unit.code,
        UNIT,
        "unit_id",
        width=14,
        note=gettext_lazy("Code or full name of the unit; empty means the unit whose figures these are."),
    ),
    Field(
        "process",
        "Thủ tục | Thủ tục hành chính | Mã thủ tục | Quy trình | Số tài liệu",
        "Procedure | Procedure number | Procedure code | Document number",
        lambda figure: figure.document.number,
        attr="document_id",
        required=True,
        width=20,
        note=gettext_lazy("Number of the procedure, or its code in the list of administrative procedures."),
    ),
    Field(
        "month",
        "Tháng | Kỳ | Kỳ báo cáo",
        "Month | Period",
        lambda figure: f"{figure.month:%m/%Y}",
        TEXT,
        "month",
        required=True,
        width=10,
        note=gettext_lazy("Such as 06/2020."),
        example="06/2020",
    ),
    count(
        "received",
        "Tiếp nhận | Số hồ sơ tiếp nhận | Hồ sơ tiếp nhận | Tiếp nhận mới",
        "Received | Dossiers received",
        required=True,
        example=20,
    ),
    count("early", "Trước hạn | Giải quyết trước hạn | Xong trước hạn", "Done early | Early", example=5),
    count("on_time", "Đúng hạn | Giải quyết đúng hạn | Xong đúng hạn", "Done on time | On time", example=14),
    count("late", "Quá hạn | Giải quyết quá hạn | Trễ hạn | Chậm", "Done late | Late", example=1),
    count("online_3", "Trực tuyến mức độ 3 | Trực tuyến mức 3 | Mức độ 3 | DVC mức 3", "Online at level 3 | Level 3"),
    count("online_4", "Trực tuyến mức độ 4 | Trực tuyến mức 4 | Mức độ 4 | DVC mức 4", "Online at level 4 | Level 4"),
    count("by_post", "Qua bưu chính | Bưu chính công ích | Bưu điện", "By post | Post"),
    count("complaints", "Phản ánh, khiếu nại | Số phản ánh | Khiếu nại | Phản ánh", "Complaints"),
)


class ProcedureFiguresKind(DeclaredKind):
    """A row a procedure and month. The same row again changes nothing."""

    kind = "procedure_figures"
    label = gettext_lazy("monthly figures of procedures")
    list_url = "procedure_figures"
    fields = FIELDS
    recognises = (("process", "month", "received"), ("process", "received", "on_time"), ("month", "received", "late"))
    keeps = ("process",)
    known_by = ("unit", "process", "month")

    def meet(self, rows: list[PlannedRow], about: About) -> None:
        """Whose row it is follows from unit, procedure and month; the first of several is the one that counts."""
        named = {as_text(row.plan.row.values.get("process")) for row in rows}
        documents = procedure_keys(named - {""}, about.asked.by)
        wanted: dict[tuple[Any, Any, Any], PlannedRow] = {}
        for row in rows:
            key = self.key_of(row, documents, about)
            if None in key:
                continue
            if key in wanted:
                told = _("The same procedure, unit and month stand in row %(row)s already. Leave one out.")
                say(row, "month", told % {"row": wanted[key].number}, level="error")
            wanted.setdefault(key, row)
        standing = self.standing(list(wanted)) if wanted else {}
        for key, row in wanted.items():
            row.plan.record = standing.get(key)

    def key_of(self, row: PlannedRow, documents: dict[str, int], about: About) -> tuple[Any, Any, Any]:
        """Unit, procedure and month of a row; None for what cannot be told."""
        values = row.plan.row.values
        unit = as_text(values.get("unit"))
        unit_key = (about.units.find(unit) or None) if unit else about.asked.unit.pk
        return unit_key, documents.get(as_text(values.get("process"))), month_said(row.plan.row.raw.get("month"))

    def standing(self, keys: Any, one: Any = None) -> Any:
        """Records by their keys; asked with a field, the value of that record as cells are read."""
        if one is not None:
            return super().standing(keys, one)
        rows = ProcedureFigure.objects.all()
        if transaction.get_connection().in_atomic_block:
            rows = rows.select_for_update(of=("self",))
        found = rows.filter(
            Q(unit_id__in={key[0] for key in keys}, document_id__in={key[1] for key in keys}), ended_at=None,
            month__in={key[2] for key in keys},
        )  # fmt: skip
        return {(one.unit_id, one.document_id, one.month): one for one in found.select_related("unit", "document")}

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        read_procedures(rows, about, level="error")
        for row in rows:
            if row.plan.record is not None:
                for name in ("unit", "process", "month"):
                    row.plan.said.pop(name, None)
                continue
            if "month" in row.plan.said:
                self.read_month(row)

    def read_month(self, row: PlannedRow) -> None:
        """The first day of the month, which has begun."""
        month = month_said(row.plan.row.raw.get("month"))
        text = row.plan.said.pop("month")
        if month is None:
            say(row, "month", _("“%(text)s” is no month. Write it as 06/2020.") % {"text": text}, level="error")
        elif month > first_of(clock.today()):
            say(row, "month", _("%(month)s has not begun yet.") % {"month": f"{month:%m/%Y}"}, level="error")
        else:
            row.plan.said["month"] = month

    def judge_known(self, row: PlannedRow, about: About) -> None:
        """Figures that were typed here are not rewritten by a file."""
        super().judge_known(row, about)
        record = row.plan.record
        if row.plan.changes and not record.brought_in:
            names = ", ".join(self.field(name).title for name in sorted(row.plan.changes))
            row.sentence = _(
                "The figures of %(what)s were given here and differ in: %(names)s. Correct them on their page, or leave"
                " the row out."
            ) % {"what": record, "names": names}
            row.verdict, row.why, row.conflicts = "reject", "", {}

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        name = preview.asked.file_name[:200]
        if new:
            bring_in_procedure_figures([self.draft(row, preview, by) for row in new], by=by)
        if changed:
            fields = {"source_file", "source_row", "source_text"}
            for row in changed:
                record = row.plan.record
                for column, value in row.plan.changes.items():
                    setattr(record, self.field(column).attr, value)
                    fields.add(self.field(column).attr)
                record.source_file, record.source_row = name, row.number
                record.source_text = (record.source_text or {}) | row.plan.text
            update_brought_in_procedure_figures([row.plan.record for row in changed], fields, by=by)

    def draft(self, row: PlannedRow, preview: PlannedPreview, by: Any) -> ProcedureFigure:
        """The figures of a new row."""
        asked = preview.asked
        values: dict[str, Any] = {"unit_id": asked.unit.pk, **dict.fromkeys(COUNTS, 0)}
        values |= {self.field(name).attr: value for name, value in row.plan.said.items()}
        return ProcedureFigure(
            recorded_by=by, source=MeasuredBy.IMPORT, brought_in=True, source_file=asked.file_name[:200],
            source_row=row.number, source_text=row.plan.text, **values,
        )  # fmt: skip


def month_said(value: Any) -> dt.date | None:
    """The first day of the month that a cell names: a text, or a day of it."""
    if isinstance(value, dt.datetime):
        value = value.date()
    return first_of(value) if isinstance(value, dt.date) else read_month(as_text(value))


class ProcedureFiguresExport(DeclaredExport):
    """Monthly figures as they leave and come back unchanged."""

    name = "procedure-figures"
    title = gettext_lazy("Figures of procedures")
    model = ProcedureFigure
    related = ("unit", "document")
    columns = columns_of(FIELDS)
