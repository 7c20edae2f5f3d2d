"""Verify the whole history: every change, record, seal and file."""

from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.history.dump import write_dump
from qms.history.seal_files import SealStoreFault
from qms.history.verdict import Verdict
from qms.history.verify import verify
from qms.management.base import BAD_INPUT, FINDING, ProductCommand
from qms.operations.verifying import note_verdict

VERDICTS = {
    "broken": gettext_lazy("broken: what stands above does not agree"),
    "consistent": gettext_lazy(
        "consistent: everything agrees; no copy of the seals was given to hold it against (--seals)"
    ),
    "proven": gettext_lazy("proven: everything agrees, also with the copy of the seals"),
}


class Command(ProductCommand):
    """`verify_history [--seals COPY] [--dump FILE.zip]`: exit 0 agrees, 1 broken, 2 cannot be done."""

    help = "Verify every change, record, seal and file; --seals holds them against a copy that was kept elsewhere."
    requires_system_checks: list[str] = []  # it names what is broken itself

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seals", type=Path, metavar="COPY", help="folder or ZIP of seals that were kept elsewhere"
        )
        parser.add_argument("--dump", type=Path, metavar="FILE", help="write all rows for another program to verify")

    def run(self, *, by: Any, seals: Path | None, dump: Path | None, **options: Any) -> int | None:
        try:
            verdict = verify(seals)
            if dump is not None:
                with dump.open("xb") as file:
                    write_dump(file)
        except (SealStoreFault, OSError) as fault:
            raise CommandError(str(fault), returncode=BAD_INPUT) from fault
        self._tell(verdict)
        with suppress(DatabaseError):  # a broken database may refuse to be written
            note_verdict(verdict, by=by, copy=seals is not None)
        return FINDING if verdict.broken else None

    def _tell(self, verdict: Verdict) -> None:
        for fault in verdict.faults:
            self.stdout.write(f"BROKEN {fault}" + (f" ({fault.number})" if fault.number else ""))
        if verdict.broken > len(verdict.faults):
            self.stdout.write(_("and %(count)s more") % {"count": verdict.broken - len(verdict.faults)})
        for gap in verdict.gaps:
            self.stdout.write(
                _("GAP declared by seal %(number)s: restored from a backup that knew seal %(backup_seal)s: %(reason)s")
                % gap
            )
        if verdict.oldest_unsealed:
            number, moment = verdict.oldest_unsealed
            self.stdout.write(
                _("Oldest change under no seal: %(number)s, %(moment)s")
                % {"number": number, "moment": moment.isoformat()}
            )
        self.stdout.write(str(VERDICTS[verdict.verdict]))
        self.stdout.write(f"rows={verdict.rows} seals={verdict.seals} broken={verdict.broken}")
