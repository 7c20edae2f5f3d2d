"""The panel above the text of a draft: which issue it is, what came back, what reviewers suggest, what to look at."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from wagtail.admin.panels import Panel
from wagtail.models import WorkflowState

from cms.models.tasks import issue_of
from qms.enums import IssueStatus, SuggestionStatus
from qms.models import Issue
from qms.registry import registry
from qms.workflow import Step
from qms.workflows import ISSUE


class IssuePanel(Panel):
    """Shows the issue as it was last saved; nothing in it is a field."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one page."""

        template_name = "cms/panels/issue.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            issue = issue_of(self.instance.pk)
            context |= {"document": self.instance.document, "issue": issue}
            if issue is not None and issue.status == IssueStatus.DRAFT:
                return context | self.about_draft(issue)
            return context | {"steps": steps_open(issue, self.request.user) if issue else []}

        def about_draft(self, issue: Issue) -> dict[str, Any]:
            """What its author should look at before sending it for review."""
            assert registry.workshop is not None, "the workshop is registered"
            return {
                "is_draft": True,
                "returned": returned(self.instance),
                "suggestions": suggestions(issue),
                "warnings": registry.workshop.warnings(issue),
            }


def returned(page: Any) -> Any:
    """The task state by which the draft came back, with comment and who; None where it did not."""
    state = page.current_workflow_state
    waits = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
    return state.current_task_state if waits else None


def suggestions(issue: Issue) -> list[tuple[Any, str]]:
    """Open suggestions, each with the address where the author says what became of it."""
    waiting = issue.suggestions.filter(status=SuggestionStatus.OPEN).select_related("made_by")
    return [(one, _answer_url(one, issue)) for one in waiting]


def _answer_url(suggestion: Any, issue: Issue) -> str:
    try:
        return reverse("suggestion_step", args=[suggestion.uid, "answer"])
    except NoReverseMatch:
        return issue.get_absolute_url()


def steps_open(issue: Issue, user: Any) -> list[tuple[Step, str]]:
    """The steps that the person may take now, with their pages."""
    steps = [step for step in ISSUE.steps(issue, user) if step.allowed]
    return [(step, reverse("issue_step", args=[issue.uid, step.name])) for step in steps]
