"""What Wagtail's admin shows to authors: the editor of a draft and its history, nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PageLockedMenuItem, SaveDraftMenuItem
from wagtail.admin.menu import MenuItem

from cms.models import DocumentPage

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
