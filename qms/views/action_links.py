"""Asking somebody without an account: the form, the links on an action's page, sending again, taking back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms import action_links as forms
from qms.models.action_work import ActionLink
from qms.models.actions import Action
from qms.models.reminding import Mail
from qms.operations import action_links as operations
from qms.views.actions import TaskNew
from qms.views.panels import Panel
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

RULE = "qms.ask_by_link"


class AskByLink(StepView):
    """Hand an action to somebody without an account."""

    model = Action
    related = ("unit", "owner")
    steps = {
        "ask": StepSpec(
            operations.ask_by_link,
            forms.AskByLinkForm,
            label=gettext_lazy("Ask somebody without an account"),
            permission=RULE,
            reason=True,
            guard=operations.ask_blockers,
            effects=[
                gettext_lazy("A mail with a link is sent; the link shows this action and nothing else."),
                gettext_lazy("Who assigned the action can report for them, too."),
            ],
        )
    }


class LinkStep(StepView):
    """Send a link again, or take it back."""

    model = ActionLink
    steps = {
        "send": StepSpec(
            operations.send_link,
            label=gettext_lazy("Send the link again"),
            permission=RULE,
            versioned=False,
            effects=[gettext_lazy("The same link is sent once more; if it had expired, it opens again.")],
        ),
        "revoke": StepSpec(
            operations.revoke_link,
            label=gettext_lazy("Take the link back"),
            permission=RULE,
            reason=True,
            versioned=False,
            tone="danger",
            effects=[gettext_lazy("From now on it shows nothing, to nobody.")],
        ),
    }

    def get_record(self, uid: Any) -> Any:
        seen = Action.objects.visible_to(self.request.user).values("pk")
        rows = ActionLink.objects.filter(action_id__in=seen, revoked_at=None)
        return get_visible(ActionLink, self.request.user, uid, "action", rows=rows)

    def step(self) -> Step:
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.action)

    def record_url(self) -> str:
        return self.record.action.get_absolute_url()


class TaskByLinkNew(TaskNew):
    """Assign a task to somebody without an account."""

    form_class = forms.TaskByLinkForm
    template_name = "qms/actions/plan.html"
    title = gettext_lazy("Assign a task to somebody without an account")

    def save(self, form: Any) -> Any:
        taken = [name for name in form.Meta.fields if name != "owner"]
        values = {name: form.cleaned_data[name] for name in (*taken, "name", "email")}
        values["steps"] = form.planning_values()["steps"]
        return operations.assign_task_by_link(by=self.request.user, **values)


def may_ask(record: Any, user: Any) -> bool:
    """Whether the button is shown on a record."""
    if not isinstance(record, Action) or operations.ask_blockers(record):
        return False
    return bool(policy.may(user, RULE, record))


def ask_url(record: Any) -> str:
    """The form that asks somebody without an account."""
    return reverse("action_by_link", args=[record.uid, "ask"])


def links_panel(record: Any, user: Any) -> Panel | None:
    """Who was asked by which link, and how it stands; only where an owner was ever named in words."""
    if not record.owner_text:
        return None
    links = list(record.links.select_related("sent_by"))
    if not links:
        return None
    may = bool(policy.may(user, RULE, record))
    sent = {mail.key.split(":")[1]: mail for mail in _mails(links)} if may else {}
    rows = [_shown(link, record, sent.get(link.uid.hex), may) for link in links]
    return Panel("qms/action_links/panel.html", {"rows": rows, "may": may})


def _mails(links: list[ActionLink]) -> Any:
    """The mails of the links, the newest of each last."""
    wanted = Mail.objects.none()
    for link in links[-5:]:
        wanted = wanted | Mail.objects.filter(key__startswith=f"by-link:{link.uid.hex}:")
    return wanted.order_by("pk")


def _shown(link: ActionLink, action: Action, mail: Any, may: bool) -> dict[str, Any]:
    link.action = action
    open_now = operations.is_open(link)
    return {
        "link": link,
        "state": _state(link, open_now),
        "tone": "success" if open_now else "neutral",
        "mail": mail,
        "send": may and link.revoked_at is None and action.owner_id is None and not operations.ask_blockers(action),
        "revoke": may and open_now,
    }


def _state(link: ActionLink, open_now: bool) -> str:
    if link.revoked_at is not None:
        return _("taken back")
    if link.expires_on < clock.today():
        return _("expired")
    return _("opens") if open_now else _("closed with the action")
