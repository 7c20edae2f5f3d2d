"""When documents are due to be reviewed: counted from the day an issue comes into force."""

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Any

from qms.history import bulk
from qms.history.recording import operation
from qms.models.document_care import DocumentScheme
from qms.models.documents import Document, Issue
from qms.models.reach import UnitPath

USUAL_MONTHS = int(DocumentScheme._meta.get_field("review_months").default)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def review_months(unit_ids: Iterable[int]) -> dict[int, int]:
    """By key of the unit: how many months its QMS holder lets pass between reviews. In two queries."""
    units = set(unit_ids)
    told = dict(DocumentScheme.objects.values_list("unit_id", "review_months"))
    paths = UnitPath.objects.filter(unit_id__in=units, ancestor_id__in=list(told), inside=True).order_by("-depth")
    nearest = dict(paths.values_list("unit_id", "ancestor_id")) if told else {}
    return {unit: told[nearest[unit]] if unit in nearest else USUAL_MONTHS for unit in units}


def usual_review_day(document: Document, since: dt.date) -> dt.date:
    """The next review after something that happened on a day."""
    return months_after(since, review_months([document.unit_id])[document.unit_id])


@operation("set_review_days")
def set_review_days(issues: list[Issue], *, by: Any) -> list[Document]:
    """Issues were approved: their documents are due some months after these come into force, unless later already."""
    effective = {issue.document_id: issue.effective_on for issue in issues if issue.effective_on}
    documents = list(Document.objects.locked().select_related(None).filter(pk__in=list(effective)).order_by("pk"))
    months = review_months(document.unit_id for document in documents)
    moved = []
    for document in documents:
        day = months_after(effective[document.pk], months[document.unit_id])
        if document.review_due_on is None or document.review_due_on < day:
            document.review_due_on = day
            moved.append(document)
    return bulk.update(moved, ["review_due_on"])


def on_issue_approved(issues: list[Issue], by: Any) -> None:
    """Subscriber of issue_approved."""
    set_review_days(issues, by=by)
