"""The kinds of inspections whose references follow to another edition: only what is open; the concluded never."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingStatus, InspectionStatus, NonconformityStatus, ProgrammeStatus, TemplateStatus
from inspections.models import (
    FindingClause,
    NonconformityClause,
    ProgrammeClause,
    SessionClause,
    TemplateQuestion,
    TemplateQuestionClause,
)
from qms import clock
from qms.registry import MovingKind, registry

IN_FORCE = {"template_version__status": TemplateStatus.IN_FORCE, "ended_at": None}


def moving_findings() -> QuerySet:
    """References of findings to which something is still owed, in inspections that are not concluded."""
    rows = FindingClause.objects.filter(ended_at=None, record__status__in=FindingStatus.open_states())
    return rows.filter(record__inspection__status__in=InspectionStatus.open_states())


def moving_nonconformities() -> QuerySet:
    """References of nonconformities that are neither closed nor withdrawn."""
    return NonconformityClause.objects.filter(ended_at=None, record__status__in=NonconformityStatus.open_states())


def moving_sessions() -> QuerySet:
    """References of sessions of inspections that are neither concluded, closed nor cancelled."""
    rows = SessionClause.objects.filter(ended_at=None, record__ended_at=None)
    return rows.filter(record__inspection__status__in=InspectionStatus.open_states())


def moving_visits() -> QuerySet:
    """References of visits of programmes of this year on that are not closed."""
    rows = ProgrammeClause.objects.filter(
        ended_at=None, record__ended_at=None, record__programme__year__gte=clock.today().year
    )
    return rows.exclude(record__programme__status=ProgrammeStatus.CLOSED)


def moving_questions() -> QuerySet:
    """Questions of the template versions in force, which name one clause themselves and never change."""
    return TemplateQuestion.objects.filter(**IN_FORCE)


def moving_question_references() -> QuerySet:
    """References that stand beside those questions already: what an earlier move added moves on from there."""
    return TemplateQuestionClause.objects.filter(
        ended_at=None, **{f"record__{key}": on for key, on in IN_FORCE.items()}
    )


def _url(name: str, path: str) -> Any:
    def url(reference: Any) -> str:
        record = reference
        for step in path.split("."):
            record = getattr(record, step)
        return reverse(name, args=[record.uid])

    return url


def register_moving() -> None:
    """Name the kinds."""
    kinds = {
        SessionClause: MovingKind(
            SessionClause,
            _("Sessions of inspections"),
            moving_sessions,
            number="record__inspection__number",
            url=_url("inspection", "record.inspection"),
        ),
        FindingClause: MovingKind(FindingClause, _("Findings"), moving_findings),
        NonconformityClause: MovingKind(NonconformityClause, _("Nonconformities"), moving_nonconformities),
        ProgrammeClause: MovingKind(
            ProgrammeClause,
            _("Visits of programmes"),
            moving_visits,
            number="record__programme__number",
            url=_url("programme", "record.programme"),
        ),
        TemplateQuestion: MovingKind(
            TemplateQuestionClause,
            _("Questions of checklist templates"),
            moving_questions,
            unit="template_version__template__unit_id",
            number="template_version__template__number",
            record="id",
            url=_url("checklist_template", "template_version.template"),
        ),
        TemplateQuestionClause: MovingKind(
            TemplateQuestionClause,
            _("Further clauses of template questions"),
            moving_question_references,
            unit="record__template_version__template__unit_id",
            number="record__template_version__template__number",
            url=_url("checklist_template", "record.template_version.template"),
        ),
    }
    registry.moving_kinds.update({model._meta.label_lower: kind for model, kind in kinds.items()})
