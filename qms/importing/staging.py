"""A chosen file on its way in: kept by its hash, read, understood, corrected, decided on, brought in or dropped.

A person leaves and comes back at any time: whatever was said, mended or decided stands with the file. Small files are
read and written at once, large ones by a job of the worker; either way a capped process reads them.
"""

import datetime as dt
import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, jobs, policy
from qms.evidence_enums import JobState
from qms.import_enums import StagingState
from qms.importing import staged_rows
from qms.importing.annotated import annotated
from qms.importing.commit import RowsRejected, kind_called
from qms.importing.problems import ImportRefused
from qms.importing.register_kind import PlannedPreview
from qms.importing.staged_decisions import put_decisions
from qms.importing.staged_file import content_of, content_size, take_away
from qms.importing.staged_reading import read_now
from qms.importing.staged_writing import commit_now
from qms.importing.verdicts import summary_of
from qms.models.imports import ImportStaging

__all__ = ["annotated", "content_of", "take_away"]

SMALL_BYTES = 256 * 1024
SMALL_ROWS = 2_000
KEPT_DAYS = 30
"""How long a file waits for a decision."""
OPEN = (StagingState.READY, StagingState.REFUSED)


def stage(
    content: bytes, name: str, *, by: Any, kind: str, unit: Any = None, sheet: str = "", edition: str = ""
) -> ImportStaging:
    """Keep a file and read it as such a register: at once, or by a job where it is large.

    Raises ImportRefused where it is no list at all; nothing is kept then. A list that is not such a register is kept
    as `refused`, with how it came nearest in `reading`: `set_said` may say which column is what.
    """
    policy.require(by, kind_called(kind).permission, unit)
    with transaction.atomic():
        asked = {"sheet": sheet, "edition": edition, "state": StagingState.READING}
        staging = hold(content, name, by=by, kind=kind, unit=unit, **asked)
        read(staging, small=len(content) <= SMALL_BYTES)
    if staging.state == StagingState.REFUSED and not staging.reading.get("sheets"):
        drop_staged(staging)
        raise ImportRefused(staging.refusal)
    return staging


def hold(content: bytes, name: str, *, by: Any, kind: str, unit: Any = None, **values: Any) -> ImportStaging:
    """Keep a file for a page that compares it by itself, unread; the caller has asked whether the person may."""
    sha256 = hashlib.sha256(content).hexdigest()
    stored_name = f"imports/{sha256[:2]}/{sha256}"
    storage = storages["records"]
    if not storage.exists(stored_name):
        storage.save(stored_name, ContentFile(content))
    return ImportStaging.objects.create(
        user=by,
        kind=kind,
        unit=unit,
        name=name[:200],
        sha256=sha256,
        stored_name=stored_name,
        created_at=clock.now(),
        **values,
    )


def read(staging: ImportStaging, *, small: bool) -> None:
    """Read and plan a locked file, now or by a job, and bring it up to date.

    What is read now is read inside the transaction that locks it: nobody else reads it meanwhile, and a killed process
    leaves it as it was.
    """
    if small:
        read_now(staging)
    else:
        title = _("Reading “%(name)s”") % {"name": staging.name}
        job = jobs.start("read_register", by=staging.user, title=title, staging=staging.pk)
        ImportStaging.objects.filter(pk=staging.pk).update(job=job)
    staging.refresh_from_db()


def again(staging: ImportStaging, **values: Any) -> ImportStaging:
    """Read anew with what is said by now. Raises ImportRefused while it is being read or written, or decided on."""
    with transaction.atomic():
        locked = opened(staging)
        for name, value in values.items():
            setattr(locked, name, value)
        small = content_size(locked) <= SMALL_BYTES and locked.rows_total <= SMALL_ROWS
        locked.state = StagingState.READING
        locked.save()
        read(locked, small=small)
    return locked


def opened(staging: ImportStaging) -> ImportStaging:
    """The file, locked, where a person may still change what becomes of it."""
    locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
    settle(locked)
    if locked.state == StagingState.READING:
        raise ImportRefused(_("“%(name)s” is still being read.") % {"name": staging.name})
    if locked.state not in OPEN:
        raise ImportRefused(_("“%(name)s” has been decided on already.") % {"name": staging.name})
    return locked


def settle(staging: ImportStaging) -> ImportStaging:
    """A file whose job ended in the middle is told as refused (reading) or waits again (writing)."""
    job = staging.job
    working = staging.state in (StagingState.READING, StagingState.WRITING)
    if working and job is not None and job.state in (JobState.FAILED, JobState.STOPPED):
        if staging.state == StagingState.WRITING:
            staging.state = StagingState.READY
        else:
            staging.state, staging.refusal = StagingState.REFUSED, job.fault or _("Reading was stopped.")
        staging.save(update_fields=["state", "refusal"])
    return staging


def read_again(staging: ImportStaging) -> ImportStaging:
    """Read the file once more as it is."""
    return again(staging)


def set_said(staging: ImportStaging, said: dict[str, Any]) -> ImportStaging:
    """What a person says of columns, header rows, words, sheets and questions: the whole of it."""
    return again(staging, said=said)


def mend(staging: ImportStaging, mends: dict[str, str | None]) -> ImportStaging:
    """Put texts over cells ("Sheet!C7"); None takes a mend back."""
    merged = staging.mends | mends
    return again(staging, mends={address: text for address, text in merged.items() if text is not None})


def decide(staging: ImportStaging, decisions: dict[str, Any]) -> ImportStaging:
    """What becomes of rows by key; None takes a decision back. Raises ImportRefused for one that a row cannot get."""
    with transaction.atomic():
        locked = opened(staging)
        reread = put_decisions(locked, decisions)
    return again(locked) if reread else locked


def decide_all(staging: ImportStaging, verdict: str, decision: Any, *, why: str = "") -> ImportStaging:
    """The same for all rows that stand at a verdict, or that wait for the same reason."""
    found = staged_rows.rows_of(staging, verdict=verdict, why=why).values_list("key", flat=True)
    return decide(staging, dict.fromkeys(found, decision))


def understood(staging: ImportStaging) -> dict[str, Any]:
    """{sheet: header, columns, ...}: see OpenedRegister.understood."""
    return staging.reading.get("sheets", {})


def hidden_sheets(staging: ImportStaging) -> list[str]:
    """Names of the sheets that were not read because the workbook hides them."""
    return [name for name, sheet in understood(staging).items() if sheet.get("hidden")]


def words(staging: ImportStaging) -> dict[str, Any]:
    """{field: [{word, folded, count, value}]}."""
    return staging.reading.get("words", {})


def word_values(staging: ImportStaging) -> dict[str, Any]:
    """{field: [{value, label}]}."""
    return staging.reading.get("word_values", {})


def fields(staging: ImportStaging) -> list[dict[str, Any]]:
    """[{name, label, required}]: what a column may be."""
    return staging.reading.get("fields", [])


def questions(staging: ImportStaging) -> list[dict[str, Any]]:
    """What only a person can say: [{name, sentence, choices, where, answer, needed}]."""
    return staging.reading.get("questions", [])


def columns(staging: ImportStaging) -> list[tuple[str, str]]:
    """(field, header) of the columns that the rows have."""
    return [(name, title) for name, title in staging.reading.get("columns", [])]


def rows(staging: ImportStaging, *, verdict: str = "", q: str = "", page: Any = 1, size: int = 50) -> Any:
    """A page of GridRow; `verdict` may also be "noted", `q` is looked for in what the cells hold."""
    return staged_rows.pages(staging, verdict=verdict, q=q, size=size).get_page(page)


def summary(staging: ImportStaging) -> str:
    """rows=N created=N updated=N unchanged=N rejected=N."""
    return summary_of(staging.counts)


def may_commit(staging: ImportStaging) -> bool:
    """Whether every row can come in."""
    counts = staging.counts
    stopped = counts.get("reject", 0) + counts.get("decide", 0)
    return staging.state == StagingState.READY and bool(staging.rows_total) and not stopped


def commit_staged(staging: ImportStaging, *, by: Any, expected: str, reason: str = "") -> ImportStaging:
    """Bring it in, all or nothing, as it was seen (`expected` is its digest then): at once, or by a job.

    Returns it as done, or as being written. A second call meets what the first has done. Raises RowsRejected where rows
    are wrong or undecided; PlanChanged where what stands here is another by now (the file has been planned anew then).
    """
    with transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        if settle(locked).state in (StagingState.DONE, StagingState.DROPPED, StagingState.WRITING):
            return locked
        opened(locked)
        if not may_commit(locked):
            raise RowsRejected(PlannedPreview(), locked.counts)
        if locked.rows_total > SMALL_ROWS:
            locked.state = StagingState.WRITING
            locked.save(update_fields=["state"])
            title = _("Bringing in “%(name)s”") % {"name": locked.name}
            asked = {"staging": locked.pk, "expected": expected, "reason": reason}
            locked.job = jobs.start("commit_register", by=by, title=title, **asked)
            locked.save(update_fields=["job"])
    if locked.rows_total <= SMALL_ROWS:
        commit_now(locked, by=by, expected=expected, reason=reason)
    locked.refresh_from_db()
    return locked


def drop_staged(staging: ImportStaging) -> None:
    """Drop a file that is not to be brought in."""
    with transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        if locked.state in (*OPEN, StagingState.READING):
            locked.state, locked.cancelled_at = StagingState.DROPPED, clock.now()
            locked.save()
            staged_rows.forget_rows(locked)
            transaction.on_commit(lambda: take_away(locked))
    staging.refresh_from_db()


def drop_expired() -> int:
    """What `tick` does: files that nobody decided on for KEPT_DAYS are dropped. Returns how many."""
    before = clock.now() - dt.timedelta(days=KEPT_DAYS)
    waiting = ImportStaging.objects.filter(committed_at=None, cancelled_at=None, created_at__lt=before)
    expired = list(waiting.exclude(state=StagingState.WRITING))
    for staging in expired:
        drop_staged(staging)
    return len(expired)
