"""Lists of clauses that come with a table: each sheet of them becomes an edition."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from qms import clock
from qms.importing.cells import as_text, cells_of, say
from qms.importing.reading import RowReading
from qms.importing.register_kind import PlannedRow
from qms.importing.text import fold
from qms.imports.criteria import NUMBER, CriteriaPlan, Target, judge, place_in_tree, split
from qms.models.standards import Clause

SLUG = re.compile(r"^(?P<code>.+)-(?P<year>[\w.]{1,10})$")
ISO = re.compile(r"^iso[-/ ]?(iec)?[-/ ]?(?P<number>\d{4,5})", re.IGNORECASE)
SIDES = {"from": ("source", "reference", "nguon", "cu"), "to": ("target", "focal", "dich", "moi")}
TRUE = {"true", "1", "x", "yes", "co", "dung"}


@dataclass
class NodeSheet:
    """One sheet of clauses: the edition that it becomes, and its rows."""

    sheet: str
    side: str
    target: Target
    standard_name: str = ""
    rows: list[PlannedRow] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The edition's code."""
        return f"{self.target.code}:{self.target.year}"

    @property
    def numbers(self) -> set[str]:
        """The clauses that the sheet lists."""
        return {row.plan.number for row in self.rows if row.verdict != "reject"}

    @property
    def changes(self) -> bool:
        """Whether anything of it is to be written."""
        return any(row.verdict in ("create", "update") for row in self.rows)


def is_node(row: RowReading) -> bool:
    """Whether a row states a clause rather than a link."""
    return "urn" in row.raw


def node_sheets(rows: Iterable[RowReading]) -> list[NodeSheet]:
    """The sheets of clauses, each judged against the edition as it stands."""
    by_sheet: dict[str, list[RowReading]] = {}
    for row in rows:
        if is_node(row):
            by_sheet.setdefault(row.sheet, []).append(row)
    free = ["from", "to"]
    sheets = []
    for name, found in by_sheet.items():
        side = side_of(name) or (free[0] if free else "")
        free = [one for one in free if one != side]
        sheets.append(node_sheet(name, side, found))
    return sheets


def side_of(sheet: str) -> str:
    """Which side of the table a sheet's name says that it lists."""
    words = fold(sheet).split()
    return next((side for side, names in SIDES.items() if any(name in words for name in names)), "")


def node_sheet(name: str, side: str, found: list[RowReading]) -> NodeSheet:
    """The sheet's clauses as planned rows."""
    slug = next((slug_of(as_text(row.values.get("urn"))) for row in found if row.values.get("urn")), "")
    code, year = edition_of(slug or name)
    clauses = Clause.objects.filter(edition__standard__code=code, edition__year=year)
    target = Target(code, year, called(slug or name), {clause.number: clause for clause in clauses})
    rows = [read_node(row, place) for place, row in enumerate(found, 1)]
    place_in_tree(rows)
    for row in rows:
        assessable = as_text(row.plan.row.values.get("assessable"))
        if assessable and "auditable" in row.plan.values:
            row.plan.values["auditable"] = fold(assessable) in TRUE
        judge(row, target)
    standard_name = called(slug or name).partition(":")[0]
    return NodeSheet(name, side, target, standard_name, rows)


def slug_of(urn: str) -> str:
    """The framework that a node's urn names: "iso27001-2013" of "urn:...:req_node:iso27001-2013:4.1"."""
    parts = urn.split(":")
    return parts[-2] if len(parts) > 2 else ""


def edition_of(text: str) -> tuple[str, str]:
    """("27001", "2013") of "iso27001-2013" or "ISO 27001:2013"; ("nist-csf", "1.1") of "nist-csf-1.1"."""
    code, year = split(text)
    if code:
        return code, year
    found = SLUG.match(text.strip())
    return (found["code"][:40], found["year"]) if found else (text.strip()[:40], str(clock.today().year))


def called(slug: str) -> str:
    """What people call it: "ISO 27001:2013" of "iso27001-2013"."""
    code, year = edition_of(slug)
    return f"ISO {code}:{year}" if ISO.match(slug) else f"{code}:{year}"


def read_node(row: RowReading, place: int) -> PlannedRow:
    """The clause that a row states."""
    verdict = PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key)
    verdict.plan = plan = CriteriaPlan(row)
    texts = {name: as_text(row.values.get(name)) for name in ("node", "ref_id", "urn", "name", "description")}
    plan.number = (texts["node"] or texts["ref_id"] or texts["urn"].rpartition(":")[2]).rstrip(".")
    if not NUMBER.match(plan.number):
        sentence = _("“%(number)s” is no number: use up to 40 characters without blanks.")
        say(verdict, "node", sentence % {"number": plan.number}, level="error")
    title = texts["name"] or texts["description"].partition("\n")[0]
    if not title:
        say(verdict, "name", _("Neither name nor description is given."), level="error")
    plan.values = {
        "number": plan.number,
        "position": place,
        "title_vi": title[:300],
        "question_vi": texts["description"],
    }
    return verdict
