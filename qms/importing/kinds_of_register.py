"""The registers of findings, nonconformities and criteria as columns; what becomes of their rows is said elsewhere."""

from django.utils.translation import gettext_lazy as _

from qms.importing.columns import Register, columns_from
from qms.importing.values import parse_clauses, parse_date, parse_grade, parse_number, parse_status
from qms.importing.words import OPPORTUNITY_SHEETS

PARSERS = {
    "clause": parse_clauses,
    "clause_2008": parse_clauses,
    "clause_2015": parse_clauses,
    "grade": parse_grade,
    "status": parse_status,
    "raised_on": parse_date,
    "due_on": parse_date,
    "closed_on": parse_date,
}

# A number and a description alone may list anything; one more column must tell that these are findings.
LEAST = (
    ("statement", "grade"),
    ("number", "grade"),
    ("statement", "clause"),
    ("number", "statement", "status"),
    ("number", "statement", "raised_on"),
    ("number", "statement", "due_on"),
    ("number", "statement", "cause"),
    ("number", "statement", "corrective_action"),
    ("statement", "status", "raised_on"),
)

FINDINGS = Register(
    kind="findings",
    label=_("findings"),
    columns=columns_from("findings", PARSERS),
    recognises=LEAST,
    keeps=("statement", "grade"),
)

NONCONFORMITIES = Register(
    kind="nonconformities",
    label=_("nonconformities"),
    columns=columns_from("nonconformities", PARSERS),
    recognises=LEAST,
    left_out_sheets=OPPORTUNITY_SHEETS,
    keeps=("statement", "grade"),
)

CRITERIA = Register(
    kind="criteria",
    label=_("criteria"),
    columns=columns_from(
        "criteria",
        {name: PARSERS[name] for name in ("clause", "clause_2008", "clause_2015")}
        | {"maximum": parse_number, "score": parse_number},
    ),
    recognises=(("question",), ("number", "title")),
    keeps=("question", "title"),
    lone_cells_are_titles=True,
)

CHECKLIST = Register(
    kind="checklist",
    label=_("checklists"),
    columns=columns_from("checklist", {"maximum": parse_number}),
    recognises=(("line",), ("question",), ("number", "title")),
    keeps=("question", "title", "line"),
    lone_cells_are_titles=True,
)

REGISTERS = {register.kind: register for register in (FINDINGS, NONCONFORMITIES, CRITERIA, CHECKLIST)}
