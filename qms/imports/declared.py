"""Kinds of registers whose columns are declared: rows meet the records that stand here, and are compared with them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from qms.exporting.safe_text import plain_text
from qms.importing.cells import as_text, cells_of, say
from qms.importing.columns import Register
from qms.importing.linking import ClauseFinder, PersonFinder, UnitFinder, cited_texts, no_such
from qms.importing.reading import ReadRegister, RowReading
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview, PlannedRow
from qms.importing.row_keys import row_key
from qms.importing.text import composed, fold
from qms.importing.verdicts import CONFLICT
from qms.imports.fields import CLAUSES, PERSON, TEXT, UNIT, Field, register_of
from qms.policy import Text

NOWHERE = SimpleNamespace(pk=0)
REFERENCE = 120  # characters of a number that a source gave itself


@dataclass
class Plan:
    """What a row says by column, the record that it means, and what is to be changed on it."""

    row: RowReading
    said: dict[str, Any] = field(default_factory=dict)
    record: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    parts: list[Any] = field(default_factory=list)
    """Further records that the row makes or changes."""
    before: Any = None
    """The earlier row about the same record."""

    @property
    def text(self) -> dict[str, str]:
        """The row as written, by column, with the key by which it is known again."""
        said = {name: composed(as_text(value)) for name, value in self.row.raw.items() if value is not None}
        return {name: text for name, text in said.items() if text} | {"row_key": self.key}


class About:
    """What can be named in one file."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.units = UnitFinder(asked.by, asked.unit or NOWHERE, asked.units)
        self.people = PersonFinder(asked.by)
        self.clauses = ClauseFinder(asked.edition)


class DeclaredKind(ImportKind):
    """Subclasses declare `fields`, find standing records and write; what cells say is read, linked and compared here.

    An empty cell says nothing: it takes nothing away from a record that stands.
    """

    fields: Sequence[Field] = ()
    recognises: tuple[tuple[str, ...], ...] = ()
    keeps: tuple[str, ...] = ()
    label: Text = ""
    known_by: tuple[str, ...] = ()
    """Columns that tell a row apart from others where it has no number."""
    once = True
    """Whether a record may stand in one row only."""

    def get_register(self) -> Register:
        return register_of(self.kind, self.label, self.fields, self.recognises, self.keeps)

    def field(self, name: str) -> Field:
        """The declared column of that name."""
        return next(one for one in self.fields if one.name == name)

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        about = self.about(asked)
        rows = [self.opened(row) for row in read.rows]
        self.give_keys(rows)
        self.meet(rows, about)
        self.learn([row.plan.record for row in rows if row.plan.record is not None])
        for row in rows:
            self.read_cells(row, about)
        self.read_together(rows, about)
        for row in rows:
            self.judge(row, about)
        preview = PlannedPreview(rows, self.warnings(rows, about), list(read.columns().items()))
        preview.about = about
        return preview

    def about(self, asked: Asked) -> About:
        """What the whole file stands on; read once."""
        return About(asked)

    def opened(self, row: RowReading) -> PlannedRow:
        return PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key, plan=Plan(row))

    def give_keys(self, rows: list[PlannedRow]) -> None:
        """The number of the row where it is met once, else what its telling columns say, counted where equal."""
        numbers = Counter(fold(number) for row in rows if (number := as_text(row.plan.row.values.get("number"))))
        used: Counter[str] = Counter()
        for row in rows:
            values = row.plan.row.values
            number = as_text(values.get("number"))
            told = [as_text(values.get(name)) for name in self.known_by]
            key = row_key(number, told, unique=bool(number) and numbers[fold(number)] == 1)
            used[key] += 1
            row.plan.key = key if used[key] == 1 else f"{key}#{used[key]}"

    def meet(self, rows: list[PlannedRow], about: About) -> None:
        """Give each row's plan the record that it means, set-wise."""
        raise NotImplementedError

    def learn(self, records: list[Any]) -> None:
        """Read set-wise what records say beside their own columns, before they are compared."""

    def read_cells(self, row: PlannedRow, about: About) -> None:
        """Each cell linked and compared with what stands; one that says what stands here already is never wrong."""
        record = row.plan.record
        for one in self.fields:
            if row.plan.row.raw.get(one.name) is None:
                continue
            if record is not None and self.says_the_same(row, one):
                if one.name in row.cells:
                    row.cells[one.name].level, row.cells[one.name].sentence = "ok", ""
                continue
            value = self.value_of(row, one, about)
            if value is not None and value != []:
                row.plan.said[one.name] = value

    def says_the_same(self, row: PlannedRow, one: Field) -> bool:
        """Whether the cell says what an export of the record would."""
        raw, here = row.plan.row.raw[one.name], self.said_by(row.plan.record, one)
        if one.reads not in (TEXT, UNIT, PERSON, CLAUSES) and row.plan.row.values.get(one.name) is not None:
            value = row.plan.row.values[one.name]
            return bool(value == self.standing(row.plan.record, one))
        return plain(raw) == plain(here)

    def said_by(self, record: Any, one: Field) -> Any:
        """What an export says of the record in this column."""
        return one.says(record)

    def standing(self, record: Any, one: Field) -> Any:
        """The value that stands, as a cell of the column is read."""
        return getattr(record, one.attr) if one.attr else self.said_by(record, one)

    def value_of(self, row: PlannedRow, one: Field, about: About) -> Any:
        """What the cell means, None where it means nothing or is wrong."""
        values = row.plan.row.values
        if one.reads == CLAUSES:
            return self.clauses_of(row, one, about)
        text = as_text(values.get(one.name))
        if one.reads not in (TEXT, UNIT, PERSON):
            return values.get(one.name)
        if one.reads == TEXT:
            if one.longest and len(text) > one.longest:
                told = _("This is longer than %(most)s characters. Shorten it.") % {"most": one.longest}
                say(row, one.name, told, level="error")
            return text or None
        return self.named(row, one, about.units if one.reads == UNIT else about.people, text) if text else None

    def named(self, row: PlannedRow, one: Field, finder: Any, text: str) -> Any:
        """The key of the unit or person; the same sentence for what is out of reach and what does not exist."""
        if key := finder.find(text):
            return key
        near = finder.suggest(text)
        if one.kept_as:
            say(row, one.name, no_such(text, near))
        else:
            say(row, one.name, unknown(text, near), level="error")
            row.cells[one.name].suggestion = near
        return None

    def clauses_of(self, row: PlannedRow, one: Field, about: About) -> list[tuple[int | None, str]]:
        """Clauses of loaded editions by key, the others as they are written."""
        found: dict[Any, None] = {}
        values = row.plan.row.values.get(one.name) or ()
        for clause in cited_texts(row.plan.row.raw[one.name]) or values:
            code = about.clauses.edition_of(clause, self.edition_of(row, about))
            key, written, warning = about.clauses.cite(code, clause.number)
            found[(key, written)] = None
            if warning:
                say(row, one.name, warning)
        return list(found)

    def edition_of(self, row: PlannedRow, about: About) -> str:
        """The edition of clauses that name none."""
        return about.clauses.default

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        """Further conditions that need more than one cell or row."""

    def judge(self, row: PlannedRow, about: About) -> None:
        """What becomes of the row."""
        plan = row.plan
        if plan.record is None:
            self.judge_new(row, about)
        else:
            self.judge_known(row, about)
        row.reject_where_wrong()

    def judge_new(self, row: PlannedRow, about: About) -> None:
        """A new record needs what is required."""
        for one in self.fields:
            if one.required and one.name not in row.plan.said and one.name not in faulty(row):
                say(row, one.name, _("“%(column)s” is needed. Fill it in.") % {"column": one.title}, level="error")

    def judge_known(self, row: PlannedRow, about: About) -> None:
        """Compare with what stands; what the file said before as well, where that is kept."""
        plan = row.plan
        before = getattr(plan.record, "source_text", None) or {}
        plan.changes = {}
        for name, value in plan.said.items():
            one = self.field(name)
            if one.attr and getattr(plan.record, one.attr) == value:
                continue
            if before.get(name) is not None and before[name] == plan.text.get(name):
                continue
            plan.changes[name] = value
            if before.get(name) is not None and not self.stands_as(plan.record, one, before[name], about):
                here = plain(self.said_by(plan.record, one))
                row.conflicts[name] = (before[name], plan.text.get(name), here)
        row.verdict = "update" if plan.changes else "unchanged"
        if row.conflicts:
            row.verdict, row.why = "decide", CONFLICT
            row.record_title, row.record_url = str(plan.record), plan.record.get_absolute_url()

    def stands_as(self, record: Any, one: Field, text: str, about: About) -> bool:
        """Whether the record still says what an earlier file said, in whatever words."""
        if one.reads == CLAUSES or plain(self.said_by(record, one)) == text:
            return True
        meant = one.parser()(text)
        if one.reads in (UNIT, PERSON):
            meant = (about.units if one.reads == UNIT else about.people).find(text)
        return bool(self.standing(record, one) == meant)

    def warnings(self, rows: list[PlannedRow], about: About) -> list[str]:
        """Sentences about the file as a whole."""
        return []

    def shown(self, name: str, value: Any) -> str:
        """Choices by their labels."""
        one = next((one for one in self.fields if one.name == name), None)
        return (one.label(value) if one is not None and isinstance(value, str) else "") or as_text(value)


def plain(value: Any) -> str:
    """A cell or a value as text, for comparing: as it leaves, with one blank between words."""
    return " ".join(composed(plain_text(as_text(value))).split())


def faulty(row: PlannedRow) -> set[str]:
    """Columns with an error of their own."""
    return {name for name, cell in row.cells.items() if cell.level == "error"}


def unknown(text: str, near: str | None = None) -> str:
    """The same sentence whether it does not exist or is out of reach; `near` is within reach."""
    if near:
        told = _("Nothing within your reach is called “%(text)s”. Did you mean “%(near)s”?")
        return told % {"text": text, "near": near}
    return _("Nothing within your reach is called “%(text)s”. Write its code or its full name.") % {"text": text}


def recorded_here(row: PlannedRow, kind: DeclaredKind) -> None:
    """A record that was made here is not rewritten by a file."""
    record = row.plan.record
    if record is None or record.brought_in or not row.plan.changes:
        return
    names = ", ".join(kind.field(name).title for name in sorted(row.plan.changes))
    row.sentence = _(
        "%(number)s was recorded here and differs in: %(names)s. Change it on its page, or leave the row out."
    ) % {"number": record.number, "names": names}
    row.verdict, row.why, row.conflicts = "reject", "", {}


def met_twice(rows: Iterable[PlannedRow], name: str) -> None:
    """A record stands in one row only."""
    seen: set[int] = set()
    for row in rows:
        key = row.plan.record.pk if row.plan.record is not None else None
        if key is not None and key in seen:
            say(row, name, _("The same record stands in an earlier row of this file. Leave one out."), level="error")
        seen |= {key} if key is not None else set()
