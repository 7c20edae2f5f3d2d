"""Templates of registers to download: each kind's own, with the unit's own codes."""

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from qms import policy
from qms.importing.commit import unit_called
from qms.importing.problems import ImportRefused
from qms.imports.template_book import write_template
from qms.registry import registry

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def import_template(request: HttpRequest, kind: str) -> FileResponse:
    """The template of a kind, for a unit within reach (?unit=CODE) or for all that the person may name."""
    known = registry.import_kinds.get(kind)
    if known is None:
        raise Http404
    unit = asked_unit(request)
    policy.require(request.user, "qms.open_imports")
    if known.needs_unit and unit is not None:
        policy.require(request.user, known.permission, unit)
    file = io.BytesIO()
    write_template(file, known, unit=unit, by=request.user)
    file.seek(0)
    name = f"{kind}-{unit.code}-{get_language()}.xlsx" if unit is not None else f"{kind}-{get_language()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPE)


def asked_unit(request: HttpRequest) -> Any:
    """The unit of the address; 404 for one that does not exist or is out of reach."""
    code = request.GET.get("unit", "")
    if not code:
        return None
    try:
        return unit_called(code, request.user)
    except ImportRefused as refusal:
        raise Http404 from refusal
