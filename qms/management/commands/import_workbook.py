"""Brings a register in from a workbook: all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms.importing.commit import RowsRejected, commit, kind_called, preview, read_file, rejection, unit_called
from qms.importing.mapping import Mapping, read_mapping
from qms.importing.problems import ImportRefused
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview
from qms.importing.rejects import write_rejects
from qms.management.base import BAD_INPUT, ProductCommand


class Command(ProductCommand):
    """import_workbook FILE --kind K --unit CODE --by USER"""

    help = "Bring a register in from a workbook or CSV file, all or nothing; the same file again changes nothing."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the workbook (.xlsx) or list (.csv)")
        parser.add_argument("--kind", required=True, help="criteria, documents, findings or nonconformities")
        parser.add_argument("--unit", default="", metavar="CODE", help="the unit that the register belongs to")
        parser.add_argument("--sheet", default="", help="only this sheet")
        parser.add_argument("--mapping", type=Path, help="YAML: columns (header: field), words, units, edition")
        parser.add_argument("--edition", default="", metavar="CODE:YEAR", help="edition of clauses that name none")
        parser.add_argument("--reason", default="", help="why, kept in the history")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--rejects", type=Path, help="write the rejected rows with their reasons to this workbook")

    def run(self, *, by: Any, **options: Any) -> int | None:
        kind = kind_called(options["kind"])
        mapping = read_mapping(options["mapping"]) if options["mapping"] else Mapping()
        asked = self.asked(kind, mapping, by, options)
        read = read_file(kind, options["file"], None, sheet=options["sheet"], mapping=mapping)
        planned, code = self.carry_out(kind, read, asked, options)
        self.tell(planned, options["rejects"])
        self.stdout.write(planned.summary_line() if options["dry_run"] or not code else nothing_written(planned))
        return code

    def asked(self, kind: ImportKind, mapping: Mapping, by: Any, options: dict[str, Any]) -> Asked:
        """Whose register it is, as this account may know."""
        if kind.needs_unit and not options["unit"]:
            raise ImportRefused(_("Say with --unit whose register this is."))
        unit = unit_called(options["unit"], by) if kind.needs_unit else None
        edition = options["edition"] or mapping.edition
        return Asked(by=by, unit=unit, file_name=options["file"].name, edition=edition, units=mapping.units)

    def carry_out(
        self, kind: ImportKind, read: Any, asked: Asked, options: dict[str, Any]
    ) -> tuple[PlannedPreview, int | None]:
        """Preview or commit; rejected rows are told on stderr."""
        if options["dry_run"]:
            planned = preview(kind, read, asked)
            if planned.counts["reject"]:
                self.stderr.write(rejection(planned))
                return planned, BAD_INPUT
            return planned, None
        reason = options["reason"] or _("Brought in from %(file)s.") % {"file": asked.file_name}
        try:
            return commit(kind, read, asked, by=asked.by, reason=reason), None
        except RowsRejected as refusal:
            self.stderr.write(str(refusal))
            return refusal.preview, BAD_INPUT

    def tell(self, planned: PlannedPreview, rejects: Path | None) -> None:
        """Warnings on stdout, and the workbook of rejected rows where it is asked for."""
        for warning in planned.warnings:
            self.stdout.write(str(warning))
        for row in planned.rows[:200]:
            for cell in row.cells.values():
                if cell.level == "warning":
                    self.stdout.write(f"{cell.address}: {cell.sentence}")
        if rejects is not None:
            write_rejects(rejects, planned)


def nothing_written(planned: PlannedPreview) -> str:
    """The last line where rows were rejected: then no other row came in either."""
    counts = planned.counts
    return f"rows={len(planned.rows)} created=0 updated=0 unchanged={counts['unchanged']} rejected={counts['reject']}"
