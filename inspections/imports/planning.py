"""Planning rows that become findings or nonconformities: read, link, compare. Nothing is written here."""

import re
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import Grade
from inspections.imports.about import About, Standing, citations_of, droppable
from inspections.imports.changed_here import as_imported, ask_about_changes
from inspections.imports.row_plan import RowPlan
from qms import clock
from qms.exporting.safe_text import plain_text
from qms.importing.cells import as_text, cells_of, say
from qms.importing.linking import cited_texts, no_such
from qms.importing.mapping import Mapping, mapped
from qms.importing.problems import Problem
from qms.importing.reading import ReadRegister, RowReading
from qms.importing.register_kind import Asked, ChunkedKind, PlannedPreview, PlannedRow
from qms.importing.text import composed
from qms.importing.values import parse_text
from qms.importing.verdicts import CONFLICT, DUPLICATE
from qms.models.organisation import Unit
from qms.models.people import User
from qms.numbering import PREFIXES

OF_EDITION = {"clause_2008": "9001:2008", "clause_2015": "9001:2015"}
TITLES = ("statement", "title", "clause_title", "evidence")
"""Where the words of a record are looked for, the first filled one counts."""


class BroughtInKind(ChunkedKind):
    """A register whose rows become brought-in records with clause references."""

    model: Any = None
    reference_model: Any = None
    text_field = ""
    day_field = ""
    number_kind = ""
    states: dict[str, Any] = {}
    closed: Any = None
    people: dict[str, str] = {}
    """Columns of people and the model's field for the one whom the cell names."""
    days: dict[str, str] = {}
    """Columns of days and the model's fields."""

    def begin(self, asked: Asked) -> About:
        about = About(asked)
        about.standing = Standing(self.model, asked)
        return about

    def plan_chunk(self, read: ReadRegister, memory: About) -> PlannedPreview:
        rows = [self.read_row(row, memory) for row in read.rows]
        self.meet_standing(rows, memory, memory.standing)
        for row in rows:
            self.judge(row, memory)
        self.ask_about_twins(rows, memory)
        self.count(rows, memory)
        return PlannedPreview(rows, [], list(read.columns().items()), about=memory)

    def read_row(self, row: RowReading, about: About) -> PlannedRow:
        """What the row says, each cell linked or kept as written."""
        verdict = PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key)
        verdict.plan = plan = RowPlan(row, reference=as_text(row.values.get("number")))
        plan.audit = as_text(row.values.get("inspection_ref"))
        plan.audit_kind = as_text(row.values.get("inspection_kind"))
        self.read_words(plan)
        self.read_days(verdict)
        self.read_names(verdict, about)
        self.read_state(verdict)
        self.read_clauses(verdict, about)
        if len(plan.reference) > 120:
            say(verdict, "number", _("The number is longer than 120 characters."), level="error")
        return verdict

    def read_words(self, plan: RowPlan) -> None:
        values = plan.row.values
        words = [text for name in TITLES if (text := as_text(values.get(name)))]
        if words:
            plan.said[self.text_field] = words[0]
        for name in ("evidence", *self.copied()):
            if text := as_text(values.get(name)):
                plan.said[name] = text
        if grade := values.get("grade"):
            plan.said["grade"] = grade

    def copied(self) -> tuple[str, ...]:
        """Further columns whose words the record holds under the same name."""
        return ()

    def read_days(self, verdict: PlannedRow) -> None:
        plan, today = verdict.plan, clock.today()
        for column, name in self.days.items():
            if (day := plan.row.values.get(column)) is None:
                continue
            plan.said[name] = day
            if column != "due_on" and day > today:
                say(verdict, column, _("%(day)s lies after today.") % {"day": f"{day:%d/%m/%Y}"})

    def read_names(self, verdict: PlannedRow, about: About) -> None:
        plan = verdict.plan
        linked = {"unit": ("unit_id", about.units)} | {
            column: (name, about.people) for column, name in self.people.items()
        }
        for column, (name, finder) in linked.items():
            text = as_text(plan.row.values.get(column))
            if not text:
                continue
            if key := finder.find(text):
                plan.said[name] = key
            else:
                near = finder.suggest(text)
                say(verdict, column, no_such(text, near))
                verdict.cells[column].suggestion = near

    def read_state(self, verdict: PlannedRow) -> None:
        """The state that the sheet names; a closing day alone says closed."""
        plan = verdict.plan
        word, closed_on = plan.row.values.get("status"), plan.said.pop("closed_on", None)
        if word:
            plan.said["status"] = str(self.states[word])
        elif closed_on:
            plan.said["status"] = str(self.closed)
        if closed_on and plan.said["status"] == str(self.closed):
            plan.said["closed_on"] = closed_on
        elif closed_on:
            say(verdict, "closed_on", _("The sheet gives a closing day but does not call it closed; the state counts."))

    def read_clauses(self, verdict: PlannedRow, about: About) -> None:
        plan, row = verdict.plan, verdict.plan.row
        said: dict[Any, None] = {}
        for column in ("clause", *OF_EDITION):
            if row.raw.get(column) is None or column in row.problems and not row.values.get(column):
                continue
            plan.cites = True
            fallback = OF_EDITION.get(column) or self.edition_of(row, about)
            for clause in cited_texts(row.raw[column]) or row.values.get(column) or ():
                key, written, warning = about.clauses.cite(about.clauses.edition_of(clause, fallback), clause.number)
                said[(key, written)] = None
                if warning:
                    say(verdict, column, warning)
        plan.citations = list(said)

    def edition_of(self, row: RowReading, about: About) -> str:
        """The edition that the row's standard names, else the one that was asked for."""
        return about.clauses.code_of(as_text(row.values.get("standard"))) or about.clauses.default

    def meet_standing(self, rows: list[PlannedRow], about: About, standing: Standing) -> None:
        """Find the record that each row means, and compare where the row says something new."""
        own = re.compile(rf"^{PREFIXES[self.number_kind]}-\d{{4}}-")
        numbers = [row.plan.reference for row in rows if own.match(row.plan.reference)]
        named = {}
        if numbers and not about.asked.elsewhere:
            named = standing.by_number([composed(number) for number in numbers])
        changed: dict[int, PlannedRow] = {}
        for row in rows:
            if row.plan.reference in named:
                row.plan.own = True
                row.plan.record = named[row.plan.reference]
            elif row.key in standing.keys:
                key, source_hash = standing.keys[row.key]
                if source_hash == row.plan.source_hash:
                    row.verdict = "unchanged"
                elif key not in changed:
                    changed[key] = row
                    row.plan.record = key
        self.compare_brought_in(changed, standing)
        self.compare_own([row for row in rows if row.plan.own], about)

    def compare_brought_in(self, changed: dict[int, PlannedRow], standing: Standing) -> None:
        records = standing.records(changed)
        cited = citations_of(self.reference_model, changed)
        for key, row in changed.items():
            row.plan.compare(records[key], cited.get(key, {}))
            row.plan.dropped = [one for one in row.plan.dropped if droppable(one)]
        earlier = as_imported(self.model, changed)
        for key, row in changed.items():
            if key in earlier:
                ask_about_changes(row, records[key], earlier[key])
            if row.verdict != "decide":
                row.verdict = "update" if row.plan.differs else "unchanged"

    def ask_about_twins(self, rows: list[PlannedRow], about: About) -> None:
        """A new row that says what a record here says of the same unit and day may be that record."""
        new = [row for row in rows if row.verdict == "create"]
        if not new:
            return
        there = about.standing.saying(self.text_field, self.day_field, [row.plan.said[self.text_field] for row in new])
        for row in new:
            said = row.plan.said
            unit = said.get("unit_id", about.asked.unit.pk)
            for record in there.get(said[self.text_field], ()):
                same_day = self.day_field not in said or said[self.day_field] == getattr(record, self.day_field)
                numbered_apart = (
                    row.plan.reference and record.external_ref and (record.source_file == about.asked.file_name[:200])
                )
                if record.unit_id == unit and same_day and not numbered_apart:
                    row.verdict, row.why = "decide", DUPLICATE
                    row.record_title, row.record_url = record.number, record.get_absolute_url()
                    break

    def compare_own(self, rows: list[PlannedRow], about: About) -> None:
        """Compare with what an export of the record would say, read the same way."""
        if not rows:
            return
        exported = self.exported([row.plan.record for row in rows])
        cited = citations_of(self.reference_model, [row.plan.record.pk for row in rows])
        for row in rows:
            plan, record = row.plan, row.plan.record
            before = self.read_row(again(plan.row, exported[record.pk], self), about).plan
            plan.said = {name: value for name, value in plan.said.items() if before.said.get(name) != value}
            plan.cites = plan.cites and plan.citations != before.citations
            plan.compare(record, cited.get(record.pk, {}))
            plan.dropped = [one for one in plan.dropped if droppable(one)]
            row.verdict = "update" if plan.differs else "unchanged"

    @cached_property
    def parsers(self) -> dict[str, Any]:
        """How the cells of each column are read, with every word of this kind."""
        register = mapped(self.get_register(), Mapping(), self.words())
        return {column.name: column.parser or parse_text for column in register.columns}

    def parse(self, name: str, cell: Any) -> Any:
        """A cell as it would be read."""
        parsed = self.parsers[name](plain_text(cell) if isinstance(cell, str) else cell)
        return parsed.value if isinstance(parsed, Problem) else parsed

    def words(self) -> dict[str, dict[str, str]]:
        """Further words of grade and status, those of the product's own pages among them."""
        raise NotImplementedError

    def shown(self, name: str, value: Any) -> str:
        """Grades and states by their labels."""
        if name == "grade" and value in Grade.values:
            return str(Grade(value).label)
        if name == "status" and value in self.states:
            return str(self.states[value].label)
        if name == "unit_id" and value:
            return str(Unit.objects.get(pk=value))
        if name in self.people.values() and value:
            return str(User.objects.get(pk=value))
        return super().shown(name, value)

    def column_of(self, name: str) -> str:
        """The column of the file that a field of the record comes from."""
        columns = {field: column for column, field in (self.people | self.days).items()}
        return columns.get(name, {self.text_field: "statement", "unit_id": "unit"}.get(name, name))

    def exported(self, records: list[Any]) -> dict[int, dict[str, Any]]:
        """What an export says of each record, by column."""
        raise NotImplementedError

    def judge(self, row: PlannedRow, about: About) -> None:
        """Refuse what cannot be written."""
        plan = row.plan
        if plan.own and plan.differs and not plan.record.brought_in:
            names = ", ".join(sorted(plan.changes)) or "clause"
            row.sentence = _(
                "%(number)s was recorded here and differs in: %(names)s. Change it on its page, or leave the row out."
            ) % {"number": plan.record.number, "names": names}
            row.verdict = "reject"
        if row.verdict == "create":
            self.judge_new(row, about)
        self.judge_grade(row)
        if row.verdict != "unchanged" or row.has_errors:
            row.reject_where_wrong()

    def judge_new(self, row: PlannedRow, about: About) -> None:
        """A new record needs words, and a grade unless its cell has a problem of its own."""
        if self.text_field not in row.plan.said:
            say(
                row,
                "statement",
                _("Nothing says what was found. Fill in the column with the statement."),
                level="error",
            )
        if "grade" not in row.plan.said and "grade" not in row.plan.row.problems:
            say(row, "grade", _("No grade is given. Write one such as major or minor (nặng, nhẹ)."), level="error")

    def judge_grade(self, row: PlannedRow) -> None:
        """Further conditions on the grade."""

    def count(self, rows: list[PlannedRow], about: About) -> None:
        """What is said of many rows at once."""
        new = [row for row in rows if row.verdict in ("create", "decide") and row.why != CONFLICT]
        about.undated += sum(self.day_field not in row.plan.said for row in new)
        about.wordless += sum(
            not row.plan.row.values.get("statement") for row in new if row.plan.said.get(self.text_field)
        )

    def finish(self, memory: About) -> list[str]:
        """Sentences about many rows at once."""
        said = []
        if memory.undated:
            said.append(_("%(count)s rows have no date; they count as found today.") % {"count": memory.undated})
        if memory.wordless:
            said.append(
                _("%(count)s rows do not say what was found; their title or clause title stands for it.")
                % {"count": memory.wordless}
            )
        return said


def again(row: RowReading, cells: dict[str, Any], kind: BroughtInKind) -> RowReading:
    """The row as it would have been read from an export, with the columns that the file has."""
    read = RowReading(row.sheet, row.number, {}, key=row.key)
    for name, cell in cells.items():
        if name not in row.raw:
            continue
        parsed = kind.parse(name, cell)
        read.raw[name], read.values[name] = cell, parsed
    return read
