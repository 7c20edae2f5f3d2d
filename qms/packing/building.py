"""Making an evidence pack: one view of the database, read set-wise, written file by file."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms import clock
from qms.history import canonical
from qms.history.evidence_rows import about_kinds
from qms.history.seal_files import SealStoreFault
from qms.history.sealing import seal_now
from qms.history.snapshot import consistent_reads
from qms.history.standing import standing
from qms.jobs import JobRefused, Progress
from qms.models.files import StoredFile
from qms.packing import proving
from qms.packing.archive import PackArchive
from qms.packing.choosing import Chosen, choose
from qms.packing.pages import Pages
from qms.packing.records import write_records
from qms.packing.scope import PackScope, units_of

CHECKER = Path(__file__).with_name("verify_evidence.py")
FILE_CHUNK = 1 << 20


@dataclass(frozen=True)
class Packed:
    """What went into a pack."""

    records: int
    rows: int
    files: int
    seals: int
    waiting: int


def make_pack(
    target: Path, holder: Any, edition: Any, day: dt.date | None, progress: Progress, year: int | None = None
) -> Packed:
    """Write the evidence of a holder into a ZIP at `target`, as the asker reaches it, today or as of a day.

    With a year: what proves the criteria of the edition in it, and nothing else.

    Raises JobRefused where the seals are missing or not those of this database: such a pack would prove nothing.
    """
    moment = clock.now()
    learn_reach(progress.user)
    try:
        seal_now()
        with reading(day) as alias, PackArchive(target, moment) as archive:
            scope = PackScope(holder, edition, progress.user, day, alias, units_of(holder, alias), year)
            return Packing(archive, scope, moment, progress).write()
    except (SealStoreFault, proving.NoSeals) as fault:
        sentence = _("The seals kept outside the database are not in order: %(fault)s Tell your administrator.")
        raise JobRefused(sentence % {"fault": fault}) from fault


@contextmanager
def reading(day: dt.date | None) -> Iterator[str]:
    """One moment of the database for all that is read; with a day, everything as it had been recorded by its end."""
    with consistent_reads() as alias:
        if day is None:
            yield alias
        else:
            with standing(day):
                yield alias


def learn_reach(user: Any) -> None:
    """Ask for today's roles before a past day is read: who may see something is decided today."""
    authority = user.authority
    for name in ("record_units", "all_units", "holders", "units_above", "person_ids", "counted_as_one", "is_admin"):
        getattr(authority, name)


class Packing:
    """One pack being written."""

    def __init__(self, archive: PackArchive, scope: PackScope, moment: dt.datetime, progress: Progress) -> None:
        self.archive, self.scope, self.moment, self.progress = archive, scope, moment, progress

    def write(self) -> Packed:
        """Everything, in an order that lets pages tell of proofs and the manifest of all."""
        self.progress.step(_("Choosing what belongs to the pack"))
        chosen = choose(self.scope)
        until = clock.end_of(self.scope.day) if self.scope.day else None
        written = write_records(self.archive, chosen, until, self.progress, _("Writing records and their history"))
        seals, installation = proving.write_seals(self.archive)
        proved = Counting(self.progress, _("Proving what is under seal"), chosen.total())
        sealed = proving.write_proofs(self.archive, chosen, written, proved)
        files, missing = self._files(chosen)
        pages = Pages(self.archive, chosen, written, sealed, self._about() | {"missing": missing})
        pages.write_records(Counting(self.progress, _("Writing pages"), sum(map(len, chosen.records))))
        pages.write_people()
        waiting = sum(map(len, written.heads.values())) - sum(map(len, sealed.values()))
        more = {"seals": seals, "installation": installation, "waiting": waiting, "files": files}
        pages.write_index(more)
        self._close(chosen, installation)
        return Packed(written.records, written.rows, files, seals, waiting)

    def _about(self) -> dict[str, Any]:
        return {
            "holder": self.scope.holder,
            "edition": self.scope.edition,
            "year": self.scope.year,
            "day": self.scope.day or clock.day_of(self.moment),
            "is_past": self.scope.day is not None,
            "moment": self.moment,
            "maker": self.progress.user,
            "language": get_language(),
        }

    def _files(self, chosen: Chosen) -> tuple[int, set[int]]:
        """The bytes of stored files: how many, and the keys of those that are gone or missing."""
        keys = sorted(chosen.keys[StoredFile])
        counted = Counting(self.progress, _("Adding files"), len(keys))
        missing: set[int] = set()
        for rows in self.scope.rows_of(StoredFile, "pk", keys):
            for stored in rows.order_by("sha256"):
                if not self._add_file(stored):
                    missing.add(stored.pk)
                counted()
        return len(keys) - len(missing), missing

    def _add_file(self, stored: StoredFile) -> bool:
        try:
            source = storages["records"].open(stored.stored_name)
        except FileNotFoundError:
            return False
        packed = stored.media_type.startswith("text/")
        with source:
            self.archive.write(
                f"files/{stored.sha256}", iter(lambda: source.read(FILE_CHUNK), b""), packed=packed
            )  # fmt: skip
        return True

    def _close(self, chosen: Chosen, installation: str) -> None:
        """README, manifest and checker; the manifest lists every file but itself and the checker."""
        readme = render_to_string("qms/packing/readme.txt", self._about())
        self.archive.write("readme.txt", [readme])
        manifest = {
            "format": 1,
            "what": "pack",
            "installation": installation,
            "made_at": canonical.plain(self.moment),
            "as_of": canonical.plain(self.scope.day),
            "kinds": about_kinds(chosen.kinds()),
            "files": sorted(self.archive.files, key=lambda one: str(one["path"])),
        }
        self.archive.write_json("manifest.json", manifest, listed=False)
        self.archive.write("verify_evidence.py", [CHECKER.read_bytes()], listed=False)


class Counting:
    """Tells the progress of one phase, one more at each call."""

    def __init__(self, progress: Progress, phase: str, total: int) -> None:
        self.progress, self.phase, self.total, self.done = progress, phase, total, 0

    def __call__(self) -> None:
        self.done += 1
        self.progress.step(self.phase, self.done, self.total)
