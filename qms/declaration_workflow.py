"""The lifecycle of a declaration of conformity, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DeclarationStatus
from qms.policy import Text
from qms.workflow import Transition, Workflow


def has_annex(declaration: Any) -> Text | None:
    """A declaration names the documents on which the system rests."""
    if declaration.documents.filter(ended_at=None).exists():
        return None
    return _("Put the documents in force into the annex first: take them over from the register.")


def days_given(declaration: Any) -> Text | None:
    """The number of the Decision and both days, in their order."""
    if not hasattr(declaration, "step_reason"):
        return None
    if not declaration.decision_number:
        return _("Give the number of the Decision by which it is declared.")
    if not declaration.signed_on or not declaration.effective_on:
        return _("Give the day of signing and the day from which it is in force.")
    if declaration.signed_on > clock.today():
        return _("The signing day has not come yet: give today or an earlier day.")
    if declaration.effective_on < declaration.signed_on:
        return _("It cannot be in force before the day on which it is signed.")
    return None


def is_not_public(declaration: Any) -> Text | None:
    """Published once, until it is taken back."""
    return _("It is published already.") if declaration.published_on else None


DECLARATION = Workflow(
    "declaration",
    "qms.declaration",
    [
        Transition(
            "sign",
            [DeclarationStatus.DRAFTED],
            DeclarationStatus.SIGNED,
            "qms.sign_declaration",
            _("Sign the declaration"),
            [has_annex, days_given],
            signed=True,
            meaning=_("Declared that the quality management system conforms to the edition, in the scope given"),
            fields=["decision_number", "signed_on", "effective_on"],
        ),
        Transition(
            "give_up",
            [DeclarationStatus.DRAFTED],
            DeclarationStatus.GIVEN_UP,
            "qms.prepare_declaration",
            _("Give the draft up"),
            reason=True,
            tone="danger",
        ),
        Transition(
            "withdraw",
            [DeclarationStatus.SIGNED],
            DeclarationStatus.WITHDRAWN,
            "qms.sign_declaration",
            _("Withdraw the declaration"),
            reason=True,
            tone="danger",
            fields=["withdrawn_on"],
        ),
    ],
)
