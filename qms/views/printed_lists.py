"""A list that also leaves as a printed form: the same rows, filter, order and reach."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from qms.operations.print_templates import form_for
from qms.reports.printed_registers import filters_said, register_of, unit_of
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day
from qms.views.register import RegisterView
from qms.views.taking_away import with_query


class PrintedPage:
    """The list as what a failed print leads back to."""

    def __init__(self, request: HttpRequest) -> None:
        query = request.GET.copy()
        query.pop("print", None)
        self.url = f"{request.path}?{query.urlencode()}"

    def get_absolute_url(self) -> str:
        """The list as it was filtered."""
        return self.url


class PrintedList(RegisterView):
    """Set `printed_form` (None: not printed); `entries` gives a row of the form for each record."""

    printed_form: Any = None
    most_printed = 1000
    """Rows on paper."""
    print_labels: Sequence[tuple[Any, str]] = (("Word", "docx"), ("PDF", "pdf"))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list, its export, or its print."""
        kind = request.GET.get("print")
        if kind is None or self.printed_form is None:
            return super().get(request, **kwargs)
        if kind not in KINDS:
            raise Http404
        return self.printed(kind)

    def printed_title(self, report: Any) -> str:
        """What the paper says it is."""
        return str(report.title)

    def printed_name(self, report: Any) -> str:
        """What the file is called."""
        return str(report.title)

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        """The rows of the form."""
        raise NotImplementedError

    def found(self, report: Any, rows: Any, as_of: dt.date | None) -> Sequence[Any]:
        """What the list holds, in its order; one more than is printed where something must be cut off."""
        ordered = self.ordered(report, rows).data.data[: self.most_printed + 1]
        records: Sequence[Any] = report.records(ordered, as_of)
        return records

    def printed(self, kind: str) -> HttpResponseBase:
        """What the filter leaves, as Word or PDF."""
        report = self.get_report()
        as_of = asked_day(self.request)
        filterset, rows = self.filtered(report, report.queryset(self.request.user, as_of), as_of)
        found = self.found(report, rows, as_of)
        unit = unit_of(self.request.user, filterset)
        form = form_for(self.printed_form, unit.pk) if unit else self.printed_form

        def build(_page: Any) -> Any:
            scope = [*filters_said(filterset), *self.cut(found)]
            shown = self.entries(found[: self.most_printed], as_of)
            return register_of(self.request, self.printed_title(report), scope, shown, unit, as_of)

        return answer(self.request, PrintedPage(self.request), form, build, kind, name=self.printed_name(report))

    def cut(self, found: Sequence[Any]) -> list[str]:
        """What the paper says where it does not hold everything."""
        if len(found) <= self.most_printed:
            return []
        return [_("only the first %(count)d: narrow the list") % {"count": self.most_printed}]

    def print_urls(self) -> list[tuple[str, str]]:
        """The form as Word and PDF."""
        if self.printed_form is None:
            return []
        return [(str(label), with_query(self.request, page="", print=kind)) for label, kind in self.print_labels]

    def export_urls(self) -> list[tuple[str, str]]:
        """The exports, and the form."""
        return [*super().export_urls(), *self.print_urls()]
