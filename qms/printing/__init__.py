"""Printed forms: one declaration, rendered as a Word file and as a PDF.

    from qms.printing import CORRECTIVE_ACTION_REQUEST, render_docx, render_pdf
    pdf = render_pdf(CORRECTIVE_ACTION_REQUEST, contexts.CorrectiveActionRequest(...))

A context (qms.printing.contexts, document_contexts) holds plain texts and days; a form turns it into one dictionary
that both of its templates fill. Text stays text: it is escaped in Word, and reaches the PDF as data that is never
evaluated. An office's own Word template may take the place of ours: own_templates.
"""

from qms.printing.consolidation_form import CONSOLIDATED_REPORT, REPORTS_BOARD
from qms.printing.declaration_form import DECLARATION
from qms.printing.disposal_forms import DISPOSAL_LIST, DISPOSAL_MINUTES
from qms.printing.document_forms import CHANGE_REQUEST, CONTROLLED_DOCUMENT, DECISION, PERIODIC_REVIEW
from qms.printing.docx import render_docx
from qms.printing.errors import PrintingUnavailable
from qms.printing.feedback_forms import FEEDBACK_ANSWER
from qms.printing.form import PrintedForm, with_word_template
from qms.printing.forms import CORRECTIVE_ACTION_REQUEST, FORMS, INSPECTION_REPORT, PROGRAMME_GRID
from qms.printing.pdf import render_pdf
from qms.printing.periodic_report_form import PERIODIC_REPORT
from qms.printing.plan_forms import COMMITTEE_MINUTES, COMMITTEE_NOTICE, TASK_REGISTER, WORK_PLAN
from qms.printing.register_forms import (
    COMPARISON_REGISTER,
    CONTEXT_REGISTER,
    DISTRIBUTION_REGISTER,
    DOCUMENT_REGISTER,
    EXTERNAL_REGISTER,
    FEEDBACK_REGISTER,
    FOLLOW_UP_REGISTER,
    GAP_REGISTER,
    OBJECTIVE_REGISTER,
    OUTPUT_REGISTER,
    PARTY_REGISTER,
    READING_EVIDENCE,
    RECORDS_REGISTER,
    RISK_MATRIX,
    RISK_REGISTER,
)
from qms.printing.review_form import MANAGEMENT_REVIEW
from qms.printing.training_forms import COMPETENCE_REGISTER, TRAINING_RECORD, TRAINING_REGISTER
from qms.printing.transition_forms import TRANSITION_BOARD, TRANSITION_HOLDER

__all__ = [
    "CHANGE_REQUEST",
    "COMMITTEE_MINUTES",
    "COMMITTEE_NOTICE",
    "COMPARISON_REGISTER",
    "COMPETENCE_REGISTER",
    "CONSOLIDATED_REPORT",
    "CONTEXT_REGISTER",
    "CONTROLLED_DOCUMENT",
    "CORRECTIVE_ACTION_REQUEST",
    "DECISION",
    "DECLARATION",
    "DISPOSAL_LIST",
    "DISPOSAL_MINUTES",
    "DISTRIBUTION_REGISTER",
    "DOCUMENT_REGISTER",
    "EXTERNAL_REGISTER",
    "FEEDBACK_ANSWER",
    "FEEDBACK_REGISTER",
    "OUTPUT_REGISTER",
    "FOLLOW_UP_REGISTER",
    "FORMS",
    "GAP_REGISTER",
    "INSPECTION_REPORT",
    "MANAGEMENT_REVIEW",
    "OBJECTIVE_REGISTER",
    "PARTY_REGISTER",
    "PERIODIC_REPORT",
    "PERIODIC_REVIEW",
    "PROGRAMME_GRID",
    "READING_EVIDENCE",
    "RECORDS_REGISTER",
    "REPORTS_BOARD",
    "RISK_MATRIX",
    "RISK_REGISTER",
    "TASK_REGISTER",
    "TRAINING_RECORD",
    "TRAINING_REGISTER",
    "TRANSITION_BOARD",
    "TRANSITION_HOLDER",
    "WORK_PLAN",
    "PrintedForm",
    "PrintingUnavailable",
    "render_docx",
    "render_pdf",
    "with_word_template",
]
