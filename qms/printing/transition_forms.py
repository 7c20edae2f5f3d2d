"""The papers of a transition: the board as a list of holders, and one holder with its steps."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.register_forms import _columns, _rows
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed


@dataclass(frozen=True, kw_only=True)
class HolderEntry:
    """One holder on the board."""

    holder: str
    group: str = ""
    obligation: str = ""
    done: str = ""  # "6/9"
    open: str = ""  # titles of the steps that are not proved
    left: str = ""
    forecast: str = ""


@dataclass(frozen=True, kw_only=True)
class StepEntry:
    """One step of a holder."""

    step: str
    state: str = ""
    planned: date | None = None
    day: date | None = None
    proof: str = ""


@dataclass(frozen=True, kw_only=True)
class TransitionBoard:
    """The holders of a programme, with the figures above them."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    programme: str = ""
    scope: str = ""  # filters in words
    updated_on: date | None = None
    complete: str = ""
    deadlines: str = ""
    method: str = ""
    late: int = 0
    rows: tuple[HolderEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TransitionHolder:
    """One holder: its steps, forecast, deadlines, what comes next."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    programme: str = ""
    holder: str = ""
    group: str = ""
    updated_on: date | None = None
    deadlines: str = ""
    forecast: str = ""
    next: str = ""
    method: str = ""
    rows: tuple[StepEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _about(labels: dict, *given: tuple[str, str]) -> list[dict]:
    return [field(labels[key], text, "") for key, text in given if text]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _board(context: TransitionBoard) -> dict:
    labels = LABELS[context.language]
    return document(
        context,
        labels["transition_board_title"],
        landscape=True,
        small=False,
        about=_about(
            labels,
            ("transition_programme", context.programme),
            ("register_scope", context.scope),
            ("register_updated_on", _day(context.updated_on)),
            ("transition_complete", context.complete),
            ("transition_deadlines", context.deadlines),
            ("transition_method", context.method),
        ),
        columns=_columns("transition_board", labels),
        rows=_rows("transition_board", context.rows),
        total=labels["transition_count"].format(count=len(context.rows), late=context.late),
    )


def _holder(context: TransitionHolder) -> dict:
    labels = LABELS[context.language]
    return document(
        context,
        labels["transition_holder_title"],
        landscape=False,
        small=False,
        about=_about(
            labels,
            ("transition_programme", context.programme),
            ("transition_holder", context.holder),
            ("transition_group", context.group),
            ("register_updated_on", _day(context.updated_on)),
            ("transition_deadlines", context.deadlines),
            ("transition_forecast", context.forecast),
            ("transition_next", context.next),
            ("transition_method", context.method),
        ),
        columns=_columns("transition_holder", labels),
        rows=_rows("transition_holder", context.rows),
        total="",
    )


DEADLINE = "Hoàn thành chuyển đổi: trước 31/12/2020 (ngày cuối cùng 30/12/2020), còn 168 ngày"
PROGRAMME = "Chuyển đổi từ TCVN ISO 9001:2008 sang TCVN ISO 9001:2015"


def board_sample(language: Language = "vi") -> TransitionBoard:
    """Every part filled."""
    entry = HolderEntry(
        holder="Sở Lao động - Thương binh và Xã hội Hà Nội", group="Chuyển đổi", obligation="Bắt buộc", done="6/9",
        open="Đánh giá nội bộ; Xem xét của lãnh đạo; Công bố phù hợp", left="168",
        forecast="với tốc độ này: 14/02/2021, chậm 46 ngày",
    )  # fmt: skip
    return TransitionBoard(
        letterhead=letterhead(""), mark=mark("đang thực hiện"), language=language, programme=PROGRAMME,
        scope="Nhóm: Chuyển đổi", updated_on=date(2020, 7, 15), complete="Bắt buộc: 12/81", deadlines=DEADLINE,
        method="Ngày đạt gần nhất + số bước còn lại × tốc độ", late=1, rows=(entry,),
        signatures=(signed(),), recipients=RECIPIENTS,
    )  # fmt: skip


def holder_sample(language: Language = "vi") -> TransitionHolder:
    """Every part filled."""
    entry = StepEntry(
        step="Viết lại tài liệu", state="Đạt", planned=date(2019, 9, 30), day=date(2019, 10, 7),
        proof="12/12 tài liệu đã ban hành lại, giữ nguyên theo quyết định hoặc bãi bỏ",
    )  # fmt: skip
    return TransitionHolder(
        letterhead=letterhead(""), mark=mark("đang thực hiện"), language=language, programme=PROGRAMME,
        holder="Sở Lao động - Thương binh và Xã hội Hà Nội", group="Chuyển đổi", updated_on=date(2020, 7, 15),
        deadlines=DEADLINE, forecast="với tốc độ này: 14/02/2021, chậm 46 ngày", next="1. Đánh giá nội bộ",
        method="Ngày đạt gần nhất + số bước còn lại × tốc độ", rows=(entry,),
        signatures=(signed(),), recipients=RECIPIENTS,
    )  # fmt: skip


TRANSITION_BOARD = PrintedForm("transition_board", "transition_board.docx", "register.typ", _board, board_sample)
TRANSITION_HOLDER = PrintedForm("transition_holder", "transition_holder.docx", "register.typ", _holder, holder_sample)
TRANSITION_FORMS = (TRANSITION_BOARD, TRANSITION_HOLDER)
