"""Asking for a holder's whole data; the set is made in the background."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qms import jobs
from qms.forms.holder_data import HolderDataForm
from qms.holder_data.job import KIND, ask_for_holder
from qms.policy import Refused
from qms.rules.packing import NOT_REACHED
from qms.views.reach import signed_in

LATEST = 5  # sets shown


@require_http_methods(["GET", "HEAD", "POST"])
def holder_data(request: HttpRequest) -> HttpResponse:
    """Choose the holder; then the job's page."""
    user = signed_in(request)
    form = HolderDataForm(request.POST or None, user=user, initial={"holder": request.GET.get("holder", "")})
    if not form.holders:
        raise Refused(NOT_REACHED)
    if request.method == "POST" and form.is_valid():
        return redirect("job", ask_for_holder(form.cleaned_data["holder"], by=user).uid)
    intro = _(
        "A ZIP with one workbook for each kind of record, and the files that they carry. Units, people, documents, "
        "findings and nonconformities come into another installation by the command import_holder; what else there "
        "is goes along for reading. It holds what you may see yourself."
    )
    latest = jobs.own_jobs(user).filter(kind=KIND)[:LATEST]
    title = _("Whole data of a holder")
    context = {"form": form, "latest": latest, "title": title, "submit_label": _("Take the data out"), "intro": intro}
    return render(request, "qms/holder_data/ask.html", context)
