"""The forms: for each, its two templates and the function that turns its context into what they fill."""

from qms.printing import samples
from qms.printing.consolidation_form import CONSOLIDATION_FORMS
from qms.printing.contexts import ProgrammeGrid
from qms.printing.corrective_action_request import build_corrective_action_request
from qms.printing.declaration_form import DECLARATION
from qms.printing.disposal_forms import DISPOSAL_FORMS
from qms.printing.document_forms import DOCUMENT_FORMS
from qms.printing.feedback_forms import FEEDBACK_ANSWER
from qms.printing.form import PrintedForm
from qms.printing.inspection_report import build_inspection_report
from qms.printing.labels import LABELS
from qms.printing.par_form import PAR_EVIDENCE
from qms.printing.parts import document, field
from qms.printing.periodic_report_form import PERIODIC_REPORT
from qms.printing.plan_forms import PLAN_FORMS
from qms.printing.register_forms import REGISTER_FORMS
from qms.printing.review_form import MANAGEMENT_REVIEW
from qms.printing.training_forms import TRAINING_FORMS
from qms.printing.transition_forms import TRANSITION_FORMS
from qms.printing.visit_forms import VISIT_FORMS


def _programme_grid(context: ProgrammeGrid) -> dict:
    labels = LABELS[context.language]
    given = (("programme_basis", context.basis), ("purpose", context.purpose), ("criteria", context.criteria))
    return document(
        context,
        labels["programme_title"].format(year=context.year),
        version=f"{labels['programme_version']} {context.version}" if context.version else "",
        about=[field(labels[key], text, "") for key, text in given if text],
        rows=[
            {
                "number": str(number),
                "unit": row.unit,
                "subject": row.subject,
                "months": [row.months.get(month, "") for month in range(1, 13)],
                "lead": row.lead,
                "note": row.note,
            }
            for number, row in enumerate(context.rows, 1)
        ],
        totals=[str(sum(bool(row.months.get(month)) for row in context.rows) or "") for month in range(1, 13)],
        legend=f"{labels['programme_legend']}: {context.legend}" if context.legend else "",
    )


def _form(name: str, build, sample) -> PrintedForm:
    return PrintedForm(name, f"{name}.docx", f"{name}.typ", build, sample)


CORRECTIVE_ACTION_REQUEST = _form(
    "corrective_action_request", build_corrective_action_request, samples.corrective_action_request
)
INSPECTION_REPORT = _form("inspection_report", build_inspection_report, samples.inspection_report)
PROGRAMME_GRID = _form("programme_grid", _programme_grid, samples.programme_grid)

FORMS = {
    form.name: form
    for form in (
        CORRECTIVE_ACTION_REQUEST,
        INSPECTION_REPORT,
        PROGRAMME_GRID,
        *VISIT_FORMS,
        *DOCUMENT_FORMS,
        DECLARATION,
        *REGISTER_FORMS,
        *TRANSITION_FORMS,
        *DISPOSAL_FORMS,
        *CONSOLIDATION_FORMS,
        *PLAN_FORMS,
        *TRAINING_FORMS,
        FEEDBACK_ANSWER,
        MANAGEMENT_REVIEW,
        PERIODIC_REPORT,
        PAR_EVIDENCE,
    )
}
