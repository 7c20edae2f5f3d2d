"""Questions of a draft version: added, changed, moved, taken out; every form works without script."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from inspections.enums import QuestionType, TemplateStatus
from inspections.forms.question import QuestionForm
from inspections.models import ChecklistTemplate, TemplateQuestion, TemplateVersion
from inspections.operations import template_questions as operations
from inspections.views.templates import version_url, visible_version
from qms import policy
from qms.views.editing import CreateView, EditView, FormView
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step, StepRefused

DIRECTIONS = ("up", "down")
STEPS = {
    "drop": StepSpec(
        operations.drop_question,
        label=gettext_lazy("Take this question out"),
        permission="inspections.write_template",
        effects=[gettext_lazy("It stays in the versions that were published.")],
        tone="danger",
    ),
}


class QuestionForms(FormView):
    """What adding and changing a question have in common."""

    model = TemplateQuestion
    form_class = QuestionForm
    template_name = "inspections/question_form.html"
    operation = operations.write_question

    def check(self) -> None:
        """Ask the rule about the version; a published one never changes."""
        version = self.record.template_version
        policy.require(self.request.user, "inspections.write_template", version)
        if version.status != TemplateStatus.DRAFT:
            raise StepRefused([_("A version that was published never changes: begin a new version.")])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save; or draw the form again where another kind or condition was chosen than its fields are for."""
        form = self.form(request.POST, request.FILES)
        if "redraw" in request.POST or form.is_outdated:
            return self.show(self.form_class(instance=self.record, user=request.user, initial=form.as_typed()))
        return super().post(request, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        return super().context(form) | {"drawn_again": self.request.method == "POST" and not form.is_bound}

    def cancel_url(self) -> str:
        """Back to the version."""
        return version_url(self.record.template_version)

    def address(self, result: Any) -> str:
        """To the question on the version's page."""
        return f"{version_url(result.template_version)}#question-{result.pk}"

    def success(self, result: Any) -> str:
        return _("Saved: question %(place)d.") % {"place": result.position}


class QuestionNew(QuestionForms, CreateView):
    """Add a question; `?section=` and `?kind=` begin it."""

    title = gettext_lazy("Add a question")

    def blank(self) -> Any:
        version = visible_version(self.request.user, self.kwargs["uid"])
        kind = self.request.GET.get("kind", "")
        return TemplateQuestion(
            template_version=version,
            section=self.request.GET.get("section", "")[:150],
            question_type=kind if kind in QuestionType.values else QuestionType.CONFORMITY,
        )


class QuestionEdit(QuestionForms, EditView):
    """Change a question of a draft."""

    title = gettext_lazy("Change the question")

    def get_instance(self) -> Any:
        return visible_question(self.request.user, self.kwargs["uid"])


class QuestionStep(StepView):
    """Take a question out."""

    model = TemplateQuestion
    steps = STEPS

    def get_record(self, uid: Any) -> Any:
        return visible_question(self.request.user, uid)

    def step(self) -> Step:
        version = self.record.template_version
        return step_beside(self.spec, self.record, self.request.user, asked_about=version)

    def record_url(self) -> str:
        return version_url(self.record.template_version)


class QuestionMove(View):
    """One place up or down in its section."""

    def post(self, request: HttpRequest, uid: Any, direction: str) -> HttpResponse:
        """Move, and back to the question; a refusal is told there."""
        if direction not in DIRECTIONS:
            raise Http404
        question = visible_question(request.user, uid)
        back = f"{version_url(question.template_version)}#question-{question.pk}"
        return moved(request, back, lambda: operations.move_question(question, by=request.user, up=direction == "up"))


class SectionMove(View):
    """A whole section one place up or down."""

    def post(self, request: HttpRequest, uid: Any, direction: str) -> HttpResponse:
        """Move the section named in the form."""
        if direction not in DIRECTIONS:
            raise Http404
        version = visible_version(request.user, uid)
        section = request.POST.get("section", "")
        return moved(
            request,
            f"{version_url(version)}#questions",
            lambda: operations.move_section(version, by=request.user, section=section, up=direction == "up"),
        )


def moved(request: HttpRequest, back: str, move: Any) -> HttpResponse:
    """Do it and go back; what stands against it becomes a message."""
    try:
        move()
    except StepRefused as refused:
        messages.error(request, " ".join(refused.reasons))
    return HttpResponseRedirect(back)


def visible_question(user: Any, uid: Any) -> TemplateQuestion:
    """The standing question of a template on one's own side. Raises Http404."""
    seen = ChecklistTemplate.objects.visible_to(user).values("pk")
    rows = TemplateQuestion.objects.filter(template_version__template_id__in=seen, ended_at=None)
    path = ("template_version__template", "clause")
    question: TemplateQuestion = get_visible(TemplateQuestion, user, uid, *path, rows=rows)
    version: TemplateVersion = question.template_version
    if not (user.is_system or version.template.lies_on_side_of(user)):
        raise Http404
    return question
