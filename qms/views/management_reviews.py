"""Management reviews: register, record, preview of its inputs, planning, correcting, steps, printing."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_safe

from qms import clock, policy, printing
from qms.enums import ActionStatus
from qms.forms import management_reviews as forms
from qms.forms.attaching import AttachForm
from qms.history.timeline import Entry
from qms.looks import status_look
from qms.models.management_reviews import ManagementReview, ManagementReviewFile, ReviewDecision, ReviewInput
from qms.models.organisation import Unit
from qms.operations import management_reviews as operations
from qms.operations import review_papers
from qms.operations.print_templates import form_for
from qms.policy import Refused, denied
from qms.reporting_enums import ReviewStatus
from qms.reports.decisions import standing_then
from qms.reports.management_reviews import ReviewReport, period_said, prepares_reviews
from qms.reports.printed_reviews import review_context
from qms.reports.review_items import agenda_rows, preview_rows
from qms.review_workflow import PREPARING, REVIEW, WRITING
from qms.reviewing.freezing import figures_said, frozen_at, later_said, recorded_later
from qms.views.attached_files import files_of
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.facts import spoken
from qms.views.printing import answer, found
from qms.views.reach import get_visible, links_to, with_related
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.risks import named
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

RELATED = ("unit", "edition__standard", "chair", "secretary", "prepared_by", "signed_by")
TO_DO = (ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS)
BESIDE = partial(StepSpec, tone="secondary", permission="qms.write_review")

STEPS = {
    "freeze": StepSpec(
        operations.freeze_review,
        forms.FreezeForm,
        effects=[
            gettext_lazy("The figures of every item are written down once; later changes of records leave them."),
            gettext_lazy("Who chairs it and its secretary are told."),
        ],
    ),
    "hold": StepSpec(
        operations.hold_review,
        forms.HoldForm,
        effects=[gettext_lazy("Opinions and decisions are written next; then the minutes are signed.")],
    ),
    "sign": StepSpec(
        operations.sign_review,
        forms.SignForm,
        effects=[
            gettext_lazy("Each decision becomes an action; its owner is told."),
            gettext_lazy("Minutes, inputs and decisions stay as they are."),
        ],
    ),
    "cancel": StepSpec(operations.cancel_review, effects=[gettext_lazy("Chair and secretary are told.")]),
    "minutes": BESIDE(
        operations.write_minutes,
        forms.MinutesForm,
        label=gettext_lazy("Go on with the minutes"),
        guard=operations.minutes_blockers,
    ),
    "decide": BESIDE(
        operations.add_decision,
        forms.DecisionForm,
        label=gettext_lazy("Write down a decision"),
        guard=operations.minutes_blockers,
        versioned=False,
    ),
    "attach": BESIDE(
        review_papers.attach_review_files, AttachForm, label=gettext_lazy("Attach files"), versioned=False
    ),
}


class ReviewList(RegisterView):
    """All management reviews within reach."""

    report = ReviewReport


class ReviewRecord(RecordView):
    """One management review: agenda with figures, minutes, decisions and what became of them."""

    beside_specs = STEPS
    model = ManagementReview
    related = RELATED
    workflow = REVIEW
    template_name = "qms/reviews/record.html"
    fact_fields = (
        "unit", "edition", "meeting_on", "place", "chair", "secretary", "frozen_on", "minutes_number", "signed_by",
        "signed_on", "closed_on", "prepared_by",
    )  # fmt: skip

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With the period first."""
        return [(_("Period"), period_said(record)), *super().facts(record)]

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; cancelling stands last."""
        besides = ("minutes", "decide") if record.status == ReviewStatus.HELD else ()
        beside = [self.beside(record, name) for name in (*besides, "attach")]
        return sorted(super().steps(record) + beside, key=lambda step: step.tone == "danger")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        may = policy.may(self.request.user, "qms.prepare_review", record)
        if may and record.status in WRITING:
            actions.insert(0, (_("Edit"), reverse("review_edit", args=[record.uid])))
        if record.status == ReviewStatus.PLANNED:
            actions.insert(0, (_("Preview of the inputs"), reverse("review_preview", args=[record.uid])))
        return actions

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"))
        return [(name, reverse("review_print", args=[record.uid, kind])) for name, kind in kinds]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """What was done to all items in one act is told in one entry."""
        return told_together(super().timeline(record, as_of))

    def links(self, record: Any) -> list[tuple[str, str]]:
        others = f"{reverse('reviews')}?unit={record.unit_id}"
        decided = f"{reverse('actions')}?kind=review_decision&unit={record.unit_id}"
        return [
            *links_to(self.request.user, [record.unit]),
            (_("Management reviews of the unit"), others),
            (_("Actions of its reviews"), decided),
        ]

    def more(self, record: Any) -> dict[str, Any]:
        user, live = self.request.user, self.as_of is None
        writes = live and record.status in WRITING and bool(policy.may(user, "qms.write_review", record))
        return self.inputs(record, writes) | {
            "decisions": self.decisions(record, writes and record.status == ReviewStatus.HELD),
            "files": files_of(self, record, "qms.write_review", "review_file_step"),
            "is_late": record.status in PREPARING and record.meeting_on < (self.as_of or clock.today()),
            "has_minutes": record.status not in (*PREPARING, ReviewStatus.CANCELLED),
        }

    def inputs(self, record: Any, writes: bool) -> dict[str, Any]:
        """The agenda with its figures, and as of when these stand."""
        rows = standing_then(ReviewInput, self.as_of).filter(review_id=record.pk).select_related("clause")
        agenda = agenda_rows(record, rows, writes)
        figures = [figure for one in agenda for figure in one["row"].figures]
        moment = frozen_at(figures)
        return {
            "agenda": agenda,
            "figures_said": figures_said(moment, record.frozen_on),
            "later_said": later_said(recorded_later(record.unit_id, figures), moment),
        }

    def decisions(self, record: Any, may: bool) -> list[dict[str, Any]]:
        """Its decisions, each with the state of the action that it became."""
        rows = standing_then(ReviewDecision, self.as_of).filter(review_id=record.pk)
        rows = rows.select_related("action", "owner", "unit").order_by("position", "id")
        day = self.as_of or clock.today()
        return [
            {
                "row": one,
                "status": status_look(one.action) if one.action is not None else None,
                "is_late": one.action is not None and one.action.status in TO_DO and one.action.due_on < day,
                "edit_url": reverse("review_decision_step", args=[one.uid, "edit"]) if may else "",
                "end_url": reverse("review_decision_step", args=[one.uid, "end"]) if may else "",
            }
            for one in rows
        ]


class ReviewPreview(View):
    """What the records say now for each item, before it is frozen; nothing is written."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The agenda with the figures of today."""
        review = with_related(get_visible(ManagementReview, request.user, uid), RELATED)
        policy.require(request.user, "qms.write_review", review)
        day = clock.today()
        context = {
            "record": review,
            "number": review.number,
            "title": _("Preview of the inputs"),
            "day": day,
            "agenda": preview_rows(review, operations.figures_of(review, day)),
            "freeze_url": reverse("review_step", args=[review.uid, "freeze"])
            if REVIEW.blockers("freeze", review, request.user).allowed
            else "",
        }
        return render(request, "qms/reviews/preview.html", context)


class ReviewStep(StepView):
    """Steps of a management review."""

    model = ManagementReview
    related = RELATED
    workflow = REVIEW
    steps = STEPS


class ReviewInputStep(RowStepView):
    """Writing the report and the opinion on an item; reached through its review."""

    model = ReviewInput
    parent = "review"
    related = ("review__unit",)
    steps = {
        "write": BESIDE(
            operations.write_input,
            forms.InputForm,
            label=gettext_lazy("Write on this item"),
            guard=operations.input_blockers,
            tone="primary",
        )
    }


class ReviewDecisionStep(RowStepView):
    """Correcting a decision or taking it out; reached through its review."""

    model = ReviewDecision
    parent = "review"
    related = ("review__unit", "unit", "owner")
    steps = {
        "edit": BESIDE(
            operations.edit_decision,
            forms.DecisionForm,
            label=gettext_lazy("Correct the decision"),
            guard=operations.decision_blockers,
        ),
        "end": BESIDE(
            operations.end_decision,
            label=gettext_lazy("Take the decision out"),
            guard=operations.decision_blockers,
            reason=True,
            tone="danger",
        ),
    }


class ReviewFileStep(RowStepView):
    """Taking a wrong file away; reached through its review."""

    model = ManagementReviewFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(
            review_papers.end_review_file, label=gettext_lazy("Take this file away"), reason=True, tone="danger"
        )
    }


class ReviewNew(CreateView):
    """Plan a review; ?unit= fills in the holder."""

    model = ManagementReview
    form_class = forms.ReviewForm
    title = gettext_lazy("Plan a management review")
    submit_label = gettext_lazy("Plan it")
    operation = staticmethod(operations.plan_review)

    def check(self) -> None:
        if not prepares_reviews(self.request.user):
            who = _("a quality officer, top management")
            raise Refused(denied(_("Management reviews are prepared by a quality officer or top management."), who))

    def form(self, *data: Any) -> Any:
        """Starts with the unit that the address names, as far as the person may name it."""
        form = super().form(*data)
        unit = named(self.request, "unit", Unit.objects.visible_to(self.request.user))
        if unit is not None:
            form.initial["unit"] = unit.pk
        return form

    def cancel_url(self) -> str:
        return reverse("reviews")

    def success(self, result: Any) -> str:
        return _("Planned: %(number)s.") % {"number": spoken(result.number)}


class ReviewEdit(EditView):
    """Correct a review before its minutes are signed, with the reason."""

    model = ManagementReview
    related = RELATED
    form_class = forms.ReviewEditForm
    permission = "qms.prepare_review"
    title = gettext_lazy("Edit")
    intro = gettext_lazy("Edition and period stay once the inputs are frozen.")

    def save(self, form: Any) -> Any:
        return operations.edit_review(form.instance, by=self.request.user, reason=form.cleaned_data["reason"])


@require_safe
def review_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The minutes with inputs and decisions as Word or PDF."""
    review = found(request, ManagementReview, uid, kind, "unit__parent", *RELATED[1:])
    form = form_for(printing.MANAGEMENT_REVIEW, review.unit_id)
    return answer(request, review, form, review_context, kind)
