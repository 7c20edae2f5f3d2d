"""A management review as its printed form takes it."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from qms.models.standards import in_language
from qms.printing.contexts import Signature
from qms.printing.review_form import DecidedRow, ReviewedItem, ReviewMinutes
from qms.reporting_enums import ReviewStatus
from qms.reports.printed_parts import language, letterhead, mark, signed
from qms.reports.review_items import figure_rows
from qms.review_workflow import OVER
from qms.reviewing.agendas import items_by_key
from qms.reviewing.freezing import frozen_at


def review_context(review: Any) -> ReviewMinutes:
    """The minutes as they stand, with frozen figures and what became of the decisions; a draft says so."""
    head = letterhead(review, review.unit, review.signed_on or review.meeting_on)
    rows = list(review.inputs.filter(ended_at=None).order_by("position", "id"))
    return ReviewMinutes(
        letterhead=_numbered(head, review.minutes_number),
        mark=mark(review),
        language=language(),
        draft=review.status not in OVER,
        cancelled=review.status == ReviewStatus.CANCELLED,
        title=review.title,
        edition=str(review.edition),
        period=f"{review.period_from:%d/%m/%Y} - {review.period_to:%d/%m/%Y}",
        when=review.meeting_on,
        place=review.place,
        chair=named(review.chair),
        secretary=named(review.secretary),
        present=review.present,
        absent=review.absent,
        as_of=review.frozen_on,
        frozen_at=frozen_at([figure for row in rows for figure in row.figures]),
        items=tuple(_items(review, rows)),
        discussion=review.discussion,
        conclusion=review.conclusion,
        decisions=tuple(_decisions(review)),
        signatures=tuple(_signatures(review)),
        recipients=recipients(),
    )


def _numbered(head: Any, number: str) -> Any:
    """The number of the paper, where it has one, in the place of the record's."""
    return replace(head, number=number) if number else head


def named(person: Any) -> str:
    """Name and position."""
    return f"{person}, {person.position}" if person.position else str(person)


def recipients() -> tuple[str, ...]:
    """Who gets the minutes."""
    if language() == "en":
        return ("Leaders of the agency", "Units of the agency", "Steering committee", "Records")
    return ("Lãnh đạo cơ quan", "Các đơn vị thuộc cơ quan", "Ban chỉ đạo", "Lưu: VT")


def _items(review: Any, rows: Any) -> Any:
    items = items_by_key(review.edition)
    for row in rows:
        item = items.get(row.key)
        title = f"{item.number} {item.title}" if item else row.title
        figures = tuple(f"{one['label']}: {one['shown'] or '–'}" for one in figure_rows(row.figures))
        yield ReviewedItem(title=title, figures=figures, text=row.text, opinion=row.opinion)


def _decisions(review: Any) -> Any:
    rows = review.decisions.filter(ended_at=None).select_related("action", "owner", "unit")
    for row in rows.order_by("position", "id"):
        result = row.action.get_status_display() if row.action is not None else ""
        if row.action is not None and row.action.evidence:
            result = f"{result}\n{row.action.evidence}"
        text = f"{row.text}\n{row.details}" if row.details else row.text
        kind = row.get_kind_display()
        yield DecidedRow(
            text=f"{text}\n({kind})", responsible=f"{row.owner}\n{row.unit.name}", due=row.due_on, result=result
        )


def _signatures(review: Any) -> list[Any]:
    """The secretary at the left; who chaired it at the right, signed or with room for a pen."""
    secretary = Signature(heading=in_language("Thư ký", "Secretary"), name=str(review.secretary))
    chaired = signed(review)
    return [secretary, *(chaired or [Signature(heading=_("Chaired by"), name=str(review.chair))])]
