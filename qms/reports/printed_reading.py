"""The printed evidence of reading: who has confirmed the issue in force, who has not, who is late."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.history.standing import moment_of_reading
from qms.models.documents import Document, Issue
from qms.models.reading import Acknowledgement
from qms.printing import contexts, document_contexts
from qms.reading import seen_by, standing_audiences
from qms.reports.printed_documents import state_url
from qms.reports.printed_parts import language, letterhead

MOST = 5000  # people on one print


def reading_evidence(document: Document, *, user: Any) -> document_contexts.ReadingEvidence:
    """The readers whom the person may see, by unit and name, as of today."""
    issue = document.issue_in_force()
    readings = list(seen_by(user, document).order_by("unit", "person")[:MOST])
    moments = confirmed_at(issue) if issue else {}
    return document_contexts.ReadingEvidence(
        letterhead=letterhead(document, document.unit, clock.today()),
        mark=contexts.PrintMark(
            status=_("In force") if issue else _("Not in force"),
            printed_at=moment_of_reading(),
            url=state_url(issue) if issue else "",
            content_hash=issue.content_hash if issue else "",
        ),
        language=language(),
        number=document.number,
        title=document.title,
        issue=issue.numbers.replace(".", "/") if issue else "",
        effective_on=issue.effective_on if issue else None,
        audience="; ".join(str(one) for one in standing_audiences(document)),
        rows=tuple(_reader(one, moments.get(one.person.pk)) for one in readings),
    )


def confirmed_at(issue: Issue) -> dict[int, Any]:
    """By person: the moment at which their last confirmation was recorded."""
    rows = Acknowledgement.history.filter(issue_id=issue.pk, history_type="+").order_by("history_date")
    return dict(rows.values_list("user_id", "history_date"))


def _reader(reading: Any, moment: Any) -> document_contexts.Reader:
    return document_contexts.Reader(
        name=str(reading.person),
        position=reading.person.position,
        unit=reading.unit.name,
        due=reading.due_on,
        acknowledged_at=None if reading.is_open else moment,
    )
