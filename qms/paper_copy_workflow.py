"""The lifecycle of a numbered paper copy, as a table."""

from django.utils.translation import gettext_lazy as _

from qms.enums import PaperCopyStatus as P
from qms.workflow import Transition, Workflow

PAPER_COPY = Workflow(
    "papercopy",
    "qms.papercopy",
    [
        Transition(
            "receive",
            [P.ISSUED],
            P.RECEIVED,
            "qms.receive_copy",
            _("Sign for the copy"),
            signed=True,
            meaning=_("Received the numbered paper copy"),
        ),
        Transition(
            "recall",
            [P.ISSUED, P.RECEIVED],
            P.RECALLED,
            "qms.recall_copy",
            _("Recalled"),
            fields=["recalled_on", "note"],
            tone="secondary",
        ),
        Transition(
            "lose", [P.ISSUED, P.RECEIVED], P.LOST, "qms.recall_copy", _("Report as lost"), reason=True, tone="danger"
        ),
    ],
)
