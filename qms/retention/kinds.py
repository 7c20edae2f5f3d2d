"""The kinds of records of qms that are kept for a period."""

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus, ChangeRequestStatus, DeclarationStatus, PaperCopyStatus, RiskStatus
from qms.models.actions import Action
from qms.models.change_requests import ChangeRequest
from qms.models.declarations import Declaration
from qms.models.documents import ONCE_APPROVED, DocumentClause, Issue
from qms.models.feedback import Feedback
from qms.models.paper_copies import PaperCopy
from qms.models.risks import Risk, RiskClause
from qms.performance_enums import FeedbackStatus
from qms.registry import RetainedKind
from qms.retention.days import first_recorded


def _later_issues() -> QuerySet:
    """Issues of the same document that came into force after the one asked about."""
    came = Q(status__in=ONCE_APPROVED, effective_on__lte=clock.today(), document=OuterRef("document"))
    later = Q(effective_on__gt=OuterRef("effective_on")) | Q(
        effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk")
    )
    return Issue.objects.filter(came & later).order_by("effective_on", "pk")


def _no_longer_in_force() -> Q:
    once = Q(status__in=ONCE_APPROVED, effective_on__lte=clock.today())
    return once & (Q(withdrawn_on__lte=clock.today()) | Q(Exists(_later_issues())))


def _issue_ended() -> Coalesce:
    """The day of the issue that replaced it, or of its withdrawal."""
    replaced = Subquery(_later_issues().values("effective_on")[:1], output_field=DateField())
    return Coalesce(replaced, "withdrawn_on", "effective_on")


def _declaration_replaced() -> Case:
    return Case(When(replaced_by__effective_on__isnull=False, then=F("replaced_by__effective_on")))


ISSUE = RetainedKind(
    Issue,
    _("Issues of documents no longer in force"),
    closed=_no_longer_in_force,
    ended=_issue_ended,
    recorded=lambda: Coalesce("signed_on", first_recorded(Issue)),
    unit="document__unit_id",
    number="document__number",
    name="title_vi",
    clauses=(DocumentClause, "document_id"),
    files=[("qms.issuefile", "record_id")],
    words=("tai lieu het hieu luc", "tai lieu loi thoi"),
)
ACTION = RetainedKind(
    Action,
    _("Actions"),
    closed=lambda: Q(status__in=ActionStatus.ended_states()),
    ended=lambda: Coalesce("verified_on", "done_on", first_recorded(Action)),
    recorded=lambda: first_recorded(Action),
    files=[("qms.actionfile", "record_id"), ("qms.actionnotefile", "record__action_id")],
    words=("hanh dong khac phuc", "ke hoach hanh dong"),
)
RISK = RetainedKind(
    Risk,
    _("Risks and opportunities"),
    closed=lambda: Q(status=RiskStatus.CLOSED),
    ended=lambda: Coalesce("closed_on", "recorded_on"),
    recorded=lambda: F("recorded_on"),
    name="statement",
    clauses=(RiskClause, "id"),
    files=[("qms.riskfile", "record_id")],
    words=("rui ro",),
)
CHANGE_REQUEST = RetainedKind(
    ChangeRequest,
    _("Change requests"),
    closed=lambda: Q(status__in=[ChangeRequestStatus.REFUSED, ChangeRequestStatus.ANSWERED]),
    ended=lambda: Coalesce("issue__effective_on", "asked_on"),
    recorded=lambda: F("asked_on"),
    files=[("qms.changerequestfile", "record_id")],
    words=("yeu cau sua doi",),
)
DECLARATION = RetainedKind(
    Declaration,
    _("Declarations of conformity"),
    closed=lambda: Q(status__in=[DeclarationStatus.REPLACED, DeclarationStatus.WITHDRAWN, DeclarationStatus.GIVEN_UP]),
    ended=lambda: Coalesce("withdrawn_on", _declaration_replaced(), "effective_on", first_recorded(Declaration)),
    recorded=lambda: Coalesce("signed_on", first_recorded(Declaration)),
    name="scope",
    files=[("qms.declarationfile", "record_id")],
    words=("cong bo",),
)
PAPER_COPY = RetainedKind(
    PaperCopy,
    _("Paper copies handed out and recalled"),
    closed=lambda: Q(status__in=[PaperCopyStatus.RECALLED, PaperCopyStatus.LOST]),
    ended=lambda: Coalesce("recalled_on", "issued_on"),
    recorded=lambda: F("issued_on"),
    number="issue__document__number",
    name="issue__title_vi",
    words=("phan phoi", "thu hoi tai lieu"),
)
FEEDBACK = RetainedKind(
    Feedback,
    _("Feedback"),
    closed=lambda: Q(status=FeedbackStatus.CLOSED),
    ended=lambda: Coalesce("closed_on", TruncDate("received_at", tzinfo=clock.HANOI)),
    recorded=lambda: TruncDate("received_at", tzinfo=clock.HANOI),
    name="subject",
    files=[("qms.feedbackfile", "record_id")],
    words=("phan anh kien nghi", "y kien khach hang", "khieu nai"),
)
KINDS = (ISSUE, ACTION, RISK, FEEDBACK, CHANGE_REQUEST, DECLARATION, PAPER_COPY)
