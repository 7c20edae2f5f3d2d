"""One clause of the new edition for one holder: what led to it, what shows it, how it was judged and is judged."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from qms.forms.clause_works import GapActionForm, JudgeForm
from qms.forms.steps import StepForm
from qms.history.timeline import timeline
from qms.models.clause_work import ClauseWork, ClauseWorkFile
from qms.models.standards import Clause
from qms.operations.clause_works import (
    RULE,
    ClauseDraft,
    GapAction,
    holder_fault,
    judge_clauses,
    raise_gap_actions,
)
from qms.operations.files import attach_files
from qms.transition.clause_picture import GAPS, ClauseRow, picture_of
from qms.transition.exclusions import exclusions
from qms.transition.starters import starters_of
from qms.views.clause_holders import clause_url, clauses_url, own_holder
from qms.views.steps import StepSpec, StepView, step_beside

SCOPE = "4.3"  # the clause of ISO 9001 that asks for the scope statement


def judge(
    work: ClauseWork, *, by: Any, version: int | None, judgement: str, statement: str, why_not: str, reason: str = ""
) -> ClauseWork:
    """Judge one clause as its form says."""
    draft = ClauseDraft(work.holder, work.clause, judgement, statement, why_not, version=version)
    return judge_clauses([draft], by=by, reason=reason)[0]


def raise_action(work: ClauseWork, *, by: Any, **values: Any) -> Any:
    """Raise one action for the clause's gap."""
    return raise_gap_actions([GapAction(work, **values)], by=by)[0]


def _moving_on(work: ClauseWork) -> list[str]:
    return [fault] if (fault := holder_fault(work.holder)) else []


def _has_gap(work: ClauseWork) -> list[str]:
    faults = _moving_on(work)
    if work.judgement not in GAPS:
        faults.append(_("Actions close gaps: judge the clause as met in part or not met first."))
    return faults


STEPS = {
    "judge": StepSpec(
        judge, JudgeForm, files=ClauseWorkFile, label=gettext_lazy("Judge the clause"), permission=RULE,
        guard=_moving_on,
        effects=(gettext_lazy("Earlier judgements stay in the history."),),
    ),
    "action": StepSpec(
        raise_action, GapActionForm, label=gettext_lazy("Raise an action"), permission=RULE, guard=_has_gap,
        versioned=False, effects=(gettext_lazy("The owner is told; a quality officer verifies it."),),
    ),
}  # fmt: skip


def clause_of(holder: Any, uid: Any) -> Clause:
    """The clause of the new edition. Raises Http404."""
    clauses = Clause.objects.select_related("edition__standard").filter(edition_id=holder.programme.to_edition_id)
    return get_object_or_404(clauses, uid=uid)


def work_on(holder: Any, clause: Clause) -> ClauseWork:
    """The judgement that stands, or a blank one."""
    work = ClauseWork.objects.filter(holder=holder, clause=clause).select_related("judged_by").first()
    work = work or ClauseWork(holder=holder, clause=clause, unit_id=holder.unit_id, judgement="")
    work.holder, work.clause, work.unit = holder, clause, holder.unit
    return work


class ClauseWorkPage(View):
    """Everything known about the clause, beside the form that judges it."""

    def get(self, request: HttpRequest, uid: Any, clause: Any) -> HttpResponse:
        """The page; a heading has none of its own."""
        holder = own_holder(request.user, uid)
        found = clause_of(holder, clause)
        if not found.auditable:
            raise Http404
        rows = picture_of(holder)
        row = next(one for one in rows if one.clause.pk == found.pk)
        work = work_on(holder, found)
        return render(request, "qms/clause_works/clause.html", self.context(request, holder, rows, row, work))

    def context(
        self, request: HttpRequest, holder: Any, rows: list[ClauseRow], row: ClauseRow, work: ClauseWork
    ) -> dict[str, Any]:
        """What the page takes."""
        step = step_beside(STEPS["judge"], work, request.user, asked_about=holder)
        return {
            "holder": holder,
            "programme": holder.programme,
            "clauses_url": clauses_url(holder),
            "row": row,
            "clause": row.clause,
            "heading": next((one.clause for one in rows if one.clause.pk == row.clause.parent_id), None),
            "demands": list(row.clause.demands.all()),
            "work": work,
            "files": [link.shown() for link in _files(work)],
            "form": JudgeForm(record=work, user=request.user, step=STEPS["judge"], with_files=True),
            "judge_url": clause_url(holder, row.clause, "judge"),
            "judge_step": step,
            "action_url": clause_url(holder, row.clause, "action") if row.is_gap and step.allowed else "",
            "exclusions": self.exclusions(holder, row),
            "starters": starters_of(holder, row.clause),
            "timeline": timeline(work) if work.pk else [],
            **self.neighbours(holder, rows, row),
        }

    def exclusions(self, holder: Any, row: ClauseRow) -> list[dict[str, str]]:
        """On the clause of the scope: what was judged not applicable, as the scope statement lists it."""
        return exclusions(holder.unit, holder.programme.to_edition) if row.clause.number == SCOPE else []

    def neighbours(self, holder: Any, rows: list[ClauseRow], row: ClauseRow) -> dict[str, Any]:
        """The clauses before and after, and the next that is still to be judged."""
        leaves = [one for one in rows if not one.is_heading]
        place = leaves.index(row)
        after = leaves[place + 1 :]
        coming = next((one for one in [*after, *leaves[:place]] if one.is_open), None)
        return {
            name: {"number": one.clause.number, "url": clause_url(holder, one.clause)} if one else None
            for name, one in (
                ("previous", leaves[place - 1] if place else None),
                ("following", after[0] if after else None),
                ("coming", coming),
            )
        }


def _files(work: ClauseWork) -> Any:
    return work.file_links.filter(ended_at=None).select_related("file").order_by("pk") if work.pk else ()


class ClauseWorkStep(StepView):
    """Judging the clause; raising an action for its gap."""

    model = ClauseWork
    steps = STEPS

    def get_record(self, uid: Any) -> ClauseWork:
        """The judgement of the clause in the address, or a blank one."""
        holder = own_holder(self.request.user, uid)
        clause = clause_of(holder, self.kwargs["clause"])
        if not clause.auditable:
            raise Http404
        return work_on(holder, clause)

    def step(self) -> Any:
        """The rule is asked about the holder."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.holder)

    def context(self, form: StepForm) -> dict[str, Any]:
        """The clause is what the step is about."""
        clause = self.record.clause
        named = {"record_title": f"{clause} · {self.record.holder.unit}", "cancel_url": self.record_url()}
        return super().context(form) | named

    def run(self, form: StepForm) -> Any:
        """Files follow the judgement: before it there is nothing that they could hang on."""
        prepared, form.cleaned_data["files"] = form.prepared_files, []
        result = super().run(form)
        if prepared and self.spec.files is not None:
            attach_files(self.spec.files, result, prepared, by=self.request.user)
        return result

    def record_url(self) -> str:
        """The clause's page."""
        return clause_url(self.record.holder, self.record.clause)
