"""Documents from outside: the list, and recording whether many of them still hold."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from qms import printing
from qms.enums import DocumentKind, Role
from qms.forms.external_documents import ManyStatusForm
from qms.models.documents import Document
from qms.models.readable import readable_documents
from qms.operations.external_documents import refused_for, set_external_statuses
from qms.reports.documents import ExternalReport
from qms.views.attempts import attempt
from qms.views.document_lists import DocumentList
from qms.views.reach import signed_in

MOST = 200  # documents at once


class ExternalDocuments(DocumentList):
    """Laws, standards and other documents from outside that procedures name."""

    report = ExternalReport
    printed_form = printing.EXTERNAL_REGISTER
    template_name = "qms/documents/external_list.html"

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Officers have boxes to tick."""
        may = bool(signed_in(self.request).authority.units_as(Role.OFFICER))
        return super().more(report, context) | {"may_set_status": may}


class ExternalStatuses(View):
    """One status with one reason for the documents that were ticked; says beforehand which are refused."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What will be set and what will not."""
        return self.show(ManyStatusForm(), self.named(request.GET.getlist("document")))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set them all, or none."""
        named = self.named(request.POST.getlist("document"))
        form = ManyStatusForm(request.POST)
        refused = {one.pk for one, _reason in refused_for(named, request.user)}
        documents = [one for one in named if one.pk not in refused]
        if not documents or not form.is_valid():
            return self.show(form, named)
        values = form.cleaned_data
        done, status = attempt(form, None, lambda: set_external_statuses(documents, by=request.user, **values))
        if status != 200:
            return self.show(form, named, status)
        text = ngettext("Status of %(count)d document recorded.", "Status of %(count)d documents recorded.", len(done))
        messages.success(request, text % {"count": len(done)})
        return HttpResponseRedirect(reverse("external_documents"))

    def named(self, uids: list[str]) -> list[Document]:
        """Those of the documents that the person may read, in the order of the list."""
        known = [uid for uid in map(_uid, uids[:MOST]) if uid is not None]
        rows = readable_documents(self.request.user).filter(uid__in=known, kind=DocumentKind.EXTERNAL)
        return list(rows.select_related("unit").order_by("number", "pk"))

    def show(self, form: ManyStatusForm, named: list[Document], status: int = 200) -> HttpResponse:
        """The form under the documents."""
        refused = refused_for(named, self.request.user)
        barred = {one.pk for one, _reason in refused}
        context = {
            "form": form,
            "title": _("Record the status of documents from outside"),
            "submit_label": _("Record"),
            "cancel_url": reverse("external_documents"),
            "documents": [one for one in named if one.pk not in barred],
            "refused": refused,
        }
        return render(self.request, "qms/documents/external_statuses.html", context, status=status)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
