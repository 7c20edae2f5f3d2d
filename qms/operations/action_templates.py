"""Keeping action templates of a QMS holder: write, change, end."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history.recording import operation
from qms.models.action_work import ActionTemplate
from qms.models.organisation import nearest_holder
from qms.operations.action_steps import MOST, lines_of
from qms.workflow import StepRefused

KEEP = "qms.keep_action_templates"


def live_templates(user: Any) -> Any:
    """The templates of the systems to which the person belongs."""
    return ActionTemplate.objects.filter(unit_id__in=user.authority.holders, ended_at=None).order_by("title_vi", "pk")


@operation("save_action_template")
def save_template(template: ActionTemplate, *, by: Any) -> ActionTemplate:
    """Write or change a template; one that ended under the same title stands again."""
    policy.require(by, KEEP, template)
    template.steps = "\n".join(lines_of(template.steps))
    faults = template_faults(template)
    if faults:
        raise StepRefused(faults)
    ended = _ended_twin(template)
    if ended is not None:
        for name in ("title_en", "details", "steps", "days"):
            setattr(ended, name, getattr(template, name))
        ended.ended_at = None
        template = ended
    template.save()
    return template


def template_faults(template: ActionTemplate) -> list[str]:
    """All that stands against a template."""
    lines, longest, faults = lines_of(template.steps), 300, []
    if nearest_holder(template.unit_id) != template.unit:
        faults.append(_("%(unit)s holds no quality management system of its own.") % {"unit": template.unit})
    if len(lines) > MOST:
        faults.append(_("At most %(most)d steps an action.") % {"most": MOST})
    for line in lines:
        if len(line) > longest:
            text = _("The step «%(text)s…» is longer than %(longest)d characters. Shorten it.")
            faults.append(text % {"text": line[:40], "longest": longest})
    same = ActionTemplate.objects.filter(unit=template.unit, title_vi=template.title_vi, ended_at=None)
    if same.exclude(pk=template.pk).exists():
        faults.append(_("There is a template «%(title)s» already.") % {"title": template.title_vi})
    return faults


def _ended_twin(template: ActionTemplate) -> ActionTemplate | None:
    if not template._state.adding:
        return None
    rows = ActionTemplate.objects.locked().filter(unit=template.unit, title_vi=template.title_vi)
    return rows.exclude(ended_at=None).first()


@operation("end_action_template", reason_required=True)
def end_template(template: ActionTemplate, *, by: Any) -> ActionTemplate:
    """It is no longer offered; actions that began with it stay as they are."""
    policy.require(by, KEEP, template)
    template = ActionTemplate.objects.locked().get(pk=template.pk)
    if template.ended_at is not None:
        raise StepRefused([_("This has ended already.")])
    template.ended_at = clock.now()
    template.save()
    return template
