"""The forms: for each, its two templates and the function that turns its context into what they fill."""

from qms.printing import samples
from qms.printing.contexts import ActionRow, Cause, CorrectiveActionRequest, ProgrammeGrid
from qms.printing.document_forms import DOCUMENT_FORMS
from qms.printing.form import PrintedForm
from qms.printing.inspection_report import build_inspection_report
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.register_forms import REGISTER_FORMS
from qms.printing.text import short_day
from qms.printing.visit_forms import VISIT_FORMS


def _corrective_action_request(context: CorrectiveActionRequest) -> dict:
    labels = LABELS[context.language]

    def row(key: str, text: str) -> dict:
        return field(labels[key], text, labels["blank"])

    return document(
        context,
        labels["car_title"],
        about=[
            row("unit", context.unit),
            row("car_source", context.source),
            *([row("car_inspection", context.inspection)] if context.inspection else []),
            row("car_raised_on", short_day(context.raised_on)),
        ],
        description=[
            row("car_requirement", context.requirement),
            row("car_fact", context.fact),
            row("car_evidence", context.evidence),
            row("clauses", "; ".join(context.clauses)),
            row("grade", context.grade),
        ],
        correction=[
            row("car_correction", context.correction),
            row("car_correction_on", short_day(context.correction_on)),
        ],
        similar=row("car_similar", context.similar_cases),
        causes=[_cause(number, cause) for number, cause in enumerate(context.causes, 1)],
        actions=[_action(number, action, labels) for number, action in enumerate(context.actions, 1)],
        implementation=context.implementation_check or labels["blank"],
        effectiveness=[
            row("car_criterion", context.criterion),
            row("car_check_on", short_day(context.check_on)),
            row("car_effect_evidence", context.effectiveness_evidence),
            *(row("car_earlier", text) for text in context.earlier_rounds),
            row("car_conclusion", context.conclusion),
            row("car_closed_on", short_day(context.closed_on)),
        ],
    )


def _cause(number: int, cause: Cause) -> dict:
    confirmed = "\n".join(filter(None, (cause.confirmed_by, cause.evidence)))
    return {"number": str(number), "text": cause.text, "method": cause.method, "confirmed": confirmed}


def _action(number: int, action: ActionRow, labels: dict) -> dict:
    due = short_day(action.due)
    if action.original_due and action.original_due != action.due:
        due += "\n(" + labels["car_original_due"].format(day=short_day(action.original_due)) + ")"
    return {
        "number": str(number),
        "action": action.action,
        "owner": action.owner,
        "due": due,
        "done": short_day(action.done),
        "verified": action.verified,
    }


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
    "corrective_action_request", _corrective_action_request, samples.corrective_action_request
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
        *REGISTER_FORMS,
    )
}
