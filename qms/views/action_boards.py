"""Actions as a board, and where one can go from its card."""

from qms.enums import ActionStatus
from qms.models.actions import Action
from qms.reports.actions import ActionReport
from qms.views.boards import BoardView, MovesView
from qms.views.followed_lists import Looks
from qms.workflows import ACTION

LOOKS = Looks("actions", "actions_board")


class ActionBoard(BoardView):
    """All actions within reach, by state."""

    report = ActionReport
    looks = LOOKS
    ended = ActionStatus.ended_states()
    card_template = "qms/actions/card.html"
    related = ("unit", "owner")


class ActionMoves(MovesView):
    """Where an action can go now."""

    model = Action
    workflow = ACTION
    related = ("unit", "owner")
    step_url_name = "action_step"
