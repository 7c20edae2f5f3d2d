"""Wording of evidence asked of units: operations in timelines, notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "ask_evidence": _("Evidence asked for"),
    "evidence.deliver": _("Evidence sent"),
    "evidence.accept": _("Evidence accepted"),
    "evidence.ask_again": _("Evidence asked for again"),
    "attach_to_line": _("Photo or file kept with the line"),
}

NOTICES: dict[str, Text] = {
    "evidence_asked": _("Inspection %(number)s asks your unit for evidence on %(count)s lines until %(day)s."),
    "evidence_asked_again": _("Inspection %(number)s asks your unit again for evidence until %(day)s: %(reason)s"),
    "evidence_delivered": _("%(unit)s sent evidence on %(count)s lines of inspection %(number)s."),
}
