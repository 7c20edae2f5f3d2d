"""Asking for an evidence pack; it is made in the background."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qms import jobs
from qms.forms.packing import PackForm
from qms.packing.job import KIND, ask_for_pack
from qms.policy import Refused
from qms.rules.packing import NOT_REACHED
from qms.views.reach import signed_in

LATEST = 5  # packs shown


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_pack(request: HttpRequest) -> HttpResponse:
    """Choose the holder, the edition and the day; then the job's page."""
    user = signed_in(request)
    form = PackForm(request.POST or None, user=user, initial={"holder": request.GET.get("holder", "")})
    if not form.holders:
        raise Refused(NOT_REACHED)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        return redirect("job", ask_for_pack(chosen["holder"], chosen["edition"], chosen["as_of"], by=user).uid)
    latest = jobs.own_jobs(user).filter(kind=KIND)[:LATEST]
    context = {"form": form, "latest": latest, "title": _("Evidence pack"), "submit_label": _("Make the pack")}
    intro = _(
        "A ZIP with everything that shows how a holder meets the standard, clause by clause: documents in force, "
        "records, signatures, history, files, and what it takes to check that nothing was changed. It holds what you "
        "may see yourself, and is made while you go on with other things."
    )
    return render(request, "qms/packing/ask.html", context | {"intro": intro})
