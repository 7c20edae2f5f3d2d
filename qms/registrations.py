"""What qms registers for its own machinery."""

from django.utils.translation import gettext_lazy as _

from qms import (
    account_registrations,
    action_view_registrations,
    action_work_registrations,
    care_registrations,
    clause_work_registrations,
    comment_registrations,
    consolidation_registrations,
    correspondence_registrations,
    decision_registrations,
    declaration_registrations,
    duty_registrations,
    export_registrations,
    feedback_registrations,
    history_registrations,
    job_registrations,
    navigation,
    objective_registrations,
    output_registrations,
    packing_registrations,
    par_registrations,
    phrases,
    plan_registrations,
    report_registrations,
    retention_registrations,
    review_registrations,
    risk_registrations,
    rules,
    seal_registrations,
    succession_registrations,
    training_registrations,
    transition_board_registrations,
    transition_move_registrations,
    transition_programme_registrations,
    transition_queue_registrations,
    work_of_actions,
    work_of_documents,
    workflows,
)
from qms.history.timeline import relate
from qms.imports.registering import register_imports
from qms.library_registrations import register_library
from qms.models import Action, ActionFile, Document, DocumentClause, Unit
from qms.navigation import NavEntry
from qms.notice_registrations import register_notices
from qms.reading_registrations import register_reading
from qms.registry import RecordKind, registry
from qms.views.issue_warnings import warnings_of
from qms.views.panels import add_issue_panel

DECLARED = (rules, workflows)
"""Importing them declares every rule and lifecycle."""

NAVIGATION = [
    NavEntry(_("My work"), "home", "home", 10, navigation.everybody),
    NavEntry(_("Documents"), "documents", "books", 20, navigation.everybody),
    NavEntry(_("Actions"), "actions", "list-check", 54, navigation.everybody),
    NavEntry(_("Units and people"), "units", "building", 82, navigation.of_records_or_admin, "/organisation/"),
    NavEntry(_("Standards"), "standards", "checklist", 83, navigation.of_records),
]

TRAILS = [
    ("qms.action", "qms.actionhelper", "action"),
    ("qms.action", "qms.actionextension", "action"),
    ("qms.unit", "qms.qmsholding", "unit"),
    ("qms.user", "qms.membership", "user"),
    ("qms.user", "qms.roleassignment", "user"),
    ("qms.user", "qms.actingfor", "deputy"),
    ("qms.user", "qms.competence", "user"),
]

ROOMS = (
    account_registrations,
    decision_registrations,
    declaration_registrations,
    care_registrations,
    action_work_registrations,
    comment_registrations,
    clause_work_registrations,
    correspondence_registrations,
    succession_registrations,
    action_view_registrations,
    duty_registrations,
    job_registrations,
    export_registrations,
    packing_registrations,
    objective_registrations,
    plan_registrations,
    review_registrations,
    consolidation_registrations,
    risk_registrations,
    feedback_registrations,
    output_registrations,
    report_registrations,
    par_registrations,
    training_registrations,
    retention_registrations,
    transition_programme_registrations,
    transition_queue_registrations,
    transition_board_registrations,
    transition_move_registrations,
    history_registrations,
    seal_registrations,
)
"""Each concept registers what is its own, in this order."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    add_issue_panel(5, warnings_of)
    registry.file_links[ActionFile._meta.label_lower] = ActionFile
    registry.reference_models.append(DocumentClause)
    registry.phrases.update(phrases.OPERATIONS)
    register_imports()
    registry.notice_phrases.update(phrases.NOTICES)
    registry.navigation.extend(NAVIGATION)
    registry.work_items.extend(
        [
            work_of_actions.actions_to_decide,
            work_of_actions.extensions_to_decide,
            work_of_actions.owned_actions,
            work_of_documents.issues_to_decide,
            work_of_documents.drafts_to_write,
        ]
    )
    for model, title, url_name in (
        (Action, _("Actions"), "actions"),
        (Document, _("Documents"), "documents"),
        (Unit, _("Units"), "units"),
    ):
        label = model._meta.label_lower
        registry.record_kinds[label] = RecordKind(label, model, title, url_name)
    for label, related, field in TRAILS:
        relate(label, related, field)
    for room in ROOMS:
        room.register()
    register_reading()
    register_library()
    register_notices()
