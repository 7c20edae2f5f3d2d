"""Load an edition of a standard, or the correspondence between two."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from qms.imports.correspondences import load_workbook
from qms.management.base import ProductCommand
from qms.operations.loading import Counts
from qms.operations.standards import WORKBOOKS, load_standard_file


class Command(ProductCommand):
    """`load_standard FILE`: again is no change."""

    help = (
        "Load an edition or a correspondence from YAML, or a correspondence with its clauses from a workbook; "
        "loading it again changes nothing."
    )

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="such as fixtures/standards/iso9001-2015.yaml")

    def run(self, *, by: Any, file: Path, **options: Any) -> None:
        file = Path(file)
        self.stdout.write(str(self.workbook(file, by) if self.is_table(file) else load_standard_file(file, by=by)))

    def is_table(self, file: Path) -> bool:
        """Whether the file is a workbook that can be read."""
        return file.suffix.lower() in WORKBOOKS and file.is_file()

    def workbook(self, file: Path, by: Any) -> Counts:
        """The workbook's table; what it becomes is told first."""
        done = load_workbook(file, by=by)
        for warning in done.warnings:
            self.stdout.write(str(warning))
        counts = done.counts
        return Counts(counts["create"], counts["update"], counts["unchanged"])
