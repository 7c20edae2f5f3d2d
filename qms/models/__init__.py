"""The facts: one concept a file."""

from qms.models.action_work import (
    ActionLink,
    ActionNote,
    ActionNoteFile,
    ActionSeries,
    ActionStep,
    ActionTemplate,
)
from qms.models.actions import Action, ActionExtension, ActionFile, ActionHelper
from qms.models.change_requests import ChangeRequest, ChangeRequestFile
from qms.models.clause_moves import ClauseDecision, ClauseMove, DecisionTarget, TransitionRun
from qms.models.clause_work import ClauseWork, ClauseWorkAction, ClauseWorkFile
from qms.models.comments import Comment, CommentFile, CommentMention
from qms.models.context import ContextFactor, InterestedParty
from qms.models.decisions import Decision, DecisionFile, DecisionItem
from qms.models.declarations import Declaration, DeclarationDocument, DeclarationFile
from qms.models.document_care import DocumentReview, DocumentScheme, PrintTemplate
from qms.models.documents import Document, DocumentClause, Issue, IssueFile
from qms.models.evidence import AuditEvent, BackgroundJob, Seal, SecondFactor, TrailEntry
from qms.models.feedback import Feedback, FeedbackFile, FeedbackSender
from qms.models.files import FileLink, StoredFile
from qms.models.imports import ImportedRow, ImportRun, ImportStaging, StagedRow
from qms.models.issue_lines import Citation, KeptRecord
from qms.models.issue_reviews import IssueReviewer, Suggestion
from qms.models.management_reviews import (
    ManagementReview,
    ManagementReviewFile,
    ReviewDecision,
    ReviewInput,
)
from qms.models.objectives import (
    Measurement,
    Objective,
    ObjectiveAction,
    ObjectiveClause,
    ObjectiveFile,
    ObjectiveTarget,
)
from qms.models.organisation import QMSHolding, Unit
from qms.models.outputs import NonconformingOutput, OutputFile, ProcedureFigure, PublishedProcedure
from qms.models.paper_copies import PaperCopy
from qms.models.participation import Participation, PastParticipation
from qms.models.people import ActingFor, Competence, Membership, RoleAssignment, User
from qms.models.period_schemes import PeriodScheme, ReportForm, ReportLine, ReportPeriod, ReportSection
from qms.models.periodic_reports import (
    ConsolidatedFigure,
    ConsolidatedReport,
    Consolidation,
    ConsolidationFile,
    PeriodicReport,
    PeriodicReportFile,
    ReportFigure,
    ReportText,
)
from qms.models.plans import (
    CommitteeMeeting,
    CommitteeMeetingFile,
    MeetingConclusion,
    PlanTask,
    WorkPlan,
    WorkPlanFile,
)
from qms.models.reach import UnitPath
from qms.models.reading import Acknowledgement, Audience, ChangeNote
from qms.models.reminding import DecidedDay, Mail, NoticeChoice, Reminder, Submission
from qms.models.retention import Disposal, DisposalFile, DisposalItem, RetentionRule
from qms.models.risks import Risk, RiskAction, RiskClause, RiskFile, RiskReview
from qms.models.standards import Clause, Correspondence, CorrespondenceVersion, Edition, InformationDemand, Standard
from qms.models.succession import UnitSuccession
from qms.models.system import Counter, Notice, RecordSpan, Signature
from qms.models.training import Training, TrainingFile, TrainingPerson
from qms.models.transition import (
    HolderStep,
    HolderStepFile,
    KeptDocument,
    TransitionDeadline,
    TransitionHolder,
    TransitionProgramme,
    TransitionStep,
)

__all__ = [
    "Training",
    "TrainingFile",
    "TrainingPerson",
    "ManagementReview",
    "ManagementReviewFile",
    "ReviewDecision",
    "ReviewInput",
    "PeriodScheme",
    "ReportForm",
    "ReportLine",
    "ReportPeriod",
    "ReportSection",
    "ConsolidatedFigure",
    "ConsolidatedReport",
    "Consolidation",
    "ConsolidationFile",
    "PeriodicReport",
    "PeriodicReportFile",
    "ReportFigure",
    "ReportText",
    "CommitteeMeeting",
    "CommitteeMeetingFile",
    "MeetingConclusion",
    "PlanTask",
    "WorkPlan",
    "WorkPlanFile",
    "Acknowledgement",
    "ActingFor",
    "Action",
    "ActionExtension",
    "ActionFile",
    "ActionHelper",
    "ActionLink",
    "ActionNote",
    "ActionNoteFile",
    "ActionSeries",
    "ActionStep",
    "ActionTemplate",
    "Audience",
    "AuditEvent",
    "BackgroundJob",
    "ChangeNote",
    "ChangeRequest",
    "ChangeRequestFile",
    "Citation",
    "Clause",
    "ClauseDecision",
    "ClauseMove",
    "ClauseWork",
    "ClauseWorkAction",
    "ClauseWorkFile",
    "Comment",
    "CommentFile",
    "CommentMention",
    "Competence",
    "ContextFactor",
    "Correspondence",
    "CorrespondenceVersion",
    "Counter",
    "DecidedDay",
    "Decision",
    "DecisionFile",
    "DecisionItem",
    "DecisionTarget",
    "Declaration",
    "DeclarationDocument",
    "DeclarationFile",
    "Disposal",
    "DisposalFile",
    "DisposalItem",
    "Document",
    "DocumentClause",
    "DocumentReview",
    "DocumentScheme",
    "Edition",
    "Feedback",
    "FeedbackFile",
    "FeedbackSender",
    "FileLink",
    "HolderStep",
    "HolderStepFile",
    "ImportRun",
    "ImportStaging",
    "ImportedRow",
    "InformationDemand",
    "InterestedParty",
    "Issue",
    "IssueFile",
    "IssueReviewer",
    "KeptDocument",
    "KeptRecord",
    "Mail",
    "Measurement",
    "Membership",
    "NonconformingOutput",
    "Notice",
    "NoticeChoice",
    "Objective",
    "ObjectiveAction",
    "ObjectiveClause",
    "ObjectiveFile",
    "ObjectiveTarget",
    "OutputFile",
    "PaperCopy",
    "Participation",
    "PastParticipation",
    "PrintTemplate",
    "ProcedureFigure",
    "PublishedProcedure",
    "QMSHolding",
    "RecordSpan",
    "Reminder",
    "RetentionRule",
    "Risk",
    "RiskAction",
    "RiskClause",
    "RiskFile",
    "RiskReview",
    "RoleAssignment",
    "Seal",
    "SecondFactor",
    "Signature",
    "StagedRow",
    "Standard",
    "StoredFile",
    "Submission",
    "Suggestion",
    "TrailEntry",
    "TransitionDeadline",
    "TransitionHolder",
    "TransitionProgramme",
    "TransitionRun",
    "TransitionStep",
    "Unit",
    "UnitPath",
    "UnitSuccession",
    "User",
]
