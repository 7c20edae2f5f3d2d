"""Checklist templates: made, copied, published version by version, withdrawn."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import TemplateStatus
from inspections.models import ChecklistTemplate, TemplateQuestion, TemplateVersion
from inspections.models.question import QUESTION_FIELDS
from inspections.template_workflow import TEMPLATE
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.standards import Clause, Edition
from qms.numbering import next_number
from qms.operations.people import account
from qms.workflow import StepRefused, check_version


@operation("make_template")
def make_template(
    template: ChecklistTemplate, *, by: Any, questions: Iterable[TemplateQuestion] = ()
) -> ChecklistTemplate:
    """Begin a template with the draft of its first version; number and keys are given here."""
    template.prepared_by = by
    policy.require(by, "inspections.write_template", template)
    template.number = next_number("checklist_template", template.unit)
    template.status = TemplateStatus.DRAFT
    template.save()
    _write_version(template, 1, questions)
    return template


def make_template_from_edition(template: ChecklistTemplate, *, by: Any, edition: Edition) -> ChecklistTemplate:
    """Begin a template with one question for each clause of an edition that carries a requirement."""
    return make_template(template, by=by, questions=questions_of_edition(edition))


def copy_template(template: ChecklistTemplate, *, by: Any, source: TemplateVersion) -> ChecklistTemplate:
    """Begin a template with the questions of a version of another one; they go their own ways from here."""
    return make_template(template, by=by, questions=copied_questions(source))


@operation("change_template")
def change_template(template: ChecklistTemplate, *, by: Any) -> ChecklistTemplate:
    """Change title, purpose and edition; the questions lie in versions."""
    policy.require(by, "inspections.write_template", template)
    template.save()
    return template


@operation("begin_template_version")
def begin_version(template: ChecklistTemplate, *, by: Any, version: int | None = None) -> TemplateVersion:
    """Begin the draft of the next version with the questions in force; they keep their keys."""
    policy.require(by, "inspections.write_template", template)
    locked = ChecklistTemplate.objects.locked().get(pk=template.pk)
    check_version(locked, version)
    draft = draft_of(locked)
    if draft is not None:
        raise StepRefused([_("Version %(number)d is being written already: go on with it.") % {"number": draft.number}])
    latest = version_in_force(locked) or locked.versions.order_by("-number").first()
    last = locked.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return _write_version(locked, last + 1, copied_questions(latest) if latest else ())


def _write_version(template: ChecklistTemplate, number: int, questions: Iterable[TemplateQuestion]) -> TemplateVersion:
    draft = TemplateVersion(template=template, number=number)
    draft.save()
    listed = list(questions)
    for place, question in enumerate(listed, 1):
        question.template_version, question.position = draft, place
        question.key = question.key or f"q{place}"
    bulk.create(listed)
    return draft


def draft_of(template: ChecklistTemplate) -> TemplateVersion | None:
    """The version that is being written."""
    return template.versions.filter(status=TemplateStatus.DRAFT).order_by("-number").first()


def version_in_force(template: ChecklistTemplate) -> TemplateVersion | None:
    """The version that sessions take."""
    return template.versions.filter(status=TemplateStatus.IN_FORCE).order_by("-number").first()


def copied_questions(version: TemplateVersion) -> list[TemplateQuestion]:
    """The version's questions as new ones, with their keys."""
    rows = version.questions.filter(ended_at=None).order_by("position")
    return [TemplateQuestion(**{name: getattr(row, name) for name in QUESTION_FIELDS}) for row in rows]


def questions_of_edition(edition: Edition) -> list[TemplateQuestion]:
    """A question for each auditable clause, in sections by top clause; demands for documents become guidance."""
    clauses = list(edition.clauses.order_by("position").prefetch_related("demands"))
    titles = {clause.number: f"{clause.number} {clause.title_vi or clause.title_en}".strip() for clause in clauses}
    return [
        _question_of(clause, titles.get(clause.number.partition(".")[0], "")) for clause in clauses if clause.auditable
    ]


def _question_of(clause: Clause, section: str) -> TemplateQuestion:
    demands = [f"{demand.get_kind_display()}: {demand.text_vi}" for demand in clause.demands.all()]
    return TemplateQuestion(
        section=section[:150],
        clause=clause,
        written_as=clause.number,
        question_vi=clause.question_vi or clause.title_vi or clause.title_en or clause.number,
        question_en=clause.question_en or clause.title_en,
        guidance="\n".join(demands),
        max_score=clause.max_score,
    )


@transaction.atomic
def publish_version(draft: TemplateVersion, *, by: Any, summary: str, **common: Any) -> TemplateVersion:
    """Put a draft in force: from now on it is frozen, sessions take it, and the earlier version is superseded."""
    if not summary.strip():
        raise StepRefused([_("Say in a sentence what changed.")])
    template = ChecklistTemplate.objects.locked().get(pk=draft.template_id)
    values = {"summary": summary.strip(), "published_by": by, "published_on": clock.today()}
    earlier = version_in_force(template)
    draft = TEMPLATE.apply("publish", draft, by=by, **values, **common)
    if earlier is not None:
        why = _("Version %(number)d came into force.") % {"number": draft.number}
        TEMPLATE.apply("supersede", earlier, by=account("system"), reason=why)
    _stand(template, by=by)
    return draft


@transaction.atomic
def withdraw_version(standing: TemplateVersion, *, by: Any, reason: str, **common: Any) -> TemplateVersion:
    """Take the version in force out of use; sessions that have it keep their lines."""
    standing = TEMPLATE.apply("withdraw", standing, by=by, reason=reason, **common)
    _stand(standing.template, by=by)
    return standing


@transaction.atomic
def discard_version(draft: TemplateVersion, *, by: Any, reason: str, **common: Any) -> TemplateVersion:
    """Give a draft up; what is in force stays."""
    draft = TEMPLATE.apply("discard", draft, by=by, reason=reason, **common)
    _stand(draft.template, by=by)
    return draft


@operation("template_stands")
def _stand(template: ChecklistTemplate, *, by: Any) -> None:
    """The template is in force while one of its versions is; else a draft while one is written; else withdrawn."""
    found = set(template.versions.values_list("status", flat=True))
    ranked = (TemplateStatus.IN_FORCE, TemplateStatus.DRAFT)
    status = next((one for one in ranked if one in found), TemplateStatus.WITHDRAWN)
    if template.status != status:
        template.status = status
        template.save()
