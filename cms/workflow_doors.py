"""Wagtail's own addresses of the workflow: open to whoever may take the step, which our lifecycle decides."""

from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import TaskState, WorkflowState

from cms.models import DocumentPage
from cms.models.tasks import IssueTask, issue_of
from qms.models import Issue


def takes_step(request: HttpRequest, match: ResolverMatch) -> bool:
    """An action of the task on which the page stands, by somebody who sees its issue.

    Raises StepRefused with every reason where the lifecycle does not let them.
    """
    page_id, action = match.kwargs["page_id"], match.kwargs["action_name"]
    issue, task = seen_issue(request.user, page_id), _task(page_id, match.kwargs["task_state_id"])
    if issue is None or task is None or action not in task.steps:
        return False
    task.require(issue, action, request.user)
    return True


def previews_task(request: HttpRequest, match: ResolverMatch) -> bool:
    """What the task is about, for whoever may act on it now."""
    issue = seen_issue(request.user, match.kwargs["page_id"])
    waiting = _states_of(match.kwargs["page_id"]).filter(status=TaskState.STATUS_IN_PROGRESS)
    state = waiting.filter(task=match.kwargs["task_id"]).first()
    page = DocumentPage.objects.filter(pk=match.kwargs["page_id"]).first()
    return bool(issue and state and page and state.task.specific.get_actions(page, request.user))


def state_of_page(match: ResolverMatch) -> bool:
    """Whether the workflow state named in the address is of the page named in it."""
    states = WorkflowState.objects.filter(object_id=str(match.kwargs["page_id"]))
    return states.filter(pk=match.kwargs["workflow_state_id"]).exists()


def seen_issue(user: Any, page_id: Any) -> Issue | None:
    """The issue under way on the page, where the person reaches it and may enter the admin."""
    issue = issue_of(page_id) if user.has_perm("wagtailadmin.access_admin") else None
    seen = issue is not None and Issue.objects.visible_to(user).filter(pk=issue.pk).exists()
    return issue if seen else None


def _states_of(page_id: Any) -> Any:
    return TaskState.objects.filter(workflow_state__object_id=str(page_id)).select_related("task")


def _task(page_id: Any, task_state_id: Any) -> IssueTask | None:
    """The task of that state, which must be of that page: Wagtail checks the one and acts on the other."""
    state = _states_of(page_id).filter(pk=task_state_id).first()
    task = state.task.specific if state else None
    return task if isinstance(task, IssueTask) else None
