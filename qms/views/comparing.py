"""Two issues of a document side by side, as a person reads them."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qms import clock
from qms.models.documents import HEAVY, ONCE_APPROVED, Issue
from qms.models.readable import readable_issues
from qms.registry import registry
from qms.views.uids import uid_or_404


@require_safe
def compare_issue(request: HttpRequest, uid: Any) -> HttpResponse:
    """The issue against the one in force, or, when it is in force itself, against the one before; or `?with=`.

    Readers compare the issue in force with the one that it superseded; the document's own side any two.
    """
    issue = readable_issues(request.user).filter(uid=uid).select_related("document__unit").first()
    if issue is None:
        raise Http404
    choices = others(request.user, issue)
    other = chosen(request, choices, issue)
    context = {
        "issue": issue,
        "other": other,
        "choices": choices,
        "title": _("What changed in %(issue)s") % {"issue": issue},
    }
    if other is not None and registry.workshop is not None and registry.workshop.compare is not None:
        old, new = Issue.objects.get(pk=other.pk), issue
        context |= registry.workshop.compare(old, new).as_context() | {
            "comparison_template": registry.workshop.compare_template
        }
    return render(request, "qms/issues/compare.html", context)


def others(user: Any, issue: Issue) -> list[Issue]:
    """Issues that the person may hold it against, newest first."""
    rows = issue.document.issues.exclude(pk=issue.pk).exclude(content_hash="").defer(*HEAVY)
    rows = rows.order_by("-effective_on", "-pk")
    if Issue.objects.visible_to(user).filter(pk=issue.pk).exists():
        return list(rows)
    before = before_of(issue, rows)
    return [before] if before else []


def before_of(issue: Issue, rows: Any) -> Issue | None:
    """The issue that it superseded; for one not yet in force, the issue in force."""
    if issue.status not in ONCE_APPROVED or issue.effective_on is None or issue.effective_on > clock.today():
        return issue.document.issue_in_force()
    before = Q(effective_on__lt=issue.effective_on) | Q(effective_on=issue.effective_on, pk__lt=issue.pk)
    return rows.filter(before, status__in=ONCE_APPROVED).first()


def chosen(request: HttpRequest, choices: list[Issue], issue: Issue) -> Issue | None:
    """The issue asked for, else the usual one. Raises Http404 for one that may not be compared."""
    asked = request.GET.get("with", "")
    if asked:
        wanted = uid_or_404(asked)
        found = next((one for one in choices if one.uid == wanted), None)
        if found is None:
            raise Http404
        return found
    rows = issue.document.issues.exclude(pk=issue.pk).exclude(content_hash="").defer(*HEAVY)
    usual = before_of(issue, rows.order_by("-effective_on", "-pk"))
    keys = {one.pk for one in choices}
    return usual if usual is not None and usual.pk in keys else (choices[0] if choices else None)
