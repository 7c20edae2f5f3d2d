"""Writes one holder's whole data as a set of workbooks with files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from qms import policy
from qms.holder_data.taking import said, take_holder
from qms.importing.commit import unit_called
from qms.importing.problems import ImportRefused
from qms.management.base import ProductCommand
from qms.operations.choosing_notices import language_of


class Command(ProductCommand):
    """export_holder --unit CODE --output FILE.zip"""

    help = "Write a holder's whole data: a workbook for each kind of record, and the files. import_holder reads it."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE", help="the unit that holds the system")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.zip", help="the set to write")

    def run(self, *, by: Any, **options: Any) -> None:
        with translation.override(language_of(by)):
            holder = unit_called(options["unit"], by)
            policy.require(by, "qms.make_pack", holder)
            target: Path = options["output"]
            part = target.with_name(f".{target.name}.part")  # no half a set under the name asked for
            try:
                manifest = take_holder(part, holder, by=by)
                part.replace(target)
            except OSError as fault:
                raise ImportRefused(_("“%(name)s” cannot be written.") % {"name": target}) from fault
            finally:
                part.unlink(missing_ok=True)
            for one in manifest.parts:
                self.stdout.write(f"{one.path} rows={one.rows} use={one.use}")
            self.stdout.write(said(manifest))
        self.stdout.write(f"rows={sum(one.rows for one in manifest.parts)} files={manifest.files}")
