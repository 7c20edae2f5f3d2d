"""Monthly figures of procedures: many at once, corrections with a reason; when procedures were published."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.models.outputs import ProcedureFigure, PublishedProcedure
from qms.performance_enums import MeasuredBy
from qms.procedure_counts import COUNTS
from qms.workflow import StepRefused, check_version

LARGEST = 1_000_000

Counts = Mapping[str, int]


def month_faults(month: dt.date) -> list[str]:
    """Why a month is not counted: it begins on its first day, and has begun."""
    if month.day != 1:
        return [_("%(day)s is not the first day of a month.") % {"day": f"{month:%d/%m/%Y}"}]
    if month > clock.today():
        return [_("%(month)s has not begun yet.") % {"month": f"{month:%m/%Y}"}]
    return []


def count_faults(counts: Counts) -> list[str]:
    """Counts are whole numbers from 0."""
    if any(not 0 <= int(counts.get(name, 0)) <= LARGEST for name in COUNTS):
        return [_("Figures are whole numbers from 0 to %(most)s.") % {"most": f"{LARGEST:,}".replace(",", ".")}]
    return []


@operation("record_procedure_figures")
def record_procedure_figures(
    unit: Unit, month: dt.date, entries: Mapping[Document, Counts], *, by: Any
) -> list[ProcedureFigure]:
    """The figures of several procedures of a unit in a month: all of them, or with any fault none."""
    policy.require(by, "qms.record_procedure_figures", ProcedureFigure(unit=unit, month=month))
    faults = month_faults(month)
    for document, counts in entries.items():
        faults += [f"{document.number}: {fault}" for fault in count_faults(counts)]
    Unit.objects.select_for_update().get(pk=unit.pk)  # two people who type the same month wait for each other
    standing = ProcedureFigure.objects.filter(unit=unit, month=month, ended_at=None, document__in=list(entries))
    for one in standing.select_related("document"):
        text = _("%(procedure)s has its figures of %(month)s already: correct them with a reason.")
        faults.append(text % {"procedure": one.document.number, "month": f"{month:%m/%Y}"})
    if faults:
        raise StepRefused(faults)
    made: list[ProcedureFigure] = bulk.create(
        ProcedureFigure(unit=unit, month=month, document=document, recorded_by=by, **_only(counts))
        for document, counts in entries.items()
    )
    return made


def _only(counts: Counts) -> dict[str, int]:
    return {name: int(counts.get(name, 0)) for name in COUNTS}


@operation("correct_procedure_figures", reason_required=True)
def correct_procedure_figures(
    entries: Iterable[tuple[ProcedureFigure, Counts, int | None]], *, by: Any
) -> list[ProcedureFigure]:
    """Right figures in the place of wrong ones, each with the version that was shown: all, or none."""
    asked = {figure.pk: (counts, version) for figure, counts, version in entries}
    locked = ProcedureFigure.objects.locked().select_related(None).filter(pk__in=asked, ended_at=None).order_by("pk")
    changed, faults = [], []
    for figure in locked:
        counts, version = asked[figure.pk]
        check_version(figure, version)
        policy.require(by, "qms.record_procedure_figures", figure)
        faults += count_faults(counts)
        if any(getattr(figure, name) != counts[name] for name in COUNTS):
            for name in COUNTS:
                setattr(figure, name, counts[name])
            figure.source, figure.moved_here = MeasuredBy.HAND, True
            changed.append(figure)
    if len(asked) != locked.count():
        faults.append(_("Figures that are no more cannot be corrected."))
    if not changed and not faults:
        faults.append(_("These are the figures that stand: nothing was corrected."))
    if faults:
        raise StepRefused(faults)
    corrected: list[ProcedureFigure] = bulk.update(changed, [*COUNTS, "moved_here", "source"])
    return corrected


def correct_procedure_figure(
    figure: ProcedureFigure, *, by: Any, reason: str, version: int | None = None, **counts: int
) -> ProcedureFigure:
    """Correct one month of one procedure."""
    return correct_procedure_figures([(figure, counts, version)], by=by, reason=reason)[0]


@operation("withdraw_procedure_figure", reason_required=True)
def withdraw_procedure_figure(figure: ProcedureFigure, *, by: Any, version: int | None = None) -> ProcedureFigure:
    """Take away figures that belong to another unit or month; they stay in the history."""
    locked = ProcedureFigure.objects.locked().get(pk=figure.pk)
    check_version(locked, version)
    policy.require(by, "qms.record_procedure_figures", locked)
    if locked.ended_at is not None:
        raise StepRefused([_("They were taken away already.")])
    locked.ended_at = clock.now()
    locked.save()
    return locked


def date_faults(decided_on: dt.date, published_on: dt.date | None) -> list[str]:
    """What is wrong with the dates of a procedure."""
    faults = []
    if decided_on > clock.today() or (published_on is not None and published_on > clock.today()):
        faults.append(_("The day has not come yet."))
    if published_on is not None and published_on < decided_on:
        told = {"published": f"{published_on:%d/%m/%Y}", "decided": f"{decided_on:%d/%m/%Y}"}
        faults.append(_("It was published (%(published)s) before it was decided (%(decided)s).") % told)
    return faults


@operation("date_publication")
def date_publication(
    document: Document,
    *,
    by: Any,
    decided_on: dt.date,
    published_on: dt.date | None = None,
    decision_number: str = "",
    address: str = "",
    version: int | None = None,
) -> PublishedProcedure:
    """Say when a procedure was decided and published, by which Decision and where."""
    policy.require(by, "qms.date_publication", document)
    if faults := date_faults(decided_on, published_on):
        raise StepRefused(faults)
    Document.objects.locked().get(pk=document.pk)  # sent twice at once, the second finds what the first wrote
    dates = PublishedProcedure.objects.filter(document=document).first() or PublishedProcedure(document=document)
    told = {"decided_on": decided_on, "published_on": published_on, "decision_number": decision_number.strip(),
            "address": address.strip()}  # fmt: skip
    if dates.pk and all(getattr(dates, name) == value for name, value in told.items()):
        return dates
    for name, value in told.items():
        setattr(dates, name, value)
    dates.full_clean()
    dates.save()
    return dates


@operation("bring_in_procedure_figures")
def bring_in_procedure_figures(drafts: Sequence[ProcedureFigure], *, by: Any) -> list[ProcedureFigure]:
    """Write many brought-in figures; the rule is asked once for each unit."""
    _check_brought_in(drafts, by)
    created: list[ProcedureFigure] = bulk.create(drafts)
    return created


@operation("update_brought_in_procedure_figures")
def update_brought_in_procedure_figures(
    records: Sequence[ProcedureFigure], fields: Iterable[str], *, by: Any
) -> list[ProcedureFigure]:
    """What a later workbook says of brought-in figures."""
    _check_brought_in(records, by)
    changed: list[ProcedureFigure] = bulk.update(records, sorted(set(fields)))
    return changed


def _check_brought_in(records: Sequence[ProcedureFigure], by: Any) -> None:
    for record in {record.unit_id: record for record in records}.values():
        policy.require(by, "qms.record_procedure_figures", record)
    faults = [fault for month in {record.month for record in records} for fault in month_faults(month)]
    if faults:
        raise StepRefused(faults)
