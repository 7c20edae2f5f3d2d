"""Documents from outside: whether they still hold, as the quality officer has checked."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ExternalStatus
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document
from qms.workflow import StepRefused, check_version

STATUS_FIELDS = ("external_status", "replaced_by", "status_checked_on")


@operation("set_external_status", reason_required=True)
def set_external_statuses(
    documents: Sequence[Document],
    *,
    by: Any,
    external_status: str,
    replaced_by: str = "",
    status_checked_on: dt.date | None = None,
) -> list[Document]:
    """Record for each whether it is in force, out of force or replaced by another, and the day of the check.

    All or none: raises StepRefused with what stands against it, Refused where the person may not.
    """
    locked = list(Document.objects.locked().filter(pk__in=[one.pk for one in documents]).order_by("pk"))
    by.authority.learn_ancestors(document.unit_id for document in locked)
    for document in locked:
        policy.require(by, "qms.care_for_document", document)
    status_checked_on = status_checked_on or clock.today()
    faults = status_faults(external_status, replaced_by, status_checked_on)
    faults += [fault for document in locked for fault in document_faults(document)]
    if faults:
        raise StepRefused(faults)
    for document in locked:
        document.external_status = external_status
        document.replaced_by = replaced_by.strip() if external_status == ExternalStatus.REPLACED else ""
        document.status_checked_on = status_checked_on
        document.full_clean(exclude=["search_text"])
    return bulk.update(locked, [*STATUS_FIELDS])


def set_external_status(
    document: Document, *, by: Any, version: int | None = None, reason: str = "", **values: Any
) -> Document:
    """The same for one document, as it was shown."""
    check_version(document, version)
    return set_external_statuses([document], by=by, reason=reason, **values)[0]


def status_faults(external_status: str, replaced_by: str, status_checked_on: dt.date) -> list[str]:
    """What is wrong with the values themselves."""
    faults = []
    if external_status not in ExternalStatus.values:
        faults.append(_("Say whether it is in force, out of force or replaced."))
    if external_status == ExternalStatus.REPLACED and not replaced_by.strip():
        faults.append(_("Name the document that replaces it."))
    if status_checked_on > clock.today():
        faults.append(_("The day of the check has not come yet: give today or an earlier day."))
    return faults


def document_faults(document: Document) -> list[str]:
    """Why this document has no status outside."""
    if document.is_external:
        return []
    return [_("%(number)s is not a document from outside.") % {"number": document.number}]


def refused_for(documents: Iterable[Document], user: Any) -> list[tuple[Document, str]]:
    """Which of the documents the person cannot set, each with the reason: said before anything is done."""
    listed = list(documents)
    user.authority.learn_ancestors(document.unit_id for document in listed)
    refused = []
    for document in listed:
        reasons = document_faults(document) or policy.refusal(user, "qms.care_for_document", document)
        if reasons:
            refused.append((document, " ".join(reasons)))
    return refused
