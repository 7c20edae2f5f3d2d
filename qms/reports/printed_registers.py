"""The lists of documents as they are printed: what is filtered is what stands on paper, with the filters in words."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms import clock
from qms.history.standing import moment_of_reading
from qms.models.organisation import Unit
from qms.printing import contexts, document_contexts
from qms.reports.documents import issue_said, standing_said
from qms.reports.printed_parts import language, letterhead

LONGEST_ADDRESS = 160  # characters behind the code: more is hard to scan


def document_entry(record: Any) -> document_contexts.DocumentEntry:
    """A row of the register of documents, or of the library."""
    return document_contexts.DocumentEntry(
        number=record.number,
        title=record.title,
        kind=record.get_kind_display(),
        unit=record.unit.name,
        issue=issue_said(record).replace(".", "/"),
        effective_on=record.effective_on,
        state=standing_said(record),
        review_due=record.review_due_on,
    )


def external_entry(record: Any) -> document_contexts.ExternalEntry:
    """A row of the list of documents from outside."""
    replaced = _("Replaced by %(document)s") % {"document": record.replaced_by} if record.replaced_by else ""
    return document_contexts.ExternalEntry(
        number=record.number,
        title=record.title,
        kind=record.get_kind_display(),
        issuer=record.issued_by,
        effective_on=record.issued_on,
        state=replaced or record.get_external_status_display(),
        unit=record.unit.name,
        checked_on=record.status_checked_on,
    )


def record_entry(row: Any) -> document_contexts.RecordEntry:
    """A row of the list of records kept."""
    return document_contexts.RecordEntry(
        number=row.code,
        name=row.name,
        unit=row.issue.document.unit.name,
        place=row.place,
        retention=row.retention,
        keeper=row.keeper,
        disposal=row.disposal,
        note=row.issue.document.number,
    )


ENTRIES: dict[str, Callable[[Any], Any]] = {
    "documents": document_entry,
    "document-register": document_entry,
    "external-documents": external_entry,
    "kept-records": record_entry,
}


class Headed:
    """A list has no number of its own in the letterhead."""

    number = ""


def register_of(
    request: Any, title: str, scope: Iterable[str], rows: Iterable[Any], unit: Unit | None, as_of: dt.date | None = None
) -> document_contexts.Register:
    """A printed list: what it is, what was asked of it, its rows, in whose name."""
    day = as_of or clock.today()
    return document_contexts.Register(
        letterhead=letterhead(Headed, unit, day) if unit else contexts.Letterhead(unit="", day=day),
        mark=contexts.PrintMark(status=title, printed_at=moment_of_reading(), url=address(request)),
        language=language(),
        scope="; ".join(filter(None, scope)),
        updated_on=day,
        rows=tuple(rows),
    )


def unit_of(user: Any, filterset: Any) -> Unit | None:
    """The unit in whose name the list is printed: the one asked for, else the holder of the person's QMS."""
    asked: Unit | None = cleaned(filterset).get("unit")
    units = Unit.objects.select_related("parent")
    if asked is not None:
        return units.get(pk=asked.pk)
    return units.filter(pk__in=user.authority.holders or user.authority.all_units).order_by("pk").first()


def cleaned(filterset: Any) -> dict[str, Any]:
    """What the filter was asked, as far as it could be read."""
    return getattr(filterset.form, "cleaned_data", {}) if filterset is not None else {}


def filters_said(filterset: Any) -> list[str]:
    """Each filter in words: what it is called and what it was set to."""
    said = []
    for name, value in cleaned(filterset).items():
        if value not in (None, ""):
            field = filterset.form.fields[name]
            shown = dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, str) else value
            shown = (_("yes") if value else _("no")) if isinstance(value, bool) else shown
            said.append(f"{field.label}: {shown}")
    return said


def address(request: Any) -> str:
    """Where the list stands; without its filters where they make the address too long for a code."""
    query = request.GET.copy()
    query.pop("print", None)
    base = settings.QMS_BASE_URL.rstrip("/") + request.path
    full = f"{base}?{query.urlencode()}" if query else base
    return full if len(full) <= LONGEST_ADDRESS else base
