"""A list that also leaves as a printed form: the same rows, filter, order and reach."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from qms import clock
from qms.operations.print_templates import form_for
from qms.printing import contexts, document_contexts
from qms.reports.printed_parts import language, letterhead
from qms.reports.printed_registers import Headed, address, filters_said, unit_of
from qms.views.document_lists import PrintedPage
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day
from qms.views.register import RegisterView

MOST = 1000  # rows on paper


class PrintedList(RegisterView):
    """Set `printed_form`; `entries` gives a row of the form for each record."""

    printed_form: Any = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list, its export, or its print."""
        kind = request.GET.get("print")
        if kind is None:
            return super().get(request, **kwargs)
        if kind not in KINDS:
            raise Http404
        return self.printed(kind)

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        """The rows of the form."""
        raise NotImplementedError

    def printed_rows(self, report: Any, rows: Any, as_of: dt.date | None) -> tuple[Sequence[Any], bool]:
        """What the list holds, in its order, as the form's rows; and whether something was cut off."""
        found = self.ordered(report, rows).data.data[: MOST + 1]
        records = report.records(found, as_of)
        return self.entries(records[:MOST], as_of), len(records) > MOST

    def printed(self, kind: str) -> HttpResponseBase:
        """What the filter leaves, as Word or PDF."""
        report = self.get_report()
        as_of = asked_day(self.request) if report.supports_as_of else None
        filterset, rows = self.filtered(report, report.queryset(self.request.user, as_of), as_of)
        shown, cut = self.printed_rows(report, rows, as_of)
        unit = unit_of(self.request.user, filterset)
        form = form_for(self.printed_form, unit.pk) if unit else self.printed_form

        def build(_page: Any) -> Any:
            only = [_("only the first %(count)d: narrow the list") % {"count": MOST}] if cut else []
            day = as_of or clock.today()
            return document_contexts.Register(
                letterhead=letterhead(Headed, unit, day) if unit else contexts.Letterhead(unit="", day=day),
                mark=contexts.PrintMark(status=str(report.title), printed_at=clock.now(), url=address(self.request)),
                language=language(),
                scope="; ".join([*filters_said(filterset), *only]),
                updated_on=day,
                rows=tuple(shown),
            )

        return answer(self.request, PrintedPage(self.request), form, build, kind, name=str(report.title))

    def print_urls(self) -> list[tuple[str, str]]:
        """The form as Word and PDF."""
        query = self.request.GET.copy()
        query.pop("page", None)
        urls = []
        for label, kind in (("Word", "docx"), ("PDF", "pdf")):
            query["print"] = kind
            urls.append((label, f"?{query.urlencode()}"))
        return urls

    def export_urls(self) -> list[tuple[str, str]]:
        """The exports, and the form."""
        return [*super().export_urls(), *self.print_urls()]
