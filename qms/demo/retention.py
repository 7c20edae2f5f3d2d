"""Retention in the told department: its rules, one disposal carried out, one being prepared."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.evidence_enums import DisposalVerdict, RetentionStart
from qms.models.retention import Disposal, RetentionRule
from qms.operations import disposals, retention
from qms.registry import registry
from qms.retention.due import due_rows, rules_of
from qms.signatures import SignatureIntent, content_hash

HERE = "SLĐ-01"
SET_ON = dt.date(2019, 1, 15)
PREPARED, APPROVED, CARRIED_OUT = dt.date(2020, 5, 11), dt.date(2020, 5, 18), dt.date(2020, 5, 20)
DRAFTED = dt.date(2020, 7, 10)
DECISION = "187/QĐ-SLĐTBXH"
WITNESS = "Văn thư Sở, Văn phòng Sở"
METHOD = "Bản giấy cắt vụn tại Văn phòng Sở"
MINUTES = "Hai bên đã đối chiếu danh mục với hồ sơ trước khi thực hiện; không có ý kiến khác."
REASON = "Hết thời hạn lưu, không còn giá trị sử dụng."
FEW = 4  # records of each disposal


@dataclass(frozen=True)
class Period:
    """How long one kind is kept."""

    kind: str
    years: int | None
    basis: str
    counted_from: str = RetentionStart.ENDED


PERIODS = (
    Period("inspections.inspection", 5, "QT-02, mục 7: Hồ sơ đánh giá nội bộ"),
    Period("inspections.nonconformity", 5, "QT-03, mục 7: Hồ sơ không phù hợp và hành động khắc phục"),
    Period("inspections.finding", 5, "QT-02, mục 7: Hồ sơ đánh giá nội bộ"),
    Period("qms.issue", 1, "QT-01, mục 7: Tài liệu hết hiệu lực", RetentionStart.ENDED),
    Period("qms.changerequest", 1, "QT-01, mục 7: Phiếu yêu cầu sửa đổi", RetentionStart.YEAR_END),
    Period("qms.declaration", None, "Quyết định 19/2014/QĐ-TTg: hồ sơ công bố"),
    Period("qms.action", 1, "QT-03, mục 7: Kế hoạch hành động"),
)


def build_retention(stage: Stage) -> None:
    """Rules by the officer; records past their period decided about by officer and head."""
    officer, holder = stage.people["officer1"], stage.units[HERE]
    with clock.at(moment(SET_ON)):
        for one in PERIODS:
            rule = RetentionRule(
                unit=holder, kind=one.kind, years=one.years, basis=one.basis, counted_from=one.counted_from
            )
            retention.set_retention(rule, by=officer)
    with clock.at(moment(PREPARED)):
        first = _drafted(stage, "Hồ sơ hết thời hạn lưu, đợt 1 năm 2020", officer)
    if first is not None:
        _carried_out(stage, first)
    with clock.at(moment(DRAFTED)):
        _drafted(stage, "Hồ sơ hết thời hạn lưu, đợt 2 năm 2020", officer, keep=True)


def _drafted(stage: Stage, title: str, officer: Any, *, keep: bool = False) -> Disposal | None:
    """A draft with the first few records of each kind that are past their period; None where nothing is."""
    holder = stage.units[HERE]
    found = {}
    for label, rules in rules_of(holder).items():
        rows = due_rows(registry.retained_kinds[label], rules, holder).order_by("ended_day", "pk")
        found[label] = list(rows.values_list("uid", flat=True)[:FEW])
    if not any(found.values()):
        return None
    draft = disposals.prepare_disposal(Disposal(unit=holder, title=title, reason=REASON), by=officer)
    for label, uids in found.items():
        disposals.choose_records(draft, by=officer, kind=label, uids=uids)
    last = draft.items.filter(verdict=DisposalVerdict.DISPOSE).order_by("-pk").first()
    if keep and last is not None:
        disposals.keep_longer(last, by=officer, reason="Đang dùng để đối chiếu khi viết lại quy trình.")
    return draft


def _carried_out(stage: Stage, draft: Disposal) -> None:
    officer, head = stage.people["officer1"], stage.people["head1"]
    with clock.at(moment(PREPARED)):
        draft = disposals.submit_disposal(draft, by=officer)
    with clock.at(moment(APPROVED)):
        intent = SignatureIntent(head, content_hash(draft), clock.now())
        draft = disposals.approve_disposal(draft, by=head, signature=intent, decision_number=DECISION)
    with clock.at(moment(CARRIED_OUT)):
        disposals.carry_out_disposal(draft, by=officer, witness=WITNESS, method=METHOD, minutes=MINUTES)
