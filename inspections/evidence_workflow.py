"""The lifecycle of a request for evidence: asked, delivered, accepted or asked again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.enums import EvidenceStatus as E
from inspections.enums import InspectionStatus as I
from qms.policy import Text
from qms.workflow import Transition, Workflow

EXCHANGED = (I.NOTIFIED, I.IN_PROGRESS)
"""States of an inspection in which evidence is asked for, sent and judged."""


def inspection_is_open(request: Any) -> Text | None:
    """Evidence goes to and fro until the visit ends."""
    if request.line.session.inspection.status in EXCHANGED:
        return None
    return _("Evidence is asked for and sent from the notice until the visit ends.")


EVIDENCE = Workflow(
    "evidence",
    "inspections.evidencerequest",
    [
        Transition(
            "deliver",
            [E.ASKED, E.ASKED_AGAIN],
            E.DELIVERED,
            "inspections.deliver_evidence",
            _("Send the evidence"),
            [inspection_is_open],
            fields=["delivered_note"],
        ),
        Transition(
            "accept",
            [E.DELIVERED],
            E.ACCEPTED,
            "inspections.judge_evidence",
            _("Accept the evidence"),
            [inspection_is_open],
        ),
        Transition(
            "ask_again",
            [E.DELIVERED],
            E.ASKED_AGAIN,
            "inspections.judge_evidence",
            _("Ask again"),
            [inspection_is_open],
            reason=True,
            fields=["due_on"],
            tone="secondary",
        ),
    ],
)
