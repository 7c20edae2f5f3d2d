"""Registers of a year's visits: each row a visit of a programme that is still being planned."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Programme, ProgrammeClause, ProgrammeLine
from inspections.operations.bringing_visits import bring_in_visits
from inspections.operations.programme import why_unchangeable
from inspections.operations.programme_visits import VisitDraft
from inspections.programme_units import allowed_units
from qms import policy
from qms.importing.cells import as_text, say
from qms.importing.columns import Column
from qms.importing.problems import Problem
from qms.importing.register_kind import PlannedPreview, PlannedRow
from qms.importing.text import composed, fold, is_blank
from qms.importing.values import parse_number
from qms.imports.declared import About, DeclaredKind, plain
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import CLAUSES, PERSON, UNIT, WHOLE, Field, names
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.standards import Clause

MONTH = re.compile(r"(?:thang|month|t)?\s*(\d{1,2})(?:\s*[/.-]?\s*(?:nam\s*)?(\d{4}))?")
DATED = re.compile(r"\d{1,2}[/.-](\d{1,2})[/.-](\d{4})")


def parse_month(value: Any) -> Any:
    """5 of 5, "05/2020", "Tháng 5" and 12/05/2020; None or a Problem."""
    if isinstance(value, dt.date):
        return value.month
    if is_blank(value):
        return None
    number = parse_number(value)
    text = str(int(number)) if not isinstance(number, Problem) and number == int(number) else fold(value)
    found = DATED.fullmatch(str(value).strip()) or MONTH.fullmatch(text)
    if found and 1 <= int(found.group(1)) <= 12:
        return int(found.group(1))
    return Problem("not_a_month", _("“%(value)s” is no month. Write a number from 1 to 12.") % {"value": value})


class MonthField(Field):
    """A column of months."""

    def column(self) -> Column:
        return Column(self.name, names(self.vi), names(self.en), self.required, parse_month)


FIELDS = (
    Field(
        "programme",
        "Số chương trình | Chương trình | Mã chương trình",
        "Programme number | Programme | Programme no",
        lambda line: line.programme.number,
        width=22,
        note=gettext_lazy("Only where a unit has several programmes in the year."),
    ),
    Field(
        "year",
        "Năm",
        "Year",
        lambda line: line.programme.year,
        WHOLE,
        least=2000,
        most=2100,
        width=8,
        note=gettext_lazy("Empty means the only programme of the unit that is being planned."),
        example=2020,
    ),
    Field(
        "unit",
        "Đơn vị được đánh giá | Đơn vị | Đơn vị được kiểm tra | Phòng ban | Phòng | Bộ phận",
        "Unit to inspect | Unit | Auditee | Department | Area | Process owner",
        lambda line: line.unit.code,
        UNIT,
        "unit_id",
        required=True,
        width=16,
    ),
    MonthField(
        "month",
        "Tháng | Thời gian | Thời điểm | Ngày | Kế hoạch tháng",
        "Month | Planned month | When | Day | Planned date | Date",
        lambda line: line.month,
        WHOLE,
        "month",
        required=True,
        least=1,
        most=12,
        width=8,
        note=gettext_lazy("A number from 1 to 12; a day counts by its month."),
        example=5,
    ),
    Field(
        "lead",
        "Trưởng đoàn | Người chủ trì | Trưởng đoàn đánh giá",
        "Lead | Lead auditor | Lead inspector | Team leader",
        lambda line: line.lead.username if line.lead else "",
        PERSON,
        "lead_id",
        width=20,
        note=gettext_lazy("Account or full name."),
    ),
    Field(
        "scope",
        "Nội dung | Phạm vi | Quá trình | Chủ đề | Nội dung đánh giá",
        "Topics | Scope | Processes | Processes or clauses | Topic | Process",
        lambda line: line.scope,
        attr="scope",
        longest=250,
        width=40,
        example="Kiểm soát thông tin dạng văn bản",
    ),
    Field(
        "clause",
        "Điều khoản | Điều khoản tiêu chuẩn",
        "Clauses | Clause | ISO clause",
        lambda line: "; ".join(line.__dict__.get("cited_texts", ())),
        CLAUSES,
        width=24,
        example="7.5; 8.5.1",
    ),
    Field(
        "note",
        "Ghi chú",
        "Note | Notes | Remarks",
        lambda line: line.note,
        attr="note",
        longest=250,
        width=30,
    ),
)


def learn_clauses(lines: Iterable[ProgrammeLine]) -> None:
    """The clauses of each visit, read in one go."""
    by_key = {line.pk: line for line in lines}
    said: dict[int, list[str]] = defaultdict(list)
    rows = ProgrammeClause.objects.filter(record_id__in=list(by_key), ended_at=None)
    for row in rows.select_related("clause__edition__standard").order_by("pk"):
        said[row.record_id].append(f"{row.clause.edition.code} {row.clause.number}" if row.clause else row.written_as)
    for key, line in by_key.items():
        line.__dict__["cited_texts"] = said[key]


class ProgrammeKind(DeclaredKind):
    """Visits of a year's programme (9.2.2 a). The programme stands already and is a draft or being amended."""

    kind = "programme"
    label = gettext_lazy("visits of a programme")
    list_url = "programmes"
    fields = FIELDS
    recognises = (
        ("unit", "month", "year"),
        ("unit", "month", "lead"),
        ("unit", "month", "scope"),
        ("unit", "month", "clause"),
    )
    keeps = ("unit", "month")
    known_by = ("programme", "year", "unit", "month")

    def about(self, asked: Any) -> About:
        about = About(asked)
        rows = (
            Programme.objects.visible_to(asked.by).filter(unit=asked.unit).select_related("edition__standard", "unit")
        )
        about.programmes = list(rows.order_by("pk"))  # type: ignore[attr-defined]
        about.lines = {}  # type: ignore[attr-defined]
        lines = ProgrammeLine.objects.filter(programme__in=about.programmes, ended_at=None)  # type: ignore[attr-defined]
        for line in lines.select_related("programme", "unit", "lead").order_by("pk"):
            key = (line.programme_id, line.unit_id, line.month)
            about.lines.setdefault(key, []).append(line)  # type: ignore[attr-defined]
        about.allowed = {}  # type: ignore[attr-defined]
        return about

    def meet(self, rows: list[PlannedRow], about: About) -> None:
        """By programme, unit and month; what cannot be told yet is said at its cell when cells are read.

        Where a unit is visited twice in a month, a row means the visit with its topics and note, else the next one.
        """
        same: dict[tuple[int, int, int], list[PlannedRow]] = defaultdict(list)
        for row in rows:
            values = row.plan.row.values
            programme = self.programme_of(row, about)
            unit = about.units.find(as_text(values.get("unit"))) if values.get("unit") else None
            month = values.get("month")
            row.plan.before = programme
            if programme is None or unit is None or not isinstance(month, int):
                continue
            same[(programme.pk, unit, month)].append(row)
        for key, met in same.items():
            self.share_out(met, list(about.lines.get(key, ())))  # type: ignore[attr-defined]

    def share_out(self, rows: list[PlannedRow], lines: list[ProgrammeLine]) -> None:
        """Give rows of one unit and month the visits that stand; one more than those is no visit of its own."""
        for row in rows:
            alike = [line for line in lines if self.topics(line) == self.topics_said(row)]
            if alike:
                row.plan.record = alike[0]
                lines.remove(alike[0])
        for place, row in enumerate(rows):
            if row.plan.record is None and lines:
                row.plan.record = lines.pop(0)
            elif row.plan.record is None and place:
                say(row, "month", _("This unit stands in this month in an earlier row. Leave one out."), level="error")

    @staticmethod
    def topics(line: ProgrammeLine) -> tuple[str, str]:
        """What tells visits of one month apart, as it leaves."""
        return plain(line.scope), plain(line.note)

    @staticmethod
    def topics_said(row: PlannedRow) -> tuple[str, str]:
        """The same of a row."""
        raw = row.plan.row.raw
        return plain(raw.get("scope")), plain(raw.get("note"))

    def programme_of(self, row: PlannedRow, about: About) -> Programme | None:
        """The programme that the row means: by its number, by its year, else the only one being planned."""
        values = row.plan.row.values
        number, year = composed(as_text(values.get("programme"))), values.get("year")
        found = [one for one in about.programmes if not number or one.number == number]  # type: ignore[attr-defined]
        found = [one for one in found if not year or one.year == year]
        if not number and len(found) > 1:
            found = [one for one in found if not why_unchangeable(one)] or found
        name = "programme" if number else "year"
        if len(found) == 1:
            return found[0]
        if not found:
            text = _("There is no such programme of %(unit)s. Start it first, then bring in its visits.")
            say(row, name, text % {"unit": about.asked.unit}, level="error")
        else:
            say(
                row,
                name,
                _("The unit has several programmes: give the number of the one that is meant."),
                level="error",
            )
        return None

    def learn(self, records: list[Any]) -> None:
        learn_clauses(records)

    def edition_of(self, row: PlannedRow, about: About) -> str:
        return row.plan.before.edition.code if row.plan.before is not None else about.clauses.default

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        for row in rows:
            row.plan.said.pop("programme", None)
            row.plan.said.pop("year", None)
            self.read_place(row, about)
            cited = row.plan.said.get("clause", [])
            if known := [one for one in cited if one[0] is not None]:
                row.plan.said["clause"] = known
            else:
                row.plan.said.pop("clause", None)

    def read_place(self, row: PlannedRow, about: About) -> None:
        """A unit that the programme may visit."""
        programme, unit = row.plan.before, row.plan.said.get("unit")
        if programme is None or unit is None:
            return
        if programme.pk not in about.allowed:  # type: ignore[attr-defined]
            about.allowed[programme.pk] = set(allowed_units(programme).values_list("pk", flat=True))  # type: ignore[attr-defined]
        if unit not in about.allowed[programme.pk]:  # type: ignore[attr-defined]
            say(
                row, "unit", _("This programme does not visit this unit: choose units of its own reach."), level="error"
            )

    def judge(self, row: PlannedRow, about: About) -> None:
        line = row.plan.record
        if line is not None and "clause" in row.plan.said:
            standing = self.standing_clauses(about)
            new = [one for one in row.plan.said["clause"] if (line.pk, one[0]) not in standing]
            row.plan.said["clause"] = new
            if not new:
                del row.plan.said["clause"]
        super().judge(row, about)
        programme = row.plan.before
        if programme is None or row.verdict not in ("create", "update"):
            return
        decision = policy.may(about.asked.by, "inspections.plan_programme", programme)
        why = why_unchangeable(programme) or ("" if decision else str(decision.reason))
        if why:
            row.verdict, row.sentence = "reject", why

    def standing_clauses(self, about: About) -> set[tuple[int, int]]:
        """(visit, clause) of everything cited; read once."""
        if not hasattr(about, "cited"):
            rows = ProgrammeClause.objects.filter(record__programme__in=about.programmes, ended_at=None)  # type: ignore[attr-defined]
            about.cited = set(rows.values_list("record_id", "clause_id"))  # type: ignore[attr-defined]
        return about.cited  # type: ignore[attr-defined]

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        said = [row.plan.said for row in new]
        units = Unit.objects.in_bulk({one["unit"] for one in said})
        people = User.objects.in_bulk({one["lead"] for one in said if "lead" in one})
        clauses = Clause.objects.in_bulk({key for one in said for key, _text in one.get("clause", ())})
        drafts = [
            (
                row.plan.before,
                VisitDraft(
                    units[one["unit"]],
                    one["month"],
                    people.get(one.get("lead")),
                    one.get("scope", ""),
                    one.get("note", ""),
                    clauses=tuple(clauses[key] for key, _text in one.get("clause", ())),
                ),
            )
            for row, one in zip(new, said, strict=True)
        ]
        for row in changed:
            for name, value in row.plan.changes.items():
                if attr := self.field(name).attr:
                    setattr(row.plan.record, attr, value)
        cited = [(row.plan.record.pk, key) for row in changed for key, _text in row.plan.changes.get("clause", ())]
        bring_in_visits(drafts, [row.plan.record for row in changed], cited, by=by)


class ProgrammeExport(DeclaredExport):
    """Visits of programmes as they leave and come back unchanged."""

    name = "programme"
    title = gettext_lazy("Visits of programmes")
    model = ProgrammeLine
    related = ("programme", "unit", "lead")
    order = ("programme_id", "month", "id")
    columns = columns_of(FIELDS)

    def visible(self, user: Any) -> Any:
        """Those of programmes within reach."""
        return ProgrammeLine.objects.filter(programme__in=Programme.objects.visible_to(user))

    def learn(self, records: list[Any]) -> None:
        learn_clauses(records)
