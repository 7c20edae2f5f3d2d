"""Reads a staged file, plans its rows and writes them down for the preview; nothing of any record is written."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qms import jobs, policy
from qms.import_enums import StagingState
from qms.importing.commit import kind_called
from qms.importing.given_back import give_back
from qms.importing.long_walk import long_walk
from qms.importing.plan_run import PlanRun
from qms.importing.problems import ImportRefused
from qms.importing.reading_messages import ReadingOrder
from qms.importing.reading_process import read_apart
from qms.importing.register_kind import Asked
from qms.importing.staged_file import content_of
from qms.importing.staged_rows import forget_rows, write_rows
from qms.importing.workbook import LARGE
from qms.models.imports import ImportStaging


def asked_of(staging: ImportStaging) -> Asked:
    """Whose register it is, by whom."""
    return Asked(by=staging.user, unit=staging.unit, file_name=staging.name, edition=staging.edition)


def messages_of(staging: ImportStaging, progress: Any = None) -> Iterator[Any]:
    """What reading the file tells, with what was said and mended."""
    content = content_of(staging)
    if len(content) >= LARGE:
        give_back()  # while the file is opened aside, this process holds no more than it needs
    order = ReadingOrder(
        staging.kind, content, staging.name, staging.sheet, staging.said, staging.mends,
        language=translation.get_language() or "vi",
    )  # fmt: skip
    return read_apart(order, progress)


def read_now(staging: ImportStaging, progress: Any = None) -> None:
    """Read, plan and keep the rows; a refusal is kept as what the file came to. Never leaves it half read."""
    values: dict[str, Any]
    forget_rows(staging)
    try:
        with long_walk():
            values = planned(staging, progress)
    except ImportRefused as refusal:
        forget_rows(staging)
        values = blank() | {"refusal": refusal.sentence, "reading": getattr(refusal, "reading", {})}
    except BaseException:
        values = blank() | {"refusal": _("Reading “%(name)s” did not come to its end.") % {"name": staging.name}}
        keep(staging, values)
        raise
    keep(staging, values)


def blank() -> dict[str, Any]:
    """What stands of a file that could not be read."""
    return {
        "state": StagingState.REFUSED, "counts": {}, "warnings": [], "digest": "", "rows_total": 0, "reading": {},
    }  # fmt: skip


def keep(staging: ImportStaging, values: dict[str, Any]) -> None:
    ImportStaging.objects.filter(pk=staging.pk, state=StagingState.READING).update(**values)


def planned(staging: ImportStaging, progress: Any) -> dict[str, Any]:
    """Write the rows in chunks and return what is kept of the whole."""
    kind = kind_called(staging.kind)
    policy.require(staging.user, kind.permission, staging.unit)
    run = PlanRun(kind, asked_of(staging), messages_of(staging, progress), staging.decisions)
    position = 0
    for chunk in run.chunks():
        with transaction.atomic():
            position = write_rows(staging, kind, chunk, position)
        if progress is not None:
            progress(_("Comparing the rows"), position, max(run.opened.total, position))
    return {
        "state": StagingState.READY,
        "refusal": "",
        "reading": run.opened.reading | {"columns": list(run.columns.items()), "plan": run.plan_digest},
        "counts": dict(run.counts),
        "warnings": run.warnings,
        "digest": run.digest,
        "rows_total": position,
    }


@jobs.job("read_register")
def read_register_job(progress: jobs.Progress, staging: int) -> None:
    """Reads a large file for its preview."""
    found = ImportStaging.objects.select_related("unit", "user").get(pk=staging)
    progress.link(found.get_absolute_url())
    read_now(found, progress.step)
    found.refresh_from_db()
    if found.state == StagingState.REFUSED:
        raise ImportRefused(found.refusal)
    progress.summary(_("%(count)s rows were read.") % {"count": found.rows_total})
