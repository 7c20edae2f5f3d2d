"""A nonconformity in its second round: the effect was missed, and the causes are being looked for more deeply."""

import datetime as dt
from typing import Any

from inspections.enums import CauseMethod, NonconformityStatus
from inspections.models import Cause, Nonconformity
from inspections.operations.corrective_action import confirm_cause, refuse_cause, write_cause
from inspections.operations.effect_checks import Sample
from inspections.operations.nonconformity import report_not_effective
from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage

DAY = dt.date(2020, 7, 14)

WHYS = [
    {
        "why": "Báo cáo đầu vào gửi lãnh đạo thiếu kết quả khảo sát sự hài lòng.",
        "whys": [
            {
                "why": "Số liệu khảo sát có sau ngày họp.",
                "whys": [{"why": "Đợt khảo sát không được ấn định theo lịch xem xét của lãnh đạo.", "whys": []}],
            },
            {
                "why": "Không ai soát báo cáo trước khi trình.",
                "whys": [{"why": "Mẫu chương trình họp không ghi người soát đầu vào.", "whys": []}],
            },
        ],
    }
]

BONES = {
    "person": "Người tổng hợp mới nhận việc từ tháng 5",
    "method": "Quy trình không nêu thời điểm chốt số liệu",
    "information": "Kết quả khảo sát nằm ở ba đơn vị, không có đầu mối",
    "measurement": "Khảo sát sáu tháng một lần, lệch lịch họp",
}


def tell_second_round(stage: Stage) -> None:
    """The check missed the criterion; one cause is confirmed, one waits, one was refused for lack of evidence."""
    people = stage.people
    record = _judged(stage)
    if record is None:
        return
    branching = _cause(record, CauseMethod.FIVE_WHYS, "Lịch khảo sát và việc soát đầu vào không được quy định.", WHYS)
    bones = [{"branch": name, "text": text} for name, text in BONES.items()]
    drawn = _cause(record, CauseMethod.ISHIKAWA, "Không có đầu mối tổng hợp kết quả khảo sát.", bones)
    guess = _cause(record, CauseMethod.SENTENCE, "Người tổng hợp thiếu trách nhiệm.", [])
    for minutes, cause in enumerate((branching, drawn, guess)):
        with clock.at(moment(DAY, 14, 5 + 10 * minutes)):
            write_cause(cause, by=people["vp-manager"])
    with clock.at(moment(DAY, 15, 30)):
        shown = "Lịch khảo sát năm 2020 và mẫu chương trình họp: không ghi người soát, đợt khảo sát kết thúc ngày 10/7."
        confirm_cause(branching, by=people["lead"], evidence=shown)
    with clock.at(moment(DAY, 15, 40)):
        refuse_cause(guess, by=people["lead"], reason="Mới là suy đoán, chưa có bằng chứng.")


def _judged(stage: Stage) -> Nonconformity | None:
    rows = Nonconformity.objects.filter(unit__code="VP", status=NonconformityStatus.EFFECTIVENESS_CHECK)
    record = rows.filter(check_on__lte=DAY).order_by("pk").first()
    if record is None:
        return None
    with clock.at(moment(DAY, 10)):
        reason = "Biên bản cuộc xem xét gần nhất vẫn thiếu thông tin về sự hài lòng của người dân."
        return report_not_effective(
            record, by=record.verifier, reason=reason, sample=Sample(examined=2, of=2, failed=1)
        )  # fmt: skip


def _cause(record: Nonconformity, method: str, text: str, chain: list[Any]) -> Cause:
    return Cause(nonconformity=record, method=method, text=text, chain=chain)
