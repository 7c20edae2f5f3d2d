"""Wagtail's tasks for an issue: its review and its approval. Our lifecycle decides, and alone changes the issue."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Task, TaskState

from qms import policy
from qms.enums import IssueStatus
from qms.models import Document, Issue
from qms.operations.documents import return_issue, review_issue
from qms.operations.issue_reviewing import first_waiting, take_up_review
from qms.rules.documents import learn_writers
from qms.workflow import Step, StepRefused
from qms.workflows import ISSUE


class CommentForm(forms.Form):
    """What the author is told."""

    comment = forms.CharField(label=gettext_lazy("What has to change"), widget=forms.Textarea({"rows": 3}))


class PlainForm(forms.Form):
    """Nothing is asked."""


def issue_of(page_id: Any) -> Issue | None:
    """The issue that the page's workflow is about: the latest that was not given up."""
    rows = Issue.objects.filter(document__page=page_id).exclude(status=IssueStatus.ABANDONED)
    return rows.select_related("document__unit", "author", "reviewer").order_by("-pk").first()


class IssueTask(Task):
    """What both tasks share: whoever wrote the issue does neither, and the page itself stays closed meanwhile."""

    steps: Mapping[str, str] = {}
    """Action of Wagtail's > step of the issue's lifecycle that it is."""
    waiting_status = ""
    """The state of the issue in which the task waits for somebody."""

    class Meta:
        abstract = True

    def step(self, issue: Issue, action: str, user: Any) -> Step:
        """The action as this person sees it, with every reason against it."""
        return ISSUE.blockers(self.steps[action], issue, user)

    def require(self, issue: Issue, action: str, user: Any) -> None:
        """Raise StepRefused, with every reason, where the lifecycle does not let the person take the action."""
        step = self.step(issue, action, user)
        if not step.allowed:
            raise StepRefused(step.reasons, step.who)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """The editor is the writers': reviewers suggest, authors apply."""
        document = Document.objects.get(page=obj.pk)
        return bool(policy.may(user, "qms.write_document", document))

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is reviewed is frozen: nobody writes meanwhile."""
        return True

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        """States of this task that wait for the person, by our rules."""
        issues = list(
            Issue.objects.visible_to(user).filter(status=self.waiting_status).select_related("document__page")
        )
        learn_writers(issue.document for issue in issues)
        mine = [str(issue.document.page.pk) for issue in issues if self.step(issue, "approve", user).allowed]
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(workflow_state__object_id__in=mine)


class ReviewTask(IssueTask):
    """Review by each reviewer in their order; a return goes to the author with its comment."""

    steps = {"take_up": "review", "reject": "return", "approve": "review"}
    waiting_status = IssueStatus.IN_REVIEW

    class Meta:
        verbose_name = gettext_lazy("review of an issue")
        verbose_name_plural = gettext_lazy("reviews of issues")

    @classmethod
    def get_description(cls) -> str:
        return _("The reviewers of the issue in their order; nobody who wrote it.")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        issue = issue_of(obj.pk)
        if issue is None or not self.step(issue, "approve", user).allowed:
            return []
        place = first_waiting(issue)
        on_it = [] if place is not None and place.taken_up_at else [("take_up", _("I am on it"), False)]
        return [
            *on_it,
            ("reject", _("Return to the author"), True),
            ("approve", _("Reviewed, ready for approval"), False),
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return CommentForm if action == "reject" else PlainForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, comment: str = "", **kwargs: Any) -> str:
        """Take the step of the lifecycle, which Wagtail's states then follow. Returns the page of the issue."""
        issue = issue_of(task_state.workflow_state.object_id)
        assert issue is not None, "a task stands on a page of a document"
        if action_name == "take_up":
            take_up_review(issue, by=user)
        elif action_name == "reject":
            return_issue(issue, by=user, reason=comment)
        elif action_name == "approve":
            review_issue(issue, by=user)
        return issue.get_absolute_url()


class ApprovalTask(IssueTask):
    """Approval by top management; always signed, so it is done on our page of the step."""

    steps = {"approve": "approve"}
    waiting_status = IssueStatus.REVIEWED

    class Meta:
        verbose_name = gettext_lazy("approval of an issue")
        verbose_name_plural = gettext_lazy("approvals of issues")

    @classmethod
    def get_description(cls) -> str:
        return _("Top management signs; nobody who wrote or reviewed the issue.")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        issue = issue_of(obj.pk)
        allowed = issue is not None and self.step(issue, "approve", user).allowed
        return [("approve", _("Approve"), False)] if allowed else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return PlainForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> str:
        """Nothing is approved without a signature: lead to where it is given."""
        issue = issue_of(task_state.workflow_state.object_id)
        assert issue is not None, "a task stands on a page of a document"
        return reverse("issue_step", args=[issue.uid, "approve"])
