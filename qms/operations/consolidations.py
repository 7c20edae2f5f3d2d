"""Consolidated reports: drawn up from what is in, annotated, signed, drawn up again; their files."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.consolidating.frozen import kept_state
from qms.consolidating.quarters import Quarter, quarter_coded
from qms.consolidating.reading import Reading, at_end_of, read_quarter
from qms.consolidating.sums import Sum, as_text
from qms.consolidation_workflow import CONSOLIDATION
from qms.enums import Role
from qms.history import bulk
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.models.period_schemes import ReportForm
from qms.models.periodic_reports import ConsolidatedFigure, ConsolidatedReport, Consolidation, ConsolidationFile
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.files import Prepared, attach_new_files, end_link
from qms.operations.issue_steps import people_over
from qms.reporting_enums import ConsolidationStatus
from qms.signatures import SignatureIntent
from qms.workflow import StepRefused, check_version


@operation("draw_consolidation")
def draw_consolidation(
    unit: Unit, *, by: Any, form: ReportForm, code: str, as_of: dt.date | None = None, note: str = ""
) -> Consolidation:
    """Add up the quarter from the reports that were in by the end of the day, and freeze sums, parts and annex.

    Raises Refused, StepRefused where the quarter is none, has no periods, or another one stands: that is drawn anew.
    """
    consolidation = Consolidation(unit=unit, form=form, code=code, note=note.strip(), as_of=as_of or clock.today())
    policy.require(by, "qms.draw_consolidation", consolidation)
    standing = Consolidation.objects.filter(unit=unit, form=form, code=code, replaced_with=None).first()
    if standing is not None:
        text = _("%(code)s is added up in %(number)s already: draw that one up again.")
        raise StepRefused([text % {"code": code, "number": standing.number}])
    return _draw(consolidation, by)


def redraw_consolidation(
    consolidation: Consolidation, *, by: Any, reason: str, as_of: dt.date | None = None, version: int | None = None
) -> Consolidation:
    """Draw it up again as a new one that names the old one and why; what was signed stays as it was signed."""
    anew: Consolidation = _redraw(
        consolidation, by=by, reason=reason, why=reason.strip(), as_of=as_of or clock.today(), version=version
    )
    return anew


@operation("redraw_consolidation", reason_required=True)
def _redraw(
    consolidation: Consolidation, *, by: Any, why: str, as_of: dt.date, version: int | None = None
) -> Consolidation:
    before = Consolidation.objects.locked().select_related(None).get(pk=consolidation.pk)
    check_version(before, version)
    policy.require(by, "qms.draw_consolidation", before)
    newer = Consolidation.objects.filter(replaces=before).first()
    if newer is not None:
        raise StepRefused([_("It was drawn up again already, as %(number)s.") % {"number": newer.number}])
    if as_of < before.as_of:
        text = _("It adds up the reports as of %(day)s: give that day or a later one.")
        raise StepRefused([text % {"day": f"{before.as_of:%d/%m/%Y}"}])
    anew = Consolidation(
        unit=before.unit, form=before.form, code=before.code, as_of=as_of, note=before.note, replaces=before,
        why=why, recipients=before.recipients,
    )  # fmt: skip
    return _draw(anew, by)


def _draw(consolidation: Consolidation, by: Any) -> Consolidation:
    reading = read_for(consolidation, by)
    consolidation.figures_from, consolidation.figures_to = reading.quarter.begins, reading.quarter.ends
    consolidation.prepared_by = by
    consolidation.states = [kept_state(duty) for duty in reading.duties]
    consolidation.number = next_number("consolidation", consolidation.unit, reading.quarter.year)
    consolidation.full_clean(exclude=["search_text", "states"])
    consolidation.save()
    bulk.create(_members(consolidation, reading))
    bulk.create(_sum(consolidation, line, one) for line, one in _sums(reading))
    return consolidation


def read_for(consolidation: Consolidation, by: Any) -> Reading:
    """The quarter as it stood by the end of the day. Raises StepRefused with what is wrong with quarter or day."""
    quarter = quarter_coded(consolidation.code)
    faults = day_faults(quarter, consolidation.as_of)
    if quarter is None or faults:
        raise StepRefused(faults)
    with at_end_of(consolidation.as_of, by):
        reading = read_quarter(consolidation.unit, consolidation.form, quarter)
    if not reading.periods:
        text = _("No period of reports to %(unit)s ends in %(quarter)s.")
        raise StepRefused([text % {"unit": consolidation.unit, "quarter": quarter.label}])
    return reading


def day_faults(quarter: Quarter | None, as_of: dt.date) -> list[str]:
    """What is wrong with the quarter or the day."""
    if quarter is None:
        return [_("Name a quarter, such as 2019-Q2.")]
    if as_of > clock.today():
        return [_("The day has not come yet: give today or an earlier day.")]
    if as_of < quarter.begins:
        return [_("%(quarter)s had not begun on that day.") % {"quarter": quarter.label}]
    return []


def _members(consolidation: Consolidation, reading: Reading) -> list[ConsolidatedReport]:
    return [
        ConsolidatedReport(
            consolidation=consolidation,
            report_id=duty.judged.counts.pk,
            figures={key: as_text(pair) for key, pair in reading.figures_in(duty).items()},
        )
        for duty in reading.members
        if duty.judged.counts is not None
    ]


def _sums(reading: Reading) -> list[tuple[Any, Sum]]:
    sums = reading.sums()
    return [(line, sums[line.key]) for line in reading.lines]


def _sum(consolidation: Consolidation, line: Any, one: Sum) -> ConsolidatedFigure:
    return ConsolidatedFigure(
        consolidation=consolidation, line=line, numerator=one.numerator, denominator=one.denominator,
        reports=one.reports,
    )  # fmt: skip


@operation("edit_consolidation")
def edit_consolidation(
    consolidation: Consolidation, *, by: Any, note: str, recipients: str, version: int | None = None
) -> Consolidation:
    """Write the assessment, and who receives it, while it is not signed."""
    consolidation = _locked(consolidation, by, version)
    if consolidation.status != ConsolidationStatus.DRAWN:
        raise StepRefused([_("It is signed and no longer changed: draw it up again.")])
    consolidation.note, consolidation.recipients = note.strip(), recipients.strip()
    consolidation.full_clean(exclude=["search_text", "states"])
    consolidation.save()
    return consolidation


@transaction.atomic
def sign_consolidation(
    consolidation: Consolidation,
    *,
    by: Any,
    signature: SignatureIntent | None = None,
    document_number: str = "",
    recipients: str = "",
    signed_on: dt.date | None = None,
    **common: Any,
) -> Consolidation:
    """Sign it with its number and recipients. Tells who prepared it and the officers."""
    consolidation = CONSOLIDATION.apply(
        "sign", consolidation, by=by, signature=signature, document_number=document_number.strip(),
        recipients=recipients.strip(), signed_on=signed_on or clock.today(), signed_by=by, **common,
    )  # fmt: skip
    told = [*people_over(consolidation.unit_id, Role.OFFICER), consolidation.prepared_by]
    notify("consolidation_signed", about=consolidation, to=told, by=by, code=consolidation.code)
    return consolidation


@operation("attach_consolidation_files")
def attach_consolidation_files(consolidation: Consolidation, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach the signed original or what belongs to it; what was sent a moment ago is not attached again."""
    locked = _locked(consolidation, by, None)
    return attach_new_files(ConsolidationFile, locked, evidence, by=by)


@operation("end_consolidation_file", reason_required=True)
def end_consolidation_file(link: ConsolidationFile, *, by: Any, version: int | None = None) -> ConsolidationFile:
    """Take a wrong file away; it stays in the history."""
    ended: ConsolidationFile = end_link(link, by=by, permission="qms.draw_consolidation", version=version)
    return ended


def _locked(consolidation: Consolidation, by: Any, version: int | None) -> Consolidation:
    locked = Consolidation.objects.locked().select_related(None).get(pk=consolidation.pk)
    check_version(locked, version)
    policy.require(by, "qms.draw_consolidation", locked)
    return locked
