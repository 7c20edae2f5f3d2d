"""The page behind the code on a printed copy: says whether that issue still holds, to whoever scans it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qms import clock
from qms.enums import IssueStatus
from qms.models.documents import HEAVY, Issue
from qms.views.facts import spoken
from qms.views.issue_standing import superseded_by

TOLD = (IssueStatus.APPROVED, IssueStatus.WITHDRAWN)


@require_safe
@never_cache
def printed(request: HttpRequest, uid: Any) -> HttpResponse:
    """Number, issue and standing, no content: a paper copy lies on a desk, its reader may have no account."""
    rows = Issue.objects.filter(uid=uid, status__in=TOLD).select_related("document__unit").defer(*HEAVY)
    issue = rows.first()
    if issue is None:
        raise Http404
    in_force = issue.document.issue_in_force()
    context = {"issue": issue, "state": state_of(issue, in_force), "in_force": in_force, "today": clock.today()}
    return render(request, "qms/issues/printed.html", context)


def state_of(issue: Issue, in_force: Issue | None) -> dict[str, str]:
    """How the issue stands today, in a sentence with the day."""
    if in_force is not None and in_force.pk == issue.pk:
        return {"tone": "success", "icon": "circle-check", "text": _("In force.")}
    if issue.withdrawn_on is not None and issue.withdrawn_on <= clock.today():
        return {"tone": "danger", "icon": "ban", "text": withdrawn_said(issue)}
    later = superseded_by(issue)
    if later is not None:
        text = _("Superseded by issue %(issue)s on %(day)s.")
        words = {"issue": later.numbers, "day": spoken(later.effective_on)}
        return {"tone": "danger", "icon": "versions", "text": text % words}
    text = _("Not yet in force: it holds from %(day)s.") % {"day": spoken(issue.effective_on)}
    return {"tone": "warning", "icon": "clock", "text": text}


def withdrawn_said(issue: Issue) -> str:
    """Withdrawn on which day, replaced by what."""
    words = {"day": spoken(issue.withdrawn_on)}
    if issue.replacement is not None:
        words["document"] = issue.replacement.number
        return _("Withdrawn on %(day)s, replaced by %(document)s.") % words
    return _("Withdrawn on %(day)s.") % words
