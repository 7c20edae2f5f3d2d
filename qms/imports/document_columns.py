"""The columns of a master list of documents and how their cells are read."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from qms.enums import DocumentKind, ExternalStatus, IssueStatus
from qms.folding import fold
from qms.importing.columns import Column, Register
from qms.importing.dates import failed
from qms.importing.problems import Problem
from qms.importing.sheet import ErrorCell
from qms.importing.text import is_blank
from qms.importing.values import parse_clauses, parse_date, parse_text, parse_word
from qms.imports.document_words import (
    COLUMNS,
    COMING,
    DRAFT,
    IN_FORCE,
    KINDS,
    PARTLY,
    REPLACED,
    STANDINGS,
    WITHDRAWN,
)

SPOKEN = r"(?:(?:lan|ban hanh|bh|lbh|rev|revision|issue|version|ver|v|phien ban|so|no|sua doi|amendment)[ .:]*)*"
COUNTED = re.compile(rf"{SPOKEN}(\d{{1,4}})(?:\s*[./-]\s*(\d{{1,3}}))?")
LETTERED = re.compile(rf"{SPOKEN}([a-z]{{1,2}}\d{{0,3}})")
DAYS = ("signed_on", "effective_on", "withdrawn_on", "review_due_on", "status_checked_on")


def parse_issue(value: Any) -> Any:
    """Return ("2", "0") of "Lần 02.00", ("1", "") of 1, ("B", "") of "Rev. B"; None or a Problem."""
    if isinstance(value, ErrorCell):
        return failed(value)
    if is_blank(value):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else fold(str(value).strip())
    if found := COUNTED.fullmatch(text):
        return found[1], found[2] or ""
    if found := LETTERED.fullmatch(text):
        return found[1].upper(), ""
    return Problem(
        "not_an_issue",
        _("“%(value)s” is not the number of an issue. Write it such as 02 or 02.01.") % {"value": value},
    )


def parse_kind(value: Any) -> Any:
    """Return a kind of document, None or a Problem."""
    return parse_word(value, KINDS, _("kind of document"), own_kinds())


def parse_standing(value: Any) -> Any:
    """Return "in_force", "draft", "withdrawn", ..., None or a Problem."""
    return parse_word(value, STANDINGS, _("standing of a document"), own_standings())


@cache
def own_kinds() -> dict[str, str]:
    """What the product itself calls the kinds, in each of its languages."""
    return {word: str(kind) for kind in DocumentKind for word in in_each_language(kind.label)}


@cache
def own_standings() -> dict[str, str]:
    """What the product itself says of issues and of documents from outside."""
    meant = {IssueStatus.DRAFT: DRAFT, IssueStatus.IN_REVIEW: DRAFT, IssueStatus.REVIEWED: DRAFT}
    meant |= {IssueStatus.APPROVED: IN_FORCE, IssueStatus.ABANDONED: WITHDRAWN, IssueStatus.WITHDRAWN: WITHDRAWN}
    outside = {ExternalStatus.IN_FORCE: IN_FORCE, ExternalStatus.EXPIRED: WITHDRAWN, ExternalStatus.REPLACED: REPLACED}
    return {word: said for one, said in (meant | outside).items() for word in in_each_language(one.label)}


OUTSIDE = {
    IN_FORCE: ExternalStatus.IN_FORCE,
    PARTLY: ExternalStatus.IN_FORCE,
    COMING: ExternalStatus.IN_FORCE,
    WITHDRAWN: ExternalStatus.EXPIRED,
    REPLACED: ExternalStatus.REPLACED,
}
"""What a standing means for a document from outside."""

PARSERS = {
    "kind": parse_kind,
    "issue": parse_issue,
    "amendment": parse_issue,
    "standing": parse_standing,
    "external_status": parse_standing,
    "clause": parse_clauses,
    **dict.fromkeys(DAYS, parse_date),
}

OWN_HEADERS = {
    "number": gettext_lazy("Number"),
    "title": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title in English"),
    "kind": gettext_lazy("Kind"),
    "unit": gettext_lazy("Unit code"),
    "unit_name": gettext_lazy("Unit"),
    "issue": gettext_lazy("Issue"),
    "effective_on": gettext_lazy("In force from"),
    "standing": gettext_lazy("Standing"),
    "review_due_on": gettext_lazy("Review due"),
    "author": gettext_lazy("Author"),
    "issued_by": gettext_lazy("Issued by"),
    "signed_on": gettext_lazy("Issued on"),
    "external_status": gettext_lazy("Status outside"),
    "replaced_by": gettext_lazy("Replaced by"),
    "status_checked_on": gettext_lazy("Status checked on"),
    "clause": gettext_lazy("Clauses"),
}
"""What the product's own lists call the columns: whatever they are translated to comes back in."""


def own_headers(name: str) -> tuple[str, ...]:
    """The header of a column in each of the product's languages."""
    return tuple(in_each_language(OWN_HEADERS[name])) if name in OWN_HEADERS else ()


def in_each_language(text: Any) -> Iterator[str]:
    """A lazy text in Vietnamese, English and whatever else is set."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(text)


@cache
def register_of_documents() -> Register:
    """The columns by which a master list is recognised; the product's own titles tell most."""
    columns = tuple(
        Column(name, (*own_headers(name), *vi), en, parser=PARSERS.get(name, parse_text))
        for name, (vi, en) in COLUMNS.items()
    )
    return Register(
        kind="documents",
        label=gettext_lazy("documents"),
        columns=columns,
        recognises=(("number", "title"),),
        keeps=("number", "title"),
    )
