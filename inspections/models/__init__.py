"""The facts of checking and improving: one concept a file."""

from inspections.models.checklist import AnswerConflict, ChecklistFile, ChecklistLine, SyncReceipt
from inspections.models.corrective_action import Cause, CorrectiveAction
from inspections.models.evidence import EvidenceFile, EvidenceRequest
from inspections.models.finding import Finding, FindingClause, FindingFile
from inspections.models.inspection import (
    IndependenceOverrule,
    InspectedUnit,
    Inspection,
    InspectionFile,
    TeamMember,
)
from inspections.models.meeting import Attendance, Meeting
from inspections.models.nonconformity import EffectCheck, Nonconformity, NonconformityClause, NonconformityFile
from inspections.models.programme import Programme, ProgrammeClause, ProgrammeLine, ProgrammeVersion
from inspections.models.repeat import CauseCategory, Repeat, RepeatMember
from inspections.models.report import ReportVersion
from inspections.models.session import Session, SessionClause, SessionDocument, SessionInspector
from inspections.models.template import (
    ChecklistTemplate,
    SessionTemplate,
    TemplateQuestion,
    TemplateQuestionClause,
    TemplateVersion,
)

__all__ = [
    "AnswerConflict",
    "Attendance",
    "Cause",
    "CauseCategory",
    "ChecklistFile",
    "ChecklistLine",
    "ChecklistTemplate",
    "CorrectiveAction",
    "EffectCheck",
    "EvidenceFile",
    "EvidenceRequest",
    "Finding",
    "FindingClause",
    "FindingFile",
    "IndependenceOverrule",
    "InspectedUnit",
    "Inspection",
    "InspectionFile",
    "Meeting",
    "Nonconformity",
    "NonconformityClause",
    "NonconformityFile",
    "Programme",
    "ProgrammeClause",
    "ProgrammeLine",
    "ProgrammeVersion",
    "Repeat",
    "RepeatMember",
    "ReportVersion",
    "Session",
    "SessionClause",
    "SessionDocument",
    "SessionInspector",
    "SessionTemplate",
    "SyncReceipt",
    "TeamMember",
    "TemplateQuestion",
    "TemplateQuestionClause",
    "TemplateVersion",
]
