"""Confirming many clauses at once that ask for nothing new: first what will happen, then all with one reason."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from qms import policy
from qms.enums import ClauseJudgement
from qms.forms.clause_works import ConfirmForm
from qms.operations.clause_works import RULE, ClauseDraft, holder_fault, judge_clauses
from qms.transition.clause_picture import ClauseRow, picture_of
from qms.views.attempts import attempt
from qms.views.clause_holders import clause_url, clauses_url, own_holder


class PickedClauses(View):
    """Base: clauses of a holder are ticked, looked at, then dealt with together. Set the template and `offered`."""

    template_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the holder and what it offers."""
        self.holder = own_holder(request.user, kwargs["uid"])
        self.rows = [row for row in picture_of(self.holder) if self.offered(row)]
        return super().dispatch(request, *args, **kwargs)

    def offered(self, row: ClauseRow) -> bool:
        """Whether the clause can be ticked here."""
        raise NotImplementedError

    def refusal(self) -> tuple[list[str], str]:
        """Why nothing can be done, and who can."""
        decision = policy.may(self.request.user, RULE, self.holder)
        reasons = [] if decision else [str(decision.reason)]
        if fault := holder_fault(self.holder):
            reasons.append(fault)
        return reasons, str(decision.who)

    def picked(self, data: Any) -> list[ClauseRow]:
        """The ticked ones among what is offered; all of them before anything was ticked."""
        uids = set(data.getlist("pick"))
        return [row for row in self.rows if str(row.clause.uid) in uids]

    def show(
        self, form: Any, picked: Sequence[ClauseRow], *, seen: str = "", status: int = 200, **more: Any
    ) -> HttpResponse:
        """The page with its ticks kept."""
        reasons, who = self.refusal()
        ticked = {row.clause.pk for row in picked}
        context = {
            "holder": self.holder,
            "programme": self.holder.programme,
            "cancel_url": clauses_url(self.holder),
            "form": form,
            "rows": [
                {"row": row, "url": clause_url(self.holder, row.clause), "picked": row.clause.pk in ticked}
                for row in self.rows
            ],
            "picked": list(picked),
            "seen": seen,
            "reasons": reasons,
            "who": who,
        }
        return render(self.request, self.template_name, context | more, status=409 if reasons else status)


class ConfirmClauses(PickedClauses):
    """Clauses that conformed under old ones which asked for the same."""

    template_name = "qms/clause_works/confirm.html"

    def offered(self, row: ClauseRow) -> bool:
        return row.waits_for_confirmation and row.is_unchanged

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """All of them are ticked to begin with."""
        return self.show(ConfirmForm(), self.rows)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What will happen; once that was seen and confirmed, do it."""
        form, picked = ConfirmForm(request.POST), self.picked(request.POST)
        if not form.is_valid():
            return self.show(form, picked)
        if not picked:
            form.add_error(None, _("No clause is ticked."))
            return self.show(form, picked)
        seen = digest(picked, form.cleaned_data["statement"])
        if request.POST.get("confirm") != seen:
            if request.POST.get("confirm"):
                form.add_error(None, _("What would happen is not what you saw any more. Nothing was done; look again."))
            return self.show(form, picked, seen=seen)
        return self.run(form, picked)

    def run(self, form: ConfirmForm, picked: Sequence[ClauseRow]) -> HttpResponse:
        """Judge them all as conforming."""
        said = form.cleaned_data["statement"]
        drafts = [ClauseDraft(self.holder, row.clause, ClauseJudgement.CONFORMING, said, version=0) for row in picked]
        _result, status = attempt(form, None, lambda: judge_clauses(drafts, by=self.request.user, reason=said))
        if status != 200:
            return self.show(form, picked, status=status)
        text = ngettext("%(number)d clause confirmed.", "%(number)d clauses confirmed.", len(picked))
        messages.success(self.request, text % {"number": len(picked)})
        return HttpResponseRedirect(clauses_url(self.holder))


def digest(picked: Sequence[ClauseRow], said: str) -> str:
    """What was foretold, in short: confirming something else than what was seen does nothing."""
    told = [
        (str(row.clause.uid), row.carried, [(old.clause.number, old.standing) for old in row.old]) for row in picked
    ]
    return hashlib.sha256(repr((told, said)).encode()).hexdigest()
