"""Database, files and seals in one archive that is consistent while others write."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms.backup.archive import BackupRefused
from qms.backup.making import Taken, take_backup
from qms.backup.reading import opened
from qms.evidence_enums import EventKind
from qms.history.seal_files import SealStoreFault
from qms.history.sealing import seal_now
from qms.management.base import BAD_INPUT, FINDING, ProductCommand
from qms.operations.events import note_event


class Command(ProductCommand):
    """backup FILE [--with-secrets] | backup --check FILE"""

    help = "Write a backup of database, files and seals to FILE, or check one. The server may go on running."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="read FILE and hold each part against its manifest")
        secrets = "put the secret key of this installation into it: keep such a file locked away"
        parser.add_argument("--with-secrets", action="store_true", help=secrets)

    def run(self, *, by: Any, file: Path, check: bool, with_secrets: bool, **options: Any) -> int | None:
        try:
            return self._check(file) if check else self._take(file, by, with_secrets)
        except (BackupRefused, SealStoreFault) as refused:
            raise CommandError(str(refused), returncode=BAD_INPUT) from refused

    def _take(self, file: Path, by: Any, with_secrets: bool) -> int | None:
        seal_now()  # what is written so far is then sealed in the backup
        taken = take_backup(file, with_secrets=with_secrets)
        note_event(EventKind.BACKED_UP, by=by, about_title=file.name, details={"seal": taken.seal} | taken.details)
        if not with_secrets:
            self.stdout.write(_("The secret key is not in it: keep it elsewhere, or take it along by --with-secrets."))
        return self._tell(taken)

    def _tell(self, taken: Taken) -> int | None:
        for name in taken.missing:
            self.stderr.write(_("%(name)s: the database knows it, its bytes are missing or altered.") % {"name": name})
        told: dict[str, Any] = {"rows": taken.rows, "files": taken.files, "seals": taken.seals, "seal": taken.seal}
        told |= {"missing": len(taken.missing), "size": taken.details["size"], "manifest": taken.name}
        self.stdout.write(" ".join(f"{name}={value}" for name, value in told.items()))
        return FINDING if taken.missing else None

    def _check(self, file: Path) -> int | None:
        with opened(file) as archive:
            archive.check()
            manifest = archive.manifest
            parts, rows = len(manifest["files"]), sum(manifest["rows"].values())
            self.stdout.write(
                _("Taken at %(at)s from %(kind)s.") % {"at": manifest["made_at"], "kind": manifest["database"]}
            )
            missing = len(manifest["missing"])
            told = f"rows={rows} parts={parts} seal={manifest['seal']} missing={missing} manifest={archive.name}"
            self.stdout.write(told)
        return FINDING if missing else None
