"""The table between two editions from a workbook: our own export, or a mapping of another tool with its clauses."""

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.correspondences.rows import SAID, said, standing_rows
from qms.correspondences.words import DEGREES, allowed_relations, relation_of, says_no_link, value_of
from qms.enums import Basis
from qms.importing.cells import as_text, cells_of, say
from qms.importing.columns import Register
from qms.importing.commit import commit, read_file
from qms.importing.problems import NotThisRegister
from qms.importing.reading import ReadRegister, RowReading
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview, PlannedRow
from qms.imports.correspondence_columns import CORRESPONDENCES, LONGEST
from qms.imports.correspondence_nodes import NodeSheet, edition_of, is_node, node_sheets
from qms.imports.criteria import split
from qms.models.standards import Clause, CorrespondenceVersion, Edition
from qms.operations.correspondences import sides_faults, write_rows
from qms.operations.criteria import load_criteria


@dataclass
class LinkPlan:
    """One row of the table: its editions by code, its clauses by number, what it says."""

    row: RowReading
    one: str = ""
    two: str = ""
    pair: tuple[str | None, str | None] = (None, None)
    values: dict[str, Any] = field(default_factory=dict)
    no_link: bool = False


class Editions:
    """Clauses by edition and number: those loaded, and those that the file itself brings."""

    def __init__(self, sheets: list[NodeSheet]) -> None:
        self.sides = {sheet.side: sheet.code for sheet in sheets}
        self.numbers: dict[str, dict[str, str]] = {}
        for number, code, year in Clause.objects.values_list("number", "edition__standard__code", "edition__year"):
            self.numbers.setdefault(f"{code}:{year}", {})[number.casefold()] = number
        for sheet in sheets:
            self.numbers.setdefault(sheet.code, {}).update({one.casefold(): one for one in sheet.numbers})
        self.standing: dict[tuple[str, str], dict[tuple[str | None, str | None], dict[str, Any]]] = {}

    def code_of(self, text: str, side: str) -> str:
        """The edition that a row names, or the one whose clauses the file brings for that side."""
        if not text:
            return self.sides.get(side, "")
        return text if text in self.numbers else ":".join(split(text) if split(text)[0] else edition_of(text))

    def rows_between(self, one: str, two: str) -> dict[tuple[str | None, str | None], dict[str, Any]]:
        """What stands between two editions, by clause numbers."""
        if (one, two) not in self.standing:
            editions = [edition_coded(code) for code in (one, two)]
            rows = standing_rows(*(edition.pk for edition in editions)) if all(editions) else []  # type: ignore[union-attr]
            told = [said(row) for row in rows]
            self.standing[(one, two)] = {(row["from"], row["to"]): row for row in told}
        return self.standing[(one, two)]


def edition_coded(code: str) -> Edition | None:
    """The edition of that code."""
    standard, _separator, year = code.rpartition(":")
    return Edition.objects.filter(standard__code=standard, year=year).select_related("standard").first()


@dataclass
class Book:
    """What a workbook brings: editions with clauses, and links."""

    sheets: list[NodeSheet]
    links: list[PlannedRow]


class CorrespondencesKind(ImportKind):
    """Tables between editions. Rows that stand and are not in the file stay."""

    kind = "correspondences"
    label = gettext_lazy("correspondences of two editions")
    permission = "qms.manage_standards"
    needs_unit = False
    list_url = "standards"

    def get_register(self) -> Register:
        return CORRESPONDENCES

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        sheets = node_sheets(read.rows)
        editions = Editions(sheets)
        links = [read_link(row, editions) for row in read.rows if not is_node(row)]
        judge_links(links, editions)
        rows = [*(row for sheet in sheets for row in sheet.rows), *links]
        columns = {name: name for row in read.rows for name in row.raw} | read.columns()
        preview = PlannedPreview(rows, warnings_of(sheets, links, editions), list(columns.items()))
        preview.about = Book(sheets, links)
        return preview

    def follows(self, model: Any) -> bool:
        """A version of the table is what the rows were then; it stays."""
        return bool(model is CorrespondenceVersion)

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        book: Book = preview.about
        for sheet in book.sheets:
            if sheet.changes:
                target, values = sheet.target, [row.plan.values for row in sheet.rows]
                names = {"by": by, "standard_name": sheet.standard_name}
                load_criteria(target.code, target.year, target.name, values, **names)
        by_pair: dict[tuple[str, str], list[LinkPlan]] = {}
        for row in book.links:
            if not row.plan.no_link:
                by_pair.setdefault((row.plan.one, row.plan.two), []).append(row.plan)
        for (one, two), plans in by_pair.items():
            write_links(edition_coded(one), edition_coded(two), plans, by)


def write_links(one: Any, two: Any, plans: list[LinkPlan], by: Any) -> None:
    """The links of one pair of editions, by the keys of their clauses."""
    old = {clause.number: clause for clause in Clause.objects.filter(edition=one)}
    new = {clause.number: clause for clause in Clause.objects.filter(edition=two)}
    wanted = {}
    for plan in plans:
        from_clause, to_clause = old.get(plan.pair[0] or ""), new.get(plan.pair[1] or "")
        key = (from_clause.pk if from_clause else None, to_clause.pk if to_clause else None)
        wanted[key] = plan.values | {"from_clause": from_clause, "to_clause": to_clause}
    write_rows(one, two, wanted, by=by)


def read_link(row: RowReading, editions: Editions) -> PlannedRow:
    """The link that a row states, each wrong cell with its sentence."""
    verdict = PlannedRow(row.number, cells=cells_of(row), sheet=row.sheet, key=row.key)
    verdict.plan = plan = LinkPlan(row)
    texts = {name: as_text(row.values.get(name)) for name in ("from_edition", "to_edition", "from_clause", "to_clause")}
    plan.one, plan.two = (editions.code_of(texts[f"{side}_edition"], side) for side in ("from", "to"))
    take_relation(verdict, as_text(row.values.get("relation")))
    plan.values |= {
        "change_degree": value_of(as_text(row.values.get("change_degree")), DEGREES),
        "note_vi": as_text(row.values.get("note_vi")),
        "note_en": as_text(row.values.get("note_en")),
        "basis": value_of(as_text(row.values.get("basis")), dict(Basis.choices)),
    }
    for name, longest in LONGEST.items():
        if len(plan.values.get(name, "")) > longest:
            say(verdict, name, _("At most %(longest)d characters are kept here.") % {"longest": longest}, level="error")
    sides = ((plan.one, "from"), (plan.two, "to"))
    plan.pair = tuple(take_side(verdict, code, side, texts[f"{side}_clause"], editions) for code, side in sides)  # type: ignore[assignment]
    if plan.one and plan.one == plan.two:
        say(verdict, "to_edition", _("A table leads from one edition to another."), level="error")
    if not verdict.has_errors and not plan.no_link:
        check_sides(verdict)
    return verdict


def take_relation(verdict: PlannedRow, text: str) -> None:
    """Our relation and the source's word; an unknown word is said with those that are allowed."""
    plan, found = verdict.plan, relation_of(text) if text else None
    plan.no_link = says_no_link(text) and found is None
    if plan.no_link:
        say(verdict, "relation", _("The row says that there is no link: nothing is made of it."))
    elif found is None:
        sentence = _("“%(value)s” is no relation that is known here. Use one of: %(allowed)s.")
        say(verdict, "relation", sentence % {"value": text, "allowed": allowed_relations()}, level="error")
    relation, own = found or ("", "")
    plan.values = {"relation": relation, "own_word": as_text(plan.row.values.get("own_word")) or own}


def take_side(verdict: PlannedRow, code: str, side: str, number: str, editions: Editions) -> str | None:
    """The clause of one side by its number in that edition; None for an empty cell."""
    name = f"{side}_clause"
    if not code:
        sentence = _("The file does not say which edition this is: add the columns “From edition” and “To edition”.")
        say(verdict, name, sentence, level="error")
    elif code not in editions.numbers:
        sentence = _("Edition %(edition)s is not loaded; load it first.")
        say(verdict, f"{side}_edition", sentence % {"edition": code}, level="error")
    elif number and number.casefold() not in editions.numbers[code]:
        sentence = _("%(edition)s has no clause %(number)s.") % {"edition": code, "number": number}
        say(verdict, name, sentence, level="error")
    elif number:
        return editions.numbers[code][number.casefold()]
    return None


def check_sides(verdict: PlannedRow) -> None:
    """Sides and relation agree."""
    plan = verdict.plan
    told = SimpleNamespace(relation=plan.values["relation"], from_clause=plan.pair[0], to_clause=plan.pair[1])
    for name, sentence in sides_faults(told).items():  # type: ignore[arg-type]
        say(verdict, name, sentence, level="error")


def judge_links(links: list[PlannedRow], editions: Editions) -> None:
    """New, changed or unchanged as the row stands; a pair that stands twice in the file is wrong."""
    seen: set[tuple[Any, ...]] = set()
    for row in links:
        plan = row.plan
        key = (plan.one, plan.two, *plan.pair)
        if key in seen and not plan.no_link and not row.has_errors:
            say(row, "to_clause", _("This pair of clauses stands twice in this file."), level="error")
        seen.add(key)
        if plan.no_link:
            row.verdict = "unchanged"
        elif not row.has_errors:
            standing = editions.rows_between(plan.one, plan.two).get(plan.pair)
            if standing is not None:
                same = all(standing[name] == plan.values[name] for name in SAID)
                row.verdict = "unchanged" if same else "update"
        row.reject_where_wrong()


def warnings_of(sheets: list[NodeSheet], links: list[PlannedRow], editions: Editions) -> list[str]:
    """What the file becomes: editions, links by relation, and what stands beside it."""
    said_of = [
        _("Sheet “%(sheet)s”: %(count)d clauses of edition %(edition)s.")
        % {"sheet": sheet.sheet, "count": len(sheet.rows), "edition": sheet.code}
        for sheet in sheets
    ]
    pairs = Counter((row.plan.one, row.plan.two) for row in links if row.verdict != "reject" and not row.plan.no_link)
    for (one, two), count in pairs.items():
        words = Counter(as_text(row.plan.row.values.get("relation")) for row in links if row.plan.one == one)
        names = {"one": one, "two": two, "count": count, "words": "; ".join(f"{w} {n}" for w, n in words.most_common())}
        said_of.append(_("%(one)s → %(two)s: %(count)d links (%(words)s).") % names)
        told = {row.plan.pair for row in links if (row.plan.one, row.plan.two) == (one, two)}
        more = set(editions.rows_between(one, two)) - told
        if more:
            sentence = _("%(count)d rows stand that the file does not have; they stay. End them by hand: %(rows)s.")
            rows = ", ".join(f"{old or '–'} → {new or '–'}" for old, new in sorted(more, key=str)[:10])
            said_of.append(sentence % {"count": len(more), "rows": rows})
    return said_of


def load_workbook(path: Any, *, by: Any) -> PlannedPreview:
    """Bring a workbook in, all or nothing. Raises ImportRefused with the address of what is wrong."""
    kind = CorrespondencesKind()
    try:
        read = read_file(kind, path, None)
    except NotThisRegister as other:
        hint = _("A list of criteria comes in by import_workbook --kind criteria.")
        raise NotThisRegister(f"{other.sentence} {hint}") from other
    reason = _("Brought in from %(file)s.") % {"file": path.name}
    return commit(kind, read, Asked(by=by, file_name=path.name), by=by, reason=reason)
