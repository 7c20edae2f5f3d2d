"""The consolidated report with its annex, and the list of units by quarters: what their templates fill."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.register_forms import _columns, _rows
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed
from qms.printing.text import short_day


@dataclass(frozen=True, kw_only=True)
class SumEntry:
    """A line with its sums; a heading has its title alone."""

    line: str
    over: str = ""
    under: str = ""
    rate: str = ""
    reports: str = ""
    heading: bool = False


@dataclass(frozen=True, kw_only=True)
class StateEntry:
    """One unit of the annex."""

    unit: str
    period: str = ""
    due: date | None = None
    submitted: date | None = None
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Consolidated:
    """A consolidated report; number, place and day stand in the letterhead."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    draft: bool = False
    quarter: str = ""
    period: str = ""
    as_of: date | None = None
    joined: str = ""
    counts: str = ""
    replaces: str = ""
    note: str = ""
    rows: tuple[SumEntry, ...] = ()
    states: tuple[StateEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitEntry:
    """One unit over the quarters shown."""

    unit: str
    received: str = ""
    late: str = ""
    returned: str = ""
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitsByQuarters:
    """All units of a superior, with the figures of all quarters above them."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    scope: str = ""
    quarters: str = ""
    totals: str = ""
    updated_on: date | None = None
    rows: tuple[UnitEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _consolidated(context: Consolidated) -> dict:
    labels = LABELS[context.language]
    about = [
        ("consolidation_period", context.period),
        ("consolidation_as_of", short_day(context.as_of)),
        ("consolidation_counts", context.counts),
        ("consolidation_joined", context.joined),
        ("consolidation_replaces", context.replaces),
    ]
    return document(
        context,
        labels["consolidation_title"],
        subtitle=labels["consolidation_subtitle"].format(quarter=context.quarter),
        version=labels["consolidation_draft"] if context.draft else "",
        about=[field(labels[key], text, "") for key, text in about if text],
        rows=[_sum(row) for row in context.rows],
        note=context.note,
        annex_of=labels["consolidation_annex_of"].format(number=context.letterhead.number or "…"),
        states=[_state(number, row) for number, row in enumerate(context.states, 1)],
    )


def _sum(row: SumEntry) -> dict:
    return {
        "line": row.line, "over": row.over, "under": row.under, "rate": row.rate, "reports": row.reports,
        "heading": row.heading,
    }  # fmt: skip


def _state(number: int, row: StateEntry) -> dict:
    return {
        "row": str(number), "unit": row.unit, "period": row.period, "due": short_day(row.due),
        "submitted": short_day(row.submitted), "state": row.state,
    }  # fmt: skip


def _units(context: UnitsByQuarters) -> dict:
    labels = LABELS[context.language]
    about = [
        ("register_scope", context.scope),
        ("register_updated_on", short_day(context.updated_on)),
        ("reports_board_quarters", context.quarters),
        ("reports_board_totals", context.totals),
    ]
    return document(
        context,
        labels["reports_board_title"],
        landscape=True,
        small=False,
        about=[field(labels[key], text, "") for key, text in about if text],
        columns=_columns("reports_board", labels),
        rows=_rows("reports_board", context.rows),
        total=labels["reports_board_count"].format(count=len(context.rows)),
    )


def consolidated_sample(language: Language = "vi") -> Consolidated:
    """Every part filled."""
    return Consolidated(
        letterhead=letterhead("75/BC-BLĐTBXH", date(2019, 7, 22)), mark=mark("đã ký"), language=language, draft=True,
        quarter="Quý II/2019", period="01/04/2019 - 30/06/2019", as_of=date(2019, 7, 15),
        joined="Báo cáo quý và báo cáo 6 tháng kết thúc trong quý", counts="85/87 báo cáo đã có; trễ: 2, thiếu: 2.",
        replaces="BCTH-2019-BLĐTBXH-0001", note="Các đơn vị chấp hành tốt chế độ báo cáo.",
        rows=(
            SumEntry(line="2. Cải cách thể chế", heading=True),
            SumEntry(line="Hồ sơ giải quyết đúng hạn", over="9.120", under="9.305", rate="98,01 %", reports="85"),
        ),
        states=(
            StateEntry(
                unit="Sở Lao động - Thương binh và Xã hội Hà Nội", period="2019-H1", due=date(2019, 7, 10),
                submitted=date(2019, 7, 9), state="Chấp nhận",
            ),
        ),
        signatures=(signed(),), recipients=RECIPIENTS,
    )  # fmt: skip


def units_sample(language: Language = "vi") -> UnitsByQuarters:
    """Every part filled."""
    entry = UnitEntry(
        unit="Sở Lao động - Thương binh và Xã hội Hà Nội (SLĐ-01)", received="2/3", late="Q2/2019", returned="Q4/2019",
        missing="Q2/2020",
    )  # fmt: skip
    return UnitsByQuarters(
        letterhead=letterhead(""), mark=mark("15/07/2020"), language=language, scope="Loại: Sở",
        quarters="Q1/2019 - Q2/2020", totals="Q2/2020: 85/87, trễ 2, thiếu 2", updated_on=date(2020, 7, 15),
        rows=(entry,), signatures=(signed(),), recipients=RECIPIENTS,
    )  # fmt: skip


CONSOLIDATED_REPORT = PrintedForm(
    "consolidated_report", "consolidated_report.docx", "consolidated_report.typ", _consolidated, consolidated_sample
)
REPORTS_BOARD = PrintedForm("reports_board", "reports_board.docx", "register.typ", _units, units_sample)
CONSOLIDATION_FORMS = (CONSOLIDATED_REPORT, REPORTS_BOARD)
