"""Verifying the whole history in the background: against our own seals, or against a copy kept elsewhere."""

import re
import tempfile
import uuid
import zipfile
import zlib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock, jobs
from qms.event_phrases import VERDICTS
from qms.evidence_enums import EventKind
from qms.history import seal_files
from qms.history_reach import may_verify
from qms.models.evidence import BackgroundJob, Seal
from qms.operations.events import note_event
from qms.workflow import StepRefused

KIND = "verify_history"
LARGEST = 200 * 1024 * 1024  # bytes of an uploaded copy
UNPACKED = 2 * 1024 * 1024 * 1024  # bytes of all seals in it
MOST_SEALS = 2_000_000
FAULTS_SHOWN = 20
NAME = re.compile(r"(?:[\w-]{1,80}/)?\d{9,12}\.json")
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError)

MEANINGS = {
    "broken": gettext_lazy("Something was changed, removed or added past the product. Each fault says what and where."),
    "consistent": gettext_lazy(
        "Every row, record, file and seal agrees. Who can write to the database and to the seals could have changed both: hold it against a copy kept elsewhere."  # noqa: E501 - one message
    ),
    "proven": gettext_lazy(
        "Every row agrees with seals that were kept elsewhere: nothing older than the copy was changed."
    ),
}
"""What a verdict says, in words."""


def start_verification(*, by: Any, copy: Any = None) -> BackgroundJob:
    """Ask for a verification; `copy` is an uploaded ZIP of seals. Raises StepRefused, ValidationError."""
    if not may_verify(by):
        raise StepRefused([_("Quality officers, auditors, top management and administrators verify the history.")])
    stored = keep_copy(copy) if copy is not None else ""
    title = _("History held against a copy of the seals") if stored else _("History verified")
    return jobs.start(KIND, by=by, title=title, copy=stored)


def keep_copy(upload: Any) -> str:
    """Check a ZIP of seals and store it for the job. Raises ValidationError saying what is wrong with the file."""
    if upload.size > LARGEST:
        raise ValidationError(_("%(name)s is larger than 200 MB."), params={"name": upload.name})
    try:
        with zipfile.ZipFile(upload) as archive:
            fault = fault_of(archive)
    except BROKEN:
        fault = _("it cannot be read as a ZIP")
    if fault:
        told = _("%(name)s is no copy of the seals: %(fault)s. Choose the ZIP that “Download a copy” made.")
        raise ValidationError(told, params={"name": str(upload.name)[:80], "fault": fault})
    upload.seek(0)
    return str(storages["records"].save(f"jobs/seals-{uuid.uuid4()}", File(upload)))


def fault_of(archive: zipfile.ZipFile) -> str:
    """What speaks against an archive of seals, by its list of parts; nothing is unpacked."""
    parts = archive.infolist()
    if not parts:
        return _("it is empty")
    if len(parts) > MOST_SEALS or sum(part.file_size for part in parts) > UNPACKED:
        return _("it unpacks to far more than seals hold")
    if any(part.flag_bits & 1 for part in parts):
        return _("it is protected by a password")
    strange = next((part.filename for part in parts if not part.is_dir() and not NAME.fullmatch(part.filename)), "")
    return _("it holds “%(name)s”, which is no seal") % {"name": strange[:80]} if strange else ""


@jobs.job(KIND, days=30)
def verify_history(progress: jobs.Progress, *, copy: str = "") -> None:
    """Verify everything, keep the report as the job's result and the outcome as an event."""
    if not may_verify(progress.user):
        raise StepRefused([_("Quality officers, auditors, top management and administrators verify the history.")])
    with tempfile.TemporaryDirectory() as folder:
        source = fetched(copy, Path(folder)) if copy else None
        verdict = run_verification(progress, source)
    progress.result(f"verification-{clock.today().isoformat()}.txt", "\n".join(report(verdict)).encode())
    progress.summary(summary(verdict))
    if verdict.broken:
        told = ngettext(
            "The history is broken: %(count)d fault.", "The history is broken: %(count)d faults.", verdict.broken
        )
        progress.warn(told % {"count": verdict.broken})
    note_verdict(verdict, by=progress.user, copy=bool(copy))
    if copy:
        storages["records"].delete(copy)


def note_verdict(verdict: Any, *, by: Any, copy: bool) -> None:
    """Keep as an event that the history was verified, and how it ended."""
    details = {"verdict": verdict.verdict, "rows": verdict.rows, "seals": verdict.seals, "faults": verdict.broken}
    first = " ".join(filter(None, [verdict.faults[0].number, str(verdict.faults[0])])) if verdict.faults else ""
    note_event(EventKind.VERIFIED, by=by, details=details | {"with_copy": copy, "first_fault": first})


def run_verification(progress: jobs.Progress, source: Any) -> Any:
    """The verdict; a store of seals that is missing or altered is told, never passed over."""
    from qms.history.verify import verify  # noqa: PLC0415 - loaded by who verifies

    try:
        return verify(seals=source, progress=progress.step)
    except seal_files.SealStoreFault as fault:
        raise jobs.JobRefused(str(fault)) from fault


def fetched(copy: str, folder: Path) -> Any:
    """The uploaded copy as a place of seals. Raises JobRefused where it cannot be read."""
    path = folder / "seals.zip"
    try:
        with storages["records"].open(copy) as stored, path.open("wb") as file:
            for chunk in stored.chunks():
                file.write(chunk)
        return seal_files.copy_at(path)
    except (FileNotFoundError, seal_files.SealStoreFault) as fault:
        raise jobs.JobRefused(_("The copy of the seals is no longer there: upload it again.")) from fault


def summary(verdict: Any) -> str:
    """The outcome in a few sentences."""
    told = [f"{str(VERDICTS[verdict.verdict]).upper()}: {MEANINGS[verdict.verdict]}"]
    told.append(_("Rows: %(rows)d. Seals: %(seals)d.") % {"rows": verdict.rows, "seals": verdict.seals})
    if verdict.broken:
        told.append(ngettext("%(count)d fault:", "%(count)d faults:", verdict.broken) % {"count": verdict.broken})
        told += [f"{fault.number} {fault.sentence}".strip() for fault in verdict.faults[:FAULTS_SHOWN]]
    for gap in verdict.gaps:
        told.append(_("Declared restore, seal %(number)s: %(reason)s") % gap)
    return "\n".join(told)


def report(verdict: Any) -> list[str]:
    """Every fault as a line, and how it ended, as the command prints it."""
    lines = [f"BROKEN {fault}" for fault in verdict.faults]
    last = Seal.objects.order_by("-number").first()
    if last is not None:
        lines.append(f"last_seal={last.number} digest={last.digest}")
    return [*lines, verdict.verdict, f"rows={verdict.rows} seals={verdict.seals} broken={verdict.broken}", ""]
