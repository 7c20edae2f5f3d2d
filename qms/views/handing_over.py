"""Handing over what a person who leaves has open: the list, what would be refused, then doing it."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from qms import policy
from qms.forms.handing_over import HandOverForm
from qms.looks import status_look
from qms.models.people import User
from qms.operations import handing_over as operations
from qms.reports.organisation import people_visible_to
from qms.views.attempts import attempt
from qms.views.reach import get_visible


class HandOver(View):
    """All open things of one person."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the person (404), ask the rule (403)."""
        self.person = get_visible(User, request.user, kwargs["uid"], rows=people_visible_to(request.user))
        policy.require(request.user, "qms.hand_over", self.person)
        self.items = operations.open_items(self.person, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list, everything ticked."""
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Say what would be refused; with `confirm` hand the rest over."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        if "confirm" not in request.POST:
            return self.show(form, checked=self.judge(form))
        values = {name: form.cleaned_data[name] for name in ("to", "reason")}
        keys = form.cleaned_data["items"]
        done, status = attempt(
            form, None, lambda: operations.hand_over(self.person, keys, by=request.user, **values)
        )  # the form stays with what was typed
        if status != 200:
            return self.show(form, status=status)
        self.tell(done, values["to"])
        return HttpResponseRedirect(request.path)

    def form(self, *data: Any) -> HandOverForm:
        """The form over what is open."""
        keys = [item.key for item in self.items]
        return HandOverForm(*data, user=self.request.user, person=self.person, keys=keys)

    def judge(self, form: HandOverForm) -> int:
        """Put what stands against each ticked thing beside it. Returns how many can pass."""
        ticked = [item for item in self.items if item.key in form.ticked]
        operations.judged(ticked, self.person, form.cleaned_data["to"], self.request.user)
        return sum(not item.faults for item in ticked)

    def tell(self, items: list[operations.Item], to: User) -> None:
        """What was handed over, and what was not."""
        done = sum(not item.faults for item in items)
        text = ngettext(
            "Handed over to %(person)s: %(count)d thing.", "Handed over to %(person)s: %(count)d things.", done
        )
        messages.success(self.request, text % {"person": to, "count": done})
        for item in items:
            if item.faults:
                words = _("Not handed over: %(name)s. %(why)s") % {"name": item.name, "why": " ".join(item.faults)}
                messages.warning(self.request, words)

    def show(self, form: HandOverForm, *, checked: int | None = None, status: int = 200) -> HttpResponse:
        """Render the page."""
        groups = [
            {"title": title, "rows": [self.row(item, form) for item in items]}
            for title, items in groupby(self.items, key=lambda item: item.handover.title)
        ]
        elsewhere = operations.count_open(self.person) - len(self.items)
        context = {
            "form": form, "person": self.person, "groups": groups, "checked": checked, "elsewhere": elsewhere,
            "cancel_url": reverse("person", args=[self.person.uid]),
        }  # fmt: skip
        return render(self.request, "qms/organisation/hand_over.html", context, status=status)

    def row(self, item: operations.Item, form: HandOverForm) -> dict[str, Any]:
        """One thing as the page shows it."""
        look = status_look(item.record) if hasattr(item.record, "status") else None
        return {"item": item, "status": look, "ticked": item.key in form.ticked}
