"""Documents of ended units: what must change its owner, and whose text still names the unit that is no more."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from qms import clock
from qms.enums import IssueStatus
from qms.folding import fold
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.reach import UnitPath, inside_subtree
from qms.successions.lines import predecessors_of

MOST = 500  # documents listed at once


@dataclass
class Inherited:
    """A document that waits for another owner, another text, or both. `taken`: the successor has one of its number."""

    document: Document
    owner_ended: bool
    names: list[str] = field(default_factory=list)
    taken: bool = False


def ended_units_of(successor: Unit) -> list[Unit]:
    """The ended units for which the unit answers, with those that stood below them."""
    rows = predecessors_of({successor.pk}, clock.today()).get(successor.pk, [])
    below = UnitPath.objects.filter(ancestor_id__in=[row.unit_id for row in rows]).values("unit_id")
    return list(Unit.objects.filter(pk__in=below, valid_to__lt=clock.today()).order_by("sort_key"))


def standing_documents(unit_ids: Any) -> Any:
    """Documents of these units that are not withdrawn: in force, to come or being written."""
    under_way = Issue.objects.filter(document=OuterRef("pk"), status__in=IssueStatus.under_way())
    coming = Issue.objects.filter(document=OuterRef("pk"), status=IssueStatus.APPROVED, withdrawn_on=None)
    rows = Document.objects.filter(unit_id__in=unit_ids, ended_at=None)
    return rows.filter(Exists(under_way) | Exists(coming)).select_related("unit")


def inherited_documents(successor: Unit) -> list[Inherited]:
    """What the successor has to see to: documents of the ended units, and its own that name one of them."""
    ended = ended_units_of(successor)
    if not ended:
        return []
    keys = [unit.pk for unit in ended]
    owned = {document.pk: Inherited(document, True) for document in standing_documents(keys)[:MOST]}
    numbers = numbers_taken(successor, ended)
    for one in owned.values():
        one.taken = one.document.number.casefold() in numbers
    own = inside_subtree([successor.pk])
    naming = standing_documents(own).exclude(pk__in=owned)
    for document, names in naming_units(naming, no_longer_borne(ended, own)).items():
        owned.setdefault(document.pk, Inherited(document, False)).names = names
    for document, names in naming_units(Document.objects.filter(pk__in=owned), ended).items():
        owned[document.pk].names = names
    return sorted(owned.values(), key=lambda one: (not one.owner_ended, one.document.sort_key))


def numbers_taken(successor: Unit, ended: list[Unit]) -> set[str]:
    """Numbers, in small letters, that documents of the successor's own QMS bear: a number is given once in a QMS."""
    inside = inside_subtree([successor.pk])
    rows = Document.objects.filter(unit_id__in=inside, ended_at=None)
    rows = rows.exclude(unit_id__in=[unit.pk for unit in ended])
    return {number.casefold() for number in rows.values_list("number", flat=True)}


def no_longer_borne(ended: list[Unit], own: Any) -> list[Unit]:
    """The ended units whose name no unit of the successor bears today.

    Every department has a division of the same name: a successor's own text that names one means its own.
    """
    day = clock.today()
    borne = set(Unit.objects.filter(pk__in=own).valid_on(day).values_list("name_vi", flat=True))
    return [unit for unit in ended if unit.name_vi not in borne]


def naming_units(documents: Any, ended: list[Unit]) -> dict[Document, list[str]]:
    """Documents whose issue in force names one of the units in its text, with the names; asked in the database."""
    if not ended:
        return {}
    day = clock.today()
    named = {unit.name_vi: fold(unit.name_vi) for unit in ended}
    somewhere = Q()
    for folded in set(named.values()):
        somewhere |= Q(search_text__contains=folded)
    issues = Issue.objects.effective_on(day).filter(somewhere, document__in=documents.values("pk"))
    rows = issues.select_related("document__unit").only("search_text", "document")[:MOST]
    return {
        issue.document: sorted(name for name, folded in named.items() if folded in issue.search_text) for issue in rows
    }
