"""Bringing a register in: choose a file, look at what would happen to each row, decide."""

import tempfile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qms import policy
from qms.forms.imports import CommitForm, ImportForm
from qms.importing.commit import PlanChanged, RowsRejected
from qms.importing.problems import ImportRefused
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview, PlannedRow
from qms.importing.rejects import write_rejects
from qms.importing.staging import cancel_staged, commit_staged, preview_staged, stage
from qms.importing.verdicts import VERDICTS
from qms.models.imports import ImportStaging
from qms.registry import registry
from qms.views.exports import TYPES

ROWS = 50  # rows of a preview on one page
SUMMED = {"create": "created", "update": "updated", "unchanged": "unchanged", "reject": "rejected"}
"""Verdicts as the summary of a file that was brought in calls them."""
TONES = {"create": "success", "update": "info", "unchanged": "neutral", "reject": "danger"}


def verdict_labels() -> dict[str, str]:
    """What the verdicts are called."""
    return {"create": _("New"), "update": _("Changed"), "unchanged": _("Unchanged"), "reject": _("Rejected")}


def imports(request: HttpRequest) -> HttpResponse:
    """The form that takes a file, and the files that this person chose lately."""
    policy.require(request.user, "qms.open_imports")
    if request.method != "POST":
        return chooser(request, ImportForm(user=request.user))
    form = ImportForm(request.POST, request.FILES, user=request.user)
    staging = staged(form, request.user) if form.is_valid() else None
    if staging is None:
        return chooser(request, form, 400)
    return redirect("import_preview", uid=staging.uid)


def staged(form: ImportForm, user: Any) -> ImportStaging | None:
    """The file, kept; or None with the sentence on the form."""
    chosen = form.cleaned_data
    upload, unit = chosen["file"], chosen["unit"]
    kind = registry.import_kinds[chosen["kind"]]
    policy.require(user, kind.permission, unit)
    if upload.size > settings.FILE_UPLOAD_MAX_BYTES:
        form.add_error("file", _("%(name)s is larger than 25 MB. Split the list.") % {"name": upload.name})
        return None
    name = str(upload.name).replace("\\", "/").rpartition("/")[2]
    try:
        return stage(
            upload.read(),
            name,
            by=user,
            kind=kind.kind,
            unit=unit if kind.needs_unit else None,
            sheet=chosen["sheet"],
            edition=chosen["edition"].code if chosen["edition"] else "",
        )
    except ImportRefused as refusal:
        form.add_error("file", refusal.sentence)
        return None


def chooser(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    """The page of the form."""
    recent = own_files(request).filter(cancelled_at=None)[:20]
    context = {
        "title": _("Import"),
        "intro": _(
            "Bring a register in from a workbook. You see what would happen to each row before anything is kept."
        ),
        "form": form,
        "submit_label": _("Read the file"),
        "recent": recent,
    }
    return render(request, "qms/imports/choose.html", context, status=status)


def own_staging(request: HttpRequest, uid: Any) -> ImportStaging:
    """A file that this person chose. Raises Http404 for every other."""
    return get_object_or_404(own_files(request), uid=uid)


def own_files(request: HttpRequest) -> Any:
    """Registers that this person chose; files kept for other purposes have their own pages."""
    mine = ImportStaging.objects.filter(user_id=request.user.pk)  # type: ignore[misc]  # whoever asks has signed in
    rows = mine.filter(kind__in=registry.import_kinds)
    return rows.select_related("unit", "user")


@require_safe
def import_preview(request: HttpRequest, uid: Any) -> HttpResponse:
    """What would happen to each row; or what has been done."""
    staging = own_staging(request, uid)
    if staging.committed_at or staging.cancelled_at:
        return render(request, "qms/imports/done.html", {"staging": staging, **done(staging)})
    try:
        return show(request, staging, preview_staged(staging))
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("imports")


def done(staging: ImportStaging) -> dict[str, Any]:
    """How many rows of each verdict there were, and what they became."""
    if not staging.committed_at:
        return {}
    told = dict(part.split("=") for part in staging.summary.split() if "=" in part)
    labels = verdict_labels()
    counts = [(labels[name], told.get(word, ""), TONES[name]) for name, word in SUMMED.items()]
    asked = Asked(by=staging.user, unit=staging.unit, file_name=staging.name, edition=staging.edition)
    return {
        "counts": [one for one in counts if one[1] not in ("", "0")],
        "made": registry.import_kinds[staging.kind].made(asked),
    }


def show(
    request: HttpRequest, staging: ImportStaging, planned: PlannedPreview, form: Any = None, status: int = 200
) -> HttpResponse:
    """The preview as a page."""
    chosen = request.GET.get("verdict", "")
    rows = planned.rows_with(chosen) if chosen in VERDICTS else planned.rows
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    kind, headers = registry.import_kinds[staging.kind], dict(planned.columns)
    labels = verdict_labels()
    context = {
        "staging": staging,
        "kind_label": kind.label,
        "counts": [(name, labels[name], planned.counts[name], TONES[name]) for name in VERDICTS],
        "total": len(planned.rows),
        "chosen": chosen if chosen in VERDICTS else "",
        "warnings": planned.warnings,
        "page_obj": page,
        "rows": [shown(row, kind, headers, labels) for row in page.object_list],
        "several": len({row.sheet for row in planned.rows}) > 1,
        "rejected": planned.counts["reject"],
        "changes": planned.counts["create"] + planned.counts["update"],
        "form": form or CommitForm(initial={"expected": planned.summary_line()}),
    }
    return render(request, "qms/imports/preview.html", context, status=status)


def shown(row: PlannedRow, kind: ImportKind, headers: dict[str, str], labels: dict[str, str]) -> dict[str, Any]:
    """A row as the page tells it."""
    cells = [
        {
            "label": headers.get(name, name),
            "address": cell.address,
            "read": kind.shown("", cell.read),
            "becomes": kind.shown(name, cell.becomes),
            "level": cell.level,
            "sentence": cell.sentence,
            "suggestion": kind.shown(name, cell.suggestion) if cell.suggestion else "",
        }
        for name, cell in row.cells.items()
    ]
    return {
        "number": row.number,
        "sheet": row.sheet,
        "verdict": labels[row.verdict],
        "tone": TONES[row.verdict],
        "sentence": row.sentence,
        "noted": [cell for cell in cells if cell["sentence"]],
        "cells": cells,
    }


@require_POST
def import_commit(request: HttpRequest, uid: Any) -> HttpResponse:
    """Bring the previewed rows in, all or none; a second click meets what the first has done."""
    staging = own_staging(request, uid)
    form = CommitForm(request.POST)
    if not form.is_valid():
        return redirect("import_preview", uid=uid)
    try:
        done = commit_staged(
            staging, by=request.user, expected=form.cleaned_data["expected"], reason=form.cleaned_data["reason"]
        )
    except (RowsRejected, PlanChanged) as refusal:
        messages.error(request, refusal.sentence.splitlines()[0])
        again = CommitForm(initial=form.cleaned_data | {"expected": refusal.preview.summary_line()})
        return show(request, staging, refusal.preview, again, 409)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("imports")
    if done is not None:
        counts = done.counts
        messages.success(
            request,
            _("Brought in: %(new)s new, %(changed)s changed, %(same)s unchanged.")
            % {"new": counts["create"], "changed": counts["update"], "same": counts["unchanged"]},
        )
    return redirect("import_preview", uid=uid)


@require_POST
def import_cancel(request: HttpRequest, uid: Any) -> HttpResponseRedirect:
    """Drop the file; nothing is brought in."""
    cancel_staged(own_staging(request, uid))
    messages.info(request, _("Nothing was brought in."))
    return redirect("imports")


@require_safe
def import_rejects(request: HttpRequest, uid: Any) -> HttpResponse | FileResponse:
    """The rejected rows with their reasons as a workbook."""
    staging = own_staging(request, uid)
    try:
        planned = preview_staged(staging)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("imports")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_rejects(file, planned)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="rejected-rows.xlsx", content_type=TYPES["xlsx"])
