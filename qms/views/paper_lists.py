"""Lists of lines that are no records: filters that could not be read, and the lines on paper."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms.operations.print_templates import form_for
from qms.reports.printed_registers import register_of
from qms.views.printed_lists import PrintedPage
from qms.views.printing import answer

MOST_PRINTED = 1000
"""Rows on paper."""


def tell_unread(request: HttpRequest, names: Sequence[str]) -> None:
    """A filter that cannot be read is ignored with a message."""
    if names:
        messages.warning(request, _("Filter ignored: %(names)s.") % {"names": ", ".join(names)})


def cut_said(lines: Sequence[Any]) -> list[str]:
    """What the paper says where it does not hold everything."""
    if len(lines) <= MOST_PRINTED:
        return []
    return [_("only the first %(count)d: narrow the list") % {"count": MOST_PRINTED}]


def print_lines(
    request: HttpRequest, form: Any, title: str, scope: Sequence[str], entries: Sequence[Any], unit: Any,
    as_of: dt.date | None,
) -> HttpResponse:  # fmt: skip
    """The entries as Word or PDF, as the address asks, in the name of the unit."""
    paper = form_for(form, unit.pk) if unit else form

    def build(_page: Any) -> Any:
        return register_of(request, title, scope, entries, unit, as_of)

    return answer(request, PrintedPage(request), paper, build, request.GET["print"], name=title)
