"""Inspections on file: what is asked of the units line by line, what they send, what the team makes of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from inspections.asking import asked_lines as asked_questions
from inspections.checklists import by_session
from inspections.enums import EvidenceStatus, InspectionMode
from inspections.evidence import OVERDUE, UNASKED, AskedLine, asked_lines, lines_seen, requests_seen, takes_evidence
from inspections.evidence_workflow import EVIDENCE
from inspections.forms.evidence import AskAgainForm, AskForm, DeliverForm
from inspections.models import EvidenceRequest, Inspection
from inspections.operations import evidence as operations
from inspections.rules.evidence import is_on_team, know_team
from qms import policy
from qms.policy import Refused
from qms.views.attempts import attempt
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404
from qms.workflow import StepRefused

ASKABLE = (UNASKED, EvidenceStatus.ACCEPTED)
FILTERS = {
    "": gettext_lazy("All"),
    UNASKED: gettext_lazy("Not asked"),
    "missing": gettext_lazy("Missing"),
    OVERDUE: gettext_lazy("Overdue"),
    "delivered": gettext_lazy("Delivered"),
    "accepted": gettext_lazy("Accepted"),
}


class EvidenceViewBase(View):
    """An inspection within reach, and the lines of it that the person sees."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the inspection, or 404."""
        super().setup(request, *args, **kwargs)
        self.inspection = get_visible(Inspection, request.user, kwargs["uid"], "unit", "raised_by_unit", "lead")
        know_team(self.inspection)

    @cached_property
    def on_team(self) -> bool:
        """Whether the person is of the team."""
        return is_on_team(self.request.user, self.inspection)

    def read(self, **narrowed: Any) -> list[AskedLine]:
        """The lines with their requests: of the team every question that is asked, of others what was asked for."""
        lines = lines_seen(self.request.user, self.inspection).filter(**narrowed)
        lines = lines.select_related("session__unit", "clause").prefetch_related("clause__demands")
        shown = [line for rows in by_session(lines).values() for line in asked_questions(rows)]
        for line in shown:
            line.session.inspection = self.inspection
        found = asked_lines(shown)
        return found if self.on_team else [one for one in found if one.request is not None]

    def page_url(self) -> str:
        """The review of the inspection's evidence."""
        return reverse("evidence", args=[self.inspection.uid])

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page about the inspection."""
        common = {"inspection": self.inspection, "page_url": self.page_url()}
        return render(self.request, f"inspections/{template}", common | context, status=status)


class Evidence(EvidenceViewBase):
    """The desk review: per line what is missing, delivered, accepted."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """All lines that are seen, counted and filtered by ?state=."""
        found = self.read()
        if self.inspection.mode != InspectionMode.ON_FILE and not any(one.request for one in found):
            raise Http404
        state = request.GET.get("state", "")
        state = state if state in FILTERS else ""
        open_now = takes_evidence(self.inspection)
        delivers = open_now and any(one.is_missing and self.may_deliver(one) for one in found)
        return self.show(
            "evidence.html",
            sessions=self.sessions([one for one in found if one.is_in(state)], found),
            filters=self.filters(found, state),
            judges=self.on_team and open_now,
            delivers=delivers,
            delivered=[one.request for one in found if one.state == EvidenceStatus.DELIVERED and one.is_in(state)],
        )

    def may_deliver(self, one: AskedLine) -> bool:
        """Whether the person sends what is asked for on this line."""
        return bool(policy.may(self.request.user, "inspections.deliver_evidence", one.request))

    def filters(self, found: Sequence[AskedLine], state: str) -> list[dict[str, Any]]:
        """The states with how many lines are in each; what nobody of the unit needs is left out."""
        names = [name for name in FILTERS if self.on_team or name != UNASKED]
        counts = {name: sum(one.is_in(name) for one in found) for name in names}
        return [
            {"name": name, "label": FILTERS[name], "count": counts[name], "current": name == state} for name in names
        ]

    def sessions(self, shown: Sequence[AskedLine], found: Sequence[AskedLine]) -> list[dict[str, Any]]:
        """The lines under their sessions, with how many could still be asked for."""
        sessions = {one.line.session_id: one.line.session for one in shown}
        askable: dict[int, int] = {}
        for one in found:
            askable[one.line.session_id] = askable.get(one.line.session_id, 0) + (one.state == UNASKED)
        by_key: dict[int, list[AskedLine]] = {key: [] for key in sessions}
        for one in shown:
            by_key[one.line.session_id].append(one)
        return [{"row": session, "asked": by_key[key], "askable": askable[key]} for key, session in sessions.items()]


class EvidenceAsk(EvidenceViewBase):
    """Ask for one line (?line=) or for every line of a session for which nothing is asked yet (?session=)."""

    def form(self, *data: Any) -> AskForm:
        """The lines that can be asked for, each with its text."""
        if not self.on_team:
            raise Refused(policy.may(self.request.user, "inspections.ask_evidence", self.inspection))
        return AskForm(*data, lines=[one.line for one in self.read(**self.narrowed()) if self.takes(one)])

    def takes(self, one: AskedLine) -> bool:
        """One line again after what was sent is accepted; a session only where nothing was asked and answered."""
        if "line" in self.request.GET:
            return one.state in ASKABLE
        return one.state == UNASKED

    def narrowed(self) -> dict[str, Any]:
        """What the address names."""
        for name, field in (("line", "uid"), ("session", "session__uid")):
            if name in self.request.GET:
                return {field: uid_or_404(self.request.GET[name])}
        return {}

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The form."""
        form = self.form()
        if not takes_evidence(self.inspection):
            return self.page(form, 409)
        return self.page(form)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Ask, or the form again."""
        form = self.form(request.POST)
        status = 400
        if form.is_valid():
            made, status = attempt(form, None, lambda: self.save(form))
        if status != 200:
            return self.page(form, status)
        words = ngettext(
            "Evidence is asked for on %(count)d line.", "Evidence is asked for on %(count)d lines.", len(made)
        )
        messages.success(request, words % {"count": len(made)})
        return HttpResponseRedirect(self.page_url())

    def save(self, form: AskForm) -> Any:
        """The operation's call."""
        values = form.cleaned_data
        return operations.ask_evidence(self.inspection, values["asked"], by=self.request.user, due_on=values["due_on"])

    def page(self, form: AskForm, status: int = 200) -> HttpResponse:
        """The page of the form."""
        return self.show("evidence_ask.html", status, form=form, closed=not takes_evidence(self.inspection))


class EvidenceDeliver(EvidenceViewBase):
    """The unit sends what is asked for: one line (?only=) or several at once."""

    def form(self, *data: Any) -> DeliverForm:
        """What is still owed by the units for which the person sends."""
        missing = [one for one in self.read(**self.narrowed()) if one.is_missing]
        user = self.request.user
        mine = [one for one in missing if policy.may(user, "inspections.deliver_evidence", one.request)]
        if missing and not mine:
            raise Refused(policy.may(user, "inspections.deliver_evidence", missing[0].request))
        return DeliverForm(*data, asked=mine)

    def narrowed(self) -> dict[str, Any]:
        """The one request that the address names."""
        if "only" not in self.request.GET:
            return {}
        return {"evidence_requests__uid": uid_or_404(self.request.GET["only"])}

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The form."""
        return self.page(self.form())

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Send, or the form again with the notes that were typed."""
        form = self.form(request.POST, request.FILES)
        status = 400
        if form.is_valid():
            sent, status = attempt(form, None, lambda: self.save(form))
        if status != 200:
            return self.page(form, status)
        words = ngettext("Evidence was sent for %(count)d line.", "Evidence was sent for %(count)d lines.", len(sent))
        messages.success(request, words % {"count": len(sent)})
        return HttpResponseRedirect(self.page_url())

    def save(self, form: DeliverForm) -> Any:
        """The operation's call."""
        return operations.deliver_evidence(self.inspection, form.cleaned_data["deliveries"], by=self.request.user)

    def page(self, form: DeliverForm, status: int = 200) -> HttpResponse:
        """The page of the form."""
        return self.show("evidence_deliver.html", status, form=form, closed=not takes_evidence(self.inspection))


class EvidenceAccept(EvidenceViewBase):
    """Accept what was sent for the chosen lines, or for all that the page showed."""

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Accept, then back to the page as it was filtered."""
        uids = [uid_or_404(text) for text in request.POST.getlist("shown" if "all" in request.POST else "request")]
        rows = requests_seen(request.user, self.inspection).filter(uid__in=uids)
        try:
            done = operations.accept_evidence(self.inspection, rows, by=request.user)
        except StepRefused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        else:
            words = ngettext("Evidence on %(count)d line accepted.", "Evidence on %(count)d lines accepted.", len(done))
            messages.success(request, words % {"count": len(done)})
        return HttpResponseRedirect(self.page_url())


STEPS = {
    "accept": StepSpec(operations.accept_one, effects=[gettext_lazy("Its files are shown on the line.")]),
    "ask_again": StepSpec(
        operations.ask_again, AskAgainForm, effects=[gettext_lazy("The unit's managers are told, with the reason.")]
    ),
}


class EvidenceStep(StepView):
    """Accept what was sent for one line, or ask again."""

    model = EvidenceRequest
    workflow = EVIDENCE
    steps = STEPS

    def get_record(self, uid: Any) -> Any:
        """A standing request of a part that the person sees. Raises Http404."""
        user: Any = self.request.user
        seen = Inspection.objects.visible_to(user).values("pk")
        rows = EvidenceRequest.objects.filter(line__session__inspection__in=seen, ended_at=None)
        related = rows.select_related("line__session__inspection", "line__session__unit")
        request = get_visible(EvidenceRequest, user, uid, rows=related)
        if not request.seen_by(user):
            raise Http404
        return request

    def record_url(self) -> str:
        url = reverse("evidence", args=[self.record.line.session.inspection.uid])
        return f"{url}#line-{self.record.line_id}"
