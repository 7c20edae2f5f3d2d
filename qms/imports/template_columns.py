"""What a template offers in each column of a register: title, note, choices, an example; for every kind there is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import DocumentKind, IssueStatus
from qms.importing.columns import Column
from qms.importing.problems import Problem
from qms.importing.register_kind import ImportKind
from qms.importing.survey import is_date
from qms.importing.values import parse_number
from qms.imports.declared import DeclaredKind
from qms.imports.fields import CHOICE, DAY, PERSON, UNIT, WHOLE, Field
from qms.models.organisation import Unit
from qms.models.people import User

UNITS, PEOPLE = "units", "people"
LONGEST_LIST = 2000

COLUMNS = {
    "criteria": ("number", "title", "question", "clause", "maximum"),
    "checklist": ("section", "number", "clause", "question", "guidance", "result", "note", "maximum", "score"),
    "correspondences": (),
    "documents": (
        "number", "title", "title_en", "kind", "unit", "issue", "effective_on", "standing", "review_due_on", "author",
        "issued_by", "signed_on", "replaced_by", "clause",
    ),
    "findings": (
        "number", "inspection_ref", "unit", "clause", "grade", "statement", "evidence", "raised_on", "due_on",
        "closed_on", "status", "inspector",
    ),
    "nonconformities": (
        "number", "unit", "clause", "grade", "statement", "evidence", "correction", "cause", "corrective_action",
        "raised_on", "due_on", "closed_on", "status", "owner", "inspector",
    ),
}  # fmt: skip
"""Of kinds whose registers know many columns: those that a template offers. Others offer all they have."""

CHOICES: dict[tuple[str, str], Any] = {("documents", "kind"): DocumentKind, ("documents", "standing"): IssueStatus}
PEOPLE_COLUMNS = {"owner", "inspector", "author", "lead"}
LONG = {"statement", "evidence", "question", "guidance", "note", "title", "correction", "cause", "corrective_action"}
EXAMPLES = {
    "number": "01/2020",
    "title": gettext_lazy("Control of documents"),
    "question": gettext_lazy("Is the list of documents up to date?"),
    "statement": gettext_lazy("Three of ten files lack the signature of who handed them over."),
    "evidence": gettext_lazy("Files 12, 15 and 18 of May 2020"),
    "correction": gettext_lazy("The signatures were added."),
    "clause": "7.5.3",
    "issue": "02",
    "maximum": 10,
}


@dataclass
class Offered:
    """One column of a template. `choices` are words that are read back; `listed` names a shared list."""

    name: str
    title: str
    needed: bool = False
    note: str = ""
    choices: list[str] = field(default_factory=list)
    listed: str = ""
    holds: str = "text"
    width: int = 22
    example: Any = ""


def offered_columns(kind: ImportKind) -> list[Offered]:
    """The columns of a kind's template, in the reader's language."""
    if isinstance(kind, DeclaredKind):
        return [declared(one) for one in kind.fields]
    register = kind.get_register()
    wanted = COLUMNS.get(kind.kind) or tuple(column.name for column in register.columns)
    needed = set(register.recognises[0]) if register.recognises else set()
    if kind.kind in ("findings", "nonconformities"):
        needed = {"grade", "statement"}
    columns = [register.column(name) for name in wanted if register.has(name)]
    return [of_register(kind, column, column.required or column.name in needed) for column in columns]


def declared(one: Field) -> Offered:
    """A declared column."""
    offered = Offered(one.name, one.title, one.required, str(one.note), width=one.width, example=example_of(one))
    if one.reads == CHOICE:
        offered.choices = [one.label(value) for value in one.choices.values]
    offered.listed = {UNIT: UNITS, PERSON: PEOPLE}.get(one.reads, UNITS if one.name == "parent" else "")
    offered.holds = {DAY: "date", WHOLE: "number"}.get(one.reads, "text")
    return offered


def example_of(one: Field) -> Any:
    """The example in its column's own words and type."""
    if one.reads == CHOICE and one.example:
        return one.label(one.example)
    if one.reads == DAY and one.example:
        return clock.read_day("-".join(reversed(str(one.example).split("/"))))
    return one.example


def of_register(kind: ImportKind, column: Column, needed: bool) -> Offered:
    """A column of a register whose kind declares no fields."""
    offered = Offered(column.name, title_of(column), needed, example=str(EXAMPLES.get(column.name, "")))
    offered.choices = choices_of(kind, column)
    if column.name == "unit":
        offered.listed = UNITS
    elif column.name in PEOPLE_COLUMNS:
        offered.listed = PEOPLE
    offered.holds = "date" if is_date(column) else "number" if column.parser is parse_number else "text"
    offered.width = 44 if column.name in LONG else 13 if offered.holds == "date" else 20
    if offered.choices and column.name in ("grade", "kind"):
        offered.example = offered.choices[0]
    if column.name in ("raised_on", "effective_on"):
        offered.example = clock.today()
    return offered


def title_of(column: Column) -> str:
    """The first name by which the reader of files knows it."""
    english = get_language() == "en"
    text = next(iter((column.synonyms_en if english else column.synonyms_vi) or column.synonyms_en), column.name)
    return text[0].upper() + text[1:]


def choices_of(kind: ImportKind, column: Column) -> list[str]:
    """Words for each value of the column that are read back as that value, the product's own first."""
    own = CHOICES.get((kind.kind, column.name))
    if own is not None:
        return list(dict.fromkeys(str(label) for label in own.labels if means_something(kind, column, str(label))))
    extra = further_words(kind, column)
    found: dict[str, str] = {}
    for value, synonyms in words_of(column).items():
        label = str(kind.shown(column.name, value))
        words = [label] if label != value else []
        for word in (*words, *(word for word, meant in extra.items() if meant == value), *synonyms):
            if word and value and means_something(kind, column, word):
                found.setdefault(word[0].upper() + word[1:], value)
                break
    return list(found)


def further_words(kind: ImportKind, column: Column) -> dict[str, str]:
    """Words that the kind knows beside the column's own."""
    words: Any = getattr(kind, "words", None)
    return dict(words().get(column.name, {})) if words is not None else {}


def words_of(column: Column) -> dict[str, Any]:
    """The column's own words by value."""
    words: Any = column.words
    return words or {}


def means_something(kind: ImportKind, column: Column, word: str) -> bool:
    """Whether a cell with this word is read without a fault, by the kind's own words as well."""
    extra = further_words(kind, column)
    if word in extra:
        return True
    parser: Any = column.parser
    read = parser(word) if parser is not None else word
    return read is not None and not isinstance(read, Problem)


def shared_lists(columns: Iterable[Offered], unit: Unit | None, by: Any) -> dict[str, list[str]]:
    """Codes of the units and names of the people that such a register may name."""
    wanted = {column.listed for column in columns}
    units = Unit.objects.visible_to(by).valid_on(clock.today()).order_by("sort_key")
    if unit is not None:
        units = units.below(unit.pk) if units.below(unit.pk).exists() else units
    keys = list(units.values_list("pk", "code")[:LONGEST_LIST])
    lists = {UNITS: [code for _key, code in keys]} if UNITS in wanted else {}
    if PEOPLE in wanted:
        people = User.objects.people().working_in([key for key, _code in keys], clock.today()).order_by("sort_key")
        named = list(people.values_list("full_name", "username")[:LONGEST_LIST])
        often = [name for name, _account in named]
        lists[PEOPLE] = [name if name and often.count(name) == 1 else account for name, account in named]
    return lists


def note_of(column: Offered) -> str:
    """What a comment at the header says."""
    said = [_("Needed.") if column.needed else _("May be left empty."), column.note]
    if column.holds == "date":
        said.append(_("A day, such as 31/08/2020."))
    if column.choices:
        said.append(_("Choose from the list: %(words)s.") % {"words": "; ".join(column.choices)})
    elif column.listed:
        said.append(_("Choose from the list, or write the full name."))
    return " ".join(filter(None, said))
