"""The papers of who needs which training, and of a unit's people by editions."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language
from qms.printing.document_contexts import Register
from qms.printing.form import PrintedForm
from qms.printing.register_forms import COLUMNS, ORDINAL, Column, _register
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed

COLUMNS.update(
    {
        "training_needs": (
            ORDINAL,
            Column("subject", "training_need", 88),
            Column("reason", "training_reason", 42),
            Column("person", "training_person", 46),
            Column("holds", "training_holds", 38),
            Column("planned", "training_planned_one", 32, centered=True),
        ),
        "competence_matrix": (
            ORDINAL,
            Column("person", "training_person", 60),
            Column("position", "training_position", 62),
            Column("standard", "competence_standard", 48),
            Column("valid_to", "competence_to", 28, centered=True),
            Column("state", "state", 48),
        ),
    }
)
"""Beside those of the registers: both templates follow the declaration."""


@dataclass(frozen=True, kw_only=True)
class NeedEntry:
    """A person of a need."""

    subject: str  # with why it is needed beneath
    reason: str = ""
    person: str = ""
    holds: str = ""
    planned: str = ""


@dataclass(frozen=True, kw_only=True)
class MatrixEntry:
    """A person with what they hold, one line for each edition."""

    person: str
    position: str = ""
    standard: str = ""
    valid_to: str = ""
    state: str = ""


def _paper(entry: NeedEntry | MatrixEntry, language: Language) -> Register:
    return Register(
        letterhead=letterhead("07/KH-VP"),
        mark=mark("ngày 15/07/2020"),
        language=language,
        scope="Đơn vị: Văn phòng Sở",
        updated_on=date(2020, 7, 15),
        rows=(entry,),  # type: ignore[arg-type]
        signatures=(signed("Người lập", "lập danh sách"), signed()),
        recipients=RECIPIENTS,
    )


def _need_sample(language: Language = "vi") -> Register:
    entry = NeedEntry(
        subject="Năng lực theo 9001:2015 hết hạn\n1 năng lực hết hạn trong 90 ngày tới hoặc đã hết hạn.",
        reason="Năng lực hết hạn",
        person="Chuyên Viên Một\nChuyên viên",
        holds="9001:2015 đến 11/08/2020",
        planned="ĐT-2020-SLĐ01-0001\n20/07/2020",
    )
    return _paper(entry, language)


def _matrix_sample(language: Language = "vi") -> Register:
    entry = MatrixEntry(
        person="Chuyên Viên Một", position="Chuyên viên", standard="9001:2015\n19011:2018",
        valid_to="11/08/2020\n-", state="Sắp hết hạn trong 90 ngày\nCòn giá trị",
    )  # fmt: skip
    return _paper(entry, language)


TRAINING_NEEDS = PrintedForm(
    "training_needs", "training_needs.docx", "register.typ", _register("training_needs", "training_needs_title"),
    _need_sample,
)  # fmt: skip
COMPETENCE_MATRIX = PrintedForm(
    "competence_matrix", "competence_matrix.docx", "register.typ",
    _register("competence_matrix", "competence_matrix_title"), _matrix_sample,
)  # fmt: skip
TRAINING_NEED_FORMS = (TRAINING_NEEDS, COMPETENCE_MATRIX)
