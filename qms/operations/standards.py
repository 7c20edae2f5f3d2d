"""Loading editions and correspondences of standards from data files; again is no change."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms import policy
from qms.enums import InformationKind
from qms.history import bulk
from qms.history.recording import operation
from qms.models.standards import Clause, Edition, InformationDemand, Standard
from qms.operations.correspondences import load_correspondence
from qms.operations.data_files import Checked, read_yaml
from qms.operations.loading import Counts, LoadRefused, keep_in_step
from qms.registry import registry

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}


def load_standard_file(path: Path | str, *, by: Any) -> Counts:
    """Load an edition or a correspondence; which of them, the file's own keys say.

    All or nothing. Raises LoadRefused with a sentence for each fault, naming line and key.
    """
    path = Path(path)
    if path.suffix.lower() in WORKBOOKS:
        raise LoadRefused(
            _("%(file)s is a workbook: criteria in workbooks come in by import_workbook --kind criteria.")
            % {"file": path.name}
        )
    content = read_yaml(path)
    checked = Checked(path.name)
    if "clauses" in content:
        return load_edition(content, checked, by=by)
    if "rows" in content:
        return load_correspondence(content, checked, by=by)
    raise LoadRefused(
        _("%(file)s has neither 'clauses' (an edition) nor 'rows' (a correspondence).") % {"file": path.name}
    )


@operation("load_edition")
def load_edition(content: dict[str, Any], checked: Checked, *, by: Any) -> Counts:
    """Load one edition with its clauses and what they ask for, then link references that waited for it."""
    policy.require(by, "qms.manage_standards")
    head = _edition_head(content, checked)
    entries = checked.entries(content, "clauses")
    rows = [_clause_values(entry, position, checked) for position, entry in enumerate(entries)]
    _check_tree(entries, checked)
    checked.require_faultless()
    standard, counts = _standard(head)
    edition, own = _edition(standard, head)
    counts += own + _write_clauses(edition, rows, _questions(head["code"], head["year"]))
    counts += _write_demands(edition, entries, checked)
    counts.linked = link_references(edition)
    return counts


def _edition_head(content: dict[str, Any], checked: Checked) -> dict[str, Any]:
    return {
        "code": checked.text(content, "standard", longest=40),
        "year": checked.text(content, "edition", longest=10),
        "standard_name_vi": checked.text(content, "standard_name_vi", longest=250),
        "standard_name_en": checked.text(content, "standard_name_en", longest=250, needed=False),
        "name_vi": checked.text(content, "name_vi", longest=250),
        "name_en": checked.text(content, "name_en", longest=250, needed=False),
        "published_on": content.get("published") and checked.value(content, "published", dt.date),
        "note": checked.text(content, "note_vi", longest=5000, needed=False),
    }


def _clause_values(entry: dict[str, Any], position: int, checked: Checked) -> dict[str, Any]:
    titled = checked.value(entry, "titled", bool, default=True)
    source = "title" if titled else "label"
    return {
        "number": checked.text(entry, "number", longest=40),
        "parent": entry.get("parent"),
        "position": position,
        "title_vi": checked.text(entry, f"{source}_vi", longest=300, needed=False),
        "title_en": checked.text(entry, f"{source}_en", longest=300, needed=False),
        "titled": titled,
        "auditable": checked.value(entry, "auditable", bool, default=True),
        **_max_score(entry, checked),
    }


def _max_score(entry: dict[str, Any], checked: Checked) -> dict[str, Decimal]:
    """The maximum score, where the set of criteria has one; a file that names none leaves what stands."""
    if entry.get("max_score") is None:
        return {}
    try:
        score = Decimal(str(entry["max_score"]))
        if not 0 <= score < 100_000 or score != round(score, 2):
            raise InvalidOperation
    except InvalidOperation:
        checked.fault(
            entry, _("'max_score' is %(value)s; it must be a number.") % {"value": str(entry["max_score"])[:60]}
        )
        return {}
    return {"max_score": score}


def _check_tree(entries: list[dict[str, Any]], checked: Checked) -> None:
    """Numbers stand once, and parents before their children."""
    seen: set[Any] = set()
    for entry in entries:
        number, parent = entry.get("number"), entry.get("parent")
        if number in seen:
            checked.fault(entry, _("clause %(number)s stands twice.") % {"number": number})
        if parent is not None and parent not in seen:
            names = {"number": number, "parent": parent}
            checked.fault(entry, _("clause %(number)s comes before its parent %(parent)s.") % names)
        seen.add(number)


def _standard(head: dict[str, Any]) -> tuple[Standard, Counts]:
    standing = {standard.code: standard for standard in Standard.objects.filter(code=head["code"])}
    values = {"code": head["code"], "name_vi": head["standard_name_vi"], "name_en": head["standard_name_en"]}
    counts = keep_in_step(Standard, standing, {head["code"]: values})
    return standing[head["code"]], counts


def _edition(standard: Standard, head: dict[str, Any]) -> tuple[Edition, Counts]:
    standing = {edition.year: edition for edition in Edition.everything.filter(standard=standard, year=head["year"])}
    values = {name: head[name] for name in ("year", "name_vi", "name_en", "published_on", "note")}
    counts = keep_in_step(Edition, standing, {head["year"]: values | {"standard": standard, "ended_at": None}})
    return standing[head["year"]], counts


def _write_clauses(edition: Edition, rows: list[dict[str, Any]], questions: dict[str, dict[str, str]]) -> Counts:
    """Parents first, one level after the other, since a child names its parent's key."""
    standing = {clause.number: clause for clause in Clause.everything.filter(edition=edition)}
    depths: dict[str, int] = {}
    levels: dict[int, dict[str, dict[str, Any]]] = {}
    for row in rows:
        depth = depths[row["number"]] = depths[row["parent"]] + 1 if row["parent"] else 0
        levels.setdefault(depth, {})[row["number"]] = row
    counts = Counts()
    for depth in sorted(levels):
        wanted = {
            number: row | {"edition": edition, "parent": standing.get(row["parent"]), "ended_at": None} | more
            for number, row in levels[depth].items()
            for more in [questions.get(number, {})]
        }
        counts += keep_in_step(Clause, standing, wanted)
    return counts


@cache
def _question_file(path: Path) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    if not path.exists():
        return {}
    content = read_yaml(path)
    return {
        (content["standard"], part["edition"]): {
            row["clause"]: {"question_vi": row["question_vi"], "question_en": row["question_en"]}
            for row in part["questions"]
        }
        for part in content["editions"]
    }


def _questions(code: str, year: str) -> dict[str, dict[str, str]]:
    """What an inspector asks at each clause: the product's own questions for that edition, where it has them."""
    known = _question_file(settings.BASE_DIR / "fixtures" / "reference" / "questions.yaml")
    return known.get((code, year), {})


def _write_demands(edition: Edition, entries: Iterable[dict[str, Any]], checked: Checked) -> Counts:
    clauses = {clause.number: clause for clause in Clause.objects.filter(edition=edition)}
    rows = InformationDemand.objects.filter(clause__edition=edition)
    standing = {(row.clause_id, row.kind, row.item, row.text_vi): row for row in rows}
    wanted = {}
    for entry in entries:
        for demand in checked.entries(entry, "documented_information", needed=False):
            clause = clauses[entry["number"]]
            values = {
                "clause": clause,
                "kind": checked.one_of(demand, "kind", InformationKind.values),
                "item": checked.text(demand, "item", longest=20, needed=False),
                "text_vi": checked.text(demand, "text_vi", longest=300),
                "text_en": checked.text(demand, "text_en", longest=300, needed=False),
            }
            wanted[(clause.pk, values["kind"], values["item"], values["text_vi"])] = values
    checked.require_faultless()
    return keep_in_step(InformationDemand, standing, wanted)


def link_references(edition: Edition) -> int:
    """Give references written as "9001:2015 7.5.1" their clause, once that edition is loaded. Returns how many."""
    prefix = f"{edition.code} "
    clauses = {clause.number: clause for clause in Clause.objects.filter(edition=edition)}
    linked = 0
    for model in registry.reference_models:
        waiting = list(model.objects.filter(clause=None, ended_at=None, written_as__startswith=prefix))
        cited = set(model.objects.filter(clause__edition=edition).values_list("record_id", "clause_id"))
        ready = []
        for reference in waiting:
            clause = clauses.get(reference.written_as.removeprefix(prefix).strip())
            if clause is not None and (reference.record_id, clause.pk) not in cited:
                reference.clause = clause
                cited.add((reference.record_id, clause.pk))
                ready.append(reference)
        bulk.update(ready, ["clause"])
        linked += len(ready)
    return linked
