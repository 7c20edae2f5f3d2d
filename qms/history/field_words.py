"""What fields are called whose models give them no name of their own."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, str | Promise] = {
    "accepted_by_silence": _("accepted by silence"),
    "accepted_on": _("accepted on"),
    "action": _("action"),
    "answered_at": _("answered at"),
    "answered_by": _("answered by"),
    "approved_by": _("approved by"),
    "asked_by": _("asked by"),
    "asked_on": _("asked on"),
    "cause": _("cause"),
    "confirmed_at": _("confirmed at"),
    "confirmed_by": _("confirmed by"),
    "confirmed_on": _("confirmed on"),
    "decided_at": _("decided at"),
    "decided_by": _("decided by"),
    "decided_on": _("decided on"),
    "decision_note": _("note on the decision"),
    "ended_at": _("ended at"),
    "endorsed_by": _("endorsed by"),
    "held_at": _("held at"),
    "issue": _("issue"),
    "made_at": _("made at"),
    "meeting": _("meeting"),
    "nonconformity": _("nonconformity"),
    "notified_on": _("notified on"),
    "origin": _("where it comes from"),
    "plan_signed_by": _("plan signed by"),
    "programme": _("programme"),
    "programme_line": _("line of the programme"),
    "proposed_by": _("proposed by"),
    "proved_by": _("proved by"),
    "raised_by_unit": _("raised by the unit"),
    "reviewed_at": _("reviewed at"),
    "revoked_at": _("revoked at"),
    "rule": _("rule"),
    "sent_on": _("sent on"),
    "series": _("recurring duty"),
    "session": _("session"),
    "started_on": _("started on"),
    "state": _("state"),
    "status": _("status"),
    "step": _("step"),
    "template_question": _("question of the template"),
    "unit_commented_on": _("commented by the unit on"),
    "unit_silent_on": _("unit silent on"),
    "user": _("person"),
    "verdict": pgettext_lazy("of a disposal", "verdict"),
    "withdrawal_asked_by": _("withdrawal asked by"),
}


def field_label(field: Any) -> str:
    """The field's name for people, with a capital letter; nothing for what only the machinery asks."""
    label = str(field.verbose_name if field._verbose_name is not None else WORDS.get(field.name, ""))
    return label[:1].upper() + label[1:]
