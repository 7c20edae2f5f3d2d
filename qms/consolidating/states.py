"""How a unit stands to a period: whose figures are in, late, returned, missing, not owed; derived, never stored."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import models
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
    """One version of a report, as little of it as the judgement needs."""

    pk: int
    unit_id: int
    period_id: int
    edition_number: int
    status: str
    due_on: dt.date
    submitted_on: dt.date | None
    returned_on: dt.date | None
    uid: Any


COLUMNS = Version._fields


class Judged(NamedTuple):
    """The judgement: how it stands, whether late, which version counts, which version is the newest."""

    state: str
    late: bool
    counts: Version | None
    newest: Version | None


def judge(versions: Sequence[Version], due_on: dt.date, today: dt.date) -> Judged:
    """How a unit stands to a period, from the versions of its report, the oldest first.

    Figures count from the newest version that is submitted or accepted. A correction is not late by its own day: the
    first version tells whether the report came in time.
    """
    if not versions:
        late = due_on < today
        return Judged(Standing.MISSING if late else Standing.OPEN, late, None, None)
    first, newest = versions[0], versions[-1]
    for version in reversed(versions):
        if version.status in IN:
            return Judged(version.status, _came_late(first), version, newest)
    if newest.status == ReportStatus.EXCUSED:
        return Judged(Standing.EXCUSED, False, None, newest)
    late = newest.due_on < today
    if newest.status == ReportStatus.RETURNED or newest.returned_on is not None:
        return Judged(Standing.RETURNED, late, None, newest)
    return Judged(Standing.MISSING if late else Standing.OPEN, late, None, newest)


def _came_late(first: Version) -> bool:
    return first.submitted_on is not None and first.submitted_on > first.due_on
