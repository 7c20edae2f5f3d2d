"""The papers of yearly plans and of steering committees: plan, tasks, minutes, notice of conclusions."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.document_contexts import Register
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.plan_contexts import TaskEntry
from qms.printing.register_forms import COLUMNS, ORDINAL, Column, _columns, _register, _rows
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed
from qms.printing.text import short_day

COLUMNS.update(
    {
        "work_plan": (
            ORDINAL,
            Column("task", "plan_task", 82),
            Column("result", "plan_result", 52),
            Column("lead", "plan_lead", 48),
            Column("due", "plan_due", 26, centered=True),
            Column("money", "plan_money", 38),
        ),
        "task_register": (
            ORDINAL,
            Column("task", "task_task", 68),
            Column("document", "task_document", 34),
            Column("superior", "task_superior", 33),
            Column("unit", "unit", 26),
            Column("owner", "task_owner", 24),
            Column("due", "task_due", 21, centered=True),
            Column("done", "task_done", 21, centered=True),
            Column("state", "state", 19),
        ),
    }
)

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, kw_only=True)
class PlanEntry:
    """A task of a plan."""

    task: str
    result: str = ""
    lead: str = ""
    due: date | None = None
    money: str = ""


class PlanHeading(PlanEntry):
    """The name of a field of the plan, above its tasks."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A yearly plan."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    title: str = ""
    decision: str = ""
    note: str = ""
    conclusion: str = ""
    rows: tuple[PlanEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CommitteePaper:
    """Minutes or a notice of conclusions; `conclusions` come with who and by when."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    committee: str = ""
    subject: str = ""
    held_on: date | None = None
    place: str = ""
    chair: str = ""
    chair_position: str = ""
    present: str = ""
    absent: str = ""
    agenda: str = ""
    minutes: str = ""
    conclusions: tuple[str, ...] = ()
    draft: bool = False
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _plan(context: Plan) -> dict:
    labels = LABELS[context.language]
    given = (("plan_decision", context.decision), ("plan_basis", context.note), ("plan_conclusion", context.conclusion))
    rows = _rows("work_plan", context.rows)
    heads = tasks = 0
    for shown, row in zip(rows, context.rows, strict=True):
        heading = isinstance(row, PlanHeading)
        heads, tasks = (heads + 1, tasks) if heading else (heads, tasks + 1)
        shown["row"] = shown["cells"][0] = ROMAN[heads - 1] if heading else str(tasks)
    return document(
        context,
        labels["plan_paper"],
        landscape=True,
        small=False,
        about=[field(labels["plan_of"], context.title, "")]
        + [field(labels[key], text, "") for key, text in given if text],
        columns=_columns("work_plan", labels),
        rows=rows,
        total=labels["plan_total"].format(count=tasks),
    )


def _notice(context: CommitteePaper) -> dict:
    labels = LABELS[context.language]
    told = _told(context)
    opening = [labels["notice_of_meeting"].format(**told)]
    opening += [labels["notice_present"].format(present=_joined(context.present))] if context.present else []
    opening.append(labels["notice_concludes"].format(**told))
    return document(
        context,
        labels["notice_paper"],
        subtitle=labels["notice_about_conclusions"].format(**told),
        version=labels["notice_draft"] if context.draft else "",
        about=[],
        texts=[{"text": line} for line in opening],
        sections=[],
        conclusions_title="",
        conclusions=_numbered(context.conclusions),
        closing=labels["notice_closing"],
    )


def _minutes(context: CommitteePaper) -> dict:
    labels = LABELS[context.language]
    about = (
        ("committee_name", context.committee), ("committee_subject", context.subject),
        ("committee_day", short_day(context.held_on)), ("committee_place", context.place),
        ("committee_chair", " - ".join(filter(None, [context.chair, context.chair_position]))),
        ("committee_present", context.present), ("committee_absent", context.absent),
    )  # fmt: skip
    parts = (("committee_agenda", context.agenda), ("committee_content", context.minutes))
    return document(
        context,
        labels["minutes_paper"],
        subtitle="",
        version="",
        about=[field(labels[key], text, labels["blank"]) for key, text in about if text or key != "committee_absent"],
        texts=[],
        sections=[{"title": labels[key], "lines": _lines(text)} for key, text in parts if text],
        conclusions_title=labels["committee_conclusions"] if context.conclusions else "",
        conclusions=_numbered(context.conclusions),
        closing="",
    )


def _told(context: CommitteePaper) -> dict[str, str]:
    return {
        "day": short_day(context.held_on), "place": context.place, "chair": context.chair,
        "position": context.chair_position or context.chair, "committee": context.committee, "subject": context.subject,
    }  # fmt: skip


def _joined(text: str) -> str:
    return "; ".join(line.strip(" ;.") for line in text.splitlines() if line.strip())


def _lines(text: str) -> list[dict]:
    return [{"text": line} for line in text.splitlines() if line.strip()]


def _numbered(texts: tuple[str, ...]) -> list[dict]:
    return [{"text": f"{number}. {text}"} for number, text in enumerate(texts, 1)]


def _plan_sample(language: Language = "vi") -> Plan:
    return Plan(
        letterhead=letterhead("05/KH-SLĐTBXH"),
        mark=mark("đã phê duyệt", brought_in="ke-hoach-2020.xlsx"),
        language=language,
        title="Kế hoạch cải cách hành chính năm 2020",
        decision="15/QĐ-SLĐTBXH",
        note="Căn cứ Chỉ thị 02/CT-LĐTBXH.",
        conclusion="Hoàn thành 11 trên 12 nhiệm vụ đúng hạn.",
        rows=(
            PlanHeading(task="CẢI CÁCH THỦ TỤC HÀNH CHÍNH"),
            PlanEntry(
                task="Rà soát, đơn giản hóa thủ tục hành chính",
                result="Quyết định công bố",
                lead="Văn phòng Sở (Chuyên Viên Một)",
                due=date(2020, 6, 30),
                money="20 triệu đồng",
            ),
        ),
        signatures=(signed(),),
        recipients=RECIPIENTS,
    )


def _task_sample(language: Language = "vi") -> Register:
    entry = TaskEntry(
        task="Rà soát, đơn giản hóa thủ tục hành chính\nHĐ-2020-SLĐ01-0001",
        document="15/QĐ-SLĐTBXH\n05/01/2020",
        superior="Sở Lao động - Thương binh và Xã hội",
        unit="Văn phòng Sở",
        owner="Chuyên Viên Một",
        due=date(2020, 6, 30),
        done=date(2020, 6, 29),
        state="Đã xác nhận",
    )
    return Register(
        letterhead=letterhead("07/DM-VP"),
        mark=mark("ngày 15/07/2020", brought_in="nhiem-vu-2020.xlsx"),
        language=language,
        scope="Toàn Sở; năm 2020",
        updated_on=date(2020, 7, 15),
        rows=(entry,),
        signatures=(signed("Người lập", "lập danh mục"), signed()),
        recipients=RECIPIENTS,
    )


def _paper_sample(language: Language = "vi") -> CommitteePaper:
    return CommitteePaper(
        letterhead=letterhead("12/TB-BCĐ"),
        mark=mark("đã ký", brought_in="thong-bao-2019.docx"),
        language=language,
        committee="Ban chỉ đạo cải cách hành chính",
        subject="Sơ kết sáu tháng đầu năm 2020",
        held_on=date(2020, 7, 3),
        place="Phòng họp số 1",
        chair="Người Ký Thử",
        chair_position="Giám đốc Sở, Trưởng ban",
        present="Các thành viên Ban chỉ đạo\nTrưởng các phòng",
        absent="Không",
        agenda="Báo cáo kết quả sáu tháng.",
        minutes="Văn phòng báo cáo.\nCác phòng thảo luận.",
        conclusions=("Hoàn thành kiểm kê thủ tục hành chính (Văn phòng Sở, trước ngày 31/07/2020).",),
        draft=True,
        signatures=(signed("Thư ký", "ghi biên bản"), signed("Trưởng ban", "kết luận")),
        recipients=RECIPIENTS,
    )


WORK_PLAN = PrintedForm("work_plan", "work_plan.docx", "register.typ", _plan, _plan_sample)
TASK_REGISTER = PrintedForm(
    "task_register", "task_register.docx", "register.typ", _register("task_register", "task_title"), _task_sample
)
COMMITTEE_NOTICE = PrintedForm(
    "committee_notice", "committee_notice.docx", "committee_paper.typ", _notice, _paper_sample
)
COMMITTEE_MINUTES = PrintedForm(
    "committee_minutes", "committee_minutes.docx", "committee_paper.typ", _minutes, _paper_sample
)
PLAN_FORMS = (WORK_PLAN, TASK_REGISTER, COMMITTEE_NOTICE, COMMITTEE_MINUTES)
