"""Puts an installation back from a backup, and declares it in the chain of seals."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms.backup.archive import BackupRefused
from qms.backup.reading import Archive, opened
from qms.backup.restoring import Restored, restore_backup
from qms.evidence_enums import EventKind
from qms.history import seals
from qms.history.seal_files import SealStoreFault
from qms.history.sealing import declare_restore, seal_now
from qms.history.verify import verify
from qms.management.base import BAD_INPUT, FINDING, ProductCommand
from qms.models.people import SYSTEM, User
from qms.operations.events import note_event


class Command(ProductCommand):
    """restore FILE [--replace] [--reason TEXT] | restore --declare --reason TEXT"""

    help = "Put the installation of a backup here. Refuses where one is, unless --replace moves it aside."
    requires_system_checks: list[str] = []  # there may be no database yet; migrate checks

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="move the installation that is here aside")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why, kept in the chain of seals")

        declare = "the database was put back by its own means, such as to a point in time: only declare it"
        parser.add_argument("--declare", action="store_true", help=declare)

    def actor(self, username: str) -> Any:
        """A name: the account is known only once the database is back."""
        return username

    def run(
        self, *, by: str, file: Path | None, replace: bool, reason: str, declare: bool, **options: Any
    ) -> int | None:
        if declare == bool(file) or (declare and not reason.strip()):
            sentence = _("Name a backup, or declare with --declare --reason what was put back otherwise.")
            raise CommandError(sentence, returncode=BAD_INPUT)
        try:
            if file is None:
                return self._declare_only(by, reason)
            with opened(file) as archive:
                restored = restore_backup(archive, replace=replace)
                self._declare(by, reason, archive.manifest["seal"], archive.name, archive.path.name)
                self._tell(archive, restored)
                return self._verify(restored)
        except (BackupRefused, SealStoreFault) as refused:
            raise CommandError(str(refused), returncode=BAD_INPUT) from refused

    def _declare_only(self, name: str, reason: str) -> int | None:
        known = seals.known()
        self._declare(name, reason, known.number if known else 0, "", "")
        return self._verify(Restored())

    def _declare(self, name: str, reason: str, known: int, backup: str, title: str) -> None:
        person = User.objects.filter(username=name).first() or User.objects.get(username=SYSTEM)
        entry = declare_restore(backup=backup, backup_seal=known, reason=reason.strip(), by=person.uid)
        details = {"manifest": backup, "backup_seal": known, "seal": entry.number, "reason": reason.strip()}
        note_event(EventKind.RESTORED, by=person, about_title=title, details=details)
        seal_now()

    def _tell(self, archive: Archive, restored: Restored) -> None:
        if restored.aside:
            self.stdout.write(_("What was here before is kept in: %(places)s") % {"places": restored.aside})
        if not archive.manifest["with_secrets"]:
            self.stdout.write(
                _("The backup carries no secret key: this installation's own is used; all sign in again.")
            )

    def _verify(self, restored: Restored) -> int | None:
        found = verify()
        for fault in found.faults:
            self.stderr.write(fault.sentence)
        counts = f"rows={found.rows} files={restored.files} seals={restored.seals} gaps={len(found.gaps)}"
        self.stdout.write(f"{counts} verdict={found.verdict}")
        return FINDING if found.verdict == "broken" else None
