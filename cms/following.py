"""Wagtail's workflow follows the issues: what the register did is written into its states, set-wise."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import PageLogEntry, Task, TaskState, WorkflowState

from cms.models import ApprovalTask, DocumentPage, ReviewTask
from cms.site import workflow_and_tasks
from qms import clock
from qms.enums import IssueStatus
from qms.models import Issue


@dataclass
class Followed:
    """Pages of issues that took a step, with the workflow state that stands on each."""

    pages: list[DocumentPage]
    states: dict[int, WorkflowState]
    """Key of the page > state in progress, or waiting for changes."""
    by: Any
    reason: str

    def __post_init__(self) -> None:
        self.workflow, tasks = workflow_and_tasks()
        self.tasks: dict[type[Task], Task] = tasks

    def open_states(self) -> None:
        """A state in progress on each page: begun anew, or taken up again after changes."""
        kind, base = ContentType.objects.get_for_model(DocumentPage), self.pages[0].get_base_content_type()
        missing = [page for page in self.pages if page.pk not in self.states]
        made = WorkflowState.objects.bulk_create(
            WorkflowState(
                content_type=kind,
                base_content_type=base,
                object_id=str(page.pk),
                workflow=self.workflow,
                requested_by=self.by,
            )
            for page in missing
        )
        self.states |= {page.pk: state for page, state in zip(missing, made, strict=True)}

    def end_tasks(self, status: str) -> None:
        """End the tasks in progress, with who and the comment."""
        keys = [state.pk for state in self.states.values()]
        waiting = TaskState.objects.filter(workflow_state__in=keys, status=TaskState.STATUS_IN_PROGRESS)
        waiting.update(status=status, finished_at=clock.now(), finished_by=self.by, comment=self.reason)

    def begin(self, task: type[Task], pages: Sequence[DocumentPage] | None = None) -> None:
        """Put the pages (each, unless said otherwise) on the task, for what they hold now."""
        pages = self.pages if pages is None else pages
        begun = TaskState.objects.bulk_create(
            TaskState(workflow_state=self.states[page.pk], task=self.tasks[task], revision_id=page.latest_revision_id)
            for page in pages
        )
        for page, task_state in zip(pages, begun, strict=True):
            self.states[page.pk].current_task_state = task_state
        self.mark(WorkflowState.STATUS_IN_PROGRESS)

    def stand_on(self, task: type[Task]) -> None:
        """Issues that came in on their way, without Wagtail's knowing, stand on the task as the others do."""
        missing = [page for page in self.pages if page.pk not in self.states]
        if missing:
            self.open_states()
            self.begin(task, missing)

    def mark(self, status: str) -> None:
        """Write where the workflow stands."""
        for state in self.states.values():
            state.status = status
        WorkflowState.objects.bulk_update(self.states.values(), ["status", "current_task_state"], batch_size=200)

    def log(self, action: str, task: type[Task] = ReviewTask, following: type[Task] | None = None) -> None:
        """An entry in each page's history, as Wagtail writes them."""
        kind = ContentType.objects.get_for_model(DocumentPage)
        told = {"task": _named(self.tasks[task]), "next": _named(self.tasks[following]) if following else None}
        workflow = {"id": self.workflow.pk, "title": self.workflow.name, **told}
        PageLogEntry.objects.bulk_create(
            PageLogEntry(
                page_id=page.pk,
                content_type=kind,
                label=page.title,
                action=action,
                timestamp=clock.now(),
                user=self.by,
                revision_id=page.latest_revision_id,
                data={"workflow": workflow, "comment": self.reason},
            )
            for page in self.pages
        )


def _named(task: Task) -> dict[str, Any]:
    return {"id": task.pk, "title": task.name}


def _submitted(moved: Followed) -> None:
    moved.open_states()
    moved.end_tasks(TaskState.STATUS_CANCELLED)
    moved.begin(ReviewTask)
    moved.log("wagtail.workflow.start", following=ReviewTask)


def _reviewed(moved: Followed) -> None:
    """The last reviewer is done: on to the approval."""
    moved.stand_on(ReviewTask)
    moved.end_tasks(TaskState.STATUS_APPROVED)
    moved.begin(ApprovalTask)
    moved.log("wagtail.workflow.approve", following=ApprovalTask)


def _approved(moved: Followed) -> None:
    moved.stand_on(ApprovalTask)
    moved.end_tasks(TaskState.STATUS_APPROVED)
    moved.mark(WorkflowState.STATUS_APPROVED)
    moved.log("wagtail.workflow.approve", ApprovalTask)


def _returned(moved: Followed) -> None:
    moved.stand_on(ReviewTask)
    moved.end_tasks(TaskState.STATUS_REJECTED)
    moved.mark(WorkflowState.STATUS_NEEDS_CHANGES)
    moved.log("wagtail.workflow.reject")


def _given_up(moved: Followed) -> None:
    moved.end_tasks(TaskState.STATUS_CANCELLED)
    moved.mark(WorkflowState.STATUS_CANCELLED)
    moved.log("wagtail.workflow.cancel")


def _only_noted(action: str) -> Callable[[Followed], None]:
    return lambda moved: moved.log(action)


STEPS: dict[str, Callable[[Followed], None]] = {
    "submit": _submitted,
    "review": _reviewed,
    "approve": _approved,
    "return": _returned,
    "recall": _given_up,
    "abandon": _given_up,
    "take_up": _only_noted("qms.take_up"),
    "one_reviewed": _only_noted("qms.one_reviewed"),
    "recall_approved": _only_noted("qms.recall_approved"),
}
"""What each step of an issue is in Wagtail's workflow."""


def follow(issues: Iterable[Issue], step: str, *, by: Any, reason: str = "") -> None:
    """Write a step that the issues took into the workflow of their pages: the same few statements for one or many.

    Nothing is published, and none of Wagtail's mails is sent: the register's notices tell people.
    """
    listed = list(issues)
    if step == "review":
        waiting = [issue for issue in listed if issue.status == IssueStatus.IN_REVIEW]
        _follow(waiting, "one_reviewed", by, reason)
        listed = [issue for issue in listed if issue.status != IssueStatus.IN_REVIEW]
    if step in STEPS:
        _follow(listed, step, by, reason)


def _follow(issues: Sequence[Issue], step: str, by: Any, reason: str) -> None:
    keys = [issue.document_id for issue in issues]
    pages = list(DocumentPage.objects.filter(document__in=keys).defer("body").order_by("pk")) if keys else []
    if not pages:
        return
    active = WorkflowState.objects.active().filter(
        base_content_type=pages[0].get_base_content_type(), object_id__in=[str(page.pk) for page in pages]
    )
    STEPS[step](Followed(pages, {int(state.object_id): state for state in active}, by, reason))
