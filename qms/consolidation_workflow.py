"""The lifecycle of a consolidated report, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.policy import Text
from qms.reporting_enums import ConsolidationStatus
from qms.workflow import Transition, Workflow


def stands_for_itself(consolidation: Any) -> Text | None:
    """What was drawn up again is signed in its new version."""
    from qms.models.periodic_reports import Consolidation  # noqa: PLC0415 - workflows are read before models

    newer = Consolidation.objects.filter(replaces_id=consolidation.pk).first() if consolidation.pk else None
    if newer is None:
        return None
    return _("It was drawn up again as %(number)s: sign that one.") % {"number": newer.number}


def adds_up_something(consolidation: Any) -> Text | None:
    """A sum of nothing tells nothing."""
    if consolidation.pk is None or consolidation.members.exists():
        return None
    return _("No report is in yet: draw it up again when reports have come in.")


def number_and_day_given(consolidation: Any) -> Text | None:
    """The paper's number and sign, whom it goes to, and the day."""
    if not hasattr(consolidation, "step_reason"):
        return None
    if not consolidation.document_number.strip():
        return _("Give the number and sign of the report, such as 75/BC-BLĐTBXH.")
    if not consolidation.recipients.strip():
        return _("Say who receives the report, one on each line.")
    if consolidation.signed_on is None or consolidation.signed_on > clock.today():
        return _("The signing day has not come yet: give today or an earlier day.")
    if consolidation.signed_on < consolidation.as_of:
        return _("It cannot be signed before the day whose reports it adds up.")
    return None


CONSOLIDATION = Workflow(
    "consolidation",
    "qms.consolidation",
    [
        Transition(
            "sign",
            [ConsolidationStatus.DRAWN],
            ConsolidationStatus.SIGNED,
            "qms.sign_consolidation",
            _("Sign the report"),
            [stands_for_itself, adds_up_something, number_and_day_given],
            signed=True,
            meaning=_("Signed as the consolidated report of the period, with the sums and the annex shown"),
            fields=["document_number", "recipients", "signed_on", "signed_by"],
        ),
    ],
)
