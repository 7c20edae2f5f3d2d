"""The lifecycle of a repeat: proposed by the system, decided by a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.enums import RepeatStatus as S
from inspections.guards import is_stepping
from qms.policy import Text
from qms.workflow import Transition, Workflow


def action_is_named(repeat: Any) -> Text | None:
    """What is taken up is answered by an action."""
    if repeat.action_id or not is_stepping(repeat):
        return None
    return _("Name an action that answers it, or plan a new one.")


REPEAT = Workflow(
    "repeat",
    "inspections.repeat",
    [
        Transition(
            "take_up",
            [S.PROPOSED],
            S.TAKEN_UP,
            "inspections.decide_repeat",
            _("Take up"),
            [action_is_named],
            reason=True,
            fields=["action", "decision"],
        ),
        Transition(
            "dismiss",
            [S.PROPOSED],
            S.DISMISSED,
            "inspections.decide_repeat",
            _("Not a repeat"),
            reason=True,
            fields=["decision"],
            tone="secondary",
        ),
        Transition(
            "lapse",
            [S.PROPOSED],
            S.DISMISSED,
            "inspections.decide_repeat",
            _("Lapsed: its nonconformities were withdrawn"),
            reason=True,
            by_system=True,
        ),
    ],
)
