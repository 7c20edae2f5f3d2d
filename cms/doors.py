"""/cms/ is deny by default: an address of Wagtail's admin that is not listed here is not found."""

import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

from cms.models import DocumentPage
from cms.workflow_doors import previews_task, state_of_page, takes_step
from qms import policy
from qms.views.refusals import refusal
from qms.workflow import StepRefused

Rule = Callable[[HttpRequest, ResolverMatch], bool]

ENTRY = "wagtailadmin.access_admin"
MOST_DIGITS = 3  # of the number of parts in one list of a document


def enters(request: HttpRequest, match: ResolverMatch) -> bool:
    """Whoever may enter the admin: scripts' own words and icons, no record in sight."""
    return bool(request.user.has_perm(ENTRY))


def writes(request: HttpRequest, match: ResolverMatch) -> bool:
    """Whoever may write the document of the page named in the address; every other page is not found."""
    return _may_write(request, _first(match, "page_id"))


def writes_revisions(request: HttpRequest, match: ResolverMatch) -> bool:
    """The same, and each revision named in the address is of that page."""
    page = _page(_first(match, "page_id"))
    named = match.kwargs.get("revision_id")
    ids = [named] if named is not None else [part for part in match.args[1:] if str(part).isdecimal()]
    return page is not None and writes(request, match) and _all_of(page, ids)


def pings(request: HttpRequest, match: ResolverMatch) -> bool:
    """Telling two editors of each other, on a page that one may write, named as what it is."""
    named = (match.kwargs["app_label"].lower(), match.kwargs["model_name"].lower())
    own_kind = named in {("cms", "documentpage"), ("wagtailcore", "page")}
    return own_kind and _may_write(request, match.kwargs["object_id"])


def writes_states(request: HttpRequest, match: ResolverMatch) -> bool:
    """The page may be written, and the workflow state named in the address is of that page."""
    return writes(request, match) and state_of_page(match)


OPEN: dict[str, Rule] = {
    "wagtailadmin_pages:edit": writes,
    "wagtailadmin_pages:preview_on_edit": writes,
    "wagtailadmin_pages:view_draft": writes,
    "wagtailadmin_pages:history": writes,
    "wagtailadmin_pages:history_results": writes,
    "wagtailadmin_pages:revisions_view": writes_revisions,
    "wagtailadmin_pages:revisions_revert": writes_revisions,
    "wagtailadmin_pages:revisions_compare": writes_revisions,
    "wagtailadmin_pages:workflow_action": takes_step,
    "wagtailadmin_pages:collect_workflow_action_data": takes_step,
    "wagtailadmin_pages:confirm_workflow_cancellation": writes,
    "wagtailadmin_pages:workflow_preview": previews_task,
    "wagtailadmin_pages:workflow_history": writes,
    "wagtailadmin_pages:workflow_history_detail": writes_states,
    "wagtailadmin_editing_sessions:ping": pings,
    "wagtailadmin_editing_sessions:release": enters,
    "wagtailadmin_sprite": enters,
    "wagtailadmin_javascript_catalog": enters,
    "wagtailadmin_logout": enters,
}
"""The doors: name of the address > who passes. Wagtail's own permission checks come after these."""

ELSEWHERE = {
    "wagtailadmin_home": "document_drafts",
    "wagtailadmin_explore_root": "document_drafts",
    "wagtailadmin_explore": "document_drafts",
    "wagtailadmin_pages:search": "documents",
    "wagtailadmin_account": "home",
    "wagtailadmin_login": "login",
}
"""Addresses that Wagtail's pages point at and that are pages of ours."""


class AdminDoorsMiddleware:
    """Let people through the listed doors only; whatever else is not found, the same for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Sequence[Any], kwargs: dict
    ) -> HttpResponse | None:
        """Decide once the address is known and before Wagtail sees the request."""
        match = request.resolver_match
        if match is None or not is_admin(match):
            return None
        if match.view_name in ELSEWHERE and request.method in ("GET", "HEAD"):
            words = {"q": request.GET["q"]} if "q" in request.GET else None
            return redirect(reverse(ELSEWHERE[match.view_name], query=words))
        rule = OPEN.get(match.view_name)
        try:
            passes = rule is not None and not _too_big(match) and rule(request, match)
        except StepRefused as refused:
            return refusal(request, refused)
        if not passes or _rewrites_trail(request):
            raise Http404
        return torn(request) if _counts_too_far(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A form of the editor that did not arrive whole is the sender's fault, which Wagtail takes for its own."""
        match = request.resolver_match
        whole = match is None or not is_admin(match) or request.method != "POST" or not _in_form(exception)
        return None if whole else torn(request)


def torn(request: HttpRequest) -> HttpResponse:
    """The page for a form of which parts are missing or are no numbers."""
    reason = _("The page did not arrive whole, so nothing was saved. Go back, and save it once more.")
    return render(request, "409.html", {"reasons": [reason]}, status=400)


def _counts_too_far(request: HttpRequest) -> bool:
    """Whether a list claims more parts than a document has: Wagtail would look for each of them."""
    if request.method != "POST":
        return False
    counts = [value for name, value in request.POST.items() if name.endswith("-count")]
    return any(len(str(value)) > MOST_DIGITS for value in counts)


def _in_form(exception: Exception) -> bool:
    """Whether it was raised while Wagtail read the parts of the text."""
    if not isinstance(exception, MultiValueDictKeyError | ValueError):
        return False
    frames = traceback.walk_tb(exception.__traceback__)
    return any(frame.f_globals.get("__name__", "").startswith("wagtail.blocks") for frame, _line in frames)


def is_admin(match: ResolverMatch) -> bool:
    """Whether the address is one of Wagtail's admin."""
    return match.route.startswith("cms/")


def _rewrites_trail(request: HttpRequest) -> bool:
    # a saved draft is never written over: each save is a revision of its own
    return request.method == "POST" and bool(request.POST.get("overwrite_revision_id"))


def _too_big(match: ResolverMatch) -> bool:
    return any(isinstance(value, int) and value >= 10**18 for value in match.kwargs.values())  # beyond a database key


def _first(match: ResolverMatch, name: str) -> Any:
    return match.kwargs.get(name, match.args[0] if match.args else None)


def _page(page_id: Any) -> DocumentPage | None:
    if not str(page_id).isdecimal() or len(str(page_id)) > 18:  # beyond a database key
        return None
    return DocumentPage.objects.select_related("document").filter(pk=page_id).first()


def _may_write(request: HttpRequest, page_id: Any) -> bool:
    page = _page(page_id)
    return (
        page is not None
        and bool(request.user.has_perm(ENTRY))
        and bool(policy.may(request.user, "qms.write_document", page.document))
    )


def _all_of(page: DocumentPage, revision_ids: Sequence[Any]) -> bool:
    wanted = {int(number) for number in revision_ids if len(str(number)) <= 18}
    return len(wanted) == len(set(revision_ids)) and page.revisions.filter(pk__in=wanted).count() == len(wanted)
