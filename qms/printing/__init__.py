"""Printed forms: one declaration, rendered as a Word file and as a PDF.

    from qms.printing import CORRECTIVE_ACTION_REQUEST, render_docx, render_pdf
    pdf = render_pdf(CORRECTIVE_ACTION_REQUEST, contexts.CorrectiveActionRequest(...))

A context (qms.printing.contexts) holds plain texts and days; a form turns it into one dictionary that both of its
templates fill. Text stays text: it is escaped in Word, and reaches the PDF as data that is never evaluated.
"""

from qms.printing.docx import render_docx
from qms.printing.errors import PrintingUnavailable
from qms.printing.forms import CORRECTIVE_ACTION_REQUEST, FORMS, INSPECTION_REPORT, PROGRAMME_GRID, PrintedForm
from qms.printing.pdf import render_pdf

__all__ = [
    "CORRECTIVE_ACTION_REQUEST",
    "FORMS",
    "INSPECTION_REPORT",
    "PROGRAMME_GRID",
    "PrintedForm",
    "PrintingUnavailable",
    "render_docx",
    "render_pdf",
]
