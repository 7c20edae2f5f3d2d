"""The facts: one concept a file."""

from qms.models.actions import Action, ActionExtension, ActionFile, ActionHelper
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.files import FileLink, StoredFile
from qms.models.imports import ImportStaging
from qms.models.organisation import QMSHolding, Unit
from qms.models.people import ActingFor, Competence, Membership, RoleAssignment, User
from qms.models.reach import Participation, UnitPath
from qms.models.standards import Clause, Correspondence, Edition, InformationDemand, Standard
from qms.models.system import Counter, Notice, RecordSpan, Signature

__all__ = [
    "Action",
    "ActionExtension",
    "ActionFile",
    "ActionHelper",
    "ActingFor",
    "Clause",
    "Competence",
    "Correspondence",
    "Counter",
    "Document",
    "DocumentClause",
    "Edition",
    "FileLink",
    "ImportStaging",
    "InformationDemand",
    "Issue",
    "Membership",
    "Notice",
    "Participation",
    "QMSHolding",
    "RecordSpan",
    "RoleAssignment",
    "Signature",
    "Standard",
    "StoredFile",
    "Unit",
    "UnitPath",
    "User",
]
