"""One step for the ticked actions: what will happen to each is said first, then all allowed ones are done together."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from qms.enums import Role
from qms.forms.many_actions import ManyForm, MoreTimeForm, ReassignManyForm
from qms.many_actions import Outcome, more_time_outcomes, reassign_outcomes
from qms.models.actions import Action
from qms.operations.many_actions import grant_more_time, reassign_actions
from qms.policy import Text
from qms.views.attempts import attempt

MOST = 100  # actions at once


class ManyActions(View):
    """Set `title`, `form_class`, `outcomes` and `operation`."""

    template_name = "qms/actions/many.html"
    title: Text = ""
    form_class: type[ManyForm] = ManyForm
    outcomes: Callable[..., list[Outcome]]
    operation: Callable[..., Any]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form over the ticked actions."""
        return self.show(self.form_class(user=request.user), request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """What will happen; once that was seen and confirmed, do it."""
        form = self.form_class(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form, request.POST)
        actions = self.actions(request.POST)
        outcomes = type(self).outcomes(actions, by=request.user, **form.asked())
        seen = digest(outcomes, form.asked())
        confirmed = request.POST.get("confirm", "")
        if confirmed and confirmed != seen:
            form.add_error(None, _("What would happen is not what you saw any more. Nothing was done; look again."))
        allowed = [one.action for one in outcomes if one.allowed]
        if confirmed == seen and allowed:
            return self.run(form, allowed, outcomes)
        return self.show(form, request.POST, outcomes, seen)

    def run(self, form: ManyForm, allowed: Sequence[Action], outcomes: Sequence[Outcome]) -> HttpResponse:
        """Do all that is allowed, or say why nothing was done."""
        user, reason = self.request.user, form.cleaned_data["reason"]
        _result, status = attempt(
            form, None, lambda: type(self).operation(allowed, by=user, reason=reason, **form.asked())
        )
        if status != 200:
            return self.show(form, self.request.POST, status=status)
        done = ngettext("Done for %(number)d action.", "Done for %(number)d actions.", len(allowed))
        left = len(outcomes) - len(allowed)
        text = done % {"number": len(allowed)}
        if left:
            rest = ngettext("%(number)d was left as it is.", "%(number)d were left as they are.", left)
            text = f"{text} {rest % {'number': left}}"
        messages.success(self.request, text)
        return HttpResponseRedirect(self.back(self.request.POST))

    def actions(self, data: QueryDict) -> list[Action]:
        """The ticked actions within reach; what cannot be read is left out."""
        uids = {uid for text in data.getlist("pick") if (uid := read_uid(text))}
        rows = Action.objects.visible_to(self.request.user).filter(uid__in=list(uids)[:MOST], ended_at=None)
        return list(rows.select_related("unit", "owner").order_by("due_on", "pk"))

    def back(self, data: QueryDict) -> str:
        """The list as it was left; only its query comes from the address."""
        query = QueryDict(data.get("back", "").removeprefix("?")[:2000])
        return reverse("actions") + (f"?{query.urlencode()}" if query else "")

    def show(
        self, form: ManyForm, data: QueryDict, outcomes: Sequence[Outcome] = (), seen: str = "", status: int = 200
    ) -> HttpResponse:
        """The page: the ticked actions, or what will happen to each."""
        actions = [one.action for one in outcomes] or self.actions(data)
        allowed = sum(one.allowed for one in outcomes)
        context = {
            "title": self.title,
            "form": form,
            "rows": outcomes or [Outcome(action) for action in actions],
            "foretold": bool(outcomes),
            "allowed": allowed,
            "refused": len(outcomes) - allowed,
            "seen": seen,
            "picked": [str(action.uid) for action in actions],
            "back": data.get("back", ""),
            "cancel_url": self.back(data),
        }
        return render(self.request, self.template_name, context, status=status)


class ReassignMany(ManyActions):
    """Another owner for the ticked actions."""

    title = gettext_lazy("Name another owner for several actions")
    form_class = ReassignManyForm
    outcomes = staticmethod(reassign_outcomes)
    operation = staticmethod(reassign_actions)


class MoreTimeForMany(ManyActions):
    """More time for the ticked actions."""

    title = gettext_lazy("Give several actions more time")
    form_class = MoreTimeForm
    outcomes = staticmethod(more_time_outcomes)
    operation = staticmethod(grant_more_time)


def read_uid(text: str) -> uuid.UUID | None:
    """A uid as a ticked row sends it, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def digest(outcomes: Sequence[Outcome], asked: dict[str, Any]) -> str:
    """What was foretold, in short: confirming something else than what was seen does nothing."""
    told = [(str(one.action.uid), one.action.version, one.text, *one.reasons) for one in outcomes]
    what = sorted((name, str(getattr(value, "pk", value))) for name, value in asked.items())
    return hashlib.sha256(repr((told, what)).encode()).hexdigest()


OFFERED: list[tuple[str, Text, tuple[str, ...]]] = [
    ("actions_reassign", gettext_lazy("Name another owner"), (Role.MANAGER, Role.TOP)),
    (
        "actions_more_time",
        gettext_lazy("Give more time"),
        (Role.MANAGER, Role.OFFICER, Role.TOP, Role.INSPECTOR),
    ),
]
"""What is offered for ticked rows, and to which roles some of it may be allowed."""


def ticking(request: HttpRequest) -> dict[str, Any]:
    """What the list of actions takes to have its rows ticked; all on the page with `?tick=all`."""
    authority = request.user.authority  # type: ignore[union-attr]
    many = [{"url": reverse(name), "label": label} for name, label, held in OFFERED if authority.units_as(*held)]
    ticked = request.GET.get("tick") == "all"
    query = request.GET.copy()
    query["tick"] = "" if ticked else "all"
    return {"many": many, "ticked": ticked, "tick_url": f"?{query.urlencode()}", "untick_url": f"?{query.urlencode()}"}
