"""What joined findings, cause categories and repeats register with qms."""

from django.utils.translation import gettext_lazy as _

from inspections import repeat_phrases, repeat_workflow
from inspections.models import Nonconformity, Repeat
from inspections.operations.repeats import propose_all
from inspections.repeat_worklist import repeats_to_decide
from inspections.views.repeat_panels import findings_panel, repeats_panel
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.navigation import NavEntry
from qms.registry import RecordKind, registry
from qms.views.panels import add_record_panel

DECLARED = (repeat_workflow,)
"""Importing it declares the lifecycle."""


def register_repeat() -> None:
    """Fill the registry."""
    label = Repeat._meta.label_lower
    registry.record_kinds[label] = RecordKind(label, Repeat, _("Repeats"), "repeats")
    registry.phrases.update(repeat_phrases.OPERATIONS)
    registry.notice_phrases.update(repeat_phrases.NOTICES)
    registry.navigation.append(NavEntry(_("Repeats"), "repeats", "refresh", 52))
    registry.work_items.append(repeats_to_decide)
    registry.ticks["propose_repeats"] = propose_all
    relate(label, "inspections.repeatmember", "repeat")
    looks = {
        "proposed": ("warning", "help"),
        "taken_up": ("success", "circle-check"),
        "dismissed": ("neutral", "ban"),
    }
    declare_looks(label, looks)
    add_record_panel(Nonconformity._meta.label_lower, 10, findings_panel)
    add_record_panel(Nonconformity._meta.label_lower, 20, repeats_panel)
