"""The declaration of conformity (bản công bố) with its scope and annex: what its two templates fill."""

from dataclasses import dataclass
from datetime import date

from qms.printing import document_samples as samples
from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.document_contexts import AnnexRow
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import HASH_SHOWN, document, field
from qms.printing.sample_parts import letterhead, mark, signed
from qms.printing.text import short_day


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """A clause that does not apply, and why."""

    clause: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A declaration; number, place and day stand in the letterhead."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    draft: bool = False  # not yet signed: said under the title
    unit: str = ""
    edition: str = ""
    scope: str = ""
    place: str = ""
    decision: str = ""
    effective_on: date | None = None
    why: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    rows: tuple[AnnexRow, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _build(context: Declaration) -> dict:
    labels = LABELS[context.language]
    about = [
        field(labels["declaration_scope"], context.scope, labels["blank"]),
        field(labels["declaration_place"], context.place, labels["blank"]),
        field(labels["declaration_decision"], context.decision, labels["blank"]),
        field(labels["declaration_effective_on"], short_day(context.effective_on), labels["blank"]),
        *([field(labels["declaration_why"], context.why, "")] if context.why else []),
    ]
    return document(
        context,
        labels["declaration_title"],
        subtitle=labels["declaration_subtitle"].format(edition=context.edition),
        version=labels["copy_draft"] if context.draft else "",
        said=labels["declaration_said"].format(unit=context.unit, edition=context.edition),
        about=about,
        exclusions=[{"clause": one.clause, "reason": one.reason} for one in context.exclusions],
        annex_of=labels["declaration_annex_of"].format(number=context.letterhead.number or "…"),
        rows=[_row(number, row) for number, row in enumerate(context.rows, 1)],
    )


def _row(number: int, row: AnnexRow) -> dict:
    return {
        "row": str(number),
        "number": row.number,
        "title": row.title,
        "issue": row.issue,
        "effective_on": short_day(row.effective_on),
        "hash": row.hash[:HASH_SHOWN],
    }


def _sample(language: Language = "vi") -> Declaration:
    return Declaration(
        letterhead=letterhead("CB-2020-SLĐ01-0001", samples.SIGNED),
        mark=mark("đã ký", samples.HASH, brought_in="CB 01.pdf"),
        language=language,
        draft=True,
        unit="Sở Lao động - Thương binh và Xã hội",
        edition="TCVN ISO 9001:2015",
        scope="Giải quyết 52 thủ tục hành chính thuộc thẩm quyền.",
        place="Trụ sở chính của cơ quan",
        decision="123/QĐ-SLĐTBXH",
        effective_on=samples.EFFECTIVE,
        why="Chuyển đổi phiên bản tiêu chuẩn.",
        exclusions=(Exclusion(clause="8.3 Thiết kế và phát triển", reason="Cơ quan không thiết kế dịch vụ."),),
        rows=(
            AnnexRow(number="QT-31/LĐVL", title=samples.TITLE, issue="02/01", effective_on=samples.EFFECTIVE),
            AnnexRow(number="QT-32/LĐVL", title="Đăng ký nội quy lao động", issue="01/00", hash=samples.HASH),
        ),
        signatures=(signed(),),
        recipients=samples.RECIPIENTS,
    )


DECLARATION = PrintedForm("declaration", "declaration.docx", "declaration.typ", _build, _sample)
