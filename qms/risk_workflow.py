"""The lifecycle of a risk or an opportunity, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import RiskKind, RiskStatus, RiskTreatment
from qms.policy import Text
from qms.risk_levels import score
from qms.workflow import Transition, Workflow

OF_KIND = {
    RiskKind.RISK: (RiskTreatment.AVOID, RiskTreatment.REDUCE, RiskTreatment.SHARE, RiskTreatment.ACCEPT),
    RiskKind.OPPORTUNITY: (RiskTreatment.PURSUE, RiskTreatment.SHARE, RiskTreatment.LEAVE),
}
"""What may be done about which."""

AS_IT_IS = (RiskTreatment.ACCEPT, RiskTreatment.LEAVE)
"""Treatments that change nothing about the level."""


def is_taken(risk: Any) -> bool:
    """Whether the step is being taken: before, what it asks for is not there yet."""
    return hasattr(risk, "step_reason")


def treatment_chosen(risk: Any) -> Text | None:
    """Treated means that something was decided, and what fits its kind."""
    if not is_taken(risk):
        return None
    if not risk.treatment:
        return _("Choose what is done about it.")
    if risk.treatment not in OF_KIND[risk.kind]:
        return _("This treatment does not fit: an opportunity is taken up, shared or left, a risk is not.")
    return None


def treatment_told(risk: Any) -> Text | None:
    """In words, what is done or why it is left as it is."""
    if is_taken(risk) and not risk.treatment_note.strip():
        return _("Say what is done about it, or why it is left as it is.")
    return None


def residual_given(risk: Any) -> Text | None:
    """The level afterwards is known: no higher than before, and the same where nothing is changed."""
    if not is_taken(risk) or not risk.treatment:
        return None
    after, before = (risk.residual_likelihood, risk.residual_consequence), (risk.likelihood, risk.consequence)
    if None in after:
        return _("Give likelihood and consequence after the treatment.")
    if risk.treatment in AS_IT_IS and after != before:
        return _("Left as it is, its level stays as it is: change the level by a review.")
    if risk.kind == RiskKind.RISK and score(after) > score(before):
        return _("A treatment does not make a risk greater: correct the levels.")
    return None


RISK = Workflow(
    "risk",
    "qms.risk",
    [
        Transition(
            "treat",
            [RiskStatus.OPEN],
            RiskStatus.TREATED,
            "qms.treat_risk",
            _("Record the treatment"),
            [treatment_chosen, treatment_told, residual_given],
            fields=["treatment", "treatment_note", "residual_likelihood", "residual_consequence"],
        ),
        Transition(
            "close",
            [RiskStatus.OPEN, RiskStatus.TREATED],
            RiskStatus.CLOSED,
            "qms.close_risk",
            _("Close"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "reopen",
            [RiskStatus.TREATED, RiskStatus.CLOSED],
            RiskStatus.OPEN,
            "qms.close_risk",
            _("Open again"),
            reason=True,
            tone="secondary",
            fields=["likelihood", "consequence"],
        ),
    ],
)
