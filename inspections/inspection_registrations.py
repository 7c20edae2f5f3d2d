"""What programmes, inspections and findings register with qms: wording, navigation, kinds of record, trails, looks."""

from django.utils.translation import gettext_lazy as _

from inspections import phrases
from inspections.models import Finding, Inspection, Programme
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.navigation import NavEntry
from qms.registry import RecordKind, registry

NAVIGATION = [
    NavEntry(_("Programmes"), "programmes", "calendar-event", 30),
    NavEntry(_("Inspections"), "inspections", "clipboard-check", 32),
    NavEntry(_("Findings"), "findings", "flag", 36),
]

TRAILS = [
    ("inspections.programme", "inspections.programmeline", "programme"),
    ("inspections.inspection", "inspections.teammember", "inspection"),
    ("inspections.inspection", "inspections.inspectedunit", "inspection"),
    ("inspections.inspection", "inspections.session", "inspection"),
    ("inspections.inspection", "inspections.independenceoverrule", "inspection"),
]


def register_inspections() -> None:
    """Fill the registry."""
    registry.phrases.update(phrases.OPERATIONS)
    registry.navigation.extend(NAVIGATION)
    for model, title, url_name in (
        (Programme, _("Programmes"), "programmes"),
        (Inspection, _("Inspections"), "inspections"),
        (Finding, _("Findings"), "findings"),
    ):
        label = model._meta.label_lower
        registry.record_kinds[label] = RecordKind(label, model, title, url_name)
    for label, related, field in TRAILS:
        relate(label, related, field)
    declare_looks(
        "inspections.checklistline",
        {
            "conforming": ("success", "circle-check"),
            "not_conforming": ("danger", "circle-x"),
            "not_examined": ("warning", "eye"),
            "not_applicable": ("neutral", "ban"),
        },
    )
    declare_looks("inspections.programme", {"amended": ("warning", "pencil")})
