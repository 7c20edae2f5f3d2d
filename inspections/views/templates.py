"""Checklist templates: list, record with its versions, head, copy, steps, comparing two versions."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from inspections.enums import TemplateStatus
from inspections.forms import template as forms
from inspections.models import ChecklistTemplate, TemplateVersion
from inspections.operations import template as operations
from inspections.question_faults import faults_of_all
from inspections.reports.templates import TemplateReport, writes_templates
from inspections.template_reading import (
    compare_versions,
    score_in,
    sections_of,
    seen_versions,
    shown_questions,
    usual_version,
)
from inspections.template_workflow import TEMPLATE
from qms import policy
from qms.history.timeline import timeline
from qms.looks import status_look
from qms.policy import Refused, denied
from qms.views.editing import CreateView, EditView
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView, step_beside

VERSION_STEPS = {
    "publish": StepSpec(
        operations.publish_version,
        forms.PublishForm,
        effects=[
            gettext_lazy("Sessions can take it from now on; the version before is superseded."),
            gettext_lazy("Its questions no longer change: a change is a new version."),
        ],
    ),
    "discard": StepSpec(operations.discard_version, effects=[gettext_lazy("What is in force stays in force.")]),
    "withdraw": StepSpec(
        operations.withdraw_version,
        effects=[gettext_lazy("New sessions cannot take it; checklists that have it stay as they are.")],
    ),
}
TEMPLATE_STEPS = {
    "new_version": StepSpec(
        operations.begin_version,
        label=gettext_lazy("New version"),
        permission="inspections.write_template",
        effects=[
            gettext_lazy("A draft with the questions in force begins; what is in force stays until it replaces it.")
        ],
        done=lambda record, result: version_url(result),
    ),
}


def version_url(version: TemplateVersion) -> str:
    """The template's page with this version's questions."""
    return f"{reverse('checklist_template', args=[version.template.uid])}?version={version.number}"


class TemplateList(RegisterView):
    """All templates that the person may use or keep."""

    report = TemplateReport


class TemplateRecord(RecordView):
    """One template: the questions of the version in force or of the one asked for, and all its versions."""

    model = ChecklistTemplate
    related = ("unit", "edition__standard", "prepared_by")
    template_name = "inspections/template.html"
    fact_fields = ("unit", "edition", "purpose", "prepared_by")

    def get_record(self, uid: Any) -> Any:
        record = super().get_record(uid)
        self.versions = seen_versions(record, self.request.user)
        self.version = self.asked_version()
        if self.version is not None:
            self.version.template = record
        return record

    def asked_version(self) -> TemplateVersion | None:
        """The version of `?version=`, else the usual one; one that is not there is not found."""
        number = self.request.GET.get("version", "")
        if not number:
            return usual_version(self.versions)
        found = next((one for one in self.versions if str(one.number) == number), None)
        if found is None:
            raise Http404
        return found

    def status(self, record: Any) -> dict[str, str] | None:
        return status_look(record)

    def timeline(self, record: Any, as_of: Any) -> Any:
        """The template's and the shown version's history, for its own side only."""
        if not record.lies_on_side_of(self.request.user):
            return None
        entries = timeline(record)
        told = {(entry.when, entry.who, repr(entry.changes)) for entry in entries}
        of_version = timeline(self.version) if self.version else []
        entries += [entry for entry in of_version if (entry.when, entry.who, repr(entry.changes)) not in told]
        return sorted(entries, key=lambda entry: entry.when, reverse=True)

    def steps(self, record: Any) -> list[Any]:
        """What can be done with the version shown; a new one is begun where none is being written."""
        shown = TEMPLATE.steps(self.version, self.request.user) if self.version else []
        steps = [replace(one, url=reverse("template_version_step", args=[one.record.uid, one.name])) for one in shown]
        if not any(version.status == TemplateStatus.DRAFT for version in self.versions):
            url = reverse("checklist_template_step", args=[record.uid, "new_version"])
            steps.insert(0, step_beside(TEMPLATE_STEPS["new_version"], record, self.request.user, url))
        return steps

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        buttons = super().record_actions(record)
        if self.may_write(record):
            buttons.append((_("Change the head"), reverse("checklist_template_edit", args=[record.uid])))
        if writes_templates(self.request.user) and self.version is not None:
            buttons.append((_("Make a copy"), reverse("checklist_template_copy", args=[record.uid])))
        return buttons

    def may_write(self, record: Any) -> bool:
        """Whether the person writes this template."""
        return bool(policy.may(self.request.user, "inspections.write_template", record))

    def more(self, record: Any) -> dict[str, Any]:
        if self.version is None:
            return {}
        shown = shown_questions(self.version)
        draft = self.version.status == TemplateStatus.DRAFT
        return {
            "version": self.version,
            "versions": self.versions,
            "sections": sections_of(shown),
            "count": len(shown),
            "score": score_in(shown),
            "may_change": draft and self.may_write(record),
            "faults": faults_of_all(one.question for one in shown) if draft else [],
            "comparable": len(self.versions) > 1,
        }


class TemplateStep(StepView):
    """Begin a new version."""

    model = ChecklistTemplate
    related = ("unit",)
    steps = TEMPLATE_STEPS


class VersionStep(StepView):
    """Put a draft in force, give it up, or withdraw what is in force."""

    model = TemplateVersion
    workflow = TEMPLATE
    steps = VERSION_STEPS

    def get_record(self, uid: Any) -> Any:
        return visible_version(self.request.user, uid)

    def record_url(self) -> str:
        return version_url(self.record)


def visible_version(user: Any, uid: Any) -> TemplateVersion:
    """The version within reach. Raises Http404."""
    seen = ChecklistTemplate.objects.visible_to(user)
    rows = TemplateVersion.objects.filter(template_id__in=seen.values("pk"))
    version: TemplateVersion = get_visible(TemplateVersion, user, uid, "template__unit", rows=rows)
    if version.pk not in {one.pk for one in seen_versions(version.template, user)}:
        raise Http404
    return version


class TemplateNew(CreateView):
    """Begin a template, empty or from the clauses of an edition."""

    model = ChecklistTemplate
    form_class: Any = forms.TemplateForm
    title = gettext_lazy("New checklist template")

    def check(self) -> None:
        if not writes_templates(self.request.user):
            reason = _(
                "A checklist template is written by the quality officer or an inspector of the unit that keeps it."
            )
            raise Refused(denied(reason, _("a quality officer, an inspector of the unit")))

    def save(self, form: Any) -> Any:
        by = self.request.user
        if form.cleaned_data["from_clauses"]:
            edition = form.cleaned_data["edition"]
            return operations.make_template_from_edition(form.instance, by=by, edition=edition)
        return operations.make_template(form.instance, by=by)

    def cancel_url(self) -> str:
        return reverse("checklist_templates")


class TemplateEdit(EditView):
    """Change the head of a template."""

    model = ChecklistTemplate
    related = ("unit",)
    form_class = forms.TemplateHeadForm
    permission = "inspections.write_template"
    title = gettext_lazy("Change the template")
    operation = operations.change_template


class TemplateCopy(TemplateNew):
    """Begin a template with the questions of another one."""

    form_class = forms.TemplateCopyForm
    title = gettext_lazy("Copy the template")

    def blank(self) -> Any:
        user = self.request.user
        self.source = get_visible(ChecklistTemplate, user, self.kwargs["uid"], "unit")
        values = {name: getattr(self.source, name) for name in ("title_vi", "title_en", "purpose", "edition_id")}
        return ChecklistTemplate(**values)

    def save(self, form: Any) -> Any:
        version = usual_version(seen_versions(self.source, self.request.user))
        if version is None:
            raise Http404
        return operations.copy_template(form.instance, by=self.request.user, source=version)

    def cancel_url(self) -> str:
        return self.source.get_absolute_url()


class TemplateCompare(View):
    """Two versions of a template: `?from=1&to=2`, else the newest against the one before."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """What was added, removed and changed."""
        template = get_visible(ChecklistTemplate, request.user, uid, "unit")
        versions = seen_versions(template, request.user)
        new = asked(versions, request.GET.get("to", ""), versions[:1])
        old = asked(versions, request.GET.get("from", ""), [one for one in versions if new and one.number < new.number])
        context = {
            "record": template,
            "versions": versions,
            "old": old,
            "new": new,
            "difference": compare_versions(old, new) if old and new else None,
        }
        return render(request, "inspections/template_compare.html", context)


def asked(versions: list[TemplateVersion], number: str, usual: list[TemplateVersion]) -> TemplateVersion | None:
    """The version of that number, else the first of the usual ones. Raises Http404 for one that is not there."""
    if not number:
        return usual[0] if usual else None
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise Http404
    return found
