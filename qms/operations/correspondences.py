"""The table between two editions: loaded, corrected with a reason; each change of it is a version of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.correspondences.rows import digest_of, said_rows
from qms.correspondences.versions import Change, changes_between, current_version
from qms.correspondences.words import allowed_relations, relation_of
from qms.enums import Relation
from qms.history.recording import current_change, operation
from qms.models.standards import Clause, Correspondence, CorrespondenceVersion, Edition
from qms.operations.data_files import Checked
from qms.operations.loading import Counts, keep_in_step
from qms.workflow import check_version

Pair = tuple[int | None, int | None]
Wanted = dict[Pair, dict[str, Any]]


@contextmanager
def new_version(one: Edition, two: Edition, by: Any) -> Iterator[None]:
    """What is written inside becomes the next version of the table; nothing written is no version.

    A table that stood before versions were kept gets its first one as it stood.
    """
    Edition.objects.locked().get(pk=one.pk)
    before, number = said_rows(one.pk, two.pk), current_version(one.pk, two.pk)
    if before and not number:
        number = _keep(one, two, 1, before, [], by)
    yield
    after = said_rows(one.pk, two.pk)
    changes = changes_between(before, after)
    if changes:
        _keep(one, two, number + 1, after, changes, by)


def _keep(one: Edition, two: Edition, number: int, rows: Mapping[str, Any], changes: list[Change], by: Any) -> int:
    CorrespondenceVersion(
        from_edition=one,
        to_edition=two,
        number=number,
        reason=current_change().reason,
        made_by=by,
        made_at=clock.now(),
        changes=changes,
        digest=digest_of(rows.values()),
    ).save()
    return number


@operation("load_correspondence")
def load_correspondence(content: dict[str, Any], checked: Checked, *, by: Any) -> Counts:
    """Load the table between two loaded editions, forwards; what has no predecessor comes from the reverse rows.

    Rows that stand and are not in the file stay: only a person ends a row.
    """
    policy.require(by, "qms.manage_standards")
    before, after = _loaded(content, "from_edition", checked), _loaded(content, "to_edition", checked)
    checked.require_faultless()
    wanted = wanted_rows(content, before, after, checked)
    checked.require_faultless()
    return write_rows(before, after, wanted, by=by)


@operation("write_correspondence")
def write_rows(one: Any, two: Any, wanted: Wanted, *, by: Any) -> Counts:
    """Keep the standing rows in step with the wanted ones, as a new version where that changes anything."""
    policy.require(by, "qms.manage_standards")
    with new_version(one, two, by):
        rows = Correspondence.objects.filter(from_edition=one, to_edition=two, ended_at=None)
        standing = {(row.from_clause_id, row.to_clause_id): row for row in rows}
        editions = {"from_edition": one, "to_edition": two}
        counts = keep_in_step(Correspondence, standing, {key: values | editions for key, values in wanted.items()})
    return counts


def _loaded(content: dict[str, Any], key: str, checked: Checked) -> Edition | None:
    of = "to_standard" if key == "to_edition" and content.get("to_standard") else "standard"
    code, year = checked.text(content, of, longest=40), checked.text(content, key, longest=10)
    edition = Edition.objects.filter(standard__code=code, year=year).select_related("standard").first()
    if edition is None and code and year:
        checked.fault(content, _("edition %(edition)s is not loaded; load it first.") % {"edition": f"{code}:{year}"})
    return edition


def wanted_rows(content: dict[str, Any], before: Any, after: Any, checked: Checked) -> Wanted:
    """The rows of a file by the keys of their clauses."""
    old = {clause.number: clause for clause in Clause.objects.filter(edition=before)}
    new = {clause.number: clause for clause in Clause.objects.filter(edition=after)}
    wanted: Wanted = {}
    for entry in checked.entries(content, "rows"):
        pair = _side(entry, "from", old, checked), _side(entry, "to", new, checked)
        _add_row(wanted, pair, entry, checked)
    for entry in checked.entries(content, "reverse_rows", needed=False):
        if entry.get("to") is None:
            _add_row(wanted, (None, _side(entry, "from", new, checked)), entry, checked)
    return wanted


def _side(entry: dict[str, Any], key: str, clauses: dict[str, Clause], checked: Checked) -> Clause | None:
    number = entry.get(key)
    if number is None:
        return None
    if not isinstance(number, str) or number not in clauses:
        checked.fault(entry, _("'%(key)s': clause %(number)s is not in that edition.") % {"key": key, "number": number})
        return None
    return clauses[number]


def _add_row(
    wanted: Wanted, pair: tuple[Clause | None, Clause | None], entry: dict[str, Any], checked: Checked
) -> None:
    key = (pair[0].pk if pair[0] else None, pair[1].pk if pair[1] else None)
    if entry.get("from") is None and entry.get("to") is None:
        checked.fault(entry, _("both sides are empty."))
    if key in wanted and key != (None, None):
        checked.fault(entry, _("this pair of clauses stands twice."))
    relation, own_word = _relation(entry, checked)
    wanted[key] = {
        "from_clause": pair[0],
        "to_clause": pair[1],
        "relation": relation,
        "note_vi": checked.text(entry, "note_vi", longest=400, needed=False),
        "note_en": checked.text(entry, "note_en", longest=400, needed=False),
        "change_degree": checked.text(entry, "change_degree", longest=20, needed=False),
        "basis": checked.text(entry, "basis", longest=20, needed=False),
        "own_word": checked.text(entry, "own_word", longest=40, needed=False) or own_word,
    }
    found = [entry.get("from") is None or pair[0] or pair[1], entry.get("to") is None or pair[1] or pair[0]]
    if relation and key != (None, None) and all(found):
        for sentence in sides_faults(Correspondence(**wanted[key])).values():
            checked.fault(entry, sentence)


def _relation(entry: dict[str, Any], checked: Checked) -> tuple[str, str]:
    """Our relation and the source's own word; a word that nobody knows is a fault that says which there are."""
    found = checked.text(entry, "relation", longest=40)
    known = relation_of(found) if found else ("", "")
    if known is None:
        names = {"key": "relation", "value": found, "choices": allowed_relations()}
        checked.fault(entry, _("'%(key)s' is %(value)s; it must be one of: %(choices)s.") % names)
    return known or ("", "")


@operation("correct_correspondence", reason_required=True)
def correct_row(row: Correspondence, *, by: Any, version: int | None = None, **values: Any) -> Correspondence:
    """Change what a standing row says: its clauses, relation, degree, notes, evidence. A new version of the table."""
    policy.require(by, "qms.correct_correspondence", row)
    with new_version(row.from_edition, row.to_edition, by):
        standing = _locked(row, version)
        for name, value in values.items():
            setattr(standing, name, value)
        check_row(standing)
        standing.save()
    return standing


@operation("add_correspondence", reason_required=True)
def add_row(row: Correspondence, *, by: Any) -> Correspondence:
    """Add a row that somebody found missing. A new version of the table."""
    policy.require(by, "qms.correct_correspondence", row)
    with new_version(row.from_edition, row.to_edition, by):
        check_row(row)
        row.save()
    return row


@operation("end_correspondence", reason_required=True)
def end_row(row: Correspondence, *, by: Any, version: int | None = None) -> Correspondence:
    """Take a wrong row out of the table; it stays in the history. A new version of the table."""
    policy.require(by, "qms.correct_correspondence", row)
    with new_version(row.from_edition, row.to_edition, by):
        standing = _locked(row, version)
        standing.ended_at = clock.now()
        standing.save()
    return standing


def _locked(row: Correspondence, version: int | None) -> Correspondence:
    standing = Correspondence.objects.locked().get(pk=row.pk)
    check_version(standing, version)
    if standing.ended_at is not None:
        raise ValidationError(_("This row was ended; add a new one."))
    return standing


def check_row(row: Correspondence) -> None:
    """Raise ValidationError where a row cannot stand so. Sides and relation agree; a pair of clauses stands once."""
    faults = sides_faults(row)
    if not faults:
        rows = Correspondence.objects.filter(
            from_edition_id=row.from_edition_id, to_edition_id=row.to_edition_id, ended_at=None
        ).exclude(pk=row.pk)
        if rows.filter(from_clause=row.from_clause, to_clause=row.to_clause).exists():
            faults = {"to_clause": _("A row between these two clauses stands already; correct that one.")}
    if faults:
        raise ValidationError(faults)


def sides_faults(row: Correspondence) -> dict[str, str]:
    """By field: what is wrong with the two sides for the row's relation."""
    if row.relation == Relation.WITHDRAWN:
        return side_faults(row.from_clause, row.to_clause, "from_clause", "to_clause")
    if row.relation == Relation.NEW:
        return side_faults(row.to_clause, row.from_clause, "to_clause", "from_clause")
    missing = _("Choose a clause, or the relation withdrawn or new.")
    return {name: missing for name in ("from_clause", "to_clause") if getattr(row, name) is None}


def side_faults(needed: Any, empty: Any, needed_name: str, empty_name: str) -> dict[str, str]:
    """For a relation of one side: that side is there, the other is not."""
    faults = {needed_name: _("Choose the clause.")} if needed is None else {}
    return faults | ({empty_name: _("A clause that is withdrawn or new has no other side.")} if empty else {})
