"""The sections of an evidence pack that qms knows: units, documents, declarations, context, risks, actions, people."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.documents import safe_html
from qms.enums import DocumentKind, ExternalStatus
from qms.feedback_senders import SENT
from qms.models.actions import Action
from qms.models.change_requests import ChangeRequest
from qms.models.clause_work import ClauseWork, ClauseWorkAction
from qms.models.context import ContextFactor, InterestedParty
from qms.models.decisions import Decision
from qms.models.declarations import Declaration
from qms.models.documents import Document, DocumentClause, Issue
from qms.models.feedback import Feedback
from qms.models.organisation import Unit
from qms.models.paper_copies import PaperCopy
from qms.models.people import Competence, Membership, RoleAssignment
from qms.models.retention import Disposal, RetentionRule
from qms.models.risks import Risk, RiskAction, RiskClause
from qms.models.standards import Clause
from qms.models.transition import TransitionHolder
from qms.packing.scope import PackScope, batches
from qms.registry import PackSection, registry
from qms.reports.organisation import people_visible_to
from qms.work_of_risks import CONTEXT_CLAUSES, EARLIER

NOTHING = Q(pk__in=[])
Clauses = dict[int, set[int]]


def units(scope: PackScope) -> list[int]:
    """The holder and the units below it inside its system, as far as the asker may name them."""
    return sorted(
        Unit.objects.visible_to(scope.user).using(scope.alias).filter(pk__in=scope.units).values_list("pk", flat=True)
    )


def documents(scope: PackScope) -> list[int]:
    """Documents in force, and laws and standards from outside that hold."""
    outside = Q(kind=DocumentKind.EXTERNAL, external_status__in=["", ExternalStatus.IN_FORCE])
    in_force = Q(pk__in=issues_in_force(scope).values("document_id"))
    return scope.within(Document, Q(ended_at=None), outside | in_force)


def issues_in_force(scope: PackScope) -> Any:
    """The issues in force on the day, of the holder's documents."""
    rows = Issue.objects.effective_on(scope.in_force_on).using(scope.alias)
    return rows.filter(document__unit_id__in=scope.units, document__ended_at=None).order_by()


def issues(scope: PackScope) -> list[int]:
    """Those of documents in the pack."""
    within = frozenset(documents(scope))
    return sorted(pk for pk, document in issues_in_force(scope).values_list("pk", "document_id") if document in within)


def of_document(scope: PackScope, label: str) -> Q | None:
    """Who read an issue stands with the issue in force."""
    return NOTHING if label == "qms.acknowledgement" else None


def transitions(scope: PackScope) -> list[int]:
    """The holder's own ways from one edition to the next."""
    return scope.within(TransitionHolder, Q(ended_at=None))


def people_of(model: Any) -> Any:
    """Keys of what is recorded of people who work or hold a role in the holder's units and whom one may look up."""

    def keys(scope: PackScope) -> list[int]:
        day = clock.today()
        works = Membership.objects.standing_on(day).filter(unit_id__in=scope.units).values("user_id")
        people = people_visible_to(scope.user).filter(pk__in=works)
        rows = model.objects.standing_on(day).using(scope.alias).filter(user_id__in=people.values("pk"))
        rows = rows.filter(unit_id__in=scope.units) if model is RoleAssignment else rows
        return sorted(rows.order_by().values_list("pk", flat=True))

    return keys


def clauses_of_issues(scope: PackScope, keys: list[int]) -> Clauses:
    """Those of their documents."""
    found: Clauses = defaultdict(set)
    for batch in batches(keys):
        issue_of = dict(scope.rows(Issue).filter(pk__in=batch).values_list("document_id", "pk"))
        cited = scope.rows(DocumentClause).filter(record_id__in=list(issue_of), ended_at=None, clause__isnull=False)
        for document, clause in cited.values_list("record_id", "clause_id"):
            found[issue_of[document]].add(clause)
    return found


def clauses_of_risk_actions(scope: PackScope, keys: list[int]) -> Clauses:
    """Actions on risks answer to the clauses of the risk."""
    risks: dict[int, set[int]] = defaultdict(set)
    for rows in scope.rows_of(RiskAction, "action", keys):
        for action, risk in rows.values_list("action_id", "risk_id"):
            risks[risk].add(action)
    found: Clauses = defaultdict(set)
    for rows in scope.rows_of(RiskClause, "record", sorted(risks)):
        for risk, clause in rows.filter(ended_at=None, clause__isnull=False).values_list("record_id", "clause_id"):
            for action in risks[risk]:
                found[action].add(clause)
    return found


def clauses_of_work_actions(scope: PackScope, keys: list[int]) -> Clauses:
    """Actions that close a gap answer to the clause of the gap."""
    found: Clauses = defaultdict(set)
    for rows in scope.rows_of(ClauseWorkAction, "action", keys):
        for action, clause in rows.values_list("action_id", "work__clause_id"):
            found[action].add(clause)
    return found


def under(*numbers: str) -> Any:
    """Every record of a kind answers to clauses with these numbers, from the edition of 2015 on."""

    def clauses_of(scope: PackScope, keys: list[int]) -> Clauses:
        rows = scope.rows(Clause).filter(edition__standard__code="9001", number__in=numbers)
        clauses = set(rows.exclude(edition__year__in=EARLIER).values_list("pk", flat=True))
        return {key: set(clauses) for key in keys}

    return clauses_of


def without_senders(scope: PackScope, label: str) -> Q | None:
    """Files that a sender gave are as closed as their name: a pack goes to readers who see neither."""
    return ~Q(purpose=SENT) if label == "qms.feedbackfile" else None


def of_units(model: Any) -> Any:
    """Keys of the records of the holder's units."""
    return lambda scope: scope.within(model)


SECTIONS = [
    PackSection(Unit, _("The holder and its units"), units, 10, status="", day="valid_from"),
    PackSection(
        Document, _("Documents in force"), documents, 20, narrow=of_document, status="external_status",
        about="issued_by",
    ),
    PackSection(
        Issue, _("Issues in force"), issues, 21, about="title", day="effective_on",
        text=lambda issue: safe_html(issue.body_html),
    ),
    PackSection(Decision, _("Decisions"), of_units(Decision), 24, day="effective_on"),
    PackSection(ChangeRequest, _("Requests for change"), of_units(ChangeRequest), 26, day="asked_on"),
    PackSection(PaperCopy, _("Paper copies"), of_units(PaperCopy), 28, day="issued_on"),
    PackSection(Declaration, _("Declarations of conformity"), of_units(Declaration), 30, day="signed_on"),
    PackSection(
        TransitionHolder, _("Transition"), transitions, 32, status="", day="began_on", about="programme",
        parts=(("qms.holderstep", "holder"), ("qms.holderstepfile", "record__holder")),
    ),
    PackSection(
        ClauseWork, _("Own judgement, clause by clause"), of_units(ClauseWork), 34, status="judgement",
        day="judged_on", about="statement",
    ),
    PackSection(
        ContextFactor, _("Context of the organisation"), of_units(ContextFactor), 36, status="", day="reviewed_on"
    ),
    PackSection(InterestedParty, _("Interested parties"), of_units(InterestedParty), 38, status="", day="reviewed_on"),
    PackSection(Risk, _("Risks and opportunities"), of_units(Risk), 40, day="recorded_on"),
    PackSection(
        Feedback, _("Feedback"), of_units(Feedback), 42, narrow=without_senders, about="subject", day="received_at"
    ),
    PackSection(
        Action, _("Actions"), of_units(Action), 60, day="due_on", parts=(("qms.actionnotefile", "record__action"),)
    ),
    PackSection(RoleAssignment, _("Roles"), people_of(RoleAssignment), 70, status="", day="valid_from"),
    PackSection(Competence, _("Competence"), people_of(Competence), 72, status="", day="valid_from"),
    PackSection(RetentionRule, _("How long records are kept"), of_units(RetentionRule), 80, status="", about="basis"),
    PackSection(
        Disposal, _("Disposals"), of_units(Disposal), 82, parts=(("qms.disposalitem", "disposal"),), day="approved_on"
    ),
]  # fmt: skip


def register_sections() -> None:
    """Put them into the registry."""
    registry.pack_sections.extend(SECTIONS)
    clauses = {
        "qms.issue": [clauses_of_issues],
        "qms.action": [clauses_of_risk_actions, clauses_of_work_actions],
        "qms.roleassignment": [under("5.3")],
        "qms.competence": [under("7.2")],
        "qms.feedback": [under("8.2.1", "9.1.2")],
    }
    clauses |= {model._meta.label_lower: [under(number)] for model, number, _url in CONTEXT_CLAUSES}
    for label, functions in clauses.items():
        registry.pack_clauses.setdefault(label, []).extend(functions)
