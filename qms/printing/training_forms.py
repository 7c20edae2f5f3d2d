"""The papers of competence and training: the year's trainings, people with their results, who is competent in what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.document_contexts import Register
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.register_forms import COLUMNS, ORDINAL, Column, _columns, _register, _rows
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed
from qms.printing.text import short_day
from qms.printing.training_need_forms import TRAINING_NEED_FORMS

COLUMNS.update(
    {
        "training_register": (
            ORDINAL,
            Column("subject", "training_subject", 60),
            Column("reason", "training_reason", 30),
            Column("unit", "unit", 30),
            Column("planned_on", "training_planned", 22, centered=True),
            Column("trainer", "training_trainer", 32),
            Column("people", "training_people", 13, centered=True),
            Column("cost", "training_cost", 20, centered=True),
            Column("held_on", "training_held", 21, centered=True),
            Column("state", "state", 18),
        ),
        "competence_register": (
            ORDINAL,
            Column("person", "training_person", 48),
            Column("unit", "unit", 42),
            Column("standard", "competence_standard", 30),
            Column("basis", "competence_basis", 62),
            Column("valid_from", "competence_from", 22, centered=True),
            Column("valid_to", "competence_to", 22, centered=True),
            Column("state", "state", 20),
        ),
        "training_record": (
            ORDINAL,
            Column("person", "training_person", 40),
            Column("position", "training_position", 36),
            Column("result", "training_result", 25),
            Column("valid_to", "training_valid_to", 23, centered=True),
            Column("note", "training_note", 27),
        ),
    }
)
"""Beside those of the registers: both templates follow the declaration."""


@dataclass(frozen=True, kw_only=True)
class TrainingEntry:
    """A training of the list."""

    subject: str  # with its number beneath
    reason: str = ""
    unit: str = ""
    planned_on: date | None = None
    trainer: str = ""
    people: str = ""
    cost: str = ""
    held_on: date | None = None
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class CompetenceEntry:
    """A competence of the list."""

    person: str  # with their position beneath
    unit: str = ""
    standard: str = ""
    basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class TrainedEntry:
    """A person of a training."""

    person: str
    position: str = ""
    result: str = ""
    valid_to: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TrainingPaper:
    """One training with its people."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    title: str = ""
    reason: str = ""
    document: str = ""
    standard: str = ""
    day: date | None = None
    is_held: bool = True
    hours: str = ""
    place: str = ""
    trainer: str = ""
    content: str = ""
    decision: str = ""
    effect: str = ""
    rows: tuple[TrainedEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _paper(context: TrainingPaper) -> dict:
    labels = LABELS[context.language]
    day = short_day(context.day)
    given = (
        ("training_about", context.title), ("training_reason", context.reason),
        ("training_document", context.document), ("training_standard", context.standard),
        ("training_day" if context.is_held else "training_planned", day), ("training_hours", context.hours),
        ("training_place", context.place), ("training_by", context.trainer), ("training_content", context.content),
        ("training_decision", context.decision), ("training_effect", context.effect),
    )  # fmt: skip
    return document(
        context,
        labels["training_paper" if context.is_held else "training_paper_planned"],
        landscape=False,
        small=False,
        about=[field(labels[key], text, "") for key, text in given if text],
        columns=_columns("training_record", labels),
        rows=_rows("training_record", context.rows),
        total=labels["training_total"].format(count=len(context.rows)),
    )


def _paper_sample(language: Language = "vi") -> TrainingPaper:
    return TrainingPaper(
        letterhead=letterhead("ĐT-2020-SLĐ01-0001"),
        mark=mark("đã đánh giá", brought_in="dao-tao-2019.xlsx"),
        language=language,
        title="Đào tạo đánh giá viên nội bộ",
        reason="Phiên bản mới của tiêu chuẩn",
        document="QT-09 Đánh giá nội bộ",
        standard="9001:2015",
        day=date(2020, 3, 12),
        hours="16",
        place="Hội trường tầng 2",
        trainer="Viện Tiêu chuẩn Chất lượng",
        content="Yêu cầu của tiêu chuẩn, kỹ thuật đánh giá.",
        decision="15/QĐ-SLĐTBXH",
        effect="Bài kiểm tra cuối khóa; quan sát hai cuộc đánh giá.",
        rows=(
            TrainedEntry(
                person="Chuyên Viên Một", position="Chuyên viên", result="Đạt năng lực", valid_to=date(2023, 3, 11),
                note="Loại khá",
            ),
        ),
        signatures=(signed("Người lập", "lập danh sách"), signed()),
        recipients=RECIPIENTS,
    )  # fmt: skip


def _list_sample(entry: TrainingEntry | CompetenceEntry) -> Callable[[Language], Register]:
    def sample(language: Language = "vi") -> Register:
        return Register(
            letterhead=letterhead("07/KH-VP"),
            mark=mark("ngày 15/07/2020", brought_in="dao-tao-2020.xlsx"),
            language=language,
            scope="Toàn Sở; năm 2020",
            updated_on=date(2020, 7, 15),
            rows=(entry,),  # type: ignore[arg-type]
            signatures=(signed("Người lập", "lập danh sách"), signed()),
            recipients=RECIPIENTS,
        )

    return sample


TRAINING_SAMPLE = TrainingEntry(
    subject="Đào tạo đánh giá viên nội bộ\nĐT-2020-SLĐ01-0001",
    reason="Phiên bản mới của tiêu chuẩn",
    unit="Văn phòng Sở",
    planned_on=date(2020, 3, 12),
    trainer="Viện Tiêu chuẩn Chất lượng",
    people="12",
    cost="20.000.000",
    held_on=date(2020, 3, 12),
    state="Đã tổ chức",
)
COMPETENCE_SAMPLE = CompetenceEntry(
    person="Chuyên Viên Một\nChuyên viên",
    unit="Văn phòng Sở",
    standard="9001:2015",
    basis="ĐT-2020-SLĐ01-0001 Đào tạo đánh giá viên nội bộ",
    valid_from=date(2020, 3, 12),
    valid_to=date(2023, 3, 11),
    state="Còn giá trị",
)
TRAINING_REGISTER = PrintedForm(
    "training_register", "training_register.docx", "register.typ", _register("training_register", "training_list"),
    _list_sample(TRAINING_SAMPLE),
)  # fmt: skip
COMPETENCE_REGISTER = PrintedForm(
    "competence_register", "competence_register.docx", "register.typ",
    _register("competence_register", "competence_list"), _list_sample(COMPETENCE_SAMPLE),
)  # fmt: skip
TRAINING_RECORD = PrintedForm("training_record", "training_record.docx", "register.typ", _paper, _paper_sample)
TRAINING_FORMS = (TRAINING_REGISTER, COMPETENCE_REGISTER, TRAINING_RECORD, *TRAINING_NEED_FORMS)
