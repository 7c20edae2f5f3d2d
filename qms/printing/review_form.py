"""The minutes of a management review (biên bản xem xét của lãnh đạo): what its two templates fill."""

from dataclasses import dataclass
from datetime import date, datetime

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed
from qms.printing.text import short_day, short_moment


@dataclass(frozen=True, kw_only=True)
class ReviewedItem:
    """An item of the agenda: what was reported, line by line, and what the meeting said."""

    title: str  # with its number
    figures: tuple[str, ...] = ()  # each with its value
    text: str = ""
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class DecidedRow:
    """A decision and what became of it."""

    text: str
    responsible: str = ""
    due: date | None = None
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewMinutes:
    """The minutes of one review."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    draft: bool = False
    cancelled: bool = False
    title: str = ""
    edition: str = ""
    period: str = ""
    when: date | None = None
    place: str = ""
    chair: str = ""
    secretary: str = ""
    present: str = ""
    absent: str = ""
    as_of: date | None = None
    frozen_at: datetime | None = None  # where the figures were counted on that day itself
    items: tuple[ReviewedItem, ...] = ()
    discussion: str = ""
    conclusion: str = ""
    decisions: tuple[DecidedRow, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _about(context: ReviewMinutes, labels: dict) -> list[dict]:
    told = (
        ("review_about", context.title),
        ("review_edition", context.edition),
        ("review_period", context.period),
        ("review_when", short_day(context.when)),
        ("review_place", context.place),
        ("review_chair", context.chair),
        ("review_secretary", context.secretary),
        ("review_present", context.present),
    )
    rows = [field(labels[key], text, labels["blank"]) for key, text in told]
    return [*rows, *([field(labels["review_absent"], context.absent, "")] if context.absent else [])]


def _item(number: int, item: ReviewedItem) -> dict:
    told = "\n".join([*(f"- {line}" for line in item.figures), *([item.text] if item.text else [])])
    return {"number": str(number), "title": item.title, "told": told, "opinion": item.opinion}


def _state(context: ReviewMinutes, labels: dict) -> str:
    if context.cancelled:
        return labels["review_cancelled"]
    return labels["review_draft"] if context.draft else ""


def _as_of(context: ReviewMinutes, labels: dict) -> str:
    if context.frozen_at is not None:
        return labels["review_frozen_at"].format(moment=short_moment(context.frozen_at))
    day = short_day(context.as_of)
    return labels["review_as_of"].format(day=day) if day else labels["review_not_frozen"]


def _build(context: ReviewMinutes) -> dict:
    labels = LABELS[context.language]
    return document(
        context,
        labels["review_title"],
        subtitle=labels["review_subtitle"],
        version=_state(context, labels),
        about=_about(context, labels),
        as_of=_as_of(context, labels),
        inputs=[_item(number, item) for number, item in enumerate(context.items, 1)],
        discussion=(context.discussion or labels["blank"]).split("\n"),
        conclusion=(context.conclusion or labels["blank"]).split("\n"),
        decisions=[
            {
                "number": str(number), "text": row.text, "responsible": row.responsible, "due": short_day(row.due),
                "result": row.result,
            }
            for number, row in enumerate(context.decisions, 1)
        ],
    )  # fmt: skip


def _sample(language: Language = "vi") -> ReviewMinutes:
    day = date(2020, 1, 15)
    return ReviewMinutes(
        letterhead=letterhead("12/BB-SLĐTBXH", day),
        mark=mark("đã ký biên bản", brought_in="BB 12.pdf"),
        language=language,
        draft=True,
        title="Xem xét của lãnh đạo năm 2019",
        edition="TCVN ISO 9001:2015",
        period="01/01/2019 - 31/12/2019",
        when=day,
        place="Phòng họp số 1",
        chair="Giám đốc",
        secretary="Trưởng ban thư ký ISO",
        present="Giám đốc\nPhó Giám đốc\nTrưởng các phòng",
        absent="Phòng Kế hoạch - Tài chính",
        as_of=day,
        items=(
            ReviewedItem(
                title="9.3.2 c6 Kết quả đánh giá",
                figures=("Số cuộc đánh giá, kiểm tra trong kỳ: 3", "Phát hiện là sự không phù hợp nhẹ: 5"),
                text="Đánh giá nội bộ đủ các phòng.",
                opinion="Nhất trí với báo cáo.",
            ),
            ReviewedItem(title="9.3.2 d Nguồn lực có đủ không"),
        ),
        discussion="Các phòng đề nghị bổ sung đánh giá viên.",
        conclusion="Hệ thống phù hợp, đầy đủ, có hiệu lực.",
        decisions=(
            DecidedRow(
                text="Đào tạo thêm 5 đánh giá viên nội bộ", responsible="Chánh Văn phòng", due=date(2020, 6, 30),
                result="Đã kiểm tra xác nhận",
            ),
        ),
        signatures=(Signature(heading="Thư ký", name="Trưởng ban thư ký ISO"), signed()),
        recipients=RECIPIENTS,
    )  # fmt: skip


MANAGEMENT_REVIEW = PrintedForm("management_review", "management_review.docx", "management_review.typ", _build, _sample)
