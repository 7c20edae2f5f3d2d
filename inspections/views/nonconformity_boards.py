"""Nonconformities as a board, and where one can go from its card."""

from typing import Any

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from inspections.reports.nonconformities import NonconformityReport
from inspections.rules.nonconformities import know_part
from inspections.workflows import NONCONFORMITY
from qms.views.boards import BoardView, MovesView
from qms.views.followed_lists import Looks

LOOKS = Looks("nonconformities", "nonconformities_board")


class NonconformityBoard(BoardView):
    """All nonconformities within reach, by state."""

    report = NonconformityReport
    looks = LOOKS
    ended = [state for state in NonconformityStatus if state not in NonconformityStatus.open_states()]
    card_template = "inspections/nonconformity_card.html"
    related = ("unit", "handler")


class NonconformityMoves(MovesView):
    """Where a nonconformity can go now."""

    model = Nonconformity
    workflow = NONCONFORMITY
    related = ("unit", "raised_by_unit", "finding", "inspection")
    step_url_name = "nonconformity_step"

    def know(self, record: Any) -> None:
        if record.status == NonconformityStatus.EFFECTIVENESS_CHECK:
            know_part(record)
