"""Issues: the one that readers are given, its steps, and what supersedes it."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qms import clock
from qms.documents import safe_html
from qms.enums import IssueStatus
from qms.forms.documents import ApproveForm, WithdrawForm
from qms.history.timeline import timeline
from qms.models.documents import HEAVY, ONCE_APPROVED, Issue
from qms.models.readable import find_issue
from qms.operations import documents
from qms.reports.amendments import amendments_up_to
from qms.signatures import signatures_of
from qms.views.facts import facts_of, spoken
from qms.views.issue_standing import has_one_before, standing
from qms.views.issue_state import state_of
from qms.views.panels import ISSUE_PANELS, Shown, panels
from qms.views.procedure_facts import publication_facts
from qms.views.record import RecordView
from qms.views.steps import StepSpec, StepView
from qms.workflows import ISSUE

CACHED = 24 * 3600  # seconds; the key changes with the record, so this bounds memory, not truth

STEPS = {
    "submit": StepSpec(
        documents.submit_issue,
        intro=gettext_lazy("The page is frozen as it stands; review and approval are of exactly that."),
        effects=[gettext_lazy("The reviewer is told.")],
    ),
    "recall": StepSpec(documents.recall_issue),
    "return": StepSpec(documents.return_issue, effects=[gettext_lazy("The author is told.")]),
    "abandon": StepSpec(documents.abandon_issue),
    "review": StepSpec(
        documents.review_issue, effects=[gettext_lazy("The next reviewer is told, after the last one top management.")]
    ),
    "approve": StepSpec(
        documents.approve_issue,
        ApproveForm,
        effects=[gettext_lazy("Readers see it from its effective day on; the issue before is superseded.")],
    ),
    "recall_approved": StepSpec(documents.recall_approved),
    "withdraw": StepSpec(documents.withdraw_issue, WithdrawForm),
}


class IssueRecord(RecordView):
    """The issue as readers are given it: frozen content, who wrote, reviewed and approved it."""

    model = Issue
    workflow = ISSUE
    template_name = "qms/issues/issue.html"

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The issue; readers of the document who follow an old link land on the one in force."""
        found = find_issue(request.user, uid)
        if found is None:
            return self.lead_on(request, uid)
        self.issue, self.in_force, self.own_side = found.issue, found.in_force, found.own_side
        return super().get(request, uid)

    def lead_on(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """From an issue once in force to the one that is, or to what became of it. Raises Http404 for others."""
        old = Issue.objects.filter(uid=uid, status__in=ONCE_APPROVED).select_related("document").defer(*HEAVY).first()
        in_force = old.document.issue_in_force() if old else None
        if old is None or not old.document.has_reader(request.user):
            raise Http404
        if in_force is None:
            return redirect("printed", uid=old.uid)  # withdrawn, or not yet in force: its page says so
        messages.info(request, _("You followed a link to %(old)s. This is the issue in force.") % {"old": old})
        return redirect(in_force)

    def get_record(self, uid: Any) -> Any:
        return self.issue

    def base_context(self, record: Any, as_of: Any) -> dict[str, Any]:
        """Steps and history are for the document's own side; everybody else reads."""
        context = super().base_context(record, as_of)
        if not self.own_side:
            context |= {"steps": []}
        return context | {"number": record.document.number}

    def steps(self, record: Any) -> list[Any]:
        """Steps are taken by the document's own side."""
        return super().steps(record) if self.own_side else []

    def timeline(self, record: Any, as_of: Any) -> Any:
        """So is the history read."""
        return timeline(record) if self.own_side else None

    def status(self, record: Any) -> dict[str, str] | None:
        return standing(record, self.in_force)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        facts = [(_("Issue"), record.numbers)]
        facts += facts_of(record.document, ("kind", "unit"))
        profile = ("procedure_code", "field", "level", "online_level", "time_limit_days", "decided_on", "published_on")
        facts += facts_of(record, profile) + publication_facts(record)
        days = ("signed_on", "effective_on", "withdrawn_on", "replacement", "summary_of_change")
        return facts + facts_of(record, days)

    def links(self, record: Any) -> list[tuple[str, str]]:
        links = [(str(record.document), record.document.get_absolute_url())]
        if self.in_force is not None and self.in_force.pk != record.pk:
            links.append(
                (_("The issue in force: %(issue)s") % {"issue": self.in_force}, self.in_force.get_absolute_url())
            )
        return links

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        """The issue as Word and PDF, stamped as what it is."""
        if not record.content_hash:
            return []
        return [(label, reverse("issue_print", args=[record.uid, kind])) for label, kind in FILES]

    def more(self, record: Any) -> dict[str, Any]:
        shown = Shown(record, self.request.user, self.own_side, self.in_force)
        return {
            "text": frozen_part(record),
            "is_in_force": shown.is_in_force,
            "panels": panels(ISSUE_PANELS, shown),
            "compare_url": reverse("issue_compare", args=[record.uid]) if self.compares(record) else "",
            "state": state_of(record, self.in_force)["text"] if record.status in ONCE_APPROVED else "",
        }

    def compares(self, record: Any) -> bool:
        """Whether there is something to hold it against: the issue in force, or one before that."""
        is_in_force = self.in_force is not None and self.in_force.pk == record.pk
        return has_one_before(record) if is_in_force else self.in_force is not None


FILES = (("Word", "docx"), ("PDF", "pdf"))


def frozen_part(issue: Issue) -> SafeString:
    """Who signed, the amendment table and the text: drawn once for each state of the record and language."""
    if issue.status == IssueStatus.DRAFT:
        return draw_part(issue)
    key = f"issue:{issue.uid}:{issue.head_hash}:{get_language()}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = draw_part(issue)
        cache.set(key, drawn, CACHED)
    return mark_safe(drawn)  # noqa: S308 - drawn by a template


def draw_part(issue: Issue) -> SafeString:
    """The part of the page that is the issue itself."""
    context = {
        "body": mark_safe(safe_html(issue.body_html)),  # noqa: S308 - cleaned in this line
        "signed": [(_("Written by"), issue.author, ""), *checked_by(issue)],
        "signatures": signatures_of(issue),
        "amendments": amendments_up_to(issue),
        "files": list(issue.file_links.filter(ended_at=None).select_related("file")),
    }
    return render_to_string("qms/issues/frozen.html", context)


def checked_by(issue: Issue) -> list[tuple[str, Any, str]]:
    """Reviewers and approver with their days, where the issue has come so far."""
    places = issue.reviewers.filter(ended_at=None).exclude(done_at=None).select_related("person")
    rows: list[tuple[str, Any, str]] = [
        (_("Reviewed by"), place.person, spoken(clock.day_of(place.done_at))) for place in places if place.done_at
    ]
    if not rows and issue.reviewer_id and issue.reviewed_at:
        rows.append((_("Reviewed by"), issue.reviewer, spoken(clock.day_of(issue.reviewed_at))))
    if issue.approved_by_id and issue.signed_on:
        rows.append((_("Approved by"), issue.approved_by, spoken(issue.signed_on)))
    return rows


class IssueStep(StepView):
    """Steps of an issue."""

    model = Issue
    related = ("document__unit", "author", "reviewer")
    workflow = ISSUE
    steps = STEPS
