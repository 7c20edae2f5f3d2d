"""An inspection under way among the demo's people, for phones: built by factories, with questions of every type."""

from types import SimpleNamespace

from qms.models import Edition
from tests.factories import ChecklistLineFactory
from tests.inspections.phones import visit

KINDS = [
    {
        "question_type": "yes_no",
        "key": "book",
        "section": "Kho lưu trữ",
        "evidence_when": ["no"],
        "guidance": "Sổ năm nay",
    },
    {"question_type": "text", "shown_after": "book", "shown_when": ["no"], "section": "Kho lưu trữ"},
    {"question_type": "number", "least": 18, "most": 25, "measure": "°C", "max_score": 10},
    {
        "question_type": "choice",
        "choices": [{"label_vi": "Đủ", "conforms": True}, {"label_vi": "Thiếu", "conforms": False}],
    },
    {"question_type": "date"},
    {"question_type": "sample", "max_score": 5},
]


def visit_among(people, count, **traits):
    """An inspection by lead1 and inspector1 with so many lines of conformity."""
    users, units = people.users, people.units
    org = SimpleNamespace(
        division=units["SLĐ-01-LĐVL"],
        department=units["SLĐ-01"],
        edition=Edition.objects.get(standard__code="9001", year="2015"),
        lead1=users["lead1"],
        inspector1=users["inspector1"],
    )
    return visit(org, count=count, **traits)


def ask_everything(made):
    """Add a question of each other type to a visit; returns them by type."""
    clause = made.lines[0].clause
    return {kind["question_type"]: ChecklistLineFactory(session=made.session, clause=clause, **kind) for kind in KINDS}
