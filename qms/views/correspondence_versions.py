"""Versions of the table between two editions: the list with what each changed, and two of them compared."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qms.correspondences.telling import told_changes
from qms.correspondences.versions import difference, versions_of
from qms.models.standards import CorrespondenceVersion
from qms.views.standards import correspondence_url, edition_called

VERSIONS = 20  # on one page
TOLD = 200  # changes of one version that are spelt out; a loaded table has hundreds


@require_safe
def correspondence_versions(request: HttpRequest, from_uid: Any, to_uid: Any) -> HttpResponse:
    """Each version with who, when, why and what it changed."""
    one, two = edition_called(from_uid), edition_called(to_uid)
    rows = versions_of(one.pk, two.pk).select_related("made_by")
    page = Paginator(rows, VERSIONS).get_page(request.GET.get("page"))
    told = [{"row": row, "changes": told_changes(row.changes[:TOLD]), "count": len(row.changes)} for row in page]
    numbers = list(rows.values_list("number", flat=True))
    context = pair_context(one, two) | {"versions": told, "page_obj": page, "numbers": numbers, "most": TOLD}
    return render(request, "qms/correspondences/versions.html", context)


@require_safe
def correspondence_compare(request: HttpRequest, from_uid: Any, to_uid: Any) -> HttpResponse:
    """What lies between two versions: `?old=1&new=3`; without them, the last against the one before."""
    one, two = edition_called(from_uid), edition_called(to_uid)
    rows = {row.number: row for row in versions_of(one.pk, two.pk).select_related("made_by").defer("changes")}
    if not rows:
        raise Http404
    newest = max(rows)
    old, new = sorted((asked(request, "old", rows, max(newest - 1, min(rows))), asked(request, "new", rows, newest)),
                      key=lambda version: version.number)  # fmt: skip
    context = pair_context(one, two) | {
        "old": old,
        "new": new,
        "numbers": sorted(rows, reverse=True),
        "changes": told_changes(difference(old, new)),
    }
    return render(request, "qms/correspondences/compare.html", context)


def asked(request: HttpRequest, name: str, rows: dict[int, CorrespondenceVersion], usual: int) -> CorrespondenceVersion:
    """The version that the address names, else the usual one. Raises Http404 for one that there is not."""
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else usual if not text else 0
    if number not in rows:
        raise Http404
    return rows[number]


def pair_context(one: Any, two: Any) -> dict[str, Any]:
    """What every page of a pair of editions shows."""
    return {"one": one, "two": two, "back_url": correspondence_url(one, two)}
