"""The list of nonconformities printed as the follow-up register: the same rows, filter and reach."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from inspections.printed_register import MOST, follow_up_register
from qms.operations.print_templates import form_for
from qms.printing import FOLLOW_UP_REGISTER
from qms.reports.printed_registers import unit_of
from qms.views.document_lists import PrintedPage
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day
from qms.views.register import RegisterView


class PrintsRegister(RegisterView):
    """A list that also leaves as the follow-up register, beside its exports."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list, its export, or its print."""
        kind = request.GET.get("print")
        if kind is None:
            return super().get(request, **kwargs)
        if kind not in KINDS:
            raise Http404
        return self.printed(kind)

    def printed(self, kind: str) -> HttpResponseBase:
        """What the filter leaves, in its order."""
        report, as_of = self.get_report(), asked_day(self.request)
        filterset, rows = self.filtered(report, report.queryset(self.request.user, as_of), as_of)
        found = self.ordered(report, rows).data.data[: MOST + 1]
        listed = report.records(found, as_of)
        unit = unit_of(self.request.user, filterset)
        form = form_for(FOLLOW_UP_REGISTER, unit.pk) if unit else FOLLOW_UP_REGISTER

        def build(_page: Any) -> Any:
            return follow_up_register(self.request, filterset, listed[:MOST], as_of, cut=len(listed) > MOST)

        return answer(self.request, PrintedPage(self.request), form, build, kind, name=_("Follow-up register"))

    def export_urls(self) -> list[tuple[str, str]]:
        """The exports, and the register as Word and PDF."""
        query = self.request.GET.copy()
        query.pop("page", None)
        urls = []
        for label, kind in ((_("Register (Word)"), "docx"), (_("Register (PDF)"), "pdf")):
            query["print"] = kind
            urls.append((label, f"?{query.urlencode()}"))
        return [*super().export_urls(), *urls]
