"""What fields are called in histories where their model gives them no name of their own.

A model's own name comes first; naming them there would need a migration for words alone.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

WORDS: dict[str, Text] = {
    "accepted_by_silence": _("accepted by silence"),
    "accepted_on": _("accepted on"),
    "acting_form": _("signs"),
    "action": _("action"),
    "answered_at": _("answered at"),
    "answered_by": _("answered by"),
    "approved_by": _("approved by"),
    "asked_by": _("asked by"),
    "asked_on": _("asked on"),
    "cause": _("cause"),
    "code": _("code"),
    "comment": _("comment"),
    "competence": _("competence"),
    "confirmed_at": _("confirmed at"),
    "confirmed_by": _("confirmed by"),
    "confirmed_on": _("confirmed on"),
    "consolidation": _("consolidated report"),
    "correspondence_version": _("version of the table of clauses"),
    "decided_at": _("decided at"),
    "decided_by": _("decided by"),
    "decided_on": _("decided on"),
    "decimals": _("decimal places"),
    "decision": _("decision"),
    "decision_note": _("note on the decision"),
    "declaration": _("declaration"),
    "details": _("details"),
    "disposal": _("disposal"),
    "document": _("document"),
    "earlier_line": _("earlier line"),
    "ended_at": _("ended at"),
    "endorsed_by": _("endorsed by"),
    "feedback": _("feedback"),
    "form": _("form"),
    "from_clause": _("clause of the earlier edition"),
    "held_at": pgettext_lazy("meeting", "held at"),
    "help_en": _("help in English"),
    "help_vi": _("help in Vietnamese"),
    "holder": _("holder of a QMS"),
    "inspection": _("inspection"),
    "issue": _("issue"),
    "kind": _("kind"),
    "line": _("line of the checklist"),
    "loop": _("round"),
    "made_at": _("made at"),
    "meeting": _("meeting"),
    "method": _("method"),
    "nonconformity": _("nonconformity"),
    "notified_on": _("notified on"),
    "objective": _("objective"),
    "on_behalf_of": _("on behalf of"),
    "origin": _("where it comes from"),
    "parent": _("part of"),
    "person": _("person"),
    "plan": _("work plan"),
    "plan_signed_by": _("plan signed by"),
    "position": _("position"),
    "programme": _("programme"),
    "programme_line": _("line of the programme"),
    "proposed_by": _("proposed by"),
    "proved_by": _("proved by"),
    "raised_by_unit": _("raised by the unit"),
    "record": _("record"),
    "repeat": _("repeat"),
    "replaces": _("replaces"),
    "report": _("report"),
    "report_version": _("version of the report"),
    "review": _("management review"),
    "reviewed_at": _("reviewed at"),
    "revoked_at": _("revoked at"),
    "risk": _("risk"),
    "round": _("round"),
    "rule": _("rule"),
    "run": _("run"),
    "scheme": _("period scheme"),
    "section": _("section"),
    "sent_on": _("sent on"),
    "series": _("recurring duty"),
    "session": _("session"),
    "sha256": _("hash of the file"),
    "signer": _("signed by"),
    "started_on": _("started on"),
    "state": _("state"),
    "status": _("status"),
    "step": _("step"),
    "template": _("checklist template"),
    "template_question": _("question of the template"),
    "template_version": _("version of the template"),
    "title_en": _("title in English"),
    "title_vi": _("title in Vietnamese"),
    "titled": _("headed"),
    "to_clause": _("clause of the later edition"),
    "training": _("training"),
    "undoes": _("undoes"),
    "undoes_decision": _("undoes the decision"),
    "unit": _("unit"),
    "unit_commented_on": _("commented by the unit on"),
    "unit_silent_on": _("unit silent on"),
    "user": _("person"),
    "verdict": pgettext_lazy("of a disposal", "verdict"),
    "withdrawal_asked_by": _("withdrawal asked by"),
    "work": _("judgement of a clause"),
}


def is_named(field: Any) -> bool:
    """Whether the model names the field itself: Django's own name would be its column in English."""
    return field._verbose_name is not None


def label_of(field: Any) -> str:
    """The field's name as a heading, in the reader's language."""
    words = str(field.verbose_name if is_named(field) else WORDS.get(field.name, field.verbose_name))
    return words[:1].upper() + words[1:]
