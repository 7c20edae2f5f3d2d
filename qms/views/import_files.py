"""One's own files on their way in: finding them, how they look, and the page of one that is being worked on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import jobs
from qms.import_enums import StagingState
from qms.importing import staging as stagings
from qms.models.imports import ImportStaging
from qms.registry import registry

TONES = {
    "create": "success",
    "update": "info",
    "unchanged": "neutral",
    "reject": "danger",
    "decide": "warning",
    "skip": "neutral",
}
"""Colours of the verdicts; a word always stands beside."""
ICONS = {
    "create": "plus",
    "update": "pencil",
    "unchanged": "check",
    "reject": "alert-triangle",
    "decide": "help",
    "skip": "ban",
}
LABELS = {
    "create": gettext_lazy("New"),
    "update": gettext_lazy("Changed"),
    "unchanged": gettext_lazy("Unchanged"),
    "reject": gettext_lazy("Rejected"),
    "decide": gettext_lazy("Needs a decision"),
    "skip": gettext_lazy("Left out"),
}
STATE_TONES = {
    StagingState.READING: ("info", "clock"),
    StagingState.READY: ("warning", "help"),
    StagingState.REFUSED: ("danger", "circle-x"),
    StagingState.WRITING: ("info", "clock"),
    StagingState.DONE: ("success", "circle-check"),
    StagingState.DROPPED: ("neutral", "ban"),
}
WORKING = (StagingState.READING, StagingState.WRITING)


def own_files(request: HttpRequest) -> Any:
    """Registers that this person chose; files kept for other purposes have their own pages."""
    mine = ImportStaging.objects.filter(user_id=request.user.pk)  # type: ignore[misc]  # whoever asks has signed in
    rows = mine.filter(kind__in=registry.import_kinds)
    return rows.select_related("unit", "user", "job", "run")


def own_staging(request: HttpRequest, uid: Any) -> ImportStaging:
    """A file that this person chose, with its job's end taken in. Raises Http404 for every other."""
    return stagings.settle(get_object_or_404(own_files(request), uid=uid))


def state_look(staging: ImportStaging) -> dict[str, str]:
    """Label, tone and icon of where a file stands."""
    tone, icon = STATE_TONES[StagingState(staging.state)]
    return {"label": str(staging.get_state_display()), "tone": tone, "icon": icon}


def working(request: HttpRequest, staging: ImportStaging) -> HttpResponse:
    """The page of a file that is being read or written: how far it is."""
    return render(request, "qms/imports/working.html", about(staging) | progress(staging))


def about(staging: ImportStaging) -> dict[str, Any]:
    """What every page of a file says of it."""
    return {"staging": staging, "kind_label": registry.import_kinds[staging.kind].label}


def progress(staging: ImportStaging) -> dict[str, Any]:
    """The job that works on it, in numbers."""
    job = staging.job
    percent = min(100, job.done * 100 // job.total) if job and job.total else 0
    intro = (
        _("The file is being brought in.") if staging.state == StagingState.WRITING else _("The file is being read.")
    )
    return {"job": job, "percent": percent, "intro": intro, "standing": bool(job and job.state in jobs.STANDING)}


@require_safe
def import_state(request: HttpRequest, uid: Any) -> HttpResponse:
    """The part of the page that changes while the file is worked on; once it is done the page itself is loaded."""
    staging = own_staging(request, uid)
    address = reverse("import_preview", args=[uid])
    if not request.headers.get("HX-Request"):
        return redirect(address)
    if staging.state not in WORKING:
        answer = HttpResponse(status=204)
        answer.headers["HX-Redirect"] = address
        return answer
    return render(request, "qms/imports/working_state.html", about(staging) | progress(staging))
