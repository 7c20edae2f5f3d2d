"""The lifecycle of one version of a checklist template, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.enums import TemplateStatus as T
from inspections.question_faults import faults_of_all
from qms.policy import Text
from qms.workflow import Transition, Workflow


def has_questions(version: Any) -> Text | None:
    """An empty checklist is no checklist."""
    if version.questions.filter(ended_at=None).exists():
        return None
    return _("Add at least one question first.")


def questions_fit(version: Any) -> Text | None:
    """Every question can be asked and judged."""
    faults = faults_of_all(version.questions.filter(ended_at=None).order_by("position"))
    return " ".join(faults) or None


TEMPLATE = Workflow(
    "templateversion",
    "inspections.templateversion",
    [
        Transition(
            "publish",
            [T.DRAFT],
            T.IN_FORCE,
            "inspections.publish_template",
            _("Put in force"),
            [has_questions, questions_fit],
            fields=["summary", "published_by", "published_on"],
        ),
        Transition(
            "supersede",
            [T.IN_FORCE],
            T.SUPERSEDED,
            "inspections.publish_template",
            _("Superseded by a later version"),
            by_system=True,
        ),
        Transition(
            "discard",
            [T.DRAFT],
            T.WITHDRAWN,
            "inspections.write_template",
            _("Give the draft up"),
            reason=True,
            tone="danger",
        ),
        Transition(
            "withdraw",
            [T.IN_FORCE],
            T.WITHDRAWN,
            "inspections.publish_template",
            _("Withdraw"),
            reason=True,
            tone="danger",
        ),
    ],
)
