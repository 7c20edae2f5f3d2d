"""Reviews of risks and of the context: on the home page, in reminders, in the calendar, as clause evidence."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, F, Max, Q, TextField, Value
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.batches import batched
from qms.due_days import DueSource
from qms.enums import RiskStatus, Role
from qms.models.context import ContextFactor, InterestedParty
from qms.models.reach import inside_subtree
from qms.models.risks import Risk, RiskClause, RiskReview
from qms.models.standards import Clause, in_language
from qms.registry import ClauseEvidence, Owed, WorkItem
from qms.reports.risks import RiskReport

SOON = 30  # days before a review from which it stands on the home page
MOST = 100  # items a provider gives
CHUNK = 500
TITLE = 80  # characters of a statement
STANDING = [RiskStatus.OPEN, RiskStatus.TREATED]


def _due(last: dt.date) -> Q:
    return Q(ended_at=None, review_due_on__lte=last)


def risks_to_review(user: Any) -> Iterable[WorkItem]:
    """Their owner's, from a month before the day; what has no day yet is for the list to tell."""
    last = clock.today() + dt.timedelta(days=SOON)
    rows = Risk.objects.filter(_due(last), owner_id__in=user.authority.person_ids, status__in=STANDING)
    for risk in rows.select_related("unit").order_by("review_due_on", "pk")[:MOST]:
        yield WorkItem(
            group="do",
            title=risk.statement[:160],
            url=risk.get_absolute_url(),
            number=risk.number,
            kind=risk.get_kind_display(),
            due=risk.review_due_on,
            unit=risk.unit.name,
            note=_("Look at it again"),
        )


def context_to_review(user: Any) -> Iterable[WorkItem]:
    """Issues of the context and interested parties of the units that an officer or manager keeps; one query."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER))
    last = clock.today() + dt.timedelta(days=SOON)
    due = _due(last) & Q(unit_id__in=units)
    factors = _told(ContextFactor, due, "context_factor", Substr("statement", 1, TITLE))
    parties = _told(InterestedParty, due, "interested_party", F("name"))
    kinds = {"context_factor": _("Issue of the context"), "interested_party": _("Interested party")}
    for page, uid, title, vi, en, day in factors.union(parties, all=True).order_by("day", "page")[: 2 * MOST]:
        yield WorkItem(
            group="coming",
            title=title,
            url=reverse(page, args=[uid]),
            kind=kinds[page],
            due=day,
            unit=in_language(vi, en),
            note=_("Look at it again"),
        )


def _told(model: Any, due: Q, page: str, title: Any) -> Any:
    """Page, uid, title, names of the unit and day, so that both registers are asked in one query."""
    rows = model.objects.filter(due).annotate(page=Value(page), text=Cast(title, TextField()), day=F("review_due_on"))
    return rows.order_by().values_list("page", "uid", "text", "unit__name_vi", "unit__name_en", "day")


def risks_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Reviews of risks and opportunities; two queries for 500."""
    rows = Risk.objects.filter(status__in=STANDING, ended_at=None, review_due_on__range=(first, last))
    for keys in batched(list(rows.order_by("pk").values_list("pk", flat=True)), CHUNK):
        reviewed = RiskReview.objects.filter(risk_id__in=keys).order_by().values_list("risk_id")
        latest = dict(reviewed.annotate(last=Max("reviewed_on")))
        for risk in Risk.objects.filter(pk__in=keys).order_by("pk"):
            begun = latest.get(risk.pk, risk.recorded_on)
            if risk.review_due_on is not None:
                yield Owed(risk, risk.unit_id, risk.review_due_on, risk.owner_id, begun, risk.statement, part="review")


def context_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Reviews of the context and of interested parties, which the managers of the unit owe."""
    for model in (ContextFactor, InterestedParty):
        rows = model.objects.filter(ended_at=None, review_due_on__range=(first, last)).order_by("pk")
        for record in rows.iterator(chunk_size=CHUNK):
            if record.review_due_on is not None:
                yield Owed(
                    record, record.unit_id, record.review_due_on, None, record.reviewed_on, str(record), part="review"
                )


def _waits() -> Q:
    return Q(status__in=STANDING)


def _own(user: Any) -> Q:
    return Q(owner_id__in=user.authority.person_ids)


REVIEWS = DueSource(
    name="risk",
    label=gettext_lazy("Review of a risk or an opportunity"),
    report=RiskReport,
    day="review_due_on",
    waiting=_waits,
    own=_own,
    text=lambda record: record.statement,
    owner=lambda record: str(record.owner),
    related=("unit", "owner"),
)

CONTEXT_CLAUSES = ((ContextFactor, "4.1", "context_factors"), (InterestedParty, "4.2", "interested_parties"))
EARLIER = {"2008"}
"""Editions of ISO 9001 that ask for neither; their clauses of these numbers are about something else."""


def shown_by_risks(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """How many risks and opportunities of the holder's QMS cite a clause."""
    cited = RiskClause.objects.filter(
        ended_at=None, clause__edition__in=editions, record__ended_at=None,
        record__unit_id__in=inside_subtree(frozenset({holder.unit_id})),
    )  # fmt: skip
    rows = cited.order_by().values("clause_id", "clause__edition_id")
    for row in rows.annotate(number=Count("record_id", distinct=True), last=Max("record__recorded_on")):
        text = ngettext("%(count)d risk or opportunity", "%(count)d risks and opportunities", row["number"])
        url = f"{reverse('risks')}?unit={holder.unit_id}&clause={row['clause_id']}"
        yield ClauseEvidence(
            row["clause_id"], row["clause__edition_id"], text % {"count": row["number"]}, url, row["last"]
        )


def shown_by_context(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """How many issues of the context and interested parties the holder keeps, under 4.1 and 4.2."""
    numbers = [number for _model, number, _url in CONTEXT_CLAUSES]
    clauses = Clause.objects.filter(edition__in=editions, edition__standard__code="9001", number__in=numbers)
    found = list(clauses.exclude(edition__year__in=EARLIER))
    for model, number, name in CONTEXT_CLAUSES if found else ():
        units = inside_subtree(frozenset({holder.unit_id}))
        told = model.objects.filter(ended_at=None, unit_id__in=units).order_by()
        counted = told.aggregate(number=Count("pk"), last=Max("reviewed_on"))
        if not counted["number"]:
            continue
        text = said_of(model, counted["number"])
        url = f"{reverse(name)}?unit={holder.unit_id}"
        for clause in found:
            if clause.number == number:
                yield ClauseEvidence(clause.pk, clause.edition_id, text, url, counted["last"])


def said_of(model: Any, count: int) -> str:
    """The number in words."""
    if model is ContextFactor:
        return ngettext("%(count)d issue of the context", "%(count)d issues of the context", count) % {"count": count}
    return ngettext("%(count)d interested party", "%(count)d interested parties", count) % {"count": count}
