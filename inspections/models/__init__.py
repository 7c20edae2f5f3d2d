"""The facts of checking and improving: one concept a file."""

from inspections.models.checklist import ChecklistFile, ChecklistLine
from inspections.models.corrective_action import Cause, CorrectiveAction
from inspections.models.finding import Finding, FindingClause, FindingFile
from inspections.models.inspection import (
    IndependenceOverrule,
    InspectedUnit,
    Inspection,
    InspectionFile,
    TeamMember,
)
from inspections.models.nonconformity import Nonconformity, NonconformityClause, NonconformityFile
from inspections.models.programme import Programme, ProgrammeLine
from inspections.models.session import Session, SessionClause, SessionDocument, SessionInspector

__all__ = [
    "Cause",
    "ChecklistFile",
    "ChecklistLine",
    "CorrectiveAction",
    "Finding",
    "FindingClause",
    "FindingFile",
    "IndependenceOverrule",
    "InspectedUnit",
    "Inspection",
    "InspectionFile",
    "Nonconformity",
    "NonconformityClause",
    "NonconformityFile",
    "Programme",
    "ProgrammeLine",
    "Session",
    "SessionClause",
    "SessionDocument",
    "SessionInspector",
    "TeamMember",
]
