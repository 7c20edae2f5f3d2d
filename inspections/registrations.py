"""What inspections registers with qms."""

from typing import Any

from django.db.models import Q

from inspections import history_reach, rules, workflows
from inspections.audited_year import register_audited
from inspections.checklist_book_registrations import register_checklist_book
from inspections.compare_registrations import register_compare
from inspections.declared import open_majors
from inspections.evidence_registrations import register_evidence
from inspections.feedback_registrations import register_feedback
from inspections.field_registrations import register_field
from inspections.handover_registrations import register_handovers
from inspections.imports.registering import register_imports
from inspections.inspection_registrations import register_inspections
from inspections.measured_for_reports import register_measured
from inspections.meeting_registrations import register_meeting
from inspections.models import (
    ChecklistFile,
    CorrectiveAction,
    FindingClause,
    FindingFile,
    Inspection,
    InspectionFile,
    NonconformityClause,
    NonconformityFile,
    SessionClause,
)
from inspections.moving import register_moving
from inspections.nonconformity_registrations import register_nonconformities
from inspections.nonconformity_view_registrations import register_nonconformity_views
from inspections.notice_phrases import NOTICES
from inspections.operations.finding import close_after_action
from inspections.operations.nonconformity import accept_all_silent
from inspections.output_registrations import register_outputs
from inspections.owed_registrations import register_owed
from inspections.pack_sections import register_pack
from inspections.par_proofs import register as register_par_proofs
from inspections.programme_care_registrations import register_programme_care
from inspections.repeat_registrations import register_repeat
from inspections.report_registrations import register_report
from inspections.retention_registrations import register_retention
from inspections.review_gatherers import register_gatherers
from inspections.sync_registrations import register_sync
from inspections.template_registrations import register_template
from inspections.unit_duties import register as register_unit_duties
from qms.events import subscribe
from qms.models.reach import inside_ancestors, inside_subtree, participated
from qms.registry import registry

DECLARED = (rules, workflows)
"""Importing them declares every rule and lifecycle."""

ROOMS = (
    register_moving,
    register_nonconformity_views,
    register_programme_care,
    register_meeting,
    register_report,
    register_repeat,
    register_template,
    register_evidence,
    register_feedback,
    register_outputs,
    register_field,
    register_checklist_book,
    register_sync,
    register_handovers,
    register_owed,
    register_pack,
    register_retention,
    register_compare,
    register_measured,
    history_reach.register,
    register_gatherers,
    register_audited,
    register_unit_duties,
    register_par_proofs,
)


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    for link in (ChecklistFile, FindingFile, InspectionFile, NonconformityFile):
        registry.file_links[link._meta.label_lower] = link
    registry.declaration_faults.append(open_majors)
    registry.reference_models.extend([FindingClause, NonconformityClause, SessionClause])
    registry.further_reach.setdefault("qms.action", []).append(_actions_of_my_inspections)
    registry.further_reach.setdefault("qms.document in force", []).append(_documents_of_my_inspections)
    registry.notice_phrases.update(NOTICES)
    register_inspections()
    register_nonconformities()
    for register_room in ROOMS:
        register_room()
    registry.ticks["accept_silent_nonconformities"] = accept_all_silent
    subscribe("action_verified", _close_finding)
    register_imports()
    registry.demo_builders.append(_build_demo)


def _build_demo(stage: Any) -> None:
    from inspections.demo.build import build  # noqa: PLC0415 - only the demonstration needs its builders

    build(stage)


def _close_finding(*, action: Any) -> None:
    close_after_action(action)


def _actions_of_my_inspections(user: Any) -> Q:
    """The team of an inspection reaches the corrective actions that came of it."""
    inspections = participated(user, Inspection)
    return Q(pk__in=CorrectiveAction.objects.filter(nonconformity__inspection_id__in=inspections).values("action_id"))


def _documents_of_my_inspections(user: Any) -> Q:
    """The team of an inspection reads what is in force in the QMS that it inspects."""
    inspected = Inspection.objects.filter(pk__in=participated(user, Inspection)).values("unit_id")
    above = inside_ancestors(inspected)
    return Q(unit_id__in=inside_subtree(above))
