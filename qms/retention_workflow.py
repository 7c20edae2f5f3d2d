"""The lifecycle of a disposal, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.evidence_enums import DisposalStatus
from qms.policy import Text
from qms.workflow import Transition, Workflow

SHOWN = 5  # records named in a refusal


def has_items(disposal: Any) -> Text | None:
    """It names at least one record to dispose of or to keep longer."""
    return None if disposal.items.exists() else _("Choose records from the list of what is past its period first.")


def nothing_against(disposal: Any) -> Text | None:
    """Nothing has come up since the records were chosen."""
    from qms.retention.checking import faults_of  # noqa: PLC0415 - asks the registry, which stands on workflows

    faults = faults_of(disposal)
    if not faults:
        return None
    named = "; ".join(f"{number}: {' '.join(reasons)}" for number, reasons in faults[:SHOWN])
    return _("Decide to keep these longer: %(records)s") % {"records": f"{named}{' …' if len(faults) > SHOWN else ''}"}


def decision_named(disposal: Any) -> Text | None:
    """The number of the Decision by which it is approved."""
    if not hasattr(disposal, "step_reason") or disposal.decision_number.strip():
        return None
    return _("Give the number of the Decision by which it is approved.")


def two_are_there(disposal: Any) -> Text | None:
    """A second person witnesses the destruction, and paper is destroyed in a named way."""
    if not hasattr(disposal, "step_reason"):
        return None
    if not disposal.witness.strip():
        return _("Name the second person who is there when it is carried out.")
    if disposal.witness.strip() == getattr(disposal, "carried_out_by_name", ""):
        return _("The witness is somebody other than who carries it out.")
    if not disposal.method.strip():
        return _("Say how the paper is destroyed, or that there is none.")
    return None


DISPOSAL = Workflow(
    "disposal",
    "qms.disposal",
    [
        Transition(
            "submit",
            [DisposalStatus.DRAFTED],
            DisposalStatus.SUBMITTED,
            "qms.prepare_disposal",
            _("Submit for approval"),
            [has_items, nothing_against],
        ),
        Transition(
            "approve",
            [DisposalStatus.SUBMITTED],
            DisposalStatus.APPROVED,
            "qms.approve_disposal",
            _("Approve the disposal"),
            [has_items, nothing_against, decision_named],
            signed=True,
            meaning=_("Approved that the records of the list are disposed of, or kept longer, as it says"),
            fields=["decision_number", "approved_by", "approved_on"],
        ),
        Transition(
            "carry_out",
            [DisposalStatus.APPROVED],
            DisposalStatus.CARRIED_OUT,
            "qms.prepare_disposal",
            _("Carry the disposal out"),
            [nothing_against, two_are_there],
            tone="danger",
            fields=["witness", "method", "minutes", "carried_out_at"],
        ),
        Transition(
            "return",
            [DisposalStatus.SUBMITTED, DisposalStatus.APPROVED],
            DisposalStatus.DRAFTED,
            "qms.return_disposal",
            _("Return to draft"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "cancel",
            [DisposalStatus.DRAFTED, DisposalStatus.SUBMITTED, DisposalStatus.APPROVED],
            DisposalStatus.CANCELLED,
            "qms.prepare_disposal",
            _("Cancel the disposal"),
            reason=True,
            tone="danger",
        ),
    ],
)
