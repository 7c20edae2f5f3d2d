"""The lifecycle of a transition programme, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import TransitionStatus
from qms.models.standards import Correspondence
from qms.policy import Text
from qms.workflow import Transition, Workflow


def editions_correspond(programme: Any) -> Text | None:
    """Nothing can follow where no table says what became of the old clauses."""
    rows = Correspondence.objects.filter(
        from_edition_id=programme.from_edition_id, to_edition_id=programme.to_edition_id, ended_at=None
    )
    return None if rows.exists() else _("Load the correspondence between the two editions first.")


def has_holders(programme: Any) -> Text | None:
    """A programme moves somebody."""
    standing = programme.holders.filter(ended_at=None)
    return None if standing.exists() else _("Take at least one QMS holder into the programme.")


def has_deadline(programme: Any) -> Text | None:
    """A programme has an end."""
    return None if programme.deadlines.filter(ended_at=None).exists() else _("Set at least one deadline.")


def has_steps(programme: Any) -> Text | None:
    """A programme has a way."""
    return None if programme.steps.filter(ended_at=None).exists() else _("The programme needs at least one step.")


TRANSITION = Workflow(
    "transition",
    "qms.transitionprogramme",
    [
        Transition(
            "approve",
            [TransitionStatus.DRAFT],
            TransitionStatus.RUNNING,
            "qms.approve_transition",
            _("Approve the programme"),
            [editions_correspond, has_holders, has_deadline, has_steps],
            signed=True,
            meaning=_("Approved with its scope, deadlines and steps"),
            fields=["approved_by", "approved_on"],
        ),
        Transition(
            "close",
            [TransitionStatus.RUNNING],
            TransitionStatus.CLOSED,
            "qms.lead_transition",
            _("Close the programme"),
            reason=True,
            tone="danger",
            fields=["closed_on"],
        ),
    ],
)
