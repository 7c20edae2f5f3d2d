"""One holder's whole data as a set of workbooks with files."""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.evidence_enums import EventKind
from qms.exporting.of_unit import rows_of_unit
from qms.exporting.workbook import write_workbook
from qms.holder_data import files, organisation, reading_tables
from qms.holder_data.book import MANIFEST, Manifest, Part
from qms.holder_data.kinds import NOT_ALONE, import_order, reading_sections, scope_of
from qms.importing.problems import ImportRefused
from qms.models.organisation import Unit
from qms.models.standards import Edition
from qms.operations.events import note_event
from qms.registry import registry

Step = Callable[..., Any]


class Taking:
    """The set while it is written."""

    def __init__(self, target: Path, holder: Unit, user: Any, step: Step) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.holder, self.user, self.step = holder, user, step
        moment = clock.now().astimezone(clock.HANOI)
        self.about = {
            _("QMS holder"): f"{holder.code} {holder.name}",
            _("Taken by"): user.get_full_name(),
            _("Taken at"): moment,
        }
        self.manifest = Manifest(
            holder.code, str(holder.uid), holder.name, user.get_full_name(), moment.isoformat(timespec="seconds")
        )

    def workbook(self, kind: str, title: str, use: str, columns: Sequence[Any], rows: Iterable[Any]) -> int:
        """One workbook of the set."""
        self.step(title)
        note = {_("Note"): _("For reading: it does not come in again.")} if use == "reading" else {}
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            count = write_workbook(file, title, list(columns), rows, self.about | note)
            file.flush()
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            path = f"{'reading/' if use == 'reading' else ''}{kind}.xlsx"
            self.zip.write(file.name, path)
        self.manifest.parts.append(Part(kind, path, use, count, digest, title))
        return count

    def file(self, one: files.Carried) -> None:
        """The bytes of a file, once."""
        if one.path in self.zip.NameToInfo or one.link.file.gone_at:
            return
        with self.zip.open(one.path, "w", force_zip64=True) as target:
            for piece in files.pieces(one.link):
                target.write(piece)
        self.manifest.files += 1

    def close(self) -> None:
        """The manifest comes last: a set without one is none."""
        self.zip.writestr(MANIFEST, self.manifest.text())
        self.zip.close()


def quiet(*_said: Any) -> None:
    """Nobody is told how far it is."""


def take_holder(target: Path, holder: Unit, *, by: Any, step: Step = quiet) -> Manifest:
    """Write the set and note that it left. Raises ImportRefused for a unit that holds no system."""
    if not holder.holdings.exists():
        raise ImportRefused(_("%(unit)s holds no quality management system of its own.") % {"unit": holder})
    taking = Taking(target, holder, by, step)
    take_organisation(taking)
    take_kinds(taking)
    scope = scope_of(holder, by)
    for section, keys in reading_sections(scope):
        kind = section.model._meta.model_name
        rows = reading_tables.cells(section.model, keys)
        taking.workbook(kind, str(section.title), "reading", reading_tables.columns_of(section.model), rows)
    take_files(taking, scope)
    taking.manifest.editions = [one.code for one in Edition.objects.select_related("standard").order_by("pk")]
    taking.close()
    total = sum(part.rows for part in taking.manifest.parts)
    details = {"format": "zip", "rows": total, "sha256": digest_of(target)}
    note_event(EventKind.EXPORTED, by=by, about=holder, about_title=_("Whole data of a holder"), details=details)
    return taking.manifest


def take_organisation(taking: Taking) -> None:
    """Units, people and their roles."""
    units = organisation.units_of(taking.holder)
    inside = [one for one in units if one.pk in scope_of(taking.holder, taking.user).units]
    people = organisation.people_of(inside)
    tables = {
        "units": (_("Units"), organisation.unit_rows(units)),
        "people": (_("People"), organisation.person_rows(people)),
        "roles": (_("Places of work and roles"), organisation.place_rows(people, inside)),
    }
    for kind, (title, rows) in tables.items():
        taking.workbook(kind, title, "organisation", organisation.columns_of(kind), rows)


def take_kinds(taking: Taking) -> None:
    """What comes in again by its kind, in that order."""
    along = [kind for kind in NOT_ALONE if kind in registry.export_kinds]
    for kind in [*import_order(), *along]:
        if kind in organisation.FIELDS:
            continue  # told by the tables of the organisation, above the holder too
        report = registry.export_kinds[kind]()
        rows = rows_of_unit(report, report.queryset(taking.user, None), taking.holder).order_by(*report.order)
        use = "reading" if kind in along else "import"
        taking.workbook(
            f"{kind}-rows" if kind in along else kind,
            str(report.title),
            use,
            report.export_columns(),
            report.cells(rows, None),
        )


def take_files(taking: Taking, scope: Any) -> None:
    """The files with their index."""
    index: list[list[Any]] = []
    for one in files.carried(scope):
        taking.step(_("Files"), len(index), 0)
        taking.file(one)
        index.append(one.row())
    taking.workbook("files", _("Files"), "files", files.COLUMNS, index)


def digest_of(path: Path) -> str:
    """SHA-256 of the set."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def said(manifest: Manifest) -> str:
    """What is in it, in words."""
    coming = sum(part.rows for part in manifest.parts if part.use == "import")
    reading = sum(part.rows for part in manifest.parts if part.use == "reading")
    words = {"coming": coming, "reading": reading, "files": manifest.files}
    return _("%(coming)d rows that come in again, %(reading)d rows for reading, %(files)d files.") % words
