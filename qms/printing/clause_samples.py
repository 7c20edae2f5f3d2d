"""Made-up rows of the tables of clauses, for trying templates."""

from qms.printing import document_contexts as contexts
from qms.printing.clause_contexts import ComparedEntry, GapEntry
from qms.printing.contexts import Language
from qms.printing.document_samples import _register


def gap_register(language: Language = "vi") -> contexts.Register:
    rows = (
        GapEntry(number="4", title="Bối cảnh của tổ chức"),
        GapEntry(
            number="4.2",
            title="Hiểu nhu cầu và mong đợi của các bên quan tâm",
            carried="Mới",
            judgement="Một phần",
            statement="Đã có danh sách bên quan tâm, chưa xem xét lại trong năm.",
            evidence="QT-01 Bối cảnh và rủi ro, lần ban hành 01 đang có hiệu lực",
            actions="HĐ-2020-SLĐ01-0031 Xem xét lại danh sách bên quan tâm",
            owners="Chuyên viên Một",
            due="31/08/2020",
        ),
    )
    return _register(language, rows)


def comparison_register(language: Language = "vi") -> contexts.Register:
    rows = (
        ComparedEntry(
            number="7.5.3.2",
            title="Kiểm soát thông tin dạng văn bản",
            old_clauses="4.2.3; 4.2.4",
            before="KPH nhẹ",
            after="Phù hợp",
            verdict="Tốt hơn",
        ),
    )
    return _register(language, rows)
