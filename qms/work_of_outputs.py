"""Nonconforming outputs on the home page, in reminders and in the calendar, as clause evidence, kept for a period."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.outputs import NonconformingOutput, ProcedureFigure
from qms.models.reach import inside_subtree
from qms.models.standards import Clause
from qms.output_repeats import WITHIN, counting, repeated_now
from qms.output_seams import raised_of
from qms.output_workflow import OPEN
from qms.packing.sections import of_units, under
from qms.performance_enums import OutputStatus
from qms.registry import ClauseEvidence, Owed, PackSection, RetainedKind, WorkItem
from qms.reports.outputs import OutputReport

MOST = 100  # items a provider gives
CLAUSE, FIGURES_CLAUSE = "8.7", "9.1.3"
EARLIER = {"2008"}


def _item(output: Any, group: str, note: Any, due: Any = None) -> WorkItem:
    return WorkItem(
        group=group, title=_("Dossier %(code)s") % {"code": output.dossier}, url=output.get_absolute_url(),
        number=output.number, kind=output.get_kind_display(), due=due, unit=output.unit.name, note=note,
    )  # fmt: skip


def output_work(user: Any) -> Iterable[WorkItem]:
    """To decide on, and to return by the new date."""
    mine = Q(unit_id__in=inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER)))
    asked: dict[str, tuple[str, str]] = {
        OutputStatus.RECORDED: ("decide", _("Decide what is done")),
        OutputStatus.DECIDED: ("do", _("Return the result and close it")),
    }
    rows = NonconformingOutput.objects.filter(mine, status__in=list(asked), ended_at=None).select_related("unit")
    for output in rows.order_by("new_due_on", "pk")[:MOST]:
        yield _item(output, *asked[output.status], output.new_due_on)


def repeated_work(user: Any) -> Iterable[WorkItem]:
    """What repeats and of which no nonconformity was raised within the ninety days: the officer's to decide."""
    held = user.authority.units_as(Role.OFFICER)
    if not held:
        return
    found = repeated_now(counting().filter(unit_id__in=inside_subtree(held)))[:MOST]
    if not found:
        return
    pairs = Q(pk__in=[])
    for one in found:
        pairs |= Q(document_id=one["document_id"], unit_id=one["unit_id"])
    recent = counting().filter(pairs, found_on__gt=clock.today() - WITHIN).order_by("pk")
    rows = list(recent.select_related("unit", "document"))
    raised = raised_of([row.uid for row in rows])
    told = {(row.document_id, row.unit_id) for row in rows if row.uid in raised}
    last = {row.pk: row for row in rows}
    for one in found:
        if (one["document_id"], one["unit_id"]) not in told:
            output = last[one["last"]]
            note = ngettext(
                "%(count)d within 90 days: raise a nonconformity", "%(count)d within 90 days: raise a nonconformity",
                one["count"],
            )  # fmt: skip
            yield WorkItem(
                group="decide", title=str(output.document), url=output.get_absolute_url(), number=output.number,
                kind=_("Nonconforming outputs that repeat"), unit=output.unit.name, note=note % {"count": one["count"]},
            )  # fmt: skip


def outputs_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Results that are to be returned by a new date."""
    rows = NonconformingOutput.objects.filter(status=OutputStatus.DECIDED, ended_at=None)
    for output in rows.filter(new_due_on__range=(first, last)).order_by("pk").iterator(chunk_size=500):
        if output.new_due_on is not None:
            yield Owed(
                output, output.unit_id, output.new_due_on, output.recorded_by_id, output.decided_on, output.dossier,
                part="return",
            )  # fmt: skip


def _waits() -> Q:
    return Q(status__in=OPEN)


def _own(user: Any) -> Q:
    return Q(recorded_by_id__in=user.authority.person_ids)


RETURNS = DueSource(
    name="outputs",
    label=gettext_lazy("New date of a nonconforming output"),
    report=OutputReport,
    day="new_due_on",
    waiting=_waits,
    own=_own,
    text=lambda record: record.dossier,
    owner=lambda record: str(record.recorded_by),
    related=("unit", "recorded_by"),
)


def _clauses(number: str, editions: Collection[Any]) -> list[Any]:
    found = Clause.objects.filter(edition__in=editions, edition__standard__code="9001", number=number)
    return list(found.exclude(edition__year__in=EARLIER))


def shown_by_outputs(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """How many nonconforming outputs the holder keeps, under 8.7."""
    clauses = _clauses(CLAUSE, editions)
    if not clauses:
        return
    rows = counting().filter(unit_id__in=inside_subtree(frozenset({holder.unit_id}))).order_by()
    counted = rows.aggregate(number=Count("pk"), last=Max("found_on"))
    text = ngettext("%(count)d nonconforming output", "%(count)d nonconforming outputs", counted["number"] or 0)
    url = f"{reverse('outputs')}?unit={holder.unit_id}"
    for clause in clauses if counted["number"] else ():
        yield ClauseEvidence(clause.pk, clause.edition_id, text % {"count": counted["number"]}, url, counted["last"])


RETAINED = RetainedKind(
    NonconformingOutput,
    gettext_lazy("Nonconforming outputs"),
    closed=lambda: Q(status__in=(OutputStatus.CLOSED, OutputStatus.WITHDRAWN)),
    ended=lambda: Coalesce("returned_on", "decided_on", "found_on"),
    recorded=lambda: F("found_on"),
    name="dossier",
    files=[("qms.outputfile", "record_id")],
    words=("dau ra khong phu hop", "ho so tra cham"),
)

SECTION = PackSection(
    NonconformingOutput, gettext_lazy("Nonconforming outputs"), of_units(NonconformingOutput), 46, about="dossier",
    day="found_on",
)  # fmt: skip
FIGURES = PackSection(
    ProcedureFigure, gettext_lazy("Figures of procedures"), of_units(ProcedureFigure), 47, status="", day="month"
)
PACK_CLAUSES = [under(CLAUSE)]
FIGURES_CLAUSES = [under("9.1.1", FIGURES_CLAUSE)]
