"""Documents that cite the old edition of a programme, and how each stands: rewritten, kept, withdrawn, or still old."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from qms.enums import DocumentKind
from qms.models.documents import ONCE_APPROVED, Document, DocumentClause, Issue
from qms.models.issue_lines import Citation
from qms.models.transition import KeptDocument, TransitionProgramme


@dataclass(frozen=True)
class Standing:
    """One document. `how`: issued, kept, withdrawn, or "" while it is still on the old edition; `on`: since when."""

    document_id: int
    unit_id: int
    how: str = ""
    on: dt.date | None = None

    @property
    def done(self) -> bool:
        """Whether nothing more has to be done with it."""
        return bool(self.how)

    @property
    def issued(self) -> bool:
        """Whether it was written anew."""
        return self.how == "issued"


@dataclass(frozen=True)
class _Latest:
    issue_id: int
    effective_on: dt.date
    withdrawn_on: dt.date | None


def standings(programme: TransitionProgramme, units: Collection[int], day: dt.date) -> list[Standing]:
    """How every document of these units stands that cites the old edition, in five queries, by number.

    A document cites it by a clause, or by the text of an issue that came into force. What was withdrawn before the
    programme began, or never came into force, does not count.
    """
    issues = Issue.objects.filter(
        status__in=ONCE_APPROVED, effective_on__lte=day, document__unit_id__in=list(units)
    ).order_by("document_id", "effective_on", "pk")
    latest: dict[int, _Latest] = {}
    of_document: dict[int, int] = {}
    for document, issue, began, ended in issues.values_list("document_id", "pk", "effective_on", "withdrawn_on"):
        assert began is not None, "asked of issues that came into force"
        latest[document] = _Latest(issue, began, ended)
        of_document[issue] = document
    old = set(_texts_on(programme, units))
    named = {of_document[issue] for issue in old if issue in of_document} | set(_clauses_on(programme, units))
    kept = dict(
        KeptDocument.objects.filter(programme=programme, ended_at=None).values_list("document_id", "decided_on")
    )
    rows = (
        Document.objects.filter(unit_id__in=list(units), ended_at=None)
        .exclude(kind=DocumentKind.EXTERNAL)
        .order_by("number", "pk")
    )
    listed = [(key, unit) for key, unit in rows.values_list("pk", "unit_id") if key in named and key in latest]
    found = [_standing(key, unit, latest[key], old, kept, programme, day) for key, unit in listed]
    return [one for one in found if one is not None]


def _texts_on(programme: TransitionProgramme, units: Collection[int]) -> Any:
    """Issues whose text cites the old edition."""
    cited = Citation.objects.filter(kind="edition", code=programme.from_edition.code)
    return cited.filter(issue__document__unit_id__in=list(units)).values_list("issue_id", flat=True)


def _clauses_on(programme: TransitionProgramme, units: Collection[int]) -> Any:
    """Documents that answer to a clause of the old edition."""
    rows = DocumentClause.objects.filter(
        Q(ended_at=None), clause__edition_id=programme.from_edition_id, record__unit_id__in=list(units)
    )
    return rows.values_list("record_id", flat=True)


def _standing(
    document: int, unit: int, last: _Latest, old: set[int], kept: Mapping[int, dt.date],
    programme: TransitionProgramme, day: dt.date,
) -> Standing | None:  # fmt: skip
    if last.withdrawn_on is not None and last.withdrawn_on <= day:
        if last.withdrawn_on < programme.starts_on:
            return None
        return Standing(document, unit, "withdrawn", last.withdrawn_on)
    if last.effective_on >= programme.starts_on and last.issue_id not in old:
        return Standing(document, unit, "issued", last.effective_on)
    if document in kept:
        return Standing(document, unit, "kept", kept[document])
    return Standing(document, unit)


def still_old(programme: TransitionProgramme, units: Collection[int], day: dt.date) -> list[Document]:
    """The documents that are still on the old edition, by number."""
    keys = [one.document_id for one in standings(programme, units, day) if not one.done]
    return list(Document.objects.filter(pk__in=keys).select_related("unit").order_by("number", "pk"))
