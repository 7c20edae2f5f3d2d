"""The site that Wagtail needs: a home page, the shelf of documents and its workflow; groups that open its building."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from wagtail.models import GroupPagePermission, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask

from cms.models import ApprovalTask, DocumentIndexPage, HomePage, ReviewTask
from qms.operations.people import GROUPS


def ensure_site() -> DocumentIndexPage:
    """Make home page, shelf and site where they are missing. Returns the shelf."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first()
    if home is None:
        home = root.add_child(instance=HomePage(title="QMS", slug="qms", live=False))
    shelf = DocumentIndexPage.objects.first()
    if shelf is None:
        shelf = home.add_child(instance=DocumentIndexPage(title="Tài liệu", slug="tai-lieu", live=False))
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page = home
        site.save()
    return shelf


WORKFLOW = "Soạn thảo - Soát xét - Phê duyệt"
TASKS: dict[type[Task], str] = {ReviewTask: "Soát xét", ApprovalTask: "Phê duyệt"}
"""The tasks of the workflow in their order, with their names as people here say them."""


def ensure_workflow() -> None:
    """Make the workflow and its tasks where they are missing, and put the shelf, so all its pages, under it."""
    tasks = [kind.objects.first() or kind.objects.create(name=name) for kind, name in TASKS.items()]
    found = Workflow.objects.filter(workflow_tasks__task__in=tasks).first()
    workflow = found or Workflow.objects.create(name=WORKFLOW)
    for place, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": place})
    WorkflowPage.objects.update_or_create(page=DocumentIndexPage.objects.get(), defaults={"workflow": workflow})


def workflow_and_tasks() -> tuple[Workflow, dict[type[Task], Task]]:
    """The workflow of documents with its tasks by kind, in two queries."""
    rows = list(_workflow_tasks())
    if len(rows) < len(TASKS):
        ensure_site()
        ensure_workflow()
        rows = list(_workflow_tasks())
    by_kind = {row.task.content_type_id: row.task for row in rows}
    return rows[0].workflow, {kind: by_kind[_kind(kind).pk] for kind in TASKS}


def _workflow_tasks() -> Any:
    kinds = [_kind(kind) for kind in TASKS]
    rows = WorkflowTask.objects.filter(task__content_type__in=kinds)
    return rows.select_related("workflow", "task").order_by("sort_order", "pk")


def _kind(task: type[Task]) -> ContentType:
    return ContentType.objects.get_for_model(task)


def ensure_groups() -> None:
    """Officers and authors enter Wagtail's admin, where "change" on the shelf opens histories at all.

    Which page they see and change is our rules' answer (cms.permissions, cms.doors); nobody may add or publish.
    """
    entry = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin").first()
    change, _made = Permission.objects.get_or_create(  # made by Wagtail only after our turn
        content_type=ContentType.objects.get_for_model(Page),
        codename="change_page",
        defaults={"name": "Can change page"},
    )
    shelf = DocumentIndexPage.objects.get()
    for name in sorted(set(GROUPS.values())):
        group, _made = Group.objects.get_or_create(name=name)
        if entry is not None:
            group.permissions.set([entry])
        GroupPagePermission.objects.get_or_create(group=group, page=shelf, permission=change)


def prepare_workshop(using: str = "default", **kwargs: Any) -> None:
    """After each migrate: idempotent, and silent while the tables are not there (migrating backwards)."""
    tables = set(connections[using].introspection.table_names())
    needed = {"cms_documentpage", "cms_approvaltask", "wagtailcore_site", "wagtailcore_workflowpage", "auth_group"}
    if needed <= tables:
        ensure_site()
        ensure_workflow()
        ensure_groups()
