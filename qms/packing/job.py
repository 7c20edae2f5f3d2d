"""The evidence pack as work in the background, and what it refuses before it begins."""

import datetime as dt
import hashlib
import re
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import policy
from qms.evidence_enums import EventKind
from qms.folding import fold
from qms.history.standing import present
from qms.jobs import JobRefused, Progress, job, start
from qms.models.evidence import BackgroundJob
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.standards import Edition
from qms.operations.events import note_event
from qms.packing.building import Packed, make_pack

KIND = "evidence_pack"
KEPT_DAYS = 14


def ask_for_pack(
    holder: Unit, edition: Edition, day: dt.date | None, *, by: User, year: int | None = None
) -> BackgroundJob:
    """Have a pack made in the background, of a year where one is given.

    Raises Refused for who does not reach the holder's records.
    """
    policy.require(by, "qms.make_pack", holder)
    words = {"holder": holder, "edition": edition.code}
    title = _("Evidence pack of %(holder)s by %(edition)s") % words
    if day is not None:
        title = _("Evidence pack of %(holder)s by %(edition)s as of %(day)s") % (words | {"day": f"{day:%d/%m/%Y}"})
    if year is not None:
        title = _("Evidence pack of %(holder)s for %(year)d by %(edition)s") % (words | {"year": year})
    parameters = {"holder": str(holder.uid), "edition": str(edition.uid), "day": day.isoformat() if day else ""}
    parameters |= {"year": str(year)} if year is not None else {}
    return start(KIND, by=by, title=title, **parameters)


@job(KIND, days=KEPT_DAYS)
def run(progress: Progress, *, holder: str, edition: str, day: str, year: str = "") -> None:
    """Make it, and leave it for who asked."""
    unit = Unit.objects.get(uid=holder)
    policy.require(progress.user, "qms.make_pack", unit)
    told = Edition.objects.select_related("standard").get(uid=edition)
    asked = dt.date.fromisoformat(day) if day else None
    of_year = int(year) if year else None
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "pack.zip"
        packed = pack_to(target, unit, told, asked, progress, of_year)
        progress.result(file_name(unit, told, asked, of_year), target)
    progress.summary(said(packed))


def pack_to(
    target: Path, holder: Unit, edition: Edition, day: dt.date | None, progress: Progress, year: int | None = None
) -> Packed:
    """Make a pack and note that it was made."""
    if not holder.holdings.exists():
        raise JobRefused(_("%(unit)s holds no quality management system of its own.") % {"unit": holder})
    packed = make_pack(target, holder, edition, day, progress, year)
    with target.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    details: dict[str, Any] = {"edition": edition.code, "as_of": day, "records": packed.records, "sha256": digest}
    details |= {"year": year} if year is not None else {}
    with present():
        note_event(EventKind.PACKED, by=progress.user, about=holder, details=details)
    return packed


def file_name(holder: Unit, edition: Edition, day: dt.date | None, year: int | None = None) -> str:
    """Plain letters, so that any system takes it."""
    words = fold(f"evidence {holder.code} {edition.code} {year or ''} {day.isoformat() if day else ''}")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") + ".zip"


def said(packed: Packed) -> str:
    """What went in, in words."""
    records = ngettext("%(count)d record", "%(count)d records", packed.records) % {"count": packed.records}
    words = {"records": records, "rows": packed.rows, "files": packed.files, "seals": packed.seals}
    text = _("%(records)s with %(rows)d changes, %(files)d files, %(seals)d seals.") % words
    if packed.waiting:
        text += "\n" + _("Records whose last change in it is not under a seal: %(count)d.") % {"count": packed.waiting}
    return text
