"""Links of a list that is no register: its filters with how many rows each leaves, and the same rows taken away."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _


def with_query(request: HttpRequest, **values: str) -> str:
    """The address asked for with other values; an empty one is left out, and so is what only takes rows away."""
    query = request.GET.copy()
    for name in ("export", "print", *values):
        query.pop(name, None)
    for name, value in values.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def filter_links(request: HttpRequest, counted: Iterable[tuple[str, Any, int]]) -> list[dict[str, Any]]:
    """A tab for each (value of `show`, label, number of rows)."""
    return [
        {"show": name, "label": label, "count": count, "url": with_query(request, show=name)}
        for name, label, count in counted
    ]


def export_links(request: HttpRequest) -> list[tuple[str, str]]:
    """The rows shown as workbook, text, Word and PDF."""
    return [
        (_("Excel"), with_query(request, export="xlsx")),
        ("CSV", with_query(request, export="csv")),
        (_("Table (Word)"), with_query(request, print="docx")),
        (_("Table (PDF)"), with_query(request, print="pdf")),
    ]
