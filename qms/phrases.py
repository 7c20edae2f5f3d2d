"""Shared wording: what operations are called in a timeline, what notices say."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.policy import Text
from qms.registry import registry
from qms.workflow import WORKFLOWS

OPERATIONS: dict[str, Text] = {
    "propose_actions": gettext_lazy("Proposed"),
    "assign_task": gettext_lazy("Task assigned"),
    "action.assign": gettext_lazy("Assigned"),
    "action.start": gettext_lazy("Started"),
    "action.done": gettext_lazy("Reported as done"),
    "action.verify": gettext_lazy("Verified"),
    "action.return": gettext_lazy("Returned to the owner"),
    "action.reassign": gettext_lazy("Another owner named"),
    "action.cancel": gettext_lazy("Cancelled"),
    "add_helper": gettext_lazy("Helper named"),
    "end_helper": gettext_lazy("Helps no more"),
    "ask_extension": gettext_lazy("More time asked for"),
    "extension.endorse": gettext_lazy("Request for more time endorsed"),
    "extension.grant": gettext_lazy("More time granted"),
    "extension.refuse": gettext_lazy("More time refused"),
    "move_due_day": gettext_lazy("Due day moved"),
    "grant_extension": gettext_lazy("More time granted"),
    "attach_files": gettext_lazy("File attached"),
    "issue.submit": gettext_lazy("Submitted for review"),
    "issue.recall": gettext_lazy("Taken back by the author"),
    "issue.return": gettext_lazy("Returned to the author"),
    "issue.abandon": gettext_lazy("Abandoned"),
    "issue.review": gettext_lazy("Reviewed"),
    "issue.approve": gettext_lazy("Approved"),
    "issue.recall_approved": gettext_lazy("Recalled before effect"),
    "issue.withdraw": gettext_lazy("Withdrawn"),
    "save_unit": gettext_lazy("Unit saved"),
    "end_unit": gettext_lazy("Unit ended"),
    "hold_qms": gettext_lazy("Holding of a QMS recorded"),
    "save_person": gettext_lazy("Person saved"),
    "deactivate_person": gettext_lazy("Account deactivated"),
    "assign_role": gettext_lazy("Role given"),
    "end_role": gettext_lazy("Role ended"),
    "record_appointment": gettext_lazy("Appointment recorded"),
}

NOTICES: dict[str, Text] = {
    "action_assigned": gettext_lazy("An action is yours: %(number)s, due %(due)s"),
    "action_done": gettext_lazy("Reported as done, to be verified: %(number)s"),
    "action_verified": gettext_lazy("Verified: %(number)s"),
    "action_returned": gettext_lazy("Returned to you: %(number)s. %(reason)s"),
    "action_cancelled": gettext_lazy("Cancelled: %(number)s. %(reason)s"),
    "extension_asked": gettext_lazy("More time is asked for: %(number)s, until %(day)s"),
    "extension_granted": gettext_lazy("More time granted: %(number)s, until %(day)s"),
    "extension_refused": gettext_lazy("More time refused: %(number)s. %(reason)s"),
}


def operation_phrase(operation: str, *, new: bool = False) -> str:
    """What an operation is called in a timeline; falls back to its step's label, then to a plain word."""
    told = registry.phrases.get(operation)
    if told is not None:
        return str(told)
    workflow, _dot, step = operation.partition(".")
    if workflow in WORKFLOWS and step in WORKFLOWS[workflow]:
        return str(WORKFLOWS[workflow][step].label)
    return _("Recorded") if new else _("Changed")


class _Details(dict):
    def __missing__(self, key: str) -> str:
        return ""


def notice_text(notice: Any) -> str:
    """The sentence of a notice in the reader's language; days as the administration writes them."""
    phrase = registry.notice_phrases.get(notice.kind)
    if phrase is None:
        return _("News about %(number)s") % {"number": notice.number}
    details = {name: _day(value) for name, value in notice.details.items()}
    return str(phrase) % _Details(details, number=notice.number)


def _day(value: str) -> str:
    parts = value.split("-")
    iso = len(value) == 10 and [len(part) for part in parts] == [4, 2, 2] and value.replace("-", "").isdigit()
    return "/".join(reversed(parts)) if iso else value
