"""What qms registers for its own machinery."""

from qms import rules, workflows
from qms.models import ActionFile, DocumentClause
from qms.registry import registry

DECLARED = (rules, workflows)
"""Importing them declares every rule and lifecycle."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ActionFile._meta.label_lower] = ActionFile
    registry.reference_models.append(DocumentClause)
