"""What Wagtail's admin shows to authors: the editor of a draft and its history, nothing else."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PageLockedMenuItem, SaveDraftMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from cms.models import DocumentPage
from cms.models.tasks import issue_of
from qms.operations.documents import recall_issue

SEND = "action-send-for-review"
OURS = {"document-drafts", "document-library"}


class SendForReviewMenuItem(ActionMenuItem):
    """Save the draft, then go to our page on which it is submitted."""

    name = SEND
    label = _("Save and send for review")
    icon_name = "upload"
    template_name = "cms/actions/send_for_review.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Only while the page is open for writing."""
        return context["view"] == "edit" and not context["locked_for_user"]


@hooks.register("construct_page_action_menu")
def keep_our_actions(menu_items: list, request: HttpRequest, context: dict[str, Any]) -> None:
    """Saving and sending for review; nothing is published, scheduled or moderated by Wagtail."""
    menu_items[:] = [item for item in menu_items if isinstance(item, SaveDraftMenuItem | PageLockedMenuItem)]
    if context.get("locked_for_user"):
        menu_items[:] = [item for item in menu_items if isinstance(item, PageLockedMenuItem)]
    send = SendForReviewMenuItem(order=10)
    if send.is_shown(context):
        menu_items.append(send)


@hooks.register("before_edit_page")
def follow_the_lifecycle(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The editor's own workflow buttons take the step of our lifecycle; on a draft they only save."""
    if request.method != "POST" or not isinstance(page, DocumentPage):
        return None
    if page.draft_issue is not None:
        sent = request.POST.copy()  # Wagtail must not find the buttons
        for name in ("action-cancel-workflow", "action-restart-workflow", "action-workflow-action"):
            sent.pop(name, None)
        request.POST = sent  # type: ignore[assignment]  # a copy, as before
        return None
    issue, state = issue_of(page.pk), page.current_workflow_task_state
    if "action-cancel-workflow" in request.POST and issue is not None:
        return redirect(recall_issue(issue, by=request.user))
    if "action-workflow-action" in request.POST and issue is not None and state is not None:
        task, (action, comment) = state.task.specific, _action_of(request)
        if action in task.steps:
            task.require(issue, action, request.user)
            return redirect(task.on_action(state, request.user, action, comment=comment))
    return None


def _action_of(request: HttpRequest) -> tuple[str, str]:
    """Name and comment of the action, as Wagtail's editor sends them."""
    try:
        more = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        more = {}
    comment = more.get("comment", "") if isinstance(more, dict) else ""
    return request.POST.get("workflow-action-name", ""), str(comment)


@hooks.register("register_log_actions")
def register_steps(actions: Any) -> None:
    """Steps of an issue that Wagtail has no word for."""
    actions.register_action("qms.take_up", _("Review taken up"), _("Review taken up"))
    actions.register_action("qms.one_reviewed", _("Reviewed, the next reviewer follows"), _("Reviewed by one reviewer"))
    actions.register_action("qms.recall_approved", _("Recalled before effect"), _("Recalled before effect"))


@hooks.register("after_edit_page")
def go_to_submission(request: HttpRequest, page: Any) -> HttpResponse | None:
    """After "Save and send for review": the step's own page, where guards and reasons are shown."""
    if SEND not in request.POST or not isinstance(page, DocumentPage):
        return None
    issue = page.draft_issue
    return redirect("issue_step", uid=issue.uid, step="submit") if issue else redirect(page.document)


@hooks.register("register_admin_menu_item")
def drafts_menu_item() -> MenuItem:
    """Back to the list of drafts."""
    return MenuItem(_("Drafts"), reverse("document_drafts"), name="document-drafts", icon_name="edit", order=1)


@hooks.register("register_admin_menu_item")
def home_menu_item() -> MenuItem:
    """Back to the product's own pages."""
    return MenuItem(_("Home"), reverse("home"), name="document-library", icon_name="home", order=2)


@hooks.register("construct_main_menu")
def keep_our_menu(request: HttpRequest, menu_items: list) -> None:
    """Nothing of Wagtail's own menu leads anywhere here."""
    menu_items[:] = [item for item in menu_items if item.name in OURS]


@hooks.register("insert_editor_js")
def name_the_boxes() -> SafeString:
    """Boxes of the editor have names."""
    return format_html('<script src="{}"></script>', versioned_static("cms/editor.js"))


@hooks.register("insert_global_admin_js")
def leave_the_field_app() -> SafeString:
    """Signing out of the editor is signing out of the field app on this device too."""
    return format_html('<script src="{}"></script>', static("qms/leaving.js"))
