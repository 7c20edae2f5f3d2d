"""Periodic reports: filled in, signed, recalled, looked at, returned, accepted, corrected, excused.

`open_reports` and `recount` work over all units of a period at once (see report_opening); annexes: report_files.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role
from qms.history import bulk, canonical
from qms.history.recording import operation
from qms.models.periodic_reports import PeriodicReport, ReportFigure, ReportText
from qms.models.reach import remember_participation
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.issue_steps import people_over
from qms.operations.report_files import attach_report_files, carry_report_files, end_report_file
from qms.operations.report_opening import open_due, open_reports, recount
from qms.report_workflow import REPORT
from qms.reporting.figures import Entry, FigureFaults, entry_changes, entry_faults
from qms.reporting_enums import ReportStatus
from qms.signatures import SignatureIntent
from qms.workflow import StepRefused, check_version

__all__ = ["Entry", "attach_report_files", "end_report_file", "open_due", "open_reports", "recount"]

LONGEST = 20000
"""Characters of a text."""


def frozen_hash(report: PeriodicReport) -> str:
    """SHA-256 over every figure and text, as they are submitted."""
    return canonical.digest(canonical.chain_text(**report.signed_facts()))


@transaction.atomic
def fill_report(
    report: PeriodicReport,
    *,
    by: Any,
    figures: Mapping[str, Entry],
    texts: Mapping[int, str] | None = None,
    version: int | None = None,
    **common: Any,
) -> PeriodicReport:
    """Write figures (by key of the line) and texts (by key of the section); what is not named stays.

    A figure that the records give is corrected only with a reason. Raises FigureFaults by line; all or nothing.
    """
    report = REPORT.apply("fill", report, by=by, version=version, filled_by=by, **common)
    _write(report, figures, texts or {}, by=by)
    return report


@operation("write_report")
def _write(report: PeriodicReport, figures: Mapping[str, Entry], texts: Mapping[int, str], *, by: Any) -> None:
    standing = {one.line.key: one for one in report.figures.select_related("line")}
    known = {line.key: line for line in report.form.lines.all()}
    faults = {key: _("This form has no such line.") for key in figures.keys() - known.keys()}
    for key, entry in figures.items():
        if key in known and (fault := entry_faults(known[key], entry, standing.get(key))):
            faults[key] = fault
    if faults:
        raise FigureFaults(faults)
    new = [
        ReportFigure(report=report, line=known[key], numerator=entry.numerator, denominator=entry.denominator)
        for key, entry in figures.items()
        if key not in standing
    ]
    changed = [
        standing[key] for key, entry in figures.items() if key in standing and entry_changes(standing[key], entry)
    ]
    bulk.create(new)
    bulk.update(changed, ["numerator", "denominator", "why"])
    _write_texts(report, texts)


def _write_texts(report: PeriodicReport, texts: Mapping[int, str]) -> None:
    standing = {one.section_id: one for one in report.texts.all()}
    sections = set(report.form.sections.values_list("pk", flat=True))
    if texts.keys() - sections:
        raise StepRefused([_("This form has no such section.")])
    if any(len(text) > LONGEST for text in texts.values()):
        raise StepRefused([_("A text is longer than %(most)s characters: attach it as an annex.") % {"most": LONGEST}])
    changed = []
    for key, text in texts.items():
        if key in standing and standing[key].text != text.strip():
            standing[key].text = text.strip()
            changed.append(standing[key])
    bulk.update(changed, ["text"])
    bulk.create(
        ReportText(report=report, section_id=key, text=text.strip())
        for key, text in texts.items()
        if key not in standing
    )


@transaction.atomic
def submit_report(
    report: PeriodicReport,
    *,
    by: Any,
    document_number: str,
    recipients: str,
    signature: SignatureIntent | None = None,
    **common: Any,
) -> PeriodicReport:
    """Sign and send it: figures and texts are frozen under their hash. Tells the officers of the superior.

    `signature`: what signing made (qms.signatures.intend), over the report as it was shown.
    """
    report = REPORT.apply(
        "submit", report, by=by, signature=signature, document_number=document_number.strip(),
        recipients=recipients.strip(), submitted_by=by, submitted_on=clock.today(), content_hash=frozen_hash(report),
        looked_by=None, looked_on=None, **common,
    )  # fmt: skip
    people = people_over(report.superior_id, Role.OFFICER)
    notify("report_submitted", about=report, to=people, by=by, unit=report.unit.name_vi, period=report.period_code)
    return report


@transaction.atomic
def recall_report(report: PeriodicReport, *, by: Any, reason: str, **common: Any) -> PeriodicReport:
    """Take it back while the superior has not looked at it; its figures may be changed again."""
    report = REPORT.apply("recall", report, by=by, reason=reason, **common)
    people = people_over(report.superior_id, Role.OFFICER)
    notify("report_recalled", about=report, to=people, by=by, unit=report.unit.name_vi, reason=reason)
    return report


def look_blockers(report: PeriodicReport) -> list[str]:
    """Why it is not looked at now."""
    if report.status != ReportStatus.SUBMITTED:
        return [_("It is «%(state)s»: what was submitted is looked at.") % {"state": report.get_status_display()}]
    return [_("It has been looked at already.")] if report.looked_on is not None else []


@operation("look_at_report")
def look_at_report(report: PeriodicReport, *, by: Any, version: int | None = None) -> PeriodicReport:
    """The superior takes it up: from now on it is returned by them, no longer recalled. Tells who filled it in."""
    report = PeriodicReport.objects.locked().get(pk=report.pk)
    check_version(report, version)
    policy.require(by, "qms.judge_report", report)
    if faults := look_blockers(report):
        raise StepRefused(faults)
    remember_participation(report)
    report.looked_by, report.looked_on = by, clock.today()
    report.save()
    notify("report_looked_at", about=report, to=[report.filled_by], by=by, superior=report.superior.name_vi)
    return report


def _looked(report: PeriodicReport, by: Any) -> dict[str, Any]:
    if report.looked_on is not None:
        return {}
    return {"looked_by": by, "looked_on": clock.today()}


@transaction.atomic
def return_report(
    report: PeriodicReport,
    *,
    by: Any,
    reason: str,
    comments: Mapping[str, str] | None = None,
    sections: Mapping[int, str] | None = None,
    **common: Any,
) -> PeriodicReport:
    """Back to the unit, with comments on figures (by key of the line) and texts (by key of the section)."""
    report = REPORT.apply(
        "return", report, by=by, reason=reason, returned_why=reason.strip(), returned_on=clock.today(),
        **_looked(report, by), **common,
    )  # fmt: skip
    _comment(report, comments or {}, sections or {}, by=by)
    people = [report.filled_by, report.submitted_by, *people_over(report.unit_id, Role.OFFICER)]
    notify("report_returned", about=report, to=people, by=by, reason=reason[:300])
    return report


@operation("comment_report")
def _comment(report: PeriodicReport, comments: Mapping[str, str], sections: Mapping[int, str], *, by: Any) -> None:
    """Exactly these comments stand."""
    for rows, said, key_of in (
        (report.figures.select_related("line"), comments, lambda row: row.line.key),
        (report.texts.all(), sections, lambda row: row.section_id),
    ):
        changed = []
        for row in rows:
            text = said.get(key_of(row), "").strip()
            if row.comment != text:
                row.comment = text
                changed.append(row)
        bulk.update(changed, ["comment"])


@transaction.atomic
def accept_report(report: PeriodicReport, *, by: Any, **common: Any) -> PeriodicReport:
    """It stands and is added up with the others. Tells who filled it in and who signed it."""
    report = REPORT.apply(
        "accept", report, by=by, accepted_by=by, accepted_on=clock.today(), **_looked(report, by), **common
    )
    notify(
        "report_accepted", about=report, to=[report.filled_by, report.submitted_by], by=by, period=report.period_code
    )
    return report


def correct_blockers(report: PeriodicReport) -> list[str]:
    """Why no new version of it is begun now."""
    if report.status != ReportStatus.ACCEPTED:
        text = _("It is «%(state)s»: what was accepted is corrected by a new version, anything before in itself.")
        return [text % {"state": report.get_status_display()}]
    later = PeriodicReport.objects.filter(replaces_id=report.pk).first()
    return [_("%(number)s corrects it already.") % {"number": later.number}] if later is not None else []


@operation("correct_report", reason_required=True)
def _correct(report: PeriodicReport, *, by: Any, why: str, version: int | None = None) -> PeriodicReport:
    old = PeriodicReport.objects.locked().get(pk=report.pk)
    check_version(old, version)
    policy.require(by, "qms.fill_report", old)
    if faults := correct_blockers(old):
        raise StepRefused(faults)
    new = PeriodicReport(
        number=next_number("periodic_report", old.unit, old.figures_to.year), unit=old.unit, superior=old.superior,
        period=old.period, form=old.form, period_code=old.period_code, figures_from=old.figures_from,
        figures_to=old.figures_to, due_on=old.due_on, edition_number=old.edition_number + 1, opened_on=clock.today(),
        recipients=old.recipients, replaces=old, why=why,
    )  # fmt: skip
    new.save()
    _copy(old, new)
    carry_report_files(old, new, by=by)
    notify(
        "report_corrected", about=new, to=people_over(old.superior_id, Role.OFFICER), by=by,
        unit=old.unit.name_vi, before=old.number, reason=why[:300],
    )  # fmt: skip
    return new


def _copy(old: PeriodicReport, new: PeriodicReport) -> None:
    """The figures and texts as they were submitted, to be corrected."""
    kept = ("line", "numerator", "denominator", "counted_numerator", "counted_denominator", "counted_as_of", "why")
    bulk.create(
        ReportFigure(report=new, **{name: getattr(one, name) for name in kept})
        for one in old.figures.select_related("line").order_by("pk")
    )
    bulk.create(
        ReportText(report=new, section=one.section, text=one.text)
        for one in old.texts.select_related("section").order_by("pk")
    )


def correct_report(report: PeriodicReport, *, by: Any, reason: str, **common: Any) -> PeriodicReport:
    """Begin a new version of an accepted report, with its figures, texts and annexes. The old one stays."""
    new: PeriodicReport = _correct(report, by=by, reason=reason, why=reason.strip(), **common)
    return new


@transaction.atomic
def excuse_report(report: PeriodicReport, *, by: Any, reason: str, **common: Any) -> PeriodicReport:
    """The superior does not ask for it: it is not late and not missing. Tells the officers of the unit."""
    report = REPORT.apply("excuse", report, by=by, reason=reason, **common)
    notify("report_excused", about=report, to=people_over(report.unit_id, Role.OFFICER), by=by, reason=reason[:300])
    return report


@transaction.atomic
def owe_report(report: PeriodicReport, *, by: Any, reason: str, **common: Any) -> PeriodicReport:
    """It is owed after all. Tells the officers of the unit."""
    report = REPORT.apply("owe", report, by=by, reason=reason, **common)
    notify("report_owed", about=report, to=people_over(report.unit_id, Role.OFFICER), by=by, reason=reason[:300])
    return report
