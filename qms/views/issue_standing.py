"""How an issue stands on a day."""

import datetime as dt

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import IssueStatus
from qms.looks import status_look
from qms.models.documents import HEAVY, ONCE_APPROVED, Issue

CACHED = 3600  # seconds


def standing(issue: Issue, in_force: Issue | None) -> dict[str, str]:
    """How an issue stands today, derived: in force, superseded, not yet in force, or its own status."""
    if in_force is not None and issue.pk == in_force.pk:
        return {"label": _("In force"), "tone": "success", "icon": "circle-check"}
    if issue.status == IssueStatus.APPROVED:
        if issue.effective_on and issue.effective_on > clock.today():
            return {"label": _("Not yet in force"), "tone": "info", "icon": "clock"}
        return {"label": _("Superseded"), "tone": "neutral", "icon": "versions"}
    return status_look(issue)


def superseded_by(issue: Issue, day: dt.date | None = None) -> Issue | None:
    """The issue that took its place: the next that came into force after it, by the day."""
    later = Issue.objects.filter(
        document_id=issue.document_id,
        status__in=ONCE_APPROVED,
        effective_on__lte=day or clock.today(),
    ).filter(Q(effective_on__gt=issue.effective_on) | Q(effective_on=issue.effective_on, pk__gt=issue.pk))
    return later.defer(*HEAVY).order_by("effective_on", "pk").first() if issue.effective_on else None


def has_one_before(issue: Issue) -> bool:
    """Whether readers knew an earlier issue; asked once for each state of the issue."""
    key = f"one-before:{issue.uid}:{issue.head_hash}"
    known = cache.get(key)
    if known is None:
        earlier = Issue.objects.filter(document_id=issue.document_id, effective_on__lt=issue.effective_on)
        known = earlier.filter(signed_on__isnull=False).exists()
        cache.set(key, known, CACHED)
    return bool(known)
