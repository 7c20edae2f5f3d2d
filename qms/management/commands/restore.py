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
from qms.history.seal_files import SealStoreFault
from qms.history.sealing import declare_restore, seal_now
from qms.history.verify import verify
from qms.management.base import BAD_INPUT, FINDING, ProductCommand
from qms.models.people import SYSTEM, User
from qms.operations.events import note_event


class Command(ProductCommand):
    """restore FILE [--replace] [--reason TEXT]"""

    help = "Put the installation of a backup here. Refuses where one is, unless --replace moves it aside."
    requires_system_checks: list[str] = []  # there may be no database yet; migrate checks

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="move the installation that is here aside")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why, kept in the chain of seals")

    def actor(self, username: str) -> Any:
        """A name: the account is known only once the database is back."""
        return username

    def run(self, *, by: str, file: Path, replace: bool, reason: str, **options: Any) -> int | None:
        try:
            with opened(file) as archive:
                restored = restore_backup(archive, replace=replace)
                return self._declare(archive, restored, by, reason)
        except (BackupRefused, SealStoreFault) as refused:
            raise CommandError(str(refused), returncode=BAD_INPUT) from refused

    def _declare(self, archive: Archive, restored: Restored, name: str, reason: str) -> int | None:
        person = User.objects.filter(username=name).first() or User.objects.get(username=SYSTEM)
        known = archive.manifest["seal"]
        entry = declare_restore(backup=archive.name, backup_seal=known, reason=reason, by=person.uid)
        details = {"manifest": archive.name, "backup_seal": known, "seal": entry.number, "reason": reason}
        note_event(EventKind.RESTORED, by=person, about_title=archive.path.name, details=details)
        seal_now()
        if restored.aside:
            self.stdout.write(_("What was here before is kept in: %(places)s") % {"places": restored.aside})
        if not archive.manifest["with_secrets"]:
            self.stdout.write(
                _("The backup carries no secret key: this installation's own is used; all sign in again.")
            )
        return self._verify(archive, restored)

    def _verify(self, archive: Archive, restored: Restored) -> int | None:
        found = verify()
        for fault in found.faults:
            self.stderr.write(fault.sentence)
        counts = f"rows={found.rows} files={restored.files} seals={restored.seals} gaps={len(found.gaps)}"
        self.stdout.write(f"{counts} verdict={found.verdict}")
        return FINDING if found.verdict == "broken" else None
