"""Writes a list to a workbook, as its page exports it; what is brought in again from it is unchanged."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.evidence_enums import EventKind
from qms.exporting.of_unit import rows_of_unit
from qms.exporting.workbook import write_workbook
from qms.history.standing import know_authority, moment_of_reading, standing
from qms.importing.commit import unit_called
from qms.importing.problems import ImportRefused
from qms.management.base import ProductCommand
from qms.operations.events import note_event
from qms.registry import registry
from qms.reports.declaration import Report, has_field


class Command(ProductCommand):
    """export_workbook --kind K --output FILE"""

    help = "Write a list to a workbook: today's, or as it had been recorded by the end of a day."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", required=True, help="which list, such as findings or nonconformities")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="the workbook to write")
        parser.add_argument("--unit", default="", metavar="CODE", help="only this unit and those below it in its QMS")
        parser.add_argument("--edition", default="", metavar="CODE:YEAR", help="only of this edition: criteria, tables")
        parser.add_argument("--as-of", default="", metavar="DATE", help="as recorded by the end of that day")

    def run(self, *, by: Any, **options: Any) -> None:
        day = self.day(options["as_of"])
        if day is None:
            self.export(None, by=by, **options)
            return
        know_authority(by)
        with standing(day):
            self.export(day, by=by, **options)

    def export(self, day: Any, *, by: Any, **options: Any) -> None:
        """Write the rows of the day that is read."""
        report = report_called(options["kind"])
        rows = report.queryset(by, day)
        unit = unit_called(options["unit"], by) if options["unit"] else None
        if unit is not None and (has_field(report.model, "unit") or hasattr(report, "of_unit")):
            rows = rows_of_unit(report, rows, unit)
        if options["edition"] and (of_edition := getattr(report, "of_edition", None)):
            rows = of_edition(rows, options["edition"])
        told = {
            _("List"): str(report.title),
            _("Taken by"): by.get_full_name(),
            _("Taken at"): moment_of_reading().astimezone(clock.HANOI),
            _("Unit"): unit.code if unit else _("all within reach"),
            _("As recorded by the end of"): day or _("today"),
        }
        count = self.write(options["output"], report, rows.order_by(*report.order), day, told)
        details = {"format": "xlsx", "rows": count, "as_of": day, "filter": unit.code if unit else ""}
        note_event(EventKind.EXPORTED, by=by, about_title=str(report.title), details=details)
        self.stdout.write(f"rows={count}")

    def write(self, output: Path, report: Report, rows: Any, day: Any, told: dict[str, Any]) -> int:
        """Write the file; a place that cannot be written is bad input."""
        try:
            with output.open("wb") as file:
                return write_workbook(file, str(report.title), report.export_columns(), report.cells(rows, day), told)
        except OSError as fault:
            raise ImportRefused(_("“%(name)s” cannot be written.") % {"name": output}) from fault

    def day(self, text: str) -> Any:
        """A past day, or None for today."""
        if not text:
            return None
        day = clock.read_day(text)
        if day is None or day > clock.today():
            raise ImportRefused(_("“%(day)s” is no past day. Write it as 2019-12-31.") % {"day": text})
        return None if day == clock.today() else day


def report_called(name: str) -> Report:
    """The list of that kind. Raises ImportRefused with those that there are."""
    if name not in registry.export_kinds:
        raise ImportRefused(
            _("“%(kind)s” is no list that leaves. Lists are: %(kinds)s.")
            % {"kind": name, "kinds": ", ".join(sorted(registry.export_kinds))}
        )
    return registry.export_kinds[name]()
