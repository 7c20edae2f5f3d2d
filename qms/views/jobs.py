"""Long work in the background, for whoever asked for it: how far it is, stopping it, what came of it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qms import clock, jobs
from qms.evidence_enums import JobState
from qms.forms.jobs import JobFilter
from qms.models.evidence import BackgroundJob
from qms.models.system import Notice
from qms.views.reach import signed_in

PAGE = 50  # jobs
LONG_WAIT = dt.timedelta(minutes=1)
SAID_BY = 25  # percent: how often progress is read aloud


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """The person's jobs, newest first."""
    form = JobFilter(request.GET)
    rows = jobs.own_jobs(signed_in(request))
    state = form.cleaned_data["state"] if form.is_valid() else ""
    if state:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "qms/jobs/list.html", {"page_obj": page, "form": form, "narrowed": bool(state)})


@require_GET
def job_page(request: HttpRequest, uid: Any) -> HttpResponse:
    """One job. Opening it once it has ended reads its notice."""
    row = _own(request, uid)
    _read_notice(row)
    return render(request, "qms/jobs/page.html", {"job": row} | _shown(row))


@require_GET
def job_state(request: HttpRequest, uid: Any) -> HttpResponse:
    """The part of the page that changes, asked for again and again while the job runs; else the page itself."""
    if not request.headers.get("HX-Request"):
        return redirect("job", uid)
    row = _own(request, uid)
    _read_notice(row)
    shown = _shown(row)
    aloud = shown["said"] != request.GET.get("said", "")
    return render(request, "qms/jobs/state.html", {"job": row, "aloud": aloud} | shown)


@require_GET
def job_file(request: HttpRequest, uid: Any) -> HttpResponseBase:
    """The result, always as an attachment."""
    row = _own(request, uid)
    if not row.result_name:
        raise Http404
    try:
        if not row.result_stored:
            raise FileNotFoundError
        content = storages["records"].open(row.result_stored)
    except FileNotFoundError:
        reason = _("The file «%(name)s» is no longer kept. Start the job again.") % {"name": row.result_name}
        return render(request, "404.html", {"reason": reason}, status=404)
    response = FileResponse(content, as_attachment=True, filename=row.result_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def job_stop(request: HttpRequest, uid: Any) -> HttpResponseRedirect:
    """Ask the job to stop."""
    row = _own(request, uid)
    jobs.stop(row)
    messages.success(request, _("It stops at its next step."))
    return redirect("job", row.uid)


@require_POST
def job_again(request: HttpRequest, uid: Any) -> HttpResponseRedirect:
    """Ask for the same anew, once it has ended."""
    row = _own(request, uid)
    if row.state in jobs.STANDING or row.kind not in jobs.KINDS:
        messages.warning(request, _("It is still going; stop it first."))
        return redirect("job", row.uid)
    return redirect("job", jobs.start_again(row, by=signed_in(request)).uid)


def _own(request: HttpRequest, uid: Any) -> BackgroundJob:
    row = jobs.own_jobs(signed_in(request)).filter(uid=uid).first()
    if row is None:
        raise Http404
    return row


def _read_notice(row: BackgroundJob) -> None:
    """Who sees how it ended needs no notice of it."""
    if row.state not in jobs.STANDING:
        told = Notice.objects.filter(user=row.asked_by_id, record_kind=row._meta.label_lower, record_uid=row.uid)
        told.filter(read_at=None).update(read_at=clock.now())


def _shown(row: BackgroundJob) -> dict[str, Any]:
    standing = row.state in jobs.STANDING
    percent = min(100, row.done * 100 // row.total) if row.total else 0
    waits = row.state == JobState.WAITING and clock.now() - row.asked_at > LONG_WAIT
    return {
        "standing": standing,
        "percent": percent,
        "said": f"{row.state}-{percent // SAID_BY}",
        "unattended": waits and not BackgroundJob.objects.filter(state=JobState.RUNNING).exists(),
        "can_download": bool(row.result_stored),
        "was_removed": bool(row.result_name and not row.result_stored),
    }
