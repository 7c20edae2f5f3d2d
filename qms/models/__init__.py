"""The facts: one concept a file."""

from qms.models.actions import Action, ActionExtension, ActionFile, ActionHelper
from qms.models.change_requests import ChangeRequest, ChangeRequestFile
from qms.models.decisions import Decision, DecisionFile, DecisionItem
from qms.models.document_care import DocumentReview, DocumentScheme, PrintTemplate
from qms.models.documents import Document, DocumentClause, Issue, IssueFile
from qms.models.files import FileLink, StoredFile
from qms.models.imports import ImportStaging
from qms.models.issue_lines import Citation, KeptRecord
from qms.models.issue_reviews import IssueReviewer, Suggestion
from qms.models.organisation import QMSHolding, Unit
from qms.models.paper_copies import PaperCopy
from qms.models.people import ActingFor, Competence, Membership, RoleAssignment, User
from qms.models.reach import Participation, UnitPath
from qms.models.reading import Acknowledgement, Audience, ChangeNote
from qms.models.standards import Clause, Correspondence, Edition, InformationDemand, Standard
from qms.models.system import Counter, Notice, RecordSpan, Signature

__all__ = [
    "Acknowledgement",
    "ActingFor",
    "Action",
    "ActionExtension",
    "ActionFile",
    "ActionHelper",
    "Audience",
    "ChangeNote",
    "ChangeRequest",
    "ChangeRequestFile",
    "Citation",
    "Clause",
    "Competence",
    "Correspondence",
    "Counter",
    "Decision",
    "DecisionFile",
    "DecisionItem",
    "Document",
    "DocumentClause",
    "DocumentReview",
    "DocumentScheme",
    "Edition",
    "FileLink",
    "ImportStaging",
    "InformationDemand",
    "Issue",
    "IssueFile",
    "IssueReviewer",
    "KeptRecord",
    "Membership",
    "Notice",
    "PaperCopy",
    "Participation",
    "PrintTemplate",
    "QMSHolding",
    "RecordSpan",
    "RoleAssignment",
    "Signature",
    "Standard",
    "StoredFile",
    "Suggestion",
    "Unit",
    "UnitPath",
    "User",
]
