"""Following the table for many items of the queue at once: what will happen is said first, then done together."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import policy
from qms.forms.fields import TextField
from qms.forms.transition_queue import choices_said
from qms.models.organisation import Unit
from qms.operations.clause_decisions import ClauseDraft, decide, needs_reason
from qms.rules.transition_moves import Scope
from qms.transition.queue_items import Item, items_of
from qms.views.attempts import attempt
from qms.views.transition_queue import PartView


@dataclass(frozen=True)
class Foretold:
    """What confirming does to one item: the decision as meant, in words, and why it would need a reason."""

    item: Item
    draft: ClauseDraft
    targets: str
    why: str = ""


class ConfirmForm(forms.Form):
    """One reason for all of them, where there is one."""

    fields: Any

    reason = TextField(
        label=gettext_lazy("Reason"),
        rows=2,
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Kept with each of the decisions."),
    )


class ConfirmSuggestions(PartView):
    """The ticked items: each is decided as the table suggests, for the chosen unit and all below it."""

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """What will happen; once that was seen and confirmed, do it."""
        unit = self.part.unit or self.programme.unit
        policy.require(request.user, "qms.decide_clause", Scope(self.programme, unit))
        if "confirm" not in request.POST:
            return self.show(ConfirmForm(), unit)
        form = ConfirmForm(request.POST)
        reason = form.cleaned_data["reason"].strip() if form.is_valid() else ""
        told = self.foretold(unit, reason)
        if request.POST["confirm"] != digest(told):
            form.add_error(None, _("What would happen is not what you saw any more. Nothing was done; look again."))
        if any(one.why for one in told) and not reason:
            form.add_error("reason", next(one.why for one in told if one.why))
        if form.errors or not told:
            return self.show(form, unit)
        made, status = attempt(form, None, lambda: decide([one.draft for one in told], by=request.user))
        if status != 200:
            return self.show(form, unit, status)
        text = ngettext("%(number)d case is decided.", "%(number)d cases are decided.", len(made))
        messages.success(request, text % {"number": len(made)})
        return HttpResponseRedirect(self.back())

    def foretold(self, unit: Unit, reason: str = "") -> list[Foretold]:
        """What confirming does to each ticked item that still waits."""
        picked = set(self.request.POST.getlist("pick"))
        items = [one for one in items_of(self.part.planned().cases) if one.key in picked and one.asks]
        drafts = [draft_of(one, self.programme, unit, reason) for one in items]
        reasons = needs_reason(drafts) if drafts else []
        return [
            Foretold(item, draft, choices_said(draft.targets), why)
            for item, draft, why in zip(items, drafts, reasons, strict=True)
        ]

    def back(self) -> str:
        """The queue of the same unit."""
        unit = f"?unit={self.part.unit.uid}" if self.part.unit else ""
        return reverse("transition_queue", args=[self.programme.uid]) + unit

    def show(self, form: ConfirmForm, unit: Unit, status: int = 200) -> HttpResponse:
        """The page."""
        told = self.foretold(unit)
        context = self.context() | {
            "form": form,
            "told": told,
            "references": sum(one.item.asks for one in told),
            "seen": digest(told),
            "queue_url": self.back(),
        }
        return render(self.request, "qms/transition/confirm.html", context, status=status)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Nothing is ticked yet: back to the queue."""
        return HttpResponseRedirect(self.back())


def draft_of(item: Item, programme: Any, unit: Unit, reason: str) -> ClauseDraft:
    """The item decided as the table has it; a record's own case for the record alone."""
    scope: dict[str, Any] = {"kind": item.kind, "part": item.part}
    if item.record_id is not None:
        scope = {"kind": item.kind, "record_id": item.record_id}
        unit = item.cases[0].holder.unit
    return ClauseDraft(programme, unit, item.clause, item.passage.targets, reason=reason, **scope)


def digest(told: list[Foretold]) -> str:
    """What was foretold, in short: confirming something else than what was seen does nothing."""
    said = [(one.item.key, one.item.asks, one.targets, one.why) for one in told]
    return hashlib.sha256(repr(said).encode()).hexdigest()
