"""How a unit stands to a period: whose figures are in, late, returned, missing, not owed; derived, never stored."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Cast
from django.utils.translation import pgettext_lazy

from qms.reporting_enums import ReportStatus


class Standing(models.TextChoices):
    """What a superior sees of a unit's report."""

    ACCEPTED = "accepted", pgettext_lazy("standing of a report", "Accepted")
    SUBMITTED = "submitted", pgettext_lazy("standing of a report", "Submitted")
    RETURNED = "returned", pgettext_lazy("standing of a report", "Returned")
    OPEN = "open", pgettext_lazy("standing of a report", "Not yet due")
    MISSING = "missing", pgettext_lazy("standing of a report", "Missing")
    EXCUSED = "excused", pgettext_lazy("standing of a report", "Not owed")


IN = (Standing.ACCEPTED, Standing.SUBMITTED)
"""Whose figures are added up."""
COUNTING = frozenset(str(one) for one in IN)
MISSING, OPEN, EXCUSED, RETURNED = "missing", "open", "excused", "returned"
"""As plain texts, which thousands of cells compare faster."""

LOOKS = {
    Standing.ACCEPTED: ("success", "circle-check"),
    Standing.SUBMITTED: ("info", "send"),
    Standing.RETURNED: ("warning", "refresh"),
    Standing.OPEN: ("neutral", "circle"),
    Standing.MISSING: ("danger", "alert-triangle"),
    Standing.EXCUSED: ("neutral", "ban"),
}
"""Tone and sign of each."""


class Version(NamedTuple):
    """One version of a report, as little of it as the judgement needs; days are left out where nobody shows them."""

    pk: int
    unit_id: int
    period_id: int
    edition_number: int
    status: str
    late: int
    """Whether it was submitted after the day on which it was due; the next two: that day has passed, was returned."""
    overdue: int
    back: int
    uid: Any
    due_on: dt.date | None = None
    submitted_on: dt.date | None = None


JUDGED = ("pk", "unit_id", "period_id", "edition_number", "status", "late", "overdue", "back")
FULL = (*JUDGED, "uid", "due_on", "submitted_on")
SHORT = (*JUDGED, "uid_text")


def judged_rows(reports: Any, today: dt.date) -> Any:
    """The reports with what is worked out from their days by the database: thousands of days are slow to read."""
    return reports.annotate(
        late=_flag(submitted_on__gt=F("due_on")),
        overdue=_flag(due_on__lt=today),
        back=_flag(returned_on__isnull=False),
        uid_text=Cast("uid", models.CharField()),
    )


def _flag(**condition: Any) -> Case:
    return Case(When(**condition, then=Value(1)), default=Value(0), output_field=models.IntegerField())


class Judged(NamedTuple):
    """The judgement: how it stands, whether late, which version counts, which version is the newest."""

    state: str
    late: bool
    counts: Version | None
    newest: Version | None


def judge(versions: Sequence[Version], overdue: bool) -> Judged:
    """How a unit stands to a period, from the versions of its report, the oldest first.

    Figures count from the newest version that is submitted or accepted. A correction is not late by its own day: the
    first version tells whether the report came in time. `overdue`: whether the day has passed, where nothing is there.
    """
    if not versions:
        return Judged(MISSING if overdue else OPEN, overdue, None, None)
    newest = versions[-1]
    for version in reversed(versions):
        if version.status in COUNTING:
            return Judged(version.status, bool(versions[0].late), version, newest)
    if newest.status == ReportStatus.EXCUSED:
        return Judged(EXCUSED, False, None, newest)
    late = bool(newest.overdue)
    if newest.status == ReportStatus.RETURNED or newest.back:
        return Judged(RETURNED, late, None, newest)
    return Judged(MISSING if late else OPEN, late, None, newest)
