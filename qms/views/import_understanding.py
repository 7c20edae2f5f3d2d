"""How a file was understood, to be corrected: columns, header rows, words, and what only a person can say."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qms.forms.import_understanding import UnderstandingForm
from qms.import_enums import StagingState
from qms.importing import staging as stagings
from qms.importing.problems import ImportRefused
from qms.models.imports import ImportStaging
from qms.views.import_files import about, own_staging

OPEN = (StagingState.READY, StagingState.REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
def import_understanding(request: HttpRequest, uid: Any) -> HttpResponse:
    """The form; sent, the file is read again with what was said."""
    staging = own_staging(request, uid)
    if staging.state not in OPEN or not stagings.understood(staging):
        return redirect("import_preview", uid=uid)
    if request.method != "POST":
        return show(request, staging, UnderstandingForm(staging=staging))
    form = UnderstandingForm(request.POST, staging=staging)
    if not form.is_valid():
        return show(request, staging, form, 400)
    said = form.said()
    if said == staging.said:
        messages.info(request, _("Nothing was said otherwise; the file is read as before."))
        return redirect("import_preview", uid=uid)
    try:
        after = stagings.set_said(staging, said)
    except ImportRefused as refusal:
        form.add_error(None, refusal.sentence)
        return show(request, staging, form, 409)
    if after.state == StagingState.READY:
        messages.success(request, _("The file was read again as you said."))
    return redirect("import_preview", uid=uid)


def show(request: HttpRequest, staging: ImportStaging, form: UnderstandingForm, status: int = 200) -> HttpResponse:
    """The page; what needs an answer stands first."""
    questions = [one | {"field": form[one["key"]]} for one in form.questions]
    sheets = [
        one
        | {
            "read_field": form[one["read"]],
            "header_field": form[one["header"]],
            "columns": [told | {"field": form[told["key"]]} for told in one["columns"]],
        }
        for one in form.sheets
    ]
    words = [one | {"unknown": bound(form, one["unknown"]), "known": bound(form, one["known"])} for one in form.words]
    context = about(staging) | {"form": form, "questions": questions, "sheets": sheets, "words": words}
    return render(request, "qms/imports/understanding.html", context, status=status)


def bound(form: UnderstandingForm, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words with their fields."""
    return [one | {"field": form[one["key"]]} for one in told]
