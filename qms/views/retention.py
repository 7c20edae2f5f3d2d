"""How long records are kept: rules, the usual periods, what is past its period."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from qms import policy
from qms.enums import Role
from qms.evidence_enums import DisposalStatus
from qms.forms import retention as forms
from qms.models.organisation import Unit
from qms.models.retention import Disposal, RetentionRule
from qms.operations import retention as operations
from qms.policy import Refused, denied
from qms.registry import registry
from qms.reports.retention import DueReport, RetentionReport, clause_said, keeps_records, years_said
from qms.retention.due import due_counts, rules_of
from qms.retention.holds import against
from qms.retention.proposing import kept_lines, lines_of, proposed
from qms.tables.retention import kind_title
from qms.views.attempts import attempt
from qms.views.editing import CreateView
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView, step_beside
from qms.views.uids import uid_or_404
from qms.workflow import Step

SET = "qms.set_retention"
STEPS = {
    "replace": StepSpec(
        operations.replace_retention,
        forms.ReplaceRuleForm,
        permission=SET,
        label=gettext_lazy("Set another period"),
        reason=True,
        effects=[gettext_lazy("This rule ends; the new one holds for the same records from now on.")],
        done=lambda record, result: result.get_absolute_url(),
    ),
    "end": StepSpec(
        operations.end_retention,
        permission=SET,
        label=gettext_lazy("End the rule"),
        reason=True,
        tone="danger",
        effects=[gettext_lazy("It keeps nothing any more; other rules still do.")],
        done=lambda record, result: reverse("retention_rules"),
    ),
}
KEEPERS = (Role.OFFICER, Role.TOP)


class RetentionList(RegisterView):
    """Standing rules within reach."""

    report = RetentionReport
    template_name = "qms/retention/list.html"

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        row: Any
        for row in context["rows"]:
            row.kind_said, row.years_said, row.clause_said = kind_title(row.kind), years_said(row), clause_said(row)
        user = self.request.user
        return {
            "keeps": keeps_records(user),
            "sees_due": forms.holders_of(user, *KEEPERS).exists(),
            "propose_url": reverse("retention_propose"),
            "due_url": reverse("retention_due"),
        }


class RetentionRecord(RecordView):
    """One rule: what it keeps how long, and what the procedures say of the same records."""

    model = RetentionRule
    related = ("unit", "clause__edition__standard")
    template_name = "qms/retention/record.html"
    fact_fields = ("counted_from", "basis", "unit")

    def title(self, record: Any) -> str:
        return kind_title(record.kind)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With how long and for which records."""
        first: list[tuple[str, Any]] = [(_("Kept"), years_said(record))]
        first += [(_("Clause"), clause_said(record))] if record.clause_id else []
        ended = [(_("Ended"), record.ended_at)] if record.ended_at else []
        return [*first, *super().facts(record), *ended]

    def steps(self, record: Any) -> list[Step]:
        """A rule that stands can be replaced or ended."""
        if record.ended_at is not None:
            return []
        user = self.request.user
        return [step_beside(spec, record, user, self.step_url(record, name)) for name, spec in STEPS.items()]

    def links(self, record: Any) -> list[tuple[str, str]]:
        return [
            (_("How long records are kept"), reverse("retention_rules")),
            *links_to(self.request.user, [record.unit]),
        ]

    def more(self, record: Any) -> dict[str, Any]:
        lines = lines_of(record.kind, kept_lines(record.unit)) if record.kind in registry.retained_kinds else []
        return {"lines": lines[:50]}


class RetentionStep(StepView):
    """Replacing and ending a rule."""

    model = RetentionRule
    related = ("unit",)
    steps = STEPS


def officers_only(user: Any) -> None:
    """Raise Refused for who is quality officer nowhere."""
    if not keeps_records(user):
        raise Refused(
            denied(_("How long records are kept is set by a quality officer."), _("a quality officer of the unit"))
        )


class RetentionNew(CreateView):
    """A new rule."""

    model = RetentionRule
    form_class = forms.RetentionForm
    title = gettext_lazy("Add a rule")
    submit_label = gettext_lazy("Save the rule")
    operation = staticmethod(operations.set_retention)

    def check(self) -> None:
        officers_only(self.request.user)

    def cancel_url(self) -> str:
        return reverse("retention_rules")

    def success(self, result: Any) -> str:
        return _("Saved: %(record)s.") % {"record": kind_title(result.kind)}


def chosen_holder(request: HttpRequest, *roles: str) -> tuple[Unit | None, list[Unit]]:
    """The holder that the address names, else the first; with all among which the person may choose."""
    holders = list(forms.holders_of(request.user, *roles))
    asked = request.GET.get("holder") or request.POST.get("holder") or ""
    if not asked:
        return (holders[0] if holders else None), holders
    uid = uid_or_404(asked)
    named = next((unit for unit in holders if unit.uid == uid), None)
    if named is None:
        raise Http404
    return named, holders


class RetentionPropose(View):
    """The usual periods, to be looked at and chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What is proposed for kinds that have no rule yet."""
        return self.show(*self.found(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the chosen ones."""
        holder, form = self.found(request, request.POST)
        if holder is None or not form.is_valid():
            return self.show(holder, form)
        done, status = attempt(form, None, lambda: operations.set_proposed_rules(form.rules(), by=request.user))
        if status != 200:
            return self.show(holder, form, status)
        text = ngettext("%(count)d rule set.", "%(count)d rules set.", len(done)) % {"count": len(done)}
        messages.success(request, text)
        return redirect("retention_rules")

    def found(self, request: HttpRequest, *data: Any) -> tuple[Unit | None, Any]:
        """The holder and the form on what is proposed for it."""
        officers_only(request.user)
        holder, self.holders = chosen_holder(request, Role.OFFICER)
        return holder, forms.ProposedForm(*data, proposed=proposed(holder) if holder else [])

    def show(self, holder: Unit | None, form: Any, status: int = 200) -> HttpResponse:
        """The page."""
        context = {"holder": holder, "holders": self.holders, "form": form, "cancel_url": reverse("retention_rules")}
        return render(self.request, "qms/retention/propose.html", context, status=status)


class DueList(RegisterView):
    """What is past its period at a holder, kind by kind; rows are ticked for a disposal."""

    template_name = "qms/retention/due.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list of one kind, or that there is nothing to look at."""
        holder, self.holders = chosen_holder(request, *KEEPERS)
        if holder is None:
            who = _("a quality officer or top management of the unit")
            raise Refused(denied(_("What is past its period is for those who decide about it."), who))
        self.holder = holder
        self.rules = rules_of(self.holder)
        self.counts = due_counts(self.holder)
        if not self.counts:
            return render(request, "qms/retention/no_rules.html", {"holder": self.holder, "holders": self.holders})
        self.kind = self.chosen_kind(request.GET.get("kind", ""))
        return super().get(request, **kwargs)

    def chosen_kind(self, asked: str) -> str:
        """The kind that the address names, else the first with anything due."""
        if asked in self.counts:
            return asked
        if asked:
            raise Http404
        return next((label for label, count in self.counts.items() if count), next(iter(self.counts)))

    def get_report(self) -> Any:
        return DueReport(registry.retained_kinds[self.kind], self.rules[self.kind], self.holder)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        rows = list(context["rows"])
        reasons, kept = against(self.kind, self.rules[self.kind], rows)
        for row in rows:
            row.reasons, row.kept = reasons.get(row.pk, []), kept.get(row.pk)
        here = {"holder": self.holder, "holders": self.holders, "kind": self.kind}
        base = f"{reverse('retention_due')}?holder={self.holder.uid}&kind="
        day = context["as_of_query"].replace("?", "&")
        kinds = [
            (base + label + day, kind_title(label), count, label == self.kind) for label, count in self.counts.items()
        ]
        disposal = Disposal(unit=self.holder)
        return here | {
            "rows": rows,
            "kinds": kinds,
            "kind_title": kind_title(self.kind),
            "choose_url": reverse("retention_choose"),
            "may_choose": context["as_of"] is None
            and bool(policy.may(self.request.user, "qms.prepare_disposal", disposal)),
            "drafts": Disposal.objects.filter(unit=self.holder, status=DisposalStatus.DRAFTED).order_by("-pk"),
            "other_list": (_("Disposals of records"), reverse("disposals")),
        }
