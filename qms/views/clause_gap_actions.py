"""Actions for many gaps in one step: whatever has none yet is ticked, one owner and day are given."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.forms.clause_works import GapActionsForm
from qms.operations.clause_works import GapAction, raise_gap_actions
from qms.transition.clause_picture import ClauseRow
from qms.views.attempts import attempt
from qms.views.clause_confirm import PickedClauses
from qms.views.clause_holders import clauses_url


class GapActions(PickedClauses):
    """Gaps for which nobody owes anything yet."""

    template_name = "qms/clause_works/actions.html"

    def offered(self, row: ClauseRow) -> bool:
        return row.is_gap and not row.actions

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """All of them are ticked to begin with."""
        return self.show(GapActionsForm(unit_id=self.holder.unit_id), self.rows)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Raise one action for each ticked gap."""
        form, picked = GapActionsForm(request.POST, unit_id=self.holder.unit_id), self.picked(request.POST)
        if not form.is_valid():
            return self.show(form, picked)
        if not picked:
            form.add_error(None, _("No clause is ticked."))
            return self.show(form, picked)
        return self.run(form, picked)

    def run(self, form: GapActionsForm, picked: Sequence[ClauseRow]) -> HttpResponse:
        """Each is titled by what is missing."""
        for row in picked:
            row.work.holder, row.work.clause, row.work.unit = self.holder, row.clause, self.holder.unit
        drafts = [
            GapAction(row.work, f"{row.clause.number}: {' '.join(row.work.statement.split())}", **form.cleaned_data)
            for row in picked
        ]
        _result, status = attempt(form, None, lambda: raise_gap_actions(drafts, by=self.request.user))
        if status != 200:
            return self.show(form, picked, status=status)
        text = ngettext("%(number)d action assigned.", "%(number)d actions assigned.", len(picked))
        messages.success(self.request, text % {"number": len(picked)})
        return HttpResponseRedirect(clauses_url(self.holder))
