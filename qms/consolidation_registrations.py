"""What consolidated reports and the page over all units register."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qms import consolidation_phrases, consolidation_workflow
from qms.enums import Role
from qms.history.homes import hang
from qms.looks import declare_looks
from qms.models.periodic_reports import Consolidation, ConsolidationFile
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import RecordKind, WorkItem, registry
from qms.reporting_enums import ConsolidationStatus

DECLARED = (consolidation_workflow,)
"""Importing it declares the lifecycle."""

LABEL = Consolidation._meta.label_lower
MOST = 20  # items a provider gives


def consolidations_to_sign(user: Any) -> Iterable[WorkItem]:
    """Those drawn up and not replaced: to sign for the top management of the unit."""
    units = user.authority.units_as(Role.TOP)
    if not units:
        return
    rows = Consolidation.objects.filter(status=ConsolidationStatus.DRAWN, unit_id__in=units, replaced_with=None)
    for one in rows.select_related("unit").order_by("pk")[:MOST]:
        yield WorkItem(
            group="decide",
            title=one.code,
            url=one.get_absolute_url(),
            number=one.number,
            kind=_now("Consolidated report"),
            unit=one.unit.name,
            note=_now("Sign it"),
        )


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ConsolidationFile._meta.label_lower] = ConsolidationFile
    registry.phrases.update(consolidation_phrases.OPERATIONS)
    registry.notice_phrases.update(consolidation_phrases.NOTICES)
    registry.notice_groups.append(consolidation_phrases.GROUP)
    registry.record_kinds[LABEL] = RecordKind(LABEL, Consolidation, _("Consolidated reports"), "consolidations")
    registry.navigation.append(NavEntry(_("Consolidated reports"), "consolidations", "chart-bar", 69, sees_records))
    registry.work_items.append(consolidations_to_sign)
    for related in ("qms.consolidatedreport", "qms.consolidatedfigure"):
        hang(related, LABEL, "consolidation")
    declare_looks(LABEL, {"drawn": ("warning", "pencil"), "signed": ("success", "signature")})
