"""From a number typed to the record that bears it."""

import re
from typing import Any

from django.db.models import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qms.folding import fold
from qms.reaching import reached_rows
from qms.registry import registry

MOST = 20  # records of one kind that begin with what was typed
LONGEST = 60
ISSUE = re.compile(r"\s*\([\d./ ]+\)$")


@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """The record of that number; or that there is none, the same for absent and out of reach."""
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    found = numbered(typed, request.user) if typed else []
    if len(found) == 1:
        return redirect(found[0])
    context = {"typed": typed, "found": [(f"{one.number} {title_of(one)}", one.get_absolute_url()) for one in found]}
    return render(request, "qms/go.html", context, status=404 if typed and not found else 200)


def numbered(typed: str, user: Any) -> list[Any]:
    """Records within reach whose number is what was typed; capitals, accents, spaces for dashes do not matter."""
    exact, wanted = fold(typed), _as_number(typed)
    return _numbered(exact, user) or (_numbered(wanted, user) if wanted != exact else [])


def _as_number(typed: str) -> str:
    """As people write a number down: «qt 05» is QT-05, and «QT-05 (04.00)», an issue, is found on its document."""
    return fold(ISSUE.sub("", typed).strip().replace(" ", "-"))


def _numbered(wanted: str, user: Any) -> list[Any]:
    found: list[Any] = []
    if not wanted:
        return found
    for kind in registry.record_kinds.values():
        fields = {field.name: field for field in kind.model._meta.concrete_fields}
        if not isinstance(fields.get("number"), CharField) or "search_text" not in fields:
            continue
        rows = reached_rows(user, kind.model).filter(search_text__startswith=wanted).order_by("pk")[:MOST]
        found += [row for row in rows if fold(row.number) == wanted]
    return found


def title_of(record: Any) -> str:
    """What it is about, in a line."""
    for name in ("title", "statement", "fact", "subject"):
        if text := str(getattr(record, name, "") or ""):
            return text[:120]
    return str(record._meta.verbose_name) or _("record")
