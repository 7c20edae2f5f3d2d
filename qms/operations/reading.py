"""Who must read a document, what changed for them, and that they confirmed it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import IssueStatus
from qms.history.recording import operation
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit, nearest_holder
from qms.models.reading import Acknowledgement, Audience, ChangeNote
from qms.operations.issue_steps import locked_issue
from qms.reading import expected, standing_audiences
from qms.workflow import StepRefused


@operation("add_audience")
def add_audience(
    document: Document,
    *,
    by: Any,
    unit: Unit,
    role: str = "",
    days: int = 7,
    yearly: bool = False,
    since: dt.date | None = None,
) -> Audience:
    """Say that everybody, or those with a role, at or below a unit must read the document, from a day on.

    Raises StepRefused for a unit outside the document's QMS, an audience that stands already, a day that has passed.
    """
    document = Document.objects.locked().select_related(None).get(pk=document.pk)
    policy.require(by, "qms.care_for_document", document)
    audience = Audience(document=document, unit=unit, role=role, days=days, yearly=yearly, since=since or clock.today())
    _check_fit(audience)
    audience.full_clean(validate_constraints=False)
    audience.save()
    return audience


def units_of_readers(document: Document) -> Any:
    """Units of the QMS to which the document belongs: only their people can be made to read it."""
    holder = nearest_holder(document.unit_id)
    return Unit.objects.below(holder.pk if holder else document.unit_id)


def _check_fit(audience: Audience) -> None:
    faults = []
    if not units_of_readers(audience.document).filter(pk=audience.unit_id).exists():
        text = _("%(unit)s does not belong to the QMS of this document: its people are not made to read it.")
        faults.append(text % {"unit": audience.unit})
    if standing_audiences(audience.document).filter(unit=audience.unit, role=audience.role).exists():
        faults.append(_("%(audience)s must read it already; end that first.") % {"audience": audience})
    if audience.since < clock.today():
        faults.append(_("The day has passed: nobody is late before they were told. Give today or a later day."))
    if faults:
        raise StepRefused(faults)


def ending_blockers(audience: Audience) -> list[str]:
    """Why it does not end now."""
    return [] if audience.ended_at is None else [_("This has ended already.")]


@operation("end_audience", reason_required=True)
def end_audience(audience: Audience, *, by: Any) -> Audience:
    """They need not read it any longer. What they have confirmed stays."""
    audience = Audience.objects.locked().get(pk=audience.pk)
    policy.require(by, "qms.care_for_document", audience.document)
    faults = ending_blockers(audience)
    if faults:
        raise StepRefused(faults)
    audience.ended_at = clock.now()
    audience.save()
    return audience


@operation("note_change")
def note_change(issue: Issue, *, by: Any, audience: Audience, text: str) -> ChangeNote:
    """Say what the issue changes for an audience, until it is in force; said again, it replaces what was said."""
    issue = locked_issue(issue)
    policy.require(by, "qms.note_change", issue)
    faults = note_blockers(issue)
    if audience.document_id != issue.document_id or audience.ended_at is not None:
        faults.append(_("%(audience)s does not have to read this document.") % {"audience": audience})
    if faults:
        raise StepRefused(faults)
    note = ChangeNote.objects.filter(issue=issue, audience=audience).first() or ChangeNote(
        issue=issue, audience=audience
    )
    note.text = text.strip()
    note.full_clean(validate_constraints=False)
    note.save()
    return note


def note_blockers(issue: Issue) -> list[str]:
    """All that stands against saying what changes, whatever it is."""
    if issue.status in (IssueStatus.ABANDONED, IssueStatus.WITHDRAWN):
        return [_("It is «%(state)s» and no longer changed.") % {"state": issue.get_status_display()}]
    if issue.status == IssueStatus.APPROVED and issue.effective_on and issue.effective_on <= clock.today():
        return [_("It has come into force: what changed is said before that day.")]
    return []


@operation("acknowledge")
def acknowledge(issue: Issue, *, by: Any, seen: str = "") -> Acknowledgement:
    """The person confirms having read and understood the issue in force, once a round; a second time says the same.

    `seen`: the hash of what they were shown. Raises StepRefused once the issue is not in force any longer.
    """
    issue = locked_issue(issue)
    policy.require(by, "qms.acknowledge", issue)
    _check_in_force(issue, seen)
    reading = expected(issue=issue, user=by).first()
    last = issue.acknowledgements.filter(user=by).order_by("-round").first()
    if last is not None and (reading is None or not reading.is_open):
        return last
    confirmed = Acknowledgement(
        issue=issue,
        user=by,
        round=last.round + 1 if last else 0,
        due_on=reading.due_on if reading else None,
        acknowledged_on=clock.today(),
        content_hash=issue.content_hash,
    )
    confirmed.save()
    return confirmed


def in_force_blockers(issue: Issue) -> list[str]:
    """Why the issue cannot be confirmed: it is not the one in force."""
    in_force = issue.document.issue_in_force()
    if in_force is None:
        return [_("This document is not in force.")]
    if in_force.pk != issue.pk:
        return [_("This issue is not in force. Read the one that is: %(issue)s.") % {"issue": in_force}]
    return []


def _check_in_force(issue: Issue, seen: str) -> None:
    faults = in_force_blockers(issue)
    if not faults and seen and seen != issue.content_hash:
        faults.append(_("What you were shown is not this issue. Open it again and read it."))
    if faults:
        raise StepRefused(faults)
