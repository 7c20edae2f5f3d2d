"""Standards: editions, a clause tree with what it asks for, and the correspondence of two editions; read only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qms.models.standards import Clause, Correspondence, Edition


def standards(request: HttpRequest) -> HttpResponse:
    """The editions, and which of them correspond."""
    editions = list(Edition.objects.select_related("standard").order_by("standard__code", "year"))
    by_key = {edition.pk: edition for edition in editions}
    pairs = Correspondence.objects.order_by().values_list("from_edition_id", "to_edition_id").distinct()
    tables = [
        {"label": f"{by_key[one].code} → {by_key[two].code}", "url": correspondence_url(by_key[one], by_key[two])}
        for one, two in sorted(pairs)
    ]
    return render(request, "qms/standards/list.html", {"editions": editions, "tables": tables})


def correspondence_url(one: Edition, two: Edition) -> str:
    """The page of the table between two editions."""
    return reverse("correspondence", args=[one.uid, two.uid])


def edition(request: HttpRequest, uid: Any) -> HttpResponse:
    """The clause tree of an edition with the documented information that each clause asks for."""
    found = get_object_or_404(Edition.objects.select_related("standard"), uid=uid)
    clauses = list(Clause.objects.filter(edition=found).prefetch_related("demands").order_by("position"))
    clause: Any  # the template reads its depth
    for clause in clauses:
        clause.depth = min(clause.number.count("."), 4)
    return render(request, "qms/standards/edition.html", {"edition": found, "clauses": clauses})


def correspondence(request: HttpRequest, from_uid: Any, to_uid: Any) -> HttpResponse:
    """The table between two editions, with each row's relation, note and evidence."""
    one = get_object_or_404(Edition.objects.select_related("standard"), uid=from_uid)
    two = get_object_or_404(Edition.objects.select_related("standard"), uid=to_uid)
    rows = Correspondence.objects.filter(from_edition=one, to_edition=two)
    rows = rows.select_related("from_clause", "to_clause").order_by("from_clause__position", "to_clause__position")
    context = {"one": one, "two": two, "rows": rows}
    return render(request, "qms/standards/correspondence.html", context)
