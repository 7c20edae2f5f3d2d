"""What was corrected in the table between 2008 and 2015, and a centre that merged into another."""

import datetime as dt

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import Basis, SuccessionKind
from qms.models.organisation import Unit
from qms.models.standards import Correspondence
from qms.operations.correspondences import correct_row
from qms.operations.organisation import save_unit
from qms.operations.succession import succeed_units
from qms.successions.asking import Asked

CORRECTIONS = (
    (
        dt.date(2018, 5, 15), ("7.3.2", "8.3.3"), {"basis": Basis.SEEN.value},
        "Đã đối chiếu với bảng so sánh được công bố.",
    ),
    (
        dt.date(2020, 6, 10), ("6.2.2", "7.3"),
        {"note_vi": "Nhận thức thành điều khoản riêng; gồm cả người làm việc theo hợp đồng",
         "note_en": "Awareness becomes a clause of its own; includes people under contract"},
        "Một Sở hỏi về người làm việc theo hợp đồng; đọc lại hai phiên bản.",
    ),
)  # fmt: skip
"""(day, old and new clause, what it says since, why): by the ministry's quality officer."""

CENTRE = ("SLĐ-01-GTVL", "Trung tâm Giới thiệu việc làm số 2", "Employment Introduction Centre No. 2")
HEIR = "SLĐ-01-DVVL"
FROM = dt.date(2019, 4, 1)
BASIS = "Quyết định số 1120/QĐ-UBND"


def build_workshop(stage: Stage) -> None:
    """Corrections through the operations, then the merger."""
    for day, pair, values, reason in CORRECTIONS:
        correct(stage, day, pair, values, reason)
    if HEIR in stage.units:
        merge_centre(stage)


def correct(stage: Stage, day: dt.date, pair: tuple[str, str], values: dict[str, str], reason: str) -> None:
    """One row corrected on a day."""
    row = Correspondence.objects.get(
        from_edition=stage.editions["2008"], from_clause__number=pair[0], to_clause__number=pair[1], ended_at=None
    )
    with clock.at(moment(day, 10)):
        correct_row(row, by=stage.people["officer"], reason=reason, **values)


def merge_centre(stage: Stage) -> None:
    """The centre stood since the department did, and merged on the day."""
    code, name_vi, name_en = CENTRE
    heir = stage.units[HEIR]
    centre = Unit(
        code=code, name_vi=name_vi, name_en=name_en, kind=heir.kind, parent=heir.parent, valid_from=heir.valid_from,
        place=heir.place,
    )  # fmt: skip
    with clock.at(moment(dt.date(2018, 1, 3))):
        save_unit(centre, by=stage.people["admin"])
    with clock.at(moment(FROM, 8)):
        asked = [Asked(centre, heir, SuccessionKind.MERGED)]
        reason = "Sáp nhập hai trung tâm theo quyết định của thành phố."
        succeed_units(asked, by=stage.people["admin"], on_day=FROM, basis=BASIS, reason=reason)
    stage.units[code] = centre
