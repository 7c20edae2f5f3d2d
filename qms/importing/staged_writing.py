"""Brings a staged file in, as it was seen; whatever stops it leaves nothing written and the file waiting."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, jobs
from qms.import_enums import StagingState
from qms.importing.commit import PlanChanged, Source, bring_in, kind_called
from qms.importing.long_walk import long_walk
from qms.importing.plan_run import PlanRun
from qms.importing.problems import ImportRefused
from qms.importing.progress_aside import aside
from qms.importing.staged_file import content_of, take_away
from qms.importing.staged_reading import asked_of, messages_of, read_now
from qms.importing.staged_rows import forget_rows
from qms.importing.verdicts import summary_of
from qms.models.imports import ImportStaging


def commit_now(staging: ImportStaging, *, by: Any, expected: str, reason: str = "", progress: Any = None) -> None:
    """Write a file that waits. Raises RowsRejected, PlanChanged (then it is planned anew)."""
    try:
        with long_walk():
            write(staging, by=by, expected=expected, reason=reason, progress=progress)
    except PlanChanged:
        ImportStaging.objects.filter(pk=staging.pk).update(state=StagingState.READING)
        staging.refresh_from_db()
        read_now(staging)
        raise
    except BaseException:
        waiting = ImportStaging.objects.filter(pk=staging.pk, state=StagingState.WRITING)
        waiting.update(state=StagingState.READY)
        raise


def write(staging: ImportStaging, *, by: Any, expected: str, reason: str, progress: Any) -> None:
    kind = kind_called(staging.kind)
    reason = reason or _("Brought in from %(file)s.") % {"file": staging.name}
    source = Source(staging.name, staging.sha256, content_of(staging))
    with aside(progress) as step, transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        if locked.state not in (StagingState.READY, StagingState.WRITING):
            return  # another click was first
        run = PlanRun(kind, asked_of(staging), messages_of(staging), staging.decisions)
        made = bring_in(run, source, by=by, reason=reason, expected=expected, seen=telling(run, step))
        locked.state, locked.run, locked.committed_at = StagingState.DONE, made, clock.now()
        locked.summary = summary_of(run.counts)
        locked.save(update_fields=["state", "run", "committed_at", "summary"])
        forget_rows(staging)
        transaction.on_commit(lambda: take_away(locked))


def telling(run: PlanRun, step: Callable[..., Any]) -> Callable[[Any], None]:
    """Tell how far it is."""

    def seen(_chunk: Any) -> None:
        done = sum(run.counts.values())
        step(_("Bringing in the rows"), done, max(done, run.opened.total))

    return seen


@jobs.job("commit_register")
def commit_register_job(progress: jobs.Progress, staging: int, expected: str, reason: str) -> None:
    """Brings a large file in."""
    found = ImportStaging.objects.select_related("unit", "user").get(pk=staging)
    progress.link(found.get_absolute_url())
    if found.state != StagingState.WRITING:
        raise ImportRefused(_("“%(name)s” has been decided on already.") % {"name": found.name})
    progress.step(_("Bringing in the rows"), 0, found.rows_total)
    commit_now(found, by=progress.user, expected=expected, reason=reason, progress=progress.step)
    found.refresh_from_db()
    counts = found.counts
    said = _("Brought in: %(new)s new, %(changed)s changed, %(same)s unchanged.")
    told = {"new": counts.get("create", 0), "changed": counts.get("update", 0), "same": counts.get("unchanged", 0)}
    progress.summary(said % told)
