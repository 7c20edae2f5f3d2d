"""What the page of printed forms lists: each form with the template that stands, and its variables by group."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from qms.models.document_care import PrintTemplate
from qms.models.organisation import Unit
from qms.policy import Text
from qms.printing import FORMS
from qms.printing.own_templates import Variable, required, variables

TITLES: dict[str, Text] = {
    "controlled_document": _("Controlled document, with cover and amendment table"),
    "decision": _("Decision"),
    "change_request": _("Document change request"),
    "periodic_review": _("Periodic review of a document"),
    "document_register": _("Register of internal documents"),
    "external_register": _("Register of external documents"),
    "records_register": _("List of records"),
    "distribution_register": _("Book of distribution and recall"),
    "reading_evidence": _("Evidence of read and understood"),
    "programme_grid": _("Inspection programme of a year"),
    "visit_plan": _("Plan of the visit"),
    "visit_notice": _("Notice to the unit"),
    "meeting_minutes": _("Minutes and attendance of a meeting"),
    "inspection_report": _("Inspection report"),
    "corrective_action_request": _("Corrective action request"),
    "follow_up_register": _("Follow-up register of nonconformities"),
    "transition_board": _("Board of a transition"),
    "transition_holder": _("Progress of a holder in a transition"),
    "gap_register": _("Gap assessment against a new edition"),
    "comparison_register": _("Comparison of two audits"),
    "risk_register": _("Register of risks and opportunities"),
    "risk_matrix": _("Matrix of risks and opportunities"),
    "context_register": _("External and internal issues"),
    "party_register": _("Interested parties"),
    "feedback_register": _("Register of feedback"),
    "output_register": _("Register of nonconforming outputs"),
    "feedback_answer": _("Answer to feedback"),
    "objective_register": _("Quality objectives and plan"),
    "par_evidence": _("Evidence for the reform index"),
}
"""What people call the forms, in the order of the list."""


@dataclass(frozen=True)
class FormRow:
    """One printed form and, where the holder has its own, the template that stands for it."""

    name: str
    title: Text
    own: PrintTemplate | None = None


@dataclass
class VariableGroup:
    """Variables that stand in the same repetition, outermost first."""

    repeats: tuple[str, ...] = ()
    rows: list[Variable] = field(default_factory=list)

    @property
    def ends(self) -> list[str]:
        """How each repetition is closed, innermost first."""
        return ["{%tr endfor %}" for _repeat in self.repeats]


def title_of(name: str) -> str:
    """What the form is called."""
    return str(TITLES.get(name, name))


def form_rows(unit: Unit) -> list[FormRow]:
    """Every printed form of the unit, in one query."""
    begun = PrintTemplate.history.filter(id=OuterRef("pk"), history_type="+").values("history_date")[:1]
    standing = PrintTemplate.objects.filter(unit=unit, ended_at=None).annotate(since=Subquery(begun))
    standing = standing.select_related("file", "added_by")
    own = {template.form: template for template in standing}
    names = [*(name for name in TITLES if name in FORMS), *(name for name in FORMS if name not in TITLES)]
    return [FormRow(name, title_of(name), own.get(name)) for name in names]


def grouped_variables(form: str, language: str) -> dict[str, Any]:
    """The variables of a form: plain ones, those of each repetition, the labels last; and what must be shown."""
    plain: list[Variable] = []
    labels: list[Variable] = []
    repeated: dict[tuple[str, ...], VariableGroup] = defaultdict(VariableGroup)
    for variable in variables(form, language):
        if variable.tag.startswith("{{ labels."):
            labels.append(variable)
        elif variable.repeats:
            group = repeated[variable.repeats]
            group.repeats = variable.repeats
            group.rows.append(variable)
        else:
            plain.append(variable)
    return {"plain": plain, "repeated": list(repeated.values()), "labels": labels, "required": required(FORMS[form])}
