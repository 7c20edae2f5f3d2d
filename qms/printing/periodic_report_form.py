"""A periodic report (báo cáo định kỳ): what its two templates fill."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """A figure as it is reported; every text ready."""

    title: str
    measure: str = ""
    value: str = ""
    share: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportPart:
    """A section: heading with its number, text, figures."""

    heading: str
    text: str = ""
    rows: tuple[ReportRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PrintedReport:
    """One report, as submitted or as a draft."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    title: str = ""
    state: str = ""  # what this copy is, where it is not the report as it stands
    period: str = ""
    cut_off: str = ""  # as of when the records were counted, where it is one day for all figures
    addressee: str = ""
    parts: tuple[ReportPart, ...] = ()
    annexes: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _part(part: ReportPart) -> dict:
    return {
        "heading": part.heading,
        "nothing": "",
        "texts": [line for line in part.text.split("\n") if line.strip()],
        "rows": [
            {
                "number": str(number), "title": row.title, "measure": row.measure, "value": row.value,
                "share": row.share, "source": row.source,
            }
            for number, row in enumerate(part.rows, 1)
        ],
    }  # fmt: skip


def _build(context: PrintedReport) -> dict:
    labels = LABELS[context.language]
    return document(
        context,
        labels["periodic_title"],
        subtitle=context.title,
        version=context.state,
        period=context.period,
        cut_off=context.cut_off,
        addressee=labels["periodic_to"].format(unit=context.addressee) if context.addressee else "",
        parts=[_part(part) for part in context.parts],
        annexes=[f"- {name}" for name in context.annexes],
    )


def _sample(language: Language = "vi") -> PrintedReport:
    return PrintedReport(
        letterhead=letterhead("125/BC-SLĐTBXH", date(2019, 7, 8)),
        mark=mark("đã gửi"),
        language=language,
        title="Kết quả cải cách hành chính 6 tháng đầu năm 2019",
        state="DỰ THẢO",
        period="Kỳ báo cáo: 2019-H1",
        cut_off="Số liệu của hệ thống tính đến 08/07/2019",
        addressee="Bộ Lao động - Thương binh và Xã hội",
        parts=(
            ReportPart(
                heading="I. Chỉ đạo, điều hành",
                text="Đã ban hành kế hoạch năm.\nĐã họp ban chỉ đạo.",
                rows=(
                    ReportRow(
                        title="Nhiệm vụ hoàn thành đúng hạn", measure="nhiệm vụ", value="12 / 13", share="92,3 %",
                        source="Hệ thống",
                    ),
                ),
            ),
            ReportPart(heading="VII. Kiến nghị", text="Không."),
        ),
        annexes=("Danh mục thủ tục.pdf",),
        signatures=(signed(),),
        recipients=RECIPIENTS,
    )  # fmt: skip


PERIODIC_REPORT = PrintedForm("periodic_report", "periodic_report.docx", "periodic_report.typ", _build, _sample)
