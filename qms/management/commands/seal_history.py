"""Seal what was recorded, and copy the seals to keep elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms.history import seals
from qms.history.seal_files import SealStoreFault
from qms.history.sealing import seal_outstanding
from qms.management.base import BAD_INPUT, ProductCommand


class Command(ProductCommand):
    """`seal_history [--copy FILE.zip]`: seal what waits; print number, digest and moment of the last seal."""

    help = (
        "Put what was recorded since the last seal under the next; --copy writes all seals to a ZIP to keep elsewhere."
    )

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--copy", type=Path, metavar="FILE", help="write all seals to this ZIP; it must not exist")

    def run(self, *, by: Any, copy: Path | None, **options: Any) -> int | None:
        try:
            seal_outstanding()
            copied = _copy(copy) if copy else 0
        except (SealStoreFault, OSError) as fault:
            raise CommandError(str(fault), returncode=BAD_INPUT) from fault
        if copy:
            self.stdout.write(
                _("%(count)s seals copied to %(file)s. Keep it where nobody here can change it.")
                % {"count": copied, "file": copy}
            )
        last = seals.known()
        if last is None:
            self.stdout.write(_("Nothing is recorded yet, so nothing is sealed."))
            self.stdout.write("seals=0")
            return None
        self.stdout.write(
            _("Write down or print: seal %(number)s, %(digest)s, made %(moment)s")
            % {"number": last.number, "digest": last.digest, "moment": last.made_at.isoformat()}
        )
        self.stdout.write(f"seals={last.number}")
        return None


def _copy(file: Path) -> int:
    """Write the ZIP under a name that nothing has. Raises FileExistsError otherwise."""
    with file.open("xb") as target:
        return seals.write_copy(target)
