"""Procedures that rows name: by the number of their document, or by their code in the national list."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.importing.cells import say
from qms.importing.register_kind import PlannedRow
from qms.models.documents import Document, Issue


def read_procedures(rows: list[PlannedRow], about: Any, *, level: str = "warning") -> None:
    """Put keys of documents in the place of what is written, within reach; else the cell says so."""
    named = {row.plan.said["process"] for row in rows if "process" in row.plan.said}
    keys = procedure_keys(named, about.asked.by) if named else {}
    for row in rows:
        text = row.plan.said.pop("process", None)
        if text in keys:
            row.plan.said["process"] = keys[text]
        elif text is not None and level == "error":
            told = _("“%(number)s” is no document within your reach. Write the number of the procedure.")
            say(row, "process", told % {"number": text}, level="error")
        elif text is not None:
            told = _("“%(number)s” is no document within your reach; the cell is left out.")
            say(row, "process", told % {"number": text})


def procedure_keys(named: set[str], user: Any) -> dict[str, int]:
    """Keys by number, and by the code of the administrative procedure where one document alone has it."""
    seen = Document.objects.visible_to(user)
    issues = Issue.objects.effective_on(clock.today()).filter(procedure_code__in=named)
    found: dict[str, int] = {}
    twice: set[str] = set()
    coded = issues.filter(document_id__in=seen.values("pk")).order_by("document_id")
    for code, key in coded.values_list("procedure_code", "document_id"):
        twice |= {code} if found.get(code, key) != key else set()
        found[code] = key
    for code in twice:
        del found[code]
    return found | dict(seen.filter(number__in=named).values_list("number", "pk"))
