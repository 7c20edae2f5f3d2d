"""Who may do what in qms: importing this package declares every rule."""

from qms.rules import (
    action_work,
    actions,
    change_requests,
    comments,
    decisions,
    deputies,
    document_schemes,
    documents,
    duties,
    handing_over,
    imports,
    installation,
    organisation,
    paper_copies,
    reading,
)

__all__ = [
    "action_work",
    "actions",
    "change_requests",
    "comments",
    "decisions",
    "deputies",
    "document_schemes",
    "documents",
    "handing_over",
    "duties",
    "imports",
    "installation",
    "organisation",
    "paper_copies",
    "reading",
]
