"""Long work in the background for one person: with progress, a way to stop it, and what came of it.

A room registers its work by `@job("name")` and starts it with `start`; the worker (`serve`, or `db_worker`) runs it as
the person who asked and in their language. What a job writes it writes through operations, like any page.
"""

import datetime as dt
import hashlib
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from qms import clock
from qms.evidence_enums import JobState
from qms.history.recording import ReasonMissing
from qms.history.standing import present
from qms.importing.problems import ImportRefused
from qms.models.evidence import BackgroundJob
from qms.models.people import User
from qms.models.system import Notice
from qms.notices import write_notices
from qms.workflow import StepRefused

KEPT_DAYS = 7  # a result, unless its kind says otherwise
BEAT_SECONDS = 20  # how often a running job says that it lives
PRIORITY = 50  # a person waits; indexing of pages can wait
DEAD_AFTER = dt.timedelta(minutes=5)
STANDING = (JobState.WAITING, JobState.RUNNING)
NOTICES = {JobState.DONE: "job_done", JobState.FAILED: "job_failed"}

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The person asked the job to stop; whatever it had not finished is left out."""


class JobRefused(Exception):
    """The job cannot do what was asked; `str()` is a sentence for the person."""


REFUSALS = (JobRefused, StepRefused, ReasonMissing, ImportRefused, ValidationError, PermissionDenied)


@dataclass(frozen=True)
class Kind:
    """A kind of job: what it runs, how many days its result is kept."""

    run: Callable[..., None]
    days: int


KINDS: dict[str, Kind] = {}


def job(name: str, *, days: int = KEPT_DAYS) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `run(progress, **parameters)` under a name; its module is imported when apps are ready."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        KINDS[name] = Kind(run, days)
        return run

    return register


def start(kind: str, *, by: User, title: str, **parameters: Any) -> BackgroundJob:
    """Ask for a job; the worker takes it once the transaction commits. `parameters` are plain values.

    Its row and its place in the queue are written together, or neither.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    row = BackgroundJob.objects.create(
        kind=kind,
        asked_by=by,
        asked_at=clock.now(),
        parameters=parameters,
        language=translation.get_language() or "vi",
        title=title[:200],
    )
    run_job.enqueue(str(row.uid))
    row.refresh_from_db()
    return row


def start_again(row: BackgroundJob, *, by: User) -> BackgroundJob:
    """Ask anew for what a job was asked; the old one stays as it ended."""
    return start(row.kind, by=by, title=row.title, **row.parameters)


def stop(row: BackgroundJob) -> None:
    """Ask a job to stop: at once while it waits, else at its next step."""
    now = clock.now()
    waiting = BackgroundJob.objects.filter(pk=row.pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.STOPPED, stop_asked=True, finished_at=now):
        BackgroundJob.objects.filter(pk=row.pk, state=JobState.RUNNING).update(stop_asked=True)


class Progress:
    """What a running job sees: who asked, how to say how far it is, where to leave its result."""

    def __init__(self, row: BackgroundJob) -> None:
        self.row, self.user, self.language = row, row.asked_by, row.language
        self._written = float("-inf")
        self._phase = ""
        self._left: dict[str, Any] = {}

    def step(self, phase: str = "", done: int = 0, total: int = 0) -> None:
        """Say how far it is, at most once a second. Raises Stopped where the person stopped the job."""
        moment = time.monotonic()
        if moment - self._written < 1 and phase == self._phase:
            return
        self._written, self._phase = moment, phase
        rows = BackgroundJob.objects.filter(pk=self.row.pk)
        with present():  # also while the job reads a past day
            rows.update(phase=str(phase)[:200], done=done, total=total, seen_at=clock.now())
        if rows.filter(stop_asked=True).exists():
            raise Stopped

    def result(self, name: str, content: "Path | str | bytes") -> None:
        """Leave a file for the person: bytes, or a path that is read now."""
        if isinstance(content, bytes):
            self._keep(name, ContentFile(content))
        else:
            with Path(content).open("rb") as source:
                self._keep(name, File(source))

    def _keep(self, name: str, content: Any) -> None:
        digest, size = hashlib.sha256(), 0
        for chunk in content.chunks():
            digest.update(chunk)
            size += len(chunk)
        content.seek(0)
        stored = storages["records"].save(f"jobs/{self.row.uid}", content)
        self._left |= {"result_name": name[:200], "result_stored": stored}
        self._left |= {"result_sha256": digest.hexdigest(), "result_size": size}

    def link(self, url: str) -> None:
        """Where the person finds what came of it."""
        self._left["result_url"] = url

    def summary(self, text: str) -> None:
        """What came of it, in a few sentences of the person's language."""
        self._left["summary"] = str(text)

    def warn(self, text: str) -> None:
        """What it found is not good, in a sentence: the job ends with a warning and not simply done."""
        self._left["fault"] = str(text)

    def left(self) -> dict[str, Any]:
        """The columns of what was left."""
        return self._left


@task(priority=PRIORITY)
def run_job(uid: str) -> None:
    """Run the job of that uid, once; a second call finds it taken."""
    now = clock.now()
    waiting = BackgroundJob.objects.filter(uid=uid, state=JobState.WAITING)
    if waiting.update(state=JobState.RUNNING, started_at=now, seen_at=now):
        row = BackgroundJob.objects.select_related("asked_by").get(uid=uid)
        with translation.override(row.language), _beating(row):
            _run(row)


def _run(row: BackgroundJob) -> None:
    progress = Progress(row)
    try:
        kind = KINDS[row.kind]
        if not row.asked_by.is_active:
            raise JobRefused(_("The account of who asked is no longer active."))  # noqa: TRY301 - told like any other
        kind.run(progress, **row.parameters)
    except Stopped:
        _finish(row, JobState.STOPPED)
    except REFUSALS as refusal:
        _finish(row, JobState.FAILED, fault=_said(refusal))
    except Exception:
        log.exception("Job %s (%s) failed", row.uid, row.kind)
        _finish(row, JobState.FAILED, fault=_broken())
    else:
        kept = clock.now() + dt.timedelta(days=kind.days) if "result_stored" in progress.left() else None
        _finish(row, JobState.DONE, kept_until=kept, done=F("total"), **progress.left())


def _said(refusal: Exception) -> str:
    said = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    return said or _("You may not do this.")


def _broken() -> str:
    return _("Something went wrong on the server; its log tells what. Start the job again, or tell your administrator.")


def _finish(row: BackgroundJob, state: JobState, **left: Any) -> None:
    now = clock.now()
    BackgroundJob.objects.filter(pk=row.pk).update(state=state, finished_at=now, seen_at=now, **left)
    if state != JobState.STOPPED:
        _tell(row, "job_warned" if left.get("fault") and state == JobState.DONE else NOTICES[state])


def _tell(row: BackgroundJob, kind: str) -> None:
    """A notice for who asked; opening the job's page reads it."""
    notice = Notice(
        user=row.asked_by,
        kind=kind,
        record_kind=row._meta.label_lower,
        record_uid=row.uid,
        url=reverse("job", args=[row.uid]),
        details={"title": row.title},
        created_at=clock.now(),
    )
    write_notices([notice])


@contextmanager
def _beating(row: BackgroundJob) -> Iterator[None]:
    """Say now and then that the job lives, also while it is in the middle of one long step."""
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(row.pk, ended), daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


def _beat(pk: int, ended: threading.Event) -> None:
    while not ended.wait(BEAT_SECONDS):
        try:
            BackgroundJob.objects.filter(pk=pk, state=JobState.RUNNING).update(seen_at=clock.now())
        except DatabaseError:  # busy with the job's own writing: the next beat says it
            log.debug("No beat of job %s: %s", pk, traceback.format_exc(limit=1))
        finally:
            connection.close()


def tell_dead() -> int:
    """Tell jobs as failed whose worker ended in the middle. Returns how many."""
    dead = BackgroundJob.objects.filter(state=JobState.RUNNING, seen_at__lt=clock.now() - DEAD_AFTER)
    rows = list(dead.select_related("asked_by"))
    for row in rows:
        with translation.override(row.language):
            _finish(row, JobState.FAILED, fault=_("The server stopped in the middle of it. Start the job again."))
    return len(rows)


def remove_results() -> int:
    """Remove the files of results that are past their day. Returns how many."""
    past = BackgroundJob.objects.exclude(result_stored="").filter(kept_until__lt=clock.now())
    rows = list(past.values_list("pk", "result_stored"))
    for pk, stored in rows:
        storages["records"].delete(stored)
        BackgroundJob.objects.filter(pk=pk).update(result_stored="")
    return len(rows)


def tidy() -> int:
    """What `tick` does for jobs: dead ones are told, results past their day removed."""
    return tell_dead() + remove_results()


def own_jobs(user: User) -> Any:
    """The person's jobs, newest first."""
    return BackgroundJob.objects.filter(asked_by=user).order_by("-pk")
