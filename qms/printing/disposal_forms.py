"""The papers of a disposal: the list of records past their period, and the minutes of its carrying out."""

from dataclasses import dataclass
from datetime import date, datetime

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.register_forms import _columns, _rows
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed
from qms.printing.text import short_moment


@dataclass(frozen=True, kw_only=True)
class DisposalEntry:
    """One record."""

    number: str
    name: str
    kind: str = ""
    ended_on: date | None = None
    until: date | None = None
    basis: str = ""
    files: str = ""
    decided: str = ""
    hashes: str = ""  # first digits of each


@dataclass(frozen=True, kw_only=True)
class Disposal:
    """A disposal with its records; the minutes tell who was there too."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    title: str = ""
    reason: str = ""
    decision: str = ""
    done_at: datetime | None = None
    by: str = ""
    witness: str = ""
    method: str = ""
    minutes: str = ""
    gone: int = 0
    kept: int = 0
    rows: tuple[DisposalEntry, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _list(context: Disposal) -> dict:
    given = (("of", context.title), ("reason", context.reason), ("decision", context.decision))
    return _document("disposal_list", "disposal_title", context, given, landscape=True)


def _minutes(context: Disposal) -> dict:
    labels = LABELS[context.language]
    given = (
        ("of", context.title),
        ("decision", context.decision),
        ("done_at", short_moment(context.done_at) if context.done_at else ""),
        ("by", context.by),
        ("witness", context.witness),
        ("method", context.method),
        ("said", labels["disposal_result"].format(gone=context.gone, kept=context.kept)),
        ("minutes", context.minutes),
    )
    return _document("disposal_minutes", "disposal_minutes_title", context, given, landscape=False)


def _document(name: str, title: str, context: Disposal, given: tuple, *, landscape: bool) -> dict:
    labels = LABELS[context.language]
    return document(
        context,
        labels[title],
        landscape=landscape,
        small=False,
        about=[field(labels[f"disposal_{key}"], text, "") for key, text in given if text],
        columns=_columns(name, labels),
        rows=_rows(name, context.rows),
        total=labels["register_total"].format(count=len(context.rows)),
    )


NUMBER, NAME = "ĐGNB-2012-SLĐ01-0001", "Đánh giá nội bộ năm 2012"


def _list_sample(language: Language = "vi") -> Disposal:
    entry = DisposalEntry(
        number=NUMBER,
        name=NAME,
        kind="Cuộc đánh giá, kiểm tra",
        ended_on=date(2012, 12, 20),
        until=date(2017, 12, 20),
        basis="QT-02: Hồ sơ đánh giá nội bộ",
        files="3",
        decided="Hủy",
    )
    return _sample(language, entry)


def _minutes_sample(language: Language = "vi") -> Disposal:
    return _sample(language, DisposalEntry(number=NUMBER, name=NAME, decided="Đã hủy", hashes="9f86d081884c"))


def _sample(language: Language, entry: DisposalEntry) -> Disposal:
    return Disposal(
        letterhead=letterhead("TH-2020-SLĐ01-0001"),
        mark=mark("Đã thực hiện", brought_in="ho-so-2012.xlsx"),
        language=language,
        title="Hồ sơ đánh giá hết thời hạn lưu",
        reason="Hết thời hạn lưu, không còn giá trị sử dụng.",
        decision="125/QĐ-SLĐTBXH",
        done_at=datetime.fromisoformat("2020-07-14T09:00:00+07:00"),
        by="Cán bộ chất lượng Một",
        witness="Văn thư Một, Văn phòng Sở",
        method="Cắt vụn",
        minutes="Không có ý kiến khác.",
        gone=1,
        kept=0,
        rows=(entry,),
        signatures=(signed("Người chứng kiến", ""), signed()),
        recipients=RECIPIENTS,
    )


DISPOSAL_LIST = PrintedForm("disposal_list", "disposal_list.docx", "register.typ", _list, _list_sample)
DISPOSAL_MINUTES = PrintedForm("disposal_minutes", "disposal_minutes.docx", "register.typ", _minutes, _minutes_sample)
DISPOSAL_FORMS = (DISPOSAL_LIST, DISPOSAL_MINUTES)
