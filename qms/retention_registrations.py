"""What retention and disposal register."""

from django.utils.translation import gettext_lazy as _

from qms import navigation, retention_phrases, retention_workflow, work_of_retention
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.retention import Disposal, DisposalFile, RetentionRule
from qms.navigation import NavEntry
from qms.operations.disposing import finish_disposals
from qms.registry import RecordKind, registry
from qms.retention import holds, kinds
from qms.views.panels import add_panel_everywhere
from qms.views.retention_panels import retention_panel

DECLARED = (retention_workflow,)
"""Importing it declares the lifecycle."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    for kind in kinds.KINDS:
        registry.retained_kinds[kind.model._meta.label_lower] = kind
    registry.retention_holds.append(holds.waits_for)
    registry.file_links[DisposalFile._meta.label_lower] = DisposalFile
    registry.phrases.update(retention_phrases.OPERATIONS)
    registry.notice_phrases.update(retention_phrases.NOTICES)
    registry.notice_groups.append((_("Retention and disposal"), ("disposal_", "retention_")))
    registry.work_items.append(work_of_retention.disposals_under_way)
    registry.ticks["finish_disposals"] = finish_disposals
    registry.ticks["tell_of_due_records"] = work_of_retention.tell_of_due
    for model, title, url_name in (
        (RetentionRule, _("How long records are kept"), "retention_rules"),
        (Disposal, _("Disposals of records"), "disposals"),
    ):
        label = model._meta.label_lower
        registry.record_kinds[label] = RecordKind(label, model, title, url_name)
    registry.navigation.append(NavEntry(_("Retention"), "retention_rules", "clock", 85, navigation.of_records))
    relate("qms.disposal", "qms.disposalitem", "disposal")
    add_panel_everywhere(95, retention_panel)
    declare_looks(
        "qms.disposal",
        {
            "drafted": ("neutral", "pencil"),
            "submitted": ("warning", "send"),
            "approved": ("info", "signature"),
            "carried_out": ("success", "circle-check"),
            "cancelled": ("neutral", "circle-x"),
        },
    )
    declare_looks(
        "qms.disposalitem",
        {"dispose": ("warning", "flag"), "keep": ("info", "clock"), "disposed": ("neutral", "ban")},
    )
