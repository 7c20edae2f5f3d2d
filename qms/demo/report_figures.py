"""What the demonstration's units report: the same figures for the same unit, period and line; none is a real one."""

from decimal import Decimal
from typing import Any

from qms.reporting_enums import LineKind

DOSSIERS = {"dossiers_on_time": 5, "dossiers_by_post": 3, "dossiers_level_3": 4, "dossiers_level_4": 3}
"""Shares of the dossiers received, and by how much each falls short of all or a part of them."""
WHOLE = {"qms_declared", "qms_moved"}
BUDGETS = {"reform_budget", "qms_budget"}

Pair = tuple[Decimal | None, Decimal | None]


def figure_of(line: Any, unit: int, period: int, months: int) -> Pair:
    """The figure of a line. `unit`: the place of the unit in the list; `period`: counted from the first of 2019."""
    key, spread = line.key, len(line.key)
    if key == "dossiers_received":
        return Decimal(received(unit, period, months)), None
    if key in DOSSIERS:
        return _of_dossiers(key, unit, period, received(unit, period, months))
    if key in WHOLE:
        return Decimal(1 if (unit + period) % 9 or key == "qms_declared" else 0), Decimal(1)
    if key in BUDGETS:
        return Decimal(50 + (unit * 13 + period * 7 + spread) % 90) + Decimal("0.5"), None
    if line.kind == LineKind.RATIO:
        whole = 4 + (unit * 5 + period * 3 + spread) % 17 + months
        return Decimal(whole - (unit + period * spread) % 3), Decimal(whole)
    return Decimal((unit * 3 + period * 5 + spread * 7) % (2 * months + 3)), None


def received(unit: int, period: int, months: int) -> int:
    """Dossiers of the period: departments of provinces have many, central units few."""
    monthly = 18 + (unit * 11) % 70 if months > 3 else 6 + (unit * 7) % 25
    return monthly * months + (unit + 4 * period) % 13


def _of_dossiers(key: str, unit: int, period: int, whole: int) -> Pair:
    if key == "dossiers_on_time":
        return Decimal(whole - (unit * 3 + period) % (whole // 20 + 2)), Decimal(whole)
    part = whole * (DOSSIERS[key] + (unit + period) % 4) // 20
    return Decimal(part), Decimal(whole)


def text_of(section: Any, period: str) -> str:
    """What a unit writes in the first and the last section; the others have figures only."""
    if section.number == "I":
        return f"Đơn vị đã ban hành kế hoạch, phân công thực hiện và tự kiểm tra trong kỳ {period}."
    if section.number == "VII":
        return "Đề nghị Bộ tiếp tục hướng dẫn chuyển đổi sang TCVN ISO 9001:2015."
    return ""
