"""Reading the rows of a master list: each cell linked or refused at its address. Nothing is written here."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from qms.enums import IssueStatus
from qms.importing.cells import as_text, cells_of, say
from qms.importing.linking import ClauseFinder, PersonFinder, UnitFinder, as_written, cited_texts
from qms.importing.reading import ReadRegister, RowReading
from qms.importing.register_kind import Asked, PlannedRow
from qms.imports.document_guesses import guess_kind
from qms.imports.document_plan import DocumentPlan
from qms.imports.document_words import COMING, DRAFT, IN_FORCE
from qms.models.documents import Document
from qms.models.reach import UnitPath

LEAST_COLUMNS = 4
"""A list with so many columns has headings between its rows: a title alone, without a code."""

TEXTS = {"title": "title_vi", "title_en": "title_en", "issued_by": "issued_by", "replaced_by": "replaced_by"}
DAYS = ("review_due_on", "status_checked_on")
ISSUE_DAYS = ("signed_on", "effective_on", "withdrawn_on")
FIELDS = {field.name: field for field in Document._meta.concrete_fields}
LENGTHS = {column: FIELDS[name].max_length or 0 for column, name in TEXTS.items()}
LONGEST_NUMBER = FIELDS["number"].max_length or 0


class About:
    """Whose list it is and what its cells may name; read once a file."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.units = UnitFinder(asked.by, asked.unit, asked.units)
        self.people = PersonFinder(asked.by)
        self.clauses = ClauseFinder(asked.edition)
        rows = UnitPath.objects.filter(ancestor_id=asked.unit.pk, inside=True)
        self.inside = frozenset(rows.values_list("unit_id", flat=True))


def read_rows(read: ReadRegister, about: About) -> tuple[list[PlannedRow], list[RowReading]]:
    """The rows that state documents, and those that are headings between them."""
    rows, headings, heading = [], [], ""
    for row in read.rows:
        if is_heading(row):
            headings.append(row)
            heading = as_text(row.values.get("title"))
        else:
            rows.append(read_row(row, about, row.section or heading))
    join_issues(rows)
    return rows, headings


def is_heading(row: RowReading) -> bool:
    """A title alone in a list of many columns."""
    filled = {name for name, raw in row.raw.items() if raw is not None}
    return len(row.raw) >= LEAST_COLUMNS and filled == {"title"}


def read_row(row: RowReading, about: About, heading: str) -> PlannedRow:
    """What the row says, each cell linked or kept as written."""
    verdict = PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key)
    verdict.plan = plan = DocumentPlan(row, number=" ".join(as_text(row.values.get("number")).split()))
    read_texts(verdict)
    read_unit(verdict, about)
    read_days(verdict)
    read_issue(verdict)
    read_names(verdict, about)
    read_clauses(verdict, about)
    plan.standing = as_text(row.values.get("standing"))
    plan.outside = as_text(row.values.get("external_status"))
    plan.kind = as_text(row.values.get("kind"))
    if plan.kind:
        plan.said["kind"] = plan.kind
    elif "kind" not in row.problems:
        guess = guess_kind(plan.number, plan.said.get("title_vi", ""), heading)
        plan.kind = str(guess.kind)
        verdict.plan.guess = guess
    return verdict


def read_texts(verdict: PlannedRow) -> None:
    plan = verdict.plan
    if not plan.number and "number" not in plan.row.problems:
        say(verdict, "number", _("No code is given. Write the document's code, such as QT-05."), level="error")
    if len(plan.number) > LONGEST_NUMBER:
        refuse_length(verdict, "number", LONGEST_NUMBER)
    for column, name in TEXTS.items():
        text = as_text(plan.row.values.get(column))
        if text:
            plan.said[name] = " ".join(text.split()) if column != "issued_by" else text
        if len(text) > LENGTHS[column]:
            refuse_length(verdict, column, LENGTHS[column])


def refuse_length(verdict: PlannedRow, column: str, most: int) -> None:
    """A text that the register cannot hold."""
    say(verdict, column, _("This is longer than %(most)s characters. Shorten it.") % {"most": most}, level="error")


def read_unit(verdict: PlannedRow, about: About) -> None:
    """The owner unit: named by code or name, else the one whose list it is."""
    plan = verdict.plan
    plan.unit_id = about.asked.unit.pk
    column = "unit" if plan.row.values.get("unit") else "unit_name"
    text = as_text(plan.row.values.get(column))
    if not text:
        return
    found = about.units.find(text)
    if found in about.inside:
        plan.unit_id = found
        return
    told = {"text": text, "unit": about.asked.unit.code}
    sentence = _("“%(text)s” is no unit of %(unit)s. Write its code or its exact name, or leave the cell empty.")
    say(verdict, column, sentence % told, level="error")


def read_days(verdict: PlannedRow) -> None:
    plan, values = verdict.plan, verdict.plan.row.values
    plan.said |= {name: values[name] for name in DAYS if values.get(name)}
    plan.issue |= {name: values[name] for name in ISSUE_DAYS if values.get(name)}
    signed, effective, withdrawn = (plan.issue.get(name) for name in ISSUE_DAYS)
    if signed and effective and effective < signed:
        say(verdict, "effective_on", _("It was in force before it was issued. Look whether the two days are mixed up."))
    if withdrawn and plan.effective_on and withdrawn < plan.effective_on:
        text = _("It ended before it was in force (%(day)s). Correct one of the two days.")
        say(verdict, "withdrawn_on", text % {"day": f"{plan.effective_on:%d/%m/%Y}"}, level="error")


def read_issue(verdict: PlannedRow) -> None:
    """Numbers of issue and amendment; "02.01" holds both."""
    plan, values = verdict.plan, verdict.plan.row.values
    issue, amendment = values.get("issue"), values.get("amendment")
    if issue:
        plan.issue["issue_number"] = issue[0]
        if issue[1]:
            plan.issue["amendment_number"] = issue[1]
    if amendment:
        plan.issue["amendment_number"] = amendment[0]


def read_names(verdict: PlannedRow, about: About) -> None:
    """The author, where the name is known; other names are kept as written."""
    text = as_text(verdict.plan.row.values.get("author"))
    if not text:
        return
    if key := about.people.find(text):
        verdict.plan.said["author_id"] = key


def read_clauses(verdict: PlannedRow, about: About) -> None:
    plan, row = verdict.plan, verdict.plan.row
    if row.raw.get("clause") is None:
        return
    plan.cites = True
    said: dict[Any, None] = {}
    for clause in cited_texts(row.raw["clause"]) or row.values.get("clause") or ():
        edition = about.clauses.edition_of(clause, about.clauses.default)
        key, written, warning = about.clauses.cite(edition, clause.number)
        said[(key, written)] = None
        if warning:
            say(verdict, "clause", warning)
    plan.citations = list(said)


def key_of(unit_id: int, number: str) -> tuple[int, str]:
    """By what a document is known again: its unit and its code, case and blanks aside."""
    return unit_id, as_written(number)


def join_issues(rows: list[PlannedRow]) -> None:
    """Rows with the same code are issues of one document, each with number and day; else all but one are wrong."""
    groups: dict[Any, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        if row.plan.number:
            groups[key_of(row.plan.unit_id, row.plan.number)].append(row)
    for same in groups.values():
        if len(same) == 1:
            continue
        if is_succession(same):
            *earlier, head = sorted(same, key=lambda row: row.plan.order)
            head.plan.earlier = earlier
            for row in earlier:
                row.plan.head = head
        else:
            refuse_twins(same)


def is_succession(rows: list[PlannedRow]) -> bool:
    """Whether each row states another issue with its day."""
    orders = {row.plan.order for row in rows}
    return len(orders) == len(rows) and all(
        "issue_number" in row.plan.issue and row.plan.effective_on and not row.has_errors for row in rows
    )


def refuse_twins(rows: list[PlannedRow]) -> None:
    first, *others = rows
    for row in others:
        text = _(
            "Code %(number)s already stands in row %(row)s. Give it another code, or state in each of the rows which "
            "issue it is and from when."
        )
        say(row, "number", text % {"number": row.plan.number, "row": first.number}, level="error")


def said_standing(verdict: PlannedRow) -> None:
    """What the state rests on, where the sheet says less than it seems to."""
    plan = verdict.plan
    if plan.standing in (IN_FORCE, COMING) and plan.status == IssueStatus.DRAFT:
        text = _("Called in force, but issue or day is missing: it comes in as a draft. Add them, or go on here.")
        say(verdict, "standing", text)
    elif plan.standing != DRAFT and "signed_on" in plan.issue and "effective_on" not in plan.issue:
        say(verdict, "signed_on", _("No day of effect is given: the day of issue counts."))
