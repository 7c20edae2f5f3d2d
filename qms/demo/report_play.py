"""What did not go its usual way: returned, corrected, still open; and the ministry's consolidations. By operations."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from qms import clock
from qms.demo.days import moment
from qms.demo.document_play import signing
from qms.demo.report_figures import figure_of, text_of
from qms.demo.stage import Stage
from qms.history.standing import standing
from qms.models.period_schemes import ReportPeriod
from qms.models.periodic_reports import Consolidation, PeriodicReport
from qms.operations import consolidations
from qms.operations import periodic_reports as reports
from qms.reporting.figures import Entry, counts_of, differs

Act = tuple[dt.datetime, Callable[[], Any]]
CONSOLIDATED = {
    "2019-Q1": (dt.date(2019, 4, 25), "31/BC-BLĐTBXH"), "2019-Q2": (dt.date(2019, 7, 22), "75/BC-BLĐTBXH"),
    "2019-Q3": (dt.date(2019, 10, 25), "118/BC-BLĐTBXH"), "2019-Q4": (dt.date(2020, 1, 21), "09/BC-BLĐTBXH"),
}  # fmt: skip
"""When the ministry added a quarter up, and under which number it signed."""
TO = "Văn phòng Chính phủ\nBộ Nội vụ (Vụ Cải cách hành chính)\nCác cơ quan, đơn vị thuộc Bộ\nLưu: VT, CCHC"
CORRECTED = "SLĐ-48"
FROM_PAPER = "Số liệu theo sổ theo dõi của đơn vị, chưa nhập đủ vào hệ thống"


class ReportPlay:
    """The acts with what they need."""

    def __init__(
        self, stage: Stage, periods: dict[str, ReportPeriod], heads: dict[int, Any], place: dict[int, int]
    ) -> None:
        self.stage, self.periods, self.heads, self.place = stage, periods, heads, place
        self.officer, self.director = stage.people["officer"], stage.people["director"]

    def report(self, code: str, period: str) -> PeriodicReport:
        """The newest version of a unit's report."""
        rows = PeriodicReport.objects.filter(unit=self.stage.units[code], period_code=period)
        return rows.order_by("-edition_number")[0]

    def head(self, code: str) -> Any:
        """Who signs for the unit."""
        return self.heads[self.stage.units[code].pk]

    def returned(self, code: str, period: str, days: tuple[dt.date, dt.date, dt.date | None], why: str) -> list[Act]:
        """Returned on the first day with a comment on a figure, mended and submitted on the second, then accepted."""
        back, again, accepted = days
        acts: list[Act] = [(moment(back, 9), partial(self._return, code, period, why))]
        acts += [(moment(again, 10), partial(self._submit_again, code, period))]
        if accepted is not None:
            acts.append((moment(accepted, 16), partial(self._accept, code, period)))
        return acts

    def _return(self, code: str, period: str, why: str) -> None:
        comments = {"dossiers_on_time": "Đề nghị rà soát lại số hồ sơ trễ hạn."}
        reports.return_report(self.report(code, period), by=self.officer, reason=why, comments=comments)

    def _submit_again(self, code: str, period: str) -> None:
        """One dossier more was late than first reported."""
        report = self.report(code, period)
        figure = report.figures.get(line__key="dossiers_on_time")
        entry = Entry((figure.numerator or Decimal(1)) - 1, figure.denominator, figure.why)
        reports.fill_report(report, by=self.head(code), figures={"dossiers_on_time": entry})
        self.submit(code, period)

    def _accept(self, code: str, period: str) -> None:
        reports.accept_report(self.report(code, period), by=self.officer)

    def submit(self, code: str, period: str) -> None:
        """The head signs what stands."""
        report, head = self.report(code, period), self.head(code)
        number = report.document_number or f"{100 * report.edition_number + self.place[report.unit_id]}/BC-{code}"
        reports.submit_report(
            report, by=head, document_number=number, recipients=report.recipients or TO.splitlines()[0],
            signature=signing(head, report),
        )  # fmt: skip

    def corrected(self, code: str, period: str, days: tuple[dt.date, dt.date]) -> list[Act]:
        """After acceptance: a new version with the figures of a branch that had been left out, accepted."""
        return [(moment(days[0], 9), partial(self._correct, code, period)),
                (moment(days[1], 15), partial(self._accept, code, period))]  # fmt: skip

    def _correct(self, code: str, period: str) -> None:
        head, why = self.head(code), "Bổ sung số liệu của một chi nhánh một cửa"
        new = reports.correct_report(self.report(code, period), by=head, reason=why)
        rows = {one.line.key: one for one in new.figures.select_related("line")}
        keys = ("dossiers_received", "dossiers_on_time")
        more = {key: _plus(rows[key], Decimal(24)) for key in keys}
        reports.fill_report(new, by=head, figures=more)
        self.submit(code, period)

    def fill(self, code: str, period: str, number: int) -> None:
        """Figures as the unit counts them; what differs from the records says why."""
        report, months = self.report(code, period), 6 if "H" in period else 3
        figures = {}
        for one in report.figures.select_related("line"):
            over, under = figure_of(one.line, self.place[report.unit_id], number, months)
            entry = Entry(over, under)
            figures[one.line.key] = Entry(over, under, FROM_PAPER if one.counted_as_of and differs(entry, one) else "")
        texts = {section.pk: text_of(section, period) for section in report.form.sections.all()}
        reports.fill_report(report, by=self.head(code), figures=figures, texts=texts)

    def consolidated(self, code: str) -> list[Act]:
        """Drawn up on the day, signed on the next."""
        day, number = CONSOLIDATED[code]
        return [(moment(day, 16), partial(self._draw, code)),
                (moment(day + dt.timedelta(days=1), 9), partial(self._sign, code, number))]  # fmt: skip

    def _draw(self, code: str) -> None:
        form = self.periods["2019-Q1"].scheme.form
        note = "Các cơ quan, đơn vị chấp hành chế độ báo cáo; một số đơn vị gửi trễ cần rút kinh nghiệm."
        unit = self.stage.units["BLĐTBXH"]
        consolidations.draw_consolidation(unit, by=self.officer, form=form, code=code, note=note)

    def _sign(self, code: str, number: str) -> None:
        drawn = Consolidation.objects.get(unit=self.stage.units["BLĐTBXH"], code=code)
        consolidations.sign_consolidation(
            drawn, by=self.director, signature=signing(self.director, drawn), document_number=number, recipients=TO
        )

    def opened(self, period: str, codes: list[str]) -> Act:
        """The reports of these units open by themselves, counted from the records as they stood on that day."""
        row = self.periods[period]
        units = [self.stage.units[code] for code in codes]
        return (moment(row.opens_on, 8), partial(self._open, row, units))

    def _open(self, row: ReportPeriod, units: list[Any]) -> None:
        days = (row.figures_from, row.figures_to)
        asking = [PeriodicReport(unit=unit, figures_from=days[0], figures_to=days[1]) for unit in units]
        with standing(row.opens_on):
            found = counts_of(asking, list(row.scheme.form.lines.all()), row.opens_on)[days]
        reports.open_reports(row, by=self.stage.system, units=units, counts=found)


def _plus(figure: Any, more: Decimal) -> Entry:
    under = None if figure.denominator is None else figure.denominator + more
    return Entry(figure.numerator + more, under, figure.why)


def play_exceptions(
    stage: Stage, periods: dict[str, ReportPeriod], heads: dict[int, Any], place: dict[int, int]
) -> None:
    """Every act in the order of days."""
    play = ReportPlay(stage, periods, heads, place)
    acts = _of_2019(play) + _of_2020(play)
    for at, act in sorted(acts, key=lambda one: one[0]):
        with clock.at(at):
            act()


def _of_2019(play: ReportPlay) -> list[Act]:
    day = dt.date
    why = "Số hồ sơ trễ hạn không khớp với báo cáo của bộ phận một cửa"
    acts = play.returned("SLĐ-22", "2019-H1", (day(2019, 7, 8), day(2019, 7, 10), day(2019, 7, 12)), why)
    acts += play.returned("C-BTXH", "2019-Q3", (day(2019, 10, 7), day(2019, 10, 10), day(2019, 10, 15)), why)
    acts += play.corrected(CORRECTED, "2019-H1", (day(2019, 9, 18), day(2019, 9, 20)))
    for code in CONSOLIDATED:
        acts += play.consolidated(code)
    return acts


def _of_2020(play: ReportPlay) -> list[Act]:
    """Filled in and to be signed, submitted, returned, not owed, missing: what a ministry sees on 15/07/2020."""
    day = dt.date
    halves = ["SLĐ-01", "SLĐ-79", "SLĐ-26", "SLĐ-11", "SLĐ-62", "SLĐ-96", "SLĐ-75"]
    acts = [play.opened("2020-Q2", ["V-PC", "TCGĐTE", "TTTT"]), play.opened("2020-H1", halves)]
    acts += [(moment(day(2020, 7, 9), 10), partial(play.fill, "SLĐ-01", "2020-H1", 8))]
    for code, on in (("SLĐ-79", day(2020, 7, 10)), ("SLĐ-26", day(2020, 7, 7))):
        acts += [(moment(on, 9), partial(play.fill, code, "2020-H1", 8)),
                 (moment(on, 11), partial(play.submit, code, "2020-H1"))]  # fmt: skip
    acts.append((moment(day(2020, 7, 9), 9), partial(play._return, "SLĐ-26", "2020-H1", "Thiếu số liệu tháng 6")))
    acts.append((moment(day(2020, 7, 6), 15), partial(_excuse, play, "SLĐ-96", "2020-H1")))
    acts.append((moment(day(2020, 7, 13), 9), partial(play.fill, "V-PC", "2020-Q2", 7)))
    return acts


def _excuse(play: ReportPlay, code: str, period: str) -> None:
    why = "Đơn vị đang tập trung khắc phục hậu quả thiên tai; báo cáo gộp vào kỳ sau"
    reports.excuse_report(play.report(code, period), by=play.officer, reason=why)
