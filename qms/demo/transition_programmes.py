"""The ministry's programme from 9001:2008 to 9001:2015: over all QMS holders below it, with two deadlines."""

import datetime as dt
from typing import Any

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import Obligation, TransitionGroup
from qms.models.organisation import Unit
from qms.models.transition import TransitionProgramme
from qms.operations.transition_deadlines import set_deadline
from qms.operations.transition_programmes import approve_transition, prepare_transition
from qms.operations.transition_scope import take_in_holders, units_to_take_in
from qms.signatures import SignatureIntent, content_hash

PREPARED = moment(dt.date(2018, 9, 10), 9)
APPROVED = moment(dt.date(2018, 9, 20), 15)
LED_BY = "BLĐTBXH"

ADOPTING = {"SLĐ-04", "SLĐ-06", "SLĐ-11", "SLĐ-12", "SLĐ-14", "C-TE", "VPQG-GN", "TBD", "BAO"}
"""Had no system before: straight to the new edition."""

MAINTAINING = {"SLĐ-48", "SLĐ-22", "SLĐ-92", "C-VL", "TTTT"}
"""Had declared the new edition already."""

EXEMPT = {"TCGĐTE"}
WHY_EXEMPT = "Đang sắp xếp để hợp nhất với Tạp chí Lao động và Xã hội; đánh giá lại khi có quyết định."

BASIS = (
    "Chỉ thị số 02/CT-LĐTBXH ngày 10/8/2018 của Bộ trưởng Bộ Lao động - Thương binh và Xã hội\n"
    "Công văn số 419/BKHCN-TĐC ngày 21/2/2018 của Bộ Khoa học và Công nghệ\n"
    "Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014 của Thủ tướng Chính phủ"
)
DEADLINES: tuple[dict[str, Any], ...] = (
    {
        "name_vi": "Thời hạn của Bộ",
        "name_en": "The ministry’s deadline",
        "wording": "trước 31/12/2020",
        "last_day": dt.date(2020, 12, 30),
        "decision": "Chỉ thị số 02/CT-LĐTBXH ngày 10/8/2018",
        "obligation": Obligation.OBLIGED,
    },
    {
        "name_vi": "Thời hạn chung của Nhà nước",
        "name_en": "The state’s deadline",
        "wording": "trước 30/6/2021",
        "last_day": dt.date(2021, 6, 29),
        "decision": "Công văn số 419/BKHCN-TĐC ngày 21/2/2018",
    },
)


def build_transition_programmes(stage: Stage) -> None:
    """Prepared by the ministry's officer and approved by its director in 2018, each at its own moment."""
    officer, director = stage.people["officer"], stage.people["director"]
    with clock.at(PREPARED):
        programme = prepare_transition(
            by=officer,
            unit=stage.units[LED_BY],
            from_edition=stage.editions["2008"],
            to_edition=stage.editions["2015"],
            title_vi="Chuyển đổi hệ thống quản lý chất lượng sang TCVN ISO 9001:2015",
            title_en="Transition of quality management systems to TCVN ISO 9001:2015",
            basis=BASIS,
            starts_on=dt.date(2018, 10, 1),
        )
        _take_in_all(programme, officer)
        for deadline in DEADLINES:
            set_deadline(programme, by=officer, **deadline)
    with clock.at(APPROVED):
        shown = TransitionProgramme.objects.get(pk=programme.pk)
        approve_transition(shown, by=director, signature=SignatureIntent(director, content_hash(shown), clock.now()))
    stage.counts["TransitionProgramme"] = 1


def _take_in_all(programme: TransitionProgramme, officer: Any) -> None:
    by_group: dict[str, list[Unit]] = {}
    for unit in units_to_take_in(programme).order_by("pk"):
        by_group.setdefault(_group_of(unit.code), []).append(unit)
    for group, units in by_group.items():
        why = WHY_EXEMPT if group == TransitionGroup.EXEMPT else ""
        take_in_holders(programme, by=officer, units=units, group=group, reason=why)


def _group_of(code: str) -> str:
    if code in EXEMPT:
        return TransitionGroup.EXEMPT
    if code in ADOPTING:
        return TransitionGroup.ADOPTING
    return TransitionGroup.MAINTAINING if code in MAINTAINING else TransitionGroup.MOVING
