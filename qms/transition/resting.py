"""What rests on a reference that a move made: it is not taken back from under later work."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import IssueStatus
from qms.models.clause_moves import ClauseMove
from qms.models.documents import DocumentClause, Issue
from qms.registry import MovingKind, registry
from qms.transition.ledger import standing_lines


@dataclass(frozen=True)
class Rest:
    """Later work that rests on a reference: a sentence, and where to look."""

    reference_id: int
    text: str
    url: str = ""


Provider = Callable[[Sequence[Any]], Iterable[Rest]]

PROVIDERS: dict[Any, list[Provider]] = defaultdict(list)
"""By the model of the reference; under None for every model."""


def rests_on(model: Any = None) -> Callable[[Provider], Provider]:
    """Declare what else rests on references of a model: a function of references that yields Rest."""

    def declare(function: Provider) -> Provider:
        PROVIDERS[model].append(function)
        return function

    return declare


def resting(references: Sequence[Any]) -> list[Rest]:
    """What rests on these references of one model, in a fixed number of queries."""
    if not references:
        return []
    model = type(references[0])
    providers = (*PROVIDERS[None], *PROVIDERS[model])
    return [rest for provider in providers for rest in provider(references)]


def home_kind(model: Any) -> MovingKind:
    """The registered kind whose own references are of that model."""
    return registry.moving_kinds[model._meta.label_lower]


def kinds_onto(model: Any) -> list[str]:
    """Labels of all kinds whose moves make references of that model."""
    return [label for label, kind in registry.moving_kinds.items() if kind.model is model]


@rests_on()
def confirmed(references: Sequence[Any]) -> Iterable[Rest]:
    """Somebody confirmed that the record meets the new clause."""
    done = [one for one in references if one.confirmed_at is not None]
    for one, name in _named(done):
        day = date_format(clock.day_of(one.confirmed_at), "SHORT_DATE_FORMAT")
        names = {"record": name, "clause": one.clause.number, "day": day}
        yield Rest(one.pk, _("%(record)s: that it meets %(clause)s was confirmed on %(day)s.") % names, _url(one))


@rests_on()
def moved_on(references: Sequence[Any]) -> Iterable[Rest]:
    """A further move, to yet another edition, began from it."""
    label = type(references[0])._meta.label_lower
    keys = [one.pk for one in references]
    programmes = ClauseMove.objects.filter(kind=label, old_id__in=keys).values_list("run__programme_id", flat=True)
    lines = standing_lines(programmes.distinct()).filter(kind=label, old_id__in=keys, to_clause_id__isnull=False)
    edition = "run__programme__to_edition__"
    rows = lines.values_list("old_id", f"{edition}standard__code", f"{edition}year")
    further = {old_id: f"{code}:{year}" for old_id, code, year in rows}
    for one, name in _named([one for one in references if one.pk in further]):
        names = {"record": name, "clause": one.clause.number, "edition": further[one.pk]}
        yield Rest(one.pk, _("%(record)s: from %(clause)s it went on to %(edition)s.") % names, _url(one))


@rests_on()
def closed(references: Sequence[Any]) -> Iterable[Rest]:
    """The record was concluded, closed or withdrawn since: such records are never written."""
    kind = home_kind(type(references[0]))
    keys = [one.pk for one in references if one.ended_at is None]
    open_still = set(kind.moving().filter(pk__in=keys).values_list("pk", flat=True))
    for one, name in _named([one for one in references if one.ended_at is None and one.pk not in open_still]):
        names = {"record": name, "clause": one.clause.number}
        yield Rest(one.pk, _("%(record)s, which cites %(clause)s, is closed or withdrawn.") % names, _url(one))


@rests_on(DocumentClause)
def approved_since(references: Sequence[Any]) -> Iterable[Rest]:
    """An issue of the document was approved after the move: it was written with the new clause in view."""
    documents = {one.record_id for one in references if one.run_id}
    latest = _latest_approvals(documents)
    moved = [one for one in references if one.run_id and latest.get(one.record_id, one.run.began_at) > one.run.began_at]
    for one, name in _named(moved):
        names = {"record": name, "clause": one.clause.number}
        yield Rest(one.pk, _("%(record)s: an issue was approved after %(clause)s was added.") % names, _url(one))


def _latest_approvals(document_ids: Iterable[int]) -> dict[int, Any]:
    """Document > when the last of its issues was approved: the first history row of each issue that says so."""
    rows = Issue.history.model.objects.filter(document_id__in=list(document_ids), status=IssueStatus.APPROVED)
    found: dict[int, Any] = {}
    firsts = rows.order_by().values("id", "document_id").annotate(first=Min("history_date"))
    for document_id, first in firsts.values_list("document_id", "first"):
        found[document_id] = max(first, found.get(document_id, first))
    return found


def _named(references: Sequence[Any]) -> list[tuple[Any, str]]:
    """References with what people call their records."""
    if not references:
        return []
    model = type(references[0])
    rows = model.objects.filter(pk__in=[one.pk for one in references])
    names = dict(rows.values_list("pk", home_kind(model).number))
    return [(one, str(names[one.pk])) for one in references]


def _url(reference: Any) -> str:
    return home_kind(type(reference)).url(reference)
