"""Deciding on a file: bringing it in, dropping it, taking it away with what is wrong marked in it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qms.forms.imports import CommitForm
from qms.import_enums import StagingState
from qms.importing import staging as stagings
from qms.importing.commit import PlanChanged, RowsRejected
from qms.importing.problems import ImportRefused
from qms.models.imports import ImportStaging
from qms.views.exports import TYPES
from qms.views.import_files import own_staging
from qms.views.import_preview import show


@require_POST
def import_commit(request: HttpRequest, uid: Any) -> HttpResponse:
    """Bring the previewed rows in, all or none; a second click meets what the first has done."""
    staging = own_staging(request, uid)
    form = CommitForm(request.POST)
    if not form.is_valid():
        return again(request, staging, form, 400)
    asked = form.cleaned_data
    try:
        done = stagings.commit_staged(staging, by=request.user, expected=asked["expected"], reason=asked["reason"])
    except (RowsRejected, PlanChanged) as refusal:
        messages.error(request, refusal.sentence.splitlines()[0])
        return again(request, staging, form, 409)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("import_preview", uid=uid)
    if done.state == StagingState.DONE:
        messages.success(request, brought(done))
    return redirect("import_preview", uid=uid)


def again(request: HttpRequest, staging: ImportStaging, form: CommitForm, status: int) -> HttpResponse:
    """The rows as they stand now, with the reason as it was typed."""
    staging = own_staging(request, staging.uid)
    if staging.state != StagingState.READY:
        return redirect("import_preview", uid=staging.uid)
    kept = CommitForm(initial={"expected": staging.digest, "reason": form.data.get("reason", "")})
    if form.errors.get("reason"):
        kept = form
    return show(request, staging, request.GET, form=kept, status=status)


def brought(staging: ImportStaging) -> str:
    """How many rows came in, in words."""
    counts = staging.counts
    return _("Brought in: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": counts.get("create", 0),
        "changed": counts.get("update", 0),
        "same": counts.get("unchanged", 0) + counts.get("skip", 0),
    }


@require_POST
def import_cancel(request: HttpRequest, uid: Any) -> HttpResponseRedirect:
    """Drop the file; nothing is brought in."""
    staging = own_staging(request, uid)
    stagings.drop_staged(staging)
    if staging.state != StagingState.DROPPED:
        return redirect("import_preview", uid=uid)
    messages.info(request, _("Nothing was brought in."))
    return redirect("imports")


@require_POST
def import_again(request: HttpRequest, uid: Any) -> HttpResponse:
    """Read the file anew, as it stands and with what was said of it."""
    staging = own_staging(request, uid)
    try:
        stagings.read_again(staging)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("import_preview", uid=uid)


@require_safe
def import_annotated(request: HttpRequest, uid: Any) -> HttpResponse:
    """The person's own file with the wrong cells coloured, comments, and a sheet of reasons."""
    staging = own_staging(request, uid)
    try:
        content, name = stagings.annotated(staging)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("import_preview", uid=uid)
    answer = HttpResponse(content, content_type=TYPES["xlsx"])
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
