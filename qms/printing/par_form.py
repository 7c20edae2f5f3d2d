"""The printed evidence for the reform index: holders with their criteria, or one holder's proofs."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language
from qms.printing.document_contexts import Register
from qms.printing.form import PrintedForm
from qms.printing.register_forms import COLUMNS, ORDINAL, Column, _register
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed

NAME = "par_evidence"
COLUMNS[NAME] = (
    ORDINAL,
    Column("unit", "par_unit", 58),
    Column("criterion", "par_criterion", 68),
    Column("state", "par_state", 24),
    Column("count", "par_count", 20, centered=True),
    Column("records", "par_records", 76),
)


@dataclass(frozen=True, kw_only=True)
class ParEntry:
    """A criterion of a holder, or one of its proofs."""

    unit: str
    criterion: str
    state: str = ""
    count: str = ""  # "5/6"
    records: str = ""


def _sample(language: Language = "vi") -> Register:
    entry = ParEntry(
        unit="Sở Lao động - Thương binh và Xã hội Hà Nội", criterion="1.2 Duy trì, cải tiến HTQLCL theo quy định",
        state="còn thiếu", count="5/6", records="Một số tài liệu đã quá hạn soát xét.",
    )  # fmt: skip
    return Register(
        letterhead=letterhead(""), mark=mark("năm 2019"), language=language, scope="Năm: 2019; bộ tiêu chí: PAR:0-mẫu",
        updated_on=date(2020, 7, 15), rows=(entry,),  # type: ignore[arg-type]
        signatures=(signed(),), recipients=RECIPIENTS,
    )  # fmt: skip


PAR_EVIDENCE = PrintedForm(NAME, f"{NAME}.docx", "register.typ", _register(NAME, "par_title", counted=False), _sample)
