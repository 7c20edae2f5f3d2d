"""Pages: what is being written, a new document, a new issue, and the way into the editor."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.forms.documents import NewDocumentForm, NewIssueForm, add_errors
from cms.word.source import word_source
from cms.workshop import editor_url, is_open, writable_by
from qms import policy
from qms.enums import Role
from qms.models import Document, Issue
from qms.policy import Refused, denied
from qms.workflow import StepRefused


@require_safe
def drafts(request: Any) -> HttpResponse:
    """Drafts that the person may write, newest first."""
    issues = (
        Issue.objects.filter(status="draft", document__in=writable_by(request.user))
        .select_related("document", "document__unit", "author")
        .order_by("-pk")[:200]
    )
    may_create = bool(request.user.authority.units_as(Role.OFFICER))
    return render(request, "cms/drafts.html", {"issues": issues, "may_create": may_create})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Any) -> HttpResponse:
    """A new document: number, kind, unit, titles, clauses; then on to its page."""
    if not request.user.authority.units_as(Role.OFFICER):
        raise Refused(denied(_("Documents are created by a quality officer."), _("a quality officer")))
    word = word_source(request)
    form = NewDocumentForm(request.POST or None, user=request.user, initial=word.facts if word else asked_kind(request))
    if request.method == "POST" and form.is_valid():
        try:
            document = form.save()
        except ValidationError as error:
            add_errors(form, error)
        except IntegrityError:
            form.add_error("number", _("Somebody gave this number a moment ago. Give another one."))
        else:
            if word:
                return redirect("document_from_word_preview", uid=document.uid, file=word.staging.uid)
            return redirect("document_write", uid=document.uid)
    context = {
        "title": _("New document"),
        "intro": word.told if word else "",
        "form": form,
        "submit_label": _("Create and look at the contents") if word else _("Create and write"),
    }
    return render(request, "qms/generic/form.html", context, status=422 if form.errors else 200)


def asked_kind(request: Any) -> dict[str, str]:
    """The kind that the list of one kind leads here with."""
    return {"kind": request.GET["kind"]} if "kind" in request.GET else {}


@require_http_methods(["GET", "HEAD", "POST"])
def new_issue(request: Any, uid: UUID) -> HttpResponse:
    """Start a new issue or an amendment, then on to the page."""
    document = get_object_or_404(Document.objects.visible_to(request.user), uid=uid)
    policy.require(request.user, "qms.write_document", document)
    form = NewIssueForm(request.POST or None, document=document, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except StepRefused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("document_write", uid=document.uid)
    context = {
        "title": _("New issue of %(document)s") % {"document": document},
        "form": form,
        "submit_label": _("Start"),
        "cancel_url": document.get_absolute_url(),
    }
    return render(request, "qms/generic/form.html", context, status=422 if form.errors else 200)


@require_safe
def write(request: Any, uid: UUID) -> HttpResponse:
    """Into the editor; while nothing is a draft, back to the document."""
    document = get_object_or_404(Document.objects.visible_to(request.user), uid=uid)
    policy.require(request.user, "qms.write_document", document)
    if not is_open(document):
        return redirect(document)
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied(_("Your roles do not open the editor. Ask the administrator."))
    url = editor_url(document)
    if not url:
        raise Http404
    return redirect(url)
