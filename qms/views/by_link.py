"""The page behind a signed link: one action for somebody without an account, and nothing else."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms import clock
from qms.enums import ActionStatus
from qms.forms.action_links import ByLinkForm
from qms.models.action_work import ActionLink
from qms.operations import action_links as operations
from qms.views.attempts import attempt

SENDINGS = 30  # an hour for each link
HOUR = 3600  # seconds

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # Not "no-referrer": browsers would then send the form with Origin: null, which the CSRF check refuses.
    "Referrer-Policy": "same-origin",
}


class ByLink(View):
    """Shows the action of the link; takes progress, and the report that it is done."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whatever is answered is kept out of caches and indexes."""
        response = super().dispatch(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The action, or the one page that says that the link does not open."""
        link = operations.link_of(token)
        if link is None or not operations.is_open(link):
            return self.closed(link)
        return self.show(link, ByLinkForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take what was sent; whatever happens, the typed words are shown again."""
        link = operations.link_of(token)
        if link is None or not operations.is_open(link):
            return self.closed(link)
        form = ByLinkForm(request.POST, request.FILES)
        if too_many(link):
            form.add_error(None, _("Too much was sent by this link in an hour. Wait a while, then send again."))
            return self.show(link, form, 429)
        if not form.is_valid():
            return self.show(link, form)
        return self.take(link, form)

    def take(self, link: ActionLink, form: ByLinkForm) -> HttpResponse:
        """Write progress or the report."""
        done = self.request.POST.get("step") == "done"
        work = operations.done_by_link if done else operations.note_by_link
        text, files = form.cleaned_data["text"], form.prepared_files
        try:
            _result, status = attempt(form, None, lambda: work(link, text=text, files=files))
        except operations.LinkClosed:
            return self.closed(link)
        if status != 200:
            return self.show(link, form, status)
        said = _("Thank you. It was reported as done and is being checked.") if done else _("Thank you. It was noted.")
        messages.success(self.request, said)
        return HttpResponseRedirect(self.request.path)

    def show(self, link: ActionLink, form: ByLinkForm, status: int = 200) -> HttpResponse:
        """The page of the action."""
        action = link.action
        context = {
            "link": link,
            "action": action,
            "steps": action.steps.filter(ended_at=None),
            "notes": self.written(link),
            **self.reported(link),
            "waits": action.status not in operations.ASKED_IN,
            "form": form,
        }
        return render(self.request, "qms/action_links/page.html", context, status=status)

    def written(self, link: ActionLink) -> list[dict[str, Any]]:
        """What came by the link so far, with the names of its files: that they arrived, and nothing to open."""
        notes = link.action.notes.filter(written_by__startswith=f"{link.name} <").prefetch_related("file_links")
        return [{"note": note, "files": [one.name for one in note.file_links.all()]} for note in notes.order_by("pk")]

    def reported(self, link: ActionLink) -> dict[str, str]:
        """What was reported as done by the link, and why it came back where it did."""
        rows = link.action.history.filter(operation__in=["action.done", "action.return"]).order_by("-sequence")
        last = list(rows.values_list("operation", "evidence", "history_change_reason")[:2])
        who = f"{link.name} <{link.email}>"
        said = [evidence for operation, evidence, why in last if operation == "action.done" and who in (why or "")]
        returned = last[0][2] if said and last[0][0] == "action.return" else ""
        return {"said": said[0] if said else "", "returned": returned}

    def closed(self, link: ActionLink | None) -> HttpResponse:
        """One page for all that does not open, with what was typed to be copied.

        Who has a link of ours that was not taken back learns why, and whom to write to.
        """
        context: dict[str, Any] = {"typed": self.request.POST.get("text", "")[:5000]}
        if link is not None and link.revoked_at is None:
            ended = link.action.ended_at is not None or link.action.status in ActionStatus.ended_states()
            context |= {"link": link, "ended": ended, "expired": not ended and link.expires_on < clock.today()}
        return render(self.request, "qms/action_links/closed.html", context, status=404 if link is None else 410)


def too_many(link: ActionLink) -> bool:
    """Count the sendings of a link; whether there were too many within the hour."""
    key = f"by-link:{hashlib.sha256(link.uid.bytes).hexdigest()[:32]}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > SENDINGS
    except ValueError:  # it expired in between
        return False
