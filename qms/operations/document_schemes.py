"""How a QMS holder numbers its documents and issues: the scheme that stands, changing it, the next free number."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import policy
from qms.enums import DocumentKind
from qms.history.recording import operation
from qms.models.document_care import DocumentScheme
from qms.models.documents import Document
from qms.models.organisation import Unit, nearest_holder
from qms.models.reach import inside_subtree
from qms.workflow import check_version

PATTERNS = {
    DocumentKind.PROCEDURE: "QT-{n:02}",
    DocumentKind.POLICY: "CSCL-{n:02}",
    DocumentKind.OBJECTIVES: "MTCL-{n:02}",
    DocumentKind.MODEL: "MHHT-{n:02}",
    DocumentKind.INSTRUCTION: "HD-{n:02}",
    DocumentKind.FORM: "BM-{n:02}",
    DocumentKind.EXTERNAL: "TLBN-{n:02}",
}
"""Numbers where the holder has said nothing; {n} counts, {n:02} counts in two digits."""

PLACE = re.compile(r"\{n(?::0?([1-9]))?\}")
FIELDS = (
    "number_patterns", "first_issue", "uses_amendments", "first_amendment", "amendments_before_issue",
    "review_months", "reading_days", "training_threshold",
)  # fmt: skip


def scheme_of(unit: Unit) -> DocumentScheme:
    """The scheme of the QMS that the unit belongs to; unsaved, with the usual values, where nothing was set."""
    holder = nearest_holder(unit.pk) or unit
    scheme = DocumentScheme.objects.filter(unit=holder).select_related("unit").first()
    return scheme or DocumentScheme(unit=holder)


def units_of_qms(unit: Unit) -> frozenset[int]:
    """Keys of the units that share the unit's QMS: among them a document's number stands once."""
    inside = inside_subtree(frozenset({scheme_of(unit).unit_id}))
    return frozenset(inside.values_list("unit_id", flat=True))


def numbered(unit: Unit, number: str) -> Document | None:
    """The document that the unit's QMS already calls by the number, however it is capitalised."""
    known = Document.objects.filter(unit_id__in=units_of_qms(unit), number__iexact=number, ended_at=None)
    return known.select_related("unit").order_by("pk").first()


def require_new_number(unit: Unit, number: str) -> None:
    """Raise ValidationError beside `number` where the unit's QMS has a document of it."""
    given = numbered(unit, number)
    if given is not None:
        text = _("%(unit)s already has a document %(number)s. Give another number, or start a new issue of it.")
        raise ValidationError({"number": text % {"unit": given.unit, "number": given.number}})


def pattern_of(scheme: DocumentScheme, kind: str) -> str:
    """How documents of the kind are numbered."""
    return scheme.number_patterns.get(kind) or PATTERNS[DocumentKind(kind)]


def next_document_number(unit: Unit, kind: str, scheme: DocumentScheme | None = None) -> str:
    """The number after the highest that the unit's QMS has given to documents by the kind's pattern."""
    scheme = scheme or scheme_of(unit)
    pattern = pattern_of(scheme, kind)
    place = PLACE.search(pattern)
    if place is None:
        return ""
    before, after = pattern[: place.start()], pattern[place.end() :]
    inside = inside_subtree(frozenset({scheme.unit_id}))
    known = Document.objects.filter(number__startswith=before, unit_id__in=inside, ended_at=None)
    shape = re.compile(f"{re.escape(before)}(\\d+){re.escape(after)}")
    taken = [int(found[1]) for number in known.values_list("number", flat=True) if (found := shape.fullmatch(number))]
    return f"{before}{max(taken, default=0) + 1:0{place[1] or 1}d}{after}"


def check_pattern(pattern: str) -> None:
    """Raise ValidationError for a pattern in which nothing counts, or something else than {n} stands in braces."""
    rest = PLACE.sub("", pattern, count=1)
    if rest == pattern or "{" in rest or "}" in rest:
        text = _("«%(pattern)s»: write {n} once where the number counts, or {n:02} for two digits, such as QT-{n:02}.")
        raise ValidationError(text % {"pattern": pattern})


@operation("set_scheme")
def set_scheme(unit: Unit, *, by: Any, version: int | None = None, **values: Any) -> DocumentScheme:
    """Set how the holder numbers, reviews and has its documents read. Numbers that were given stay as they are."""
    policy.require(by, "qms.set_scheme", unit)
    scheme = DocumentScheme.objects.locked().select_related(None).filter(unit=unit).first() or DocumentScheme(unit=unit)
    if scheme.pk:
        check_version(scheme, version)
    for name in FIELDS:
        if name in values:
            setattr(scheme, name, values[name])
    _check(scheme)
    scheme.save()
    return scheme


def _check(scheme: DocumentScheme) -> None:
    faults: dict[str, Any] = {}
    for name in ("first_issue", "first_amendment"):
        given = getattr(scheme, name)
        if given and not (given.isascii() and given.isdecimal()):
            faults[name] = _("«%(value)s» cannot be counted on: write digits, such as 01.") % {"value": given}
    if scheme.uses_amendments and not scheme.first_amendment:
        faults["first_amendment"] = _("Say which amendment number a new issue has, such as 00.")
    for pattern in scheme.number_patterns.values():
        try:
            check_pattern(pattern)
        except ValidationError as error:
            faults.setdefault("number_patterns", []).extend(error.messages)
    if faults:
        raise ValidationError(faults)
    scheme.full_clean(exclude=["unit"] if scheme.pk else [])
