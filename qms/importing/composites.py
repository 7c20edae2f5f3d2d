"""Fields that a register buries in another column: "NC-1: title (Clause 4.2 / A.5.31)", "Minor nonconformity. ..."."""

import re

from qms.importing.clause_text import parse_clauses
from qms.importing.values import grade_in

HEADED = re.compile(r"^\s*([A-Za-zĐđ]{1,8}[-_. ]?#?\s?\d[\w./-]*)\s*[:–]\s+(.+?)\s*(?:\(([^()]*)\))?\s*$", re.DOTALL)
ACTION = re.compile(
    r"(?:^|[.;\n]\s*)(?:corrective action|hành động khắc phục|HĐKP)\s*[:–-]\s*(.+)$", re.IGNORECASE | re.DOTALL
)


def split_heading(text):
    """Return {"number", "title", "clause"} of a text such as "NC-1: title (A.5.3)"; {} where it is no such text."""
    found = HEADED.match(text)
    if not found:
        return {}
    number, title, bracket = found.groups()
    parts = {"number": number.strip(), "title": title.strip()}
    if bracket and parse_clauses(bracket):
        parts["clause"] = bracket.strip()
    elif bracket:
        parts["title"] = f"{title.strip()} ({bracket})"
    return parts


def split_remarks(text):
    """Return {"grade", "corrective_action"} as far as a remark begins with the one and names the other."""
    parts = {}
    if grade := grade_in(text):
        parts["grade"] = grade
    if found := ACTION.search(text):
        parts["corrective_action"] = found.group(1).strip()
    return parts
