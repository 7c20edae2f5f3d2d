"""Load an edition of a standard, or the correspondence between two."""

from argparse import ArgumentParser
from typing import Any

from qms.management.base import ProductCommand
from qms.operations.standards import load_standard_file


class Command(ProductCommand):
    """`load_standard FILE`: again is no change."""

    help = "Load an edition or a correspondence from YAML; loading it again changes nothing."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="such as fixtures/standards/iso9001-2015.yaml")

    def run(self, *, by: Any, file: str, **options: Any) -> None:
        self.stdout.write(str(load_standard_file(file, by=by)))
