"""What nonconformities register with qms: phrases, timelines, navigation, work items, the button on other records."""

from django.utils.translation import gettext_lazy as _

from inspections import inspection_worklist, nonconformity_phrases, raising, worklist
from inspections.models import Nonconformity
from inspections.operations.effect_checks import tell_effect_days
from inspections.views.action_origins import origins_panel
from qms.history.timeline import relate
from qms.navigation import NavEntry
from qms.registry import RecordAction, RecordKind, registry
from qms.views.panels import add_document_panel, add_issue_panel, add_record_panel

WORK = [
    worklist.nonconformities_to_decide,
    worklist.nonconformities_to_do,
    worklist.effects_to_verify,
    worklist.causes_to_settle,
    worklist.findings_to_decide,
    worklist.programmes_to_approve,
    inspection_worklist.inspections_of,
]
TRAILS = [
    ("inspections.cause", "nonconformity"),
    ("inspections.correctiveaction", "nonconformity"),
    ("inspections.effectcheck", "nonconformity"),
]


def register_nonconformities() -> None:
    """Fill the registry; called once when apps are ready."""
    label = Nonconformity._meta.label_lower
    registry.record_kinds[label] = RecordKind(label, Nonconformity, _("Nonconformities"), "nonconformities")
    registry.phrases.update(nonconformity_phrases.OPERATIONS)
    registry.navigation.append(NavEntry(_("Nonconformities"), "nonconformities", "alert-triangle", 50))
    registry.work_items.extend(WORK)
    registry.ticks["tell_effect_days"] = tell_effect_days
    button = RecordAction("raise_nonconformity", _("Raise a nonconformity"), raising.address, raising.offers)
    registry.record_actions.append(button)
    add_record_panel("qms.action", 1, origins_panel)
    add_document_panel(90, raising.raised_from_shown)
    add_issue_panel(90, raising.raised_from_shown)
    for kind in raising.FROM:
        if kind not in raising.DOCUMENTED:
            add_record_panel(kind, 90, raising.raised_from)
    for related, field in TRAILS:
        relate(label, related, field)
