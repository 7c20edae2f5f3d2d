"""What people say and do around nonconformities that are being dealt with: comments, steps, progress, a judgement."""

import datetime as dt

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from inspections.operations.effect_checks import Sample
from inspections.operations.nonconformity import report_not_yet_proven
from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import ActionStatus
from qms.models.actions import Action
from qms.operations.action_notes import note_progress
from qms.operations.action_steps import add_steps, tick_step
from qms.operations.comments import write_comment


def tell_closing(stage: Stage) -> None:
    """Beside the told visits, at past moments."""
    _tell_comments(stage)
    _tell_work(stage)
    _tell_judgement(stage)


def _of_division(status: str) -> Nonconformity:
    """The first of the department's nonconformities in the division that most people of the demonstration belong to."""
    rows = Nonconformity.objects.filter(unit__code="SLĐ-01-LĐVL", status=status).order_by("pk")
    found = rows.first()
    assert found is not None, status
    return found


def _tell_comments(stage: Stage) -> None:
    """The lead asks by name; the manager answers with a number that leads to the action."""
    record = _of_division(NonconformityStatus.IN_PROGRESS)
    action = Action.objects.filter(corrective_action__nonconformity=record).order_by("pk").first()
    assert action is not None, "a plan under way has an action"
    with clock.at(moment(dt.date(2020, 7, 9), 9, 20)):
        asked = "@manager1 Hành động đã quá hạn một ngày. Đề nghị cho biết còn vướng gì."
        write_comment(record, by=stage.people["lead1"], text=asked)
    with clock.at(moment(dt.date(2020, 7, 9), 14, 5)):
        answer = f"@lead1 {action.number} còn chờ ý kiến của Văn phòng. Sẽ báo cáo trong tuần này."
        write_comment(record, by=stage.people["manager1"], text=answer)


def _tell_work(stage: Stage) -> None:
    """The owner of a corrective action keeps its steps and notes what was done."""
    actions = Action.objects.filter(owner=stage.people["owner1"], corrective_action__isnull=False)
    action = actions.filter(status=ActionStatus.IN_PROGRESS).order_by("pk").first()
    assert action is not None, "the owner is at work on an action"
    owner = stage.people["owner1"]
    with clock.at(moment(dt.date(2020, 7, 6), 8, 30)):
        lines = "Lập danh mục hồ sơ còn thiếu\nBổ sung phiếu kiểm soát\nBáo cáo trưởng phòng"
        steps = add_steps(action, by=owner, lines=lines)
    with clock.at(moment(dt.date(2020, 7, 8), 16)):
        tick_step(steps[0], by=owner)
        note_progress(action, by=owner, text="Đã lập danh mục: thiếu phiếu ở 6 hồ sơ.")


def _tell_judgement(stage: Stage) -> None:
    """A verifier examined a sample: too little to judge, so the effect is looked at again."""
    rows = Nonconformity.objects.filter(unit__code="SLĐ-01-BTXH1", check_on__lte=dt.date(2020, 7, 13))
    record = rows.get(status=NonconformityStatus.EFFECTIVENESS_CHECK)
    with clock.at(moment(dt.date(2020, 7, 14), 15, 40)):
        report_not_yet_proven(
            record, by=record.verifier, reason="Sau khi khắc phục mới phát sinh 4 hồ sơ, chưa đủ để kết luận.",
            check_on=dt.date(2020, 8, 14), sample=Sample(examined=4, of=4, failed=0),
            effect_evidence="Xem cả 4 hồ sơ phát sinh từ ngày thực hiện xong: đều có phiếu kiểm soát.",
        )  # fmt: skip
