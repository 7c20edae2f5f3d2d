"""Choosers: a few units, people, clauses or documents that match what is typed, within reach, as JSON."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from qms import clock
from qms.forms.fields import people_in_reach
from qms.models.organisation import Unit
from qms.models.readable import readable_documents
from qms.models.standards import Clause
from qms.reports.organisation import search_folded

MOST = 20  # offers at once


def units(user: Any, text: str) -> Any:
    """Units of today within reach."""
    return search_folded(Unit.objects.visible_to(user).valid_on(clock.today()), text).order_by("sort_key")


def people(user: Any, text: str) -> Any:
    """People who work in units within reach."""
    return search_folded(people_in_reach(user), text).order_by("sort_key")


def clauses(user: Any, text: str) -> Any:
    """Clauses by number or title."""
    found = Q(number__startswith=text) | Q(title_vi__icontains=text) | Q(title_en__icontains=text)
    return Clause.objects.filter(found).select_related("edition__standard").order_by("edition", "position")


def documents(user: Any, text: str) -> Any:
    """Documents that the person may open."""
    return readable_documents(user).search(text).order_by("number")


KINDS: dict[str, tuple[Callable[[Any, str], Any], Callable[[Any], str]]] = {
    "units": (units, lambda unit: f"{unit.code} - {unit.name}"),
    "people": (people, lambda person: ", ".join(filter(None, [str(person), person.position]))),
    "clauses": (clauses, lambda clause: f"{clause} ({clause.edition.code})"),
    "documents": (documents, str),
}


@require_GET
def choose(request: HttpRequest, kind: str) -> JsonResponse:
    """Up to twenty offers as [{id, uid, text}]; of people with their user names."""
    if kind not in KINDS:
        raise Http404
    find, say = KINDS[kind]
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = list(find(request.user, text)[:MOST])
    offers = [{"id": row.pk, "uid": str(row.uid), "text": say(row)} for row in rows]
    if kind == "people":
        offers = [offer | {"username": row.username} for offer, row in zip(offers, rows, strict=True)]
    return JsonResponse({"results": offers})
