"""What inspections registers with qms."""

from inspections import rules, workflows
from inspections.models import (
    ChecklistFile,
    FindingClause,
    FindingFile,
    InspectionFile,
    NonconformityClause,
    NonconformityFile,
    SessionClause,
)
from qms.registry import registry

DECLARED = (rules, workflows)
"""Importing them declares every rule and lifecycle."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    for link in (ChecklistFile, FindingFile, InspectionFile, NonconformityFile):
        registry.file_links[link._meta.label_lower] = link
    registry.reference_models.extend([FindingClause, NonconformityClause, SessionClause])
