"""Who may do what in qms: importing this package declares every rule."""

from qms.rules import (
    actions,
    change_requests,
    decisions,
    document_schemes,
    documents,
    imports,
    organisation,
    paper_copies,
    reading,
)

__all__ = [
    "actions",
    "change_requests",
    "decisions",
    "document_schemes",
    "documents",
    "imports",
    "organisation",
    "paper_copies",
    "reading",
]
