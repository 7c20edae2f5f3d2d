"""The lifecycle of a nonconforming output (8.7), as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms import clock
from qms.performance_enums import OutputStatus
from qms.policy import Text
from qms.workflow import Transition, Workflow

OPEN = (OutputStatus.RECORDED, OutputStatus.DECIDED)
"""States in which something is still to be done."""


def is_taken(output: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(output, "step_reason")


def decision_given(output: Any) -> Text | None:
    """It is said what is done about it."""
    return _("Say what is done about it.") if is_taken(output) and not output.decision.strip() else None


def apology_told(output: Any) -> Text | None:
    """An apology slip has number and date, and is not of a day to come."""
    if not is_taken(output):
        return None
    if bool(output.apology_number.strip()) != (output.apology_on is not None):
        return _("Give number and date of the apology slip, or neither.")
    if output.apology_on is not None and output.apology_on > clock.today():
        return _("The apology slip is of a day that has not come yet.")
    return None


def new_date_later(output: Any) -> Text | None:
    """The new date does not lie before it was found."""
    if is_taken(output) and output.new_due_on is not None and output.new_due_on < output.found_on:
        return _("The new date lies before the day on which it was found.")
    return None


def returned_told(output: Any) -> Text | None:
    """The day on which the result was returned is given, and has come."""
    if not is_taken(output):
        return None
    if output.returned_on is None:
        return _("Give the day on which the result was returned.")
    return _("The day of return has not come yet.") if output.returned_on > clock.today() else None


OUTPUT = Workflow(
    "output",
    "qms.nonconformingoutput",
    [
        Transition(
            "decide",
            [OutputStatus.RECORDED],
            OutputStatus.DECIDED,
            "qms.decide_output",
            _("Decide what is done"),
            [decision_given, apology_told, new_date_later],
            fields=["decision", "apology_number", "apology_on", "new_due_on"],
        ),
        Transition(
            "close",
            [OutputStatus.DECIDED],
            OutputStatus.CLOSED,
            "qms.close_output",
            pgettext_lazy("output", "Close"),
            [returned_told],
            fields=["returned_on"],
        ),
        Transition(
            "withdraw",
            OPEN,
            OutputStatus.WITHDRAWN,
            "qms.decide_output",
            pgettext_lazy("output", "Withdraw"),
            reason=True,
            tone="danger",
        ),
    ],
)
