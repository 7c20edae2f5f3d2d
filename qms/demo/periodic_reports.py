"""Periodic reports of 2019 and of the first half of 2020, with the ministry's consolidations, each at its moment.

What went its usual way is written set-wise with its past; what came back, was corrected or is still open goes
through the operations on its day.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qms.calendar import is_working_day
from qms.demo.days import LAST, moment
from qms.demo.report_figures import figure_of, text_of
from qms.demo.report_heads import heads_of
from qms.demo.report_play import play_exceptions
from qms.demo.stage import Stage
from qms.history import canonical
from qms.history.past import Chapter, Tale, insert, write_past
from qms.models.organisation import Unit
from qms.models.participation import Participation
from qms.models.period_schemes import ReportPeriod
from qms.models.periodic_reports import PeriodicReport, ReportFigure, ReportText
from qms.models.system import Signature
from qms.numbering import next_number_each
from qms.operations.report_opening import holders_owing
from qms.report_workflow import REPORT
from qms.reporting_enums import ReportStatus

LATE = {("V-HTQT", "2019-Q1"): 4, ("C-VL", "2019-Q2"): 6, ("SLĐ-34", "2019-H1"): 8, ("TTTT", "2019-Q3"): 3,
        ("SLĐ-40", "2019-H2"): 5, ("BAO", "2020-Q1"): 6}  # fmt: skip
"""How many days after the last one some came in."""
RETURNED = {("SLĐ-22", "2019-H1"), ("C-BTXH", "2019-Q3")}
"""Returned once and submitted again in time: only submitted here, the rest is played."""
EARLY = {"SLĐ-22": 6, "C-BTXH": 6}
"""Days before the last one on which these came in first."""
STILL_OPEN = {
    ("SLĐ-01", "2020-H1"), ("SLĐ-79", "2020-H1"), ("SLĐ-26", "2020-H1"), ("SLĐ-11", "2020-H1"), ("SLĐ-62", "2020-H1"),
    ("SLĐ-96", "2020-H1"), ("SLĐ-75", "2020-H1"), ("V-PC", "2020-Q2"), ("TCGĐTE", "2020-Q2"), ("TTTT", "2020-Q2"),
}  # fmt: skip
"""Played by the operations: filled in, submitted, returned, not owed, or missing at the demonstration's today."""
SHIPPED = ("2019-Q1", "2019-Q2", "2019-H1", "2019-Q3", "2019-Q4", "2019-H2", "2020-Q1", "2020-Q2", "2020-H1")
RECIPIENTS = "Bộ Lao động - Thương binh và Xã hội (Văn phòng Bộ)\nLưu: VT"


@dataclass
class Told:
    """One report with its tale, its figures and texts, before they are written."""

    tale: Tale
    report: PeriodicReport
    head: Any
    figures: list[tuple[Any, Any, Any]]
    texts: list[tuple[Any, str]]
    filled_at: dt.datetime
    submitted_at: dt.datetime


@dataclass
class Scene:
    """What the builder works on: periods by code, units by period, heads, lines and sections of the form."""

    stage: Stage
    periods: dict[str, ReportPeriod]
    heads: dict[int, Any]
    place: dict[int, int]
    lines: list[Any]
    sections: list[Any]
    told: list[Told] = field(default_factory=list)


def build_periodic_reports(stage: Stage) -> None:
    """Everything: the usual ones set-wise, then the others and the consolidations in the order of days."""
    scene = _scene(stage)
    for number, code in enumerate(SHIPPED):
        scene.told += _period(scene, scene.periods[code], number)
    _write(scene)
    play_exceptions(stage, scene.periods, scene.heads, scene.place)
    stage.counts["PeriodicReport"] = PeriodicReport.objects.count()


def _scene(stage: Stage) -> Scene:
    superior = stage.units["BLĐTBXH"]
    rows = ReportPeriod.objects.filter(scheme__superior=superior, code__in=SHIPPED).select_related("scheme__form")
    periods = {row.code: row for row in rows}
    units = sorted({unit for code in ("2019-Q1", "2019-H1") for unit in holders_owing(periods[code])}, key=_order)
    form = periods["2019-Q1"].scheme.form
    return Scene(
        stage, periods, heads_of(stage, units), {unit.pk: place for place, unit in enumerate(units, 1)},
        list(form.lines.select_related("section").order_by("section__position", "position")),
        list(form.sections.order_by("position")),
    )  # fmt: skip


def _order(unit: Unit) -> tuple[bool, str]:
    return unit.code.startswith("SLĐ"), unit.code


def _period(scene: Scene, period: ReportPeriod, number: int) -> Iterator[Told]:
    """The reports of a period that went their usual way, or were only returned once."""
    owing = holders_owing(period).order_by("sort_key")
    units = [unit for unit in owing if (unit.code, period.code) not in STILL_OPEN]
    numbers = next_number_each("periodic_report", units, period.figures_to.year)
    for unit in units:
        yield _told(scene, period, unit, number, numbers[unit.pk])


def _told(scene: Scene, period: ReportPeriod, unit: Unit, number: int, code: str) -> Told:
    place, head = scene.place[unit.pk], scene.heads[unit.pk]
    months = (period.figures_to.month - period.figures_from.month) + 1
    figures = [(line, *figure_of(line, place, number, months)) for line in scene.lines]
    texts = [(section, text_of(section, period.code)) for section in scene.sections]
    sent = _submitted_on(unit.code, period, place + number)
    report, opened = PeriodicReport(), moment(period.opens_on, 8)
    first = {
        "number": code, "unit": unit, "superior": period.scheme.superior, "period": period,
        "form": period.scheme.form, "period_code": period.code, "figures_from": period.figures_from,
        "figures_to": period.figures_to, "due_on": period.due_on, "opened_on": period.opens_on,
    }  # fmt: skip
    filled, submitted = moment(sent, 8, 30), moment(sent, 14, place % 60)
    tale = Tale(report, [Chapter(opened, scene.stage.system, "open_reports", first)])
    tale.chapters.append(
        Chapter(filled, head, "periodic_report.fill", {"status": ReportStatus.FILLED, "filled_by": head})
    )
    told = Told(tale, report, head, figures, texts, filled, submitted)
    tale.chapters.append(Chapter(submitted, head, "periodic_report.submit", _submission(told, sent, place)))
    _accept(scene, tale, unit.code, period, sent, place)
    return told


def _submission(told: Told, sent: dt.date, place: int) -> dict[str, Any]:
    unit = told.tale.chapters[0].changes["unit"]
    return {
        "status": ReportStatus.SUBMITTED, "document_number": f"{100 + place}/BC-{unit.code}",
        "recipients": RECIPIENTS, "submitted_by": told.head, "submitted_on": sent,
        "content_hash": canonical.digest(canonical.chain_text(**_facts(told))),
    }  # fmt: skip


def _facts(told: Told) -> dict[str, list[str]]:
    """What the signature covers, as PeriodicReport.signed_facts says it."""
    figures = sorted(told.figures, key=lambda one: one[0].position)
    return {
        "figures": [f"{line.key}: {_four(over)} / {_four(under)}" for line, over, under in figures],
        "texts": [f"{section.number}: {text}" for section, text in told.texts],
    }


def _four(value: Any) -> str:
    return "None" if value is None else f"{value:.4f}"


def _accept(scene: Scene, tale: Tale, code: str, period: ReportPeriod, sent: dt.date, place: int) -> None:
    """The ministry's officer accepts it some days later, where that day has come."""
    accepted = _working(sent + dt.timedelta(days=4 + place % 5))
    at = moment(accepted, 15, place % 60)
    if (code, period.code) in RETURNED or at > LAST:
        return
    officer = scene.stage.people["officer"]
    values = {
        "status": ReportStatus.ACCEPTED, "accepted_by": officer, "accepted_on": accepted, "looked_by": officer,
        "looked_on": accepted,
    }  # fmt: skip
    tale.chapters.append(Chapter(at, officer, "periodic_report.accept", values))


def _submitted_on(code: str, period: ReportPeriod, spread: int) -> dt.date:
    late = LATE.get((code, period.code))
    if late:
        return _working(period.due_on + dt.timedelta(days=late))
    early = EARLY[code] if (code, period.code) in RETURNED else spread * 7 % 8
    day = period.due_on - dt.timedelta(days=early)
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def _working(day: dt.date) -> dt.date:
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def _write(scene: Scene) -> None:
    """Reports, figures, texts, signatures and who is named, each kind at once."""
    write_past(told.tale for told in scene.told)
    write_past(
        _row(ReportFigure(report=told.report, line=line, numerator=over, denominator=under), told)
        for told in scene.told
        for line, over, under in told.figures
    )
    write_past(
        _row(ReportText(report=told.report, section=section, text=text), told)
        for told in scene.told
        for section, text in told.texts
    )
    shown = _shown(scene)
    write_past(_signature(told, shown[told.report.pk]) for told in scene.told)
    label = PeriodicReport._meta.label_lower
    insert(
        [
            Participation(user_id=told.head.pk, kind=label, record_id=told.report.pk, capacity="filler", named_at=None)
            for told in scene.told
        ]
    )


def _row(record: Any, told: Told) -> Tale:
    return Tale(record, [Chapter(told.filled_at, told.head, "write_report")])


def _shown(scene: Scene) -> dict[int, tuple[int, str]]:
    """Version and hash of each report as its signer saw it."""
    keys = [told.report.pk for told in scene.told]
    rows = PeriodicReport.history.filter(id__in=keys, operation="periodic_report.fill")
    return {key: (sequence, row_hash) for key, sequence, row_hash in rows.values_list("id", "sequence", "row_hash")}


def _signature(told: Told, shown: tuple[int, str]) -> Tale:
    report, head = told.report, told.head
    facts = {
        "model": report._meta.label_lower, "record": str(report.uid), "version": shown[0], "head": shown[1],
    } | _facts(told)  # fmt: skip
    values = {
        "kind": report._meta.label_lower, "record_uid": report.uid, "step": "submit", "signer": head,
        "name": head.get_full_name(), "title_vi": head.position_vi, "title_en": head.position_en,
        "meaning": REPORT["submit"].in_english, "signed_at": told.submitted_at,
        "content_hash": canonical.digest(canonical.chain_text(**facts)),
    }  # fmt: skip
    return Tale(Signature(), [Chapter(told.submitted_at, head, "periodic_report.submit", values)])
