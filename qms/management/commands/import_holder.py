"""Brings one holder's whole data in from a set that export_holder wrote: all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from qms.holder_data.bringing import bring_holder
from qms.management.base import ProductCommand
from qms.operations.choosing_notices import language_of


class Command(ProductCommand):
    """import_holder FILE.zip --unit CODE --by USER"""

    help = "Bring a holder's whole data into this installation, all or nothing; the same set again changes nothing."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip", help="the set that export_holder wrote")
        parser.add_argument("--unit", required=True, metavar="CODE", help="the unit that the set is of")

    def run(self, *, by: Any, **options: Any) -> None:
        with translation.override(language_of(by)):
            brought = bring_holder(options["file"], options["unit"], by=by)
            for part in brought.reading:
                words = {"title": part.title, "path": part.path}
                self.stdout.write(_("For reading, not brought in: %(title)s (%(path)s)") % words)
        for kind, counts in brought.counts.items():
            self.stdout.write(f"{kind}: " + " ".join(f"{name}={count}" for name, count in counts.items()))
        totals = {name: brought.total(name) for name in ("create", "update", "unchanged")}
        self.stdout.write(" ".join(f"{name}={count}" for name, count in totals.items()))
