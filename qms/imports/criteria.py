"""Registers of criteria: a numbered list of titles or questions becomes an edition with its clauses."""

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.importing.cells import as_text, cells_of, say
from qms.importing.columns import Register
from qms.importing.kinds_of_register import CRITERIA
from qms.importing.linking import STANDARD
from qms.importing.reading import ReadRegister, RowReading
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview, PlannedRow
from qms.models.standards import Clause, Edition, Standard
from qms.operations.criteria import load_criteria

EDITION = re.compile(r"^(?P<code>.{1,40}):(?P<year>\w{1,10})$")
NUMBER = re.compile(r"^\S{1,40}$")


@dataclass
class CriteriaPlan:
    """A clause as its row states it."""

    row: RowReading
    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """The edition that the file becomes, and its clauses as they stand."""

    code: str
    year: str
    name: str
    standing: dict[str, Clause]


class CriteriaKind(ImportKind):
    """Criteria. The edition is the one asked for, else the one in the column of standards, else the file's name."""

    kind = "criteria"
    label = CRITERIA.label
    permission = "qms.manage_standards"
    needs_unit = False

    def get_register(self) -> Register:
        return CRITERIA

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        target = target_of(read, asked)
        rows = [read_row(row, place) for place, row in enumerate(read.rows, 1)]
        place_in_tree(rows)
        for row in rows:
            judge(row, target)
        columns = {name: name for row in read.rows for name in row.raw}
        preview = PlannedPreview(rows, warnings_of(rows, target), list(columns.items()))
        preview.about = target
        return preview

    def follows(self, model: Any) -> bool:
        """The standard's name stays for the next edition; nobody sees it without one."""
        return model is Standard

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        target = preview.about
        rows = [row.plan.values for row in preview.rows]
        load_criteria(target.code, target.year, target.name, rows, by=by)


def target_of(read: ReadRegister, asked: Asked) -> Target:
    """Which edition the file becomes."""
    stem = PurePath(asked.file_name).stem.strip() or "criteria"
    named = asked.edition or next((as_text(row.values.get("standard")) for row in read.rows), "")
    code, year = split(named)
    if not code:
        code = stem[:40]
        standing = list(Edition.objects.filter(standard__code=code).values_list("year", flat=True)[:2])
        year = standing[0] if len(standing) == 1 else str(clock.today().year)
    clauses = Clause.objects.filter(edition__standard__code=code, edition__year=year)
    return Target(code, year, stem[:250], {clause.number: clause for clause in clauses})


def split(text: str) -> tuple[str, str]:
    """("9001", "2015") of "ISO 9001:2015"; ("PAR", "2020") of "PAR:2020"."""
    if (found := STANDARD.search(text)) and found.group(2):
        return found.group(1), found.group(2)
    exact = EDITION.match(text.strip())
    return (exact.group("code"), exact.group("year")) if exact else ("", "")


def read_row(row: RowReading, place: int) -> PlannedRow:
    """The clause that a row states."""
    verdict = PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key)
    verdict.plan = plan = CriteriaPlan(row)
    values = row.values
    question, title = as_text(values.get("question")), as_text(values.get("title"))
    clause = next((one.number for one in values.get("clause") or ()), "")
    plan.number = as_text(values.get("number")).rstrip(".") or clause or str(place)
    if not NUMBER.match(plan.number):
        say(
            verdict,
            "number",
            _("“%(number)s” is no number: use up to 40 characters without blanks.") % {"number": plan.number},
            level="error",
        )
    if not (question or title):
        say(verdict, "title", _("Neither title nor question is given."), level="error")
    plan.values = {
        "number": plan.number,
        "position": place,
        "title_vi": (title or question.partition("\n")[0])[:300],
        "question_vi": question,
        "max_score": values.get("maximum"),
    }
    if plan.values["max_score"] is not None and not 0 <= plan.values["max_score"] < 100_000:
        say(verdict, "maximum", _("A score lies between 0 and 99,999."), level="error")
    return verdict


def place_in_tree(rows: list[PlannedRow]) -> None:
    """1.2.3 stands under 1.2 where that comes before it; who has clauses below carries no requirement itself."""
    seen: dict[str, PlannedRow] = {}
    for row in rows:
        number = row.plan.number
        if number in seen:
            say(row, "number", _("Number %(number)s stands twice in this file.") % {"number": number}, level="error")
            continue
        seen[number] = row
        stem = number.rpartition(".")[0]
        while stem and stem not in seen:
            stem = stem.rpartition(".")[0]
        row.plan.values |= {"parent": stem or None, "auditable": True}
        if stem:
            seen[stem].plan.values["auditable"] = False


def judge(row: PlannedRow, target: Target) -> None:
    """Create, update or unchanged, as the clause stands; wrong rows are rejected."""
    standing = target.standing.get(row.plan.number)
    if standing is not None and not row.has_errors:
        same = all(getattr(standing, name) == value for name, value in row.plan.values.items() if name != "parent")
        parent = standing.parent_id and next(
            (one.number for one in target.standing.values() if one.pk == standing.parent_id), None
        )
        row.verdict = "unchanged" if same and (parent or None) == row.plan.values["parent"] else "update"
    row.reject_where_wrong()


def warnings_of(rows: list[PlannedRow], target: Target) -> list[str]:
    """What the file becomes, and what was numbered by its place."""
    said = [_("The rows become edition %(edition)s.") % {"edition": f"{target.code}:{target.year}"}]
    if bare := sum(not row.plan.row.values.get("number") and not row.plan.row.values.get("clause") for row in rows):
        said.append(_("%(count)s rows have no number; they are numbered by their place.") % {"count": bare})
    return said
