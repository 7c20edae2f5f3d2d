"""The lifecycle of a change request, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import ChangeKind
from qms.enums import ChangeRequestStatus as C
from qms.policy import Text
from qms.workflow import Transition, Workflow


def has_answering_issue(request: Any) -> Text | None:
    """Taken up means that a draft is under way; a withdrawal is taken up by the issue that it takes out of use."""
    if request.issue_id is not None or not hasattr(request, "step_reason"):
        return None
    if request.kind == ChangeKind.NEW:
        return _("Create the document first and name its draft here.")
    return _("Start the new issue first and name it here.")


def names_an_issue(request: Any) -> Text | None:
    """Only an issue answers a request."""
    return None if request.issue_id else _("No issue answers this request yet.")


CHANGE_REQUEST = Workflow(
    "changerequest",
    "qms.changerequest",
    [
        Transition("endorse", [C.ASKED], C.ENDORSED, "qms.endorse_change", _("Endorse")),
        Transition(
            "take_up",
            [C.ENDORSED],
            C.TAKEN_UP,
            "qms.handle_change",
            _("Take up"),
            [has_answering_issue],
            fields=["issue"],
        ),
        Transition(
            "refuse", [C.ASKED, C.ENDORSED], C.REFUSED, "qms.refuse_change", _("Refuse"), reason=True, tone="warning"
        ),
        Transition(
            "answer",
            [C.TAKEN_UP],
            C.ANSWERED,
            "qms.handle_change",
            _("Answered by the issue"),
            [names_an_issue],
            by_system=True,
        ),
    ],
)
