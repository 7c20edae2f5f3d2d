"""Load a form of periodic reports with its schemes on the command line."""

from argparse import ArgumentParser
from typing import Any

from qms.management.base import ProductCommand
from qms.reporting.loading import load_report_file


class Command(ProductCommand):
    """`load_reports FILE`: again is no change."""

    help = "Load a form of periodic reports, its schemes and periods from a YAML file."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="path of the YAML file")

    def run(self, *, by: Any, file: str, **options: Any) -> None:
        self.stdout.write(str(load_report_file(file, by=by)))
