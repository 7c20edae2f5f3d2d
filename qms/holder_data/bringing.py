"""A holder's whole data coming into an installation: all or nothing, and again is no change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import policy
from qms.history.recording import operation
from qms.holder_data import files, organisation
from qms.holder_data.book import OpenedBook, Part
from qms.holder_data.kinds import import_order, place_of
from qms.importing.cells import as_text
from qms.importing.commit import RowsRejected, commit, kind_called, read_file
from qms.importing.problems import ImportRefused, NotThisRegister
from qms.importing.register_kind import Asked
from qms.models.organisation import Unit
from qms.models.reach import inside_subtree
from qms.models.standards import Edition
from qms.registry import registry

COUNTED = ("create", "update", "unchanged")


@dataclass
class Brought:
    """What came of it: rows by kind and verdict, and what stays in the set for reading."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    reading: list[Part] = field(default_factory=list)

    def total(self, name: str) -> int:
        """Rows of all kinds with that verdict."""
        return sum(counts.get(name, 0) for counts in self.counts.values())


def bring_holder(path: Path, code: str, *, by: Any, step: Callable[..., Any] = lambda *_said: None) -> Brought:
    """Bring the set of that holder in. Raises ImportRefused; then nothing of it was written."""
    with OpenedBook(path) as book:
        if book.manifest.holder != code:
            words = {"holder": f"{book.manifest.holder} {book.manifest.name}", "code": code}
            raise ImportRefused(_("The set is of %(holder)s, not of %(code)s.") % words)
        missing = sorted(set(editions_cited(book)) - {one.code for one in Edition.objects.select_related("standard")})
        if missing:
            raise ImportRefused(_("Load these editions first: %(editions)s.") % {"editions": ", ".join(missing)})
        reason = _("Brought in with the whole data of %(holder)s.") % {"holder": code}
        with transaction.atomic():
            return _bring(book, code, by=by, reason=reason, step=step)


def editions_cited(book: OpenedBook) -> list[str]:
    """Editions of standards that the set stands on."""
    return [one for one in book.manifest.editions if one.partition(":")[0].isdigit()]


@operation("bring_holder")
def _bring(book: OpenedBook, code: str, *, by: Any, step: Callable[..., Any]) -> Brought:
    brought = Brought(reading=list(book.parts("reading")))
    bring_organisation(book, brought, by=by)
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise ImportRefused(_("The set does not hold its own unit %(code)s.") % {"code": code})
    policy.require(by, "qms.import_register", unit)
    for part in sorted(book.parts("import"), key=lambda one: place_of(one.kind)):
        step(part.title)
        brought.counts[part.kind] = bring_kind(book, part, unit, by=by)
    for part in book.parts("files"):
        step(part.title)
        index = organisation.read(book.read(part.path, part.sha256), "files")
        files.check_index(index, book)
        brought.counts["files"] = files.bring_files(index, book, unit, by=by)
    return brought


def bring_organisation(book: OpenedBook, brought: Brought, *, by: Any) -> None:
    """Units, then people with their roles."""
    parts = list(book.parts("organisation"))
    tables = {one.kind: organisation.read(book.read(one.path, one.sha256), one.kind) for one in parts}
    brought.counts["units"] = organisation.bring_units(tables.get("units", []), by=by)
    brought.counts["people"] = organisation.bring_people(tables.get("people", []), tables.get("roles", []), by=by)


def bring_kind(book: OpenedBook, part: Part, unit: Unit, *, by: Any) -> dict[str, int]:
    """One workbook through its kind. Raises ImportRefused that names the workbook."""
    content = book.read(part.path, part.sha256)
    if not part.rows:
        return dict.fromkeys(COUNTED, 0)
    kind = kind_called(part.kind)
    name = f"{book.manifest.holder}-{part.path}"
    elsewhere = book.manifest.uid != str(unit.uid)  # a unit that was brought in has an uid of its own
    try:
        read = read_file(kind, content, name)
        if elsewhere:
            call_as_here(read.rows, unit)
        if any(one.kind == "actions" for one in book.parts("import")):
            for row in read.rows:
                row.values.pop("corrective_action", None)  # its actions come by their own list
        asked = Asked(by=by, unit=unit if kind.needs_unit else None, file_name=name, elsewhere=elsewhere)
        planned = commit(kind, read, asked, by=by)
    except (RowsRejected, NotThisRegister) as refusal:
        raise ImportRefused(f"{part.path}: {refusal}") from refusal
    return {name: planned.counts.get(name, 0) for name in COUNTED}


def call_as_here(rows: list[Any], unit: Unit) -> None:
    """What a row says that it is about was numbered there: put the number that the record has here."""
    named = {as_text(row.values.get("about")) for row in rows} - {""}
    if not named:
        return
    here: dict[str, str] = {}
    inside = inside_subtree(frozenset({unit.pk}))
    for kind in (registry.export_kinds[one] for one in import_order()):
        if {"external_ref", "brought_in"} <= {one.name for one in kind.model._meta.concrete_fields}:
            there = kind.model.objects.filter(brought_in=True, external_ref__in=named, ended_at=None)
            here |= dict(there.filter(unit_id__in=inside).values_list("external_ref", "number"))
    for row in rows:
        if (number := here.get(as_text(row.values.get("about")))) is not None:
            row.values["about"] = number
