"""Declarations of conformity that are open to everybody: the list, and each with its scope and annex."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms import clock
from qms.models.declarations import Declaration
from qms.models.documents import HEAVY
from qms.views.public_pages import page, public

PAGE = 30  # declarations


@public
def public_declarations(request: HttpRequest) -> HttpResponse:
    """Published declarations that hold today, by unit."""
    rows = Declaration.objects.in_force(clock.today()).exclude(published_on=None)
    rows = rows.select_related("unit", "edition__standard").order_by("unit__sort_key", "-effective_on")
    pages = Paginator(rows, PAGE)
    page_obj: Any = pages.get_page(request.GET.get("page"))
    context = {
        "declarations": page_obj.object_list,
        "page_obj": page_obj,
        "no_index": page_obj.number > 1,
        "title": _("Declarations of conformity"),
        "description": _("Agencies that have declared that their quality management system conforms to a standard."),
    }
    return page(request, "qms/public/declarations.html", context)


@public
def public_declaration(request: HttpRequest, uid: Any) -> HttpResponse:
    """One published declaration; replaced or withdrawn ones say so."""
    rows = Declaration.objects.select_related("unit", "edition__standard", "signatory", "replaced_by")
    declaration = rows.filter(uid=uid).exclude(published_on=None).first()
    if declaration is None:
        return page(request, "qms/public/missing.html", {"no_index": True}, status=404)
    annex = declaration.documents.filter(ended_at=None).select_related("document", "issue")
    context = {
        "declaration": declaration,
        "annex": annex.defer(*(f"issue__{name}" for name in HEAVY)),
        "holds": declaration.holds,
        "title": f"{declaration.number} {declaration.edition}",
        "description": declaration.scope[:160],
    }
    return page(request, "qms/public/declaration.html", context)
