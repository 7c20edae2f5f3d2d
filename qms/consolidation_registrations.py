"""What consolidated reports and the page over all units register."""

from typing import Any

from django.db.models import BigIntegerField, DateField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import consolidation_phrases, consolidation_workflow
from qms.enums import Role
from qms.history.homes import hang
from qms.looks import declare_looks
from qms.models.periodic_reports import Consolidation, ConsolidationFile
from qms.models.standards import in_language
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import RecordKind, WorkItem, registry
from qms.reporting_enums import ConsolidationStatus

DECLARED = (consolidation_workflow,)
"""Importing it declares the lifecycle."""

LABEL = Consolidation._meta.label_lower


def consolidations_to_sign(user: Any) -> Any:
    """Those drawn up and not replaced, for the top management of the unit to sign; asked with plans and meetings."""
    from qms.work_of_plans import COLUMNS  # noqa: PLC0415 - reports stand on the registry

    units = user.authority.units_as(Role.TOP)
    rows = Consolidation.objects.filter(status=ConsolidationStatus.DRAWN, unit_id__in=units, replaced_with=None)
    rows = rows.annotate(
        record_kind=Value("consolidation"),
        title=F("code"),
        day=Cast(Value(None), DateField()),
        year_of=Cast(Value(None), IntegerField()),
        chair_key=Cast(Value(None), BigIntegerField()),
    )
    return rows.order_by().values_list(*COLUMNS)


def consolidation_item(told: dict[str, Any]) -> WorkItem:
    """What the home page says of one."""
    return WorkItem(
        group="decide",
        title=told["title"],
        url=reverse("consolidation", args=[told["uid"]]),
        number=told["number"],
        kind=gettext("Consolidated report"),
        unit=in_language(told["unit__name_vi"], told["unit__name_en"]),
        note=gettext("Sign it"),
    )


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ConsolidationFile._meta.label_lower] = ConsolidationFile
    registry.phrases.update(consolidation_phrases.OPERATIONS)
    registry.notice_phrases.update(consolidation_phrases.NOTICES)
    registry.notice_groups.append(consolidation_phrases.GROUP)
    registry.record_kinds[LABEL] = RecordKind(LABEL, Consolidation, _("Consolidated reports"), "consolidations")
    registry.navigation.append(NavEntry(_("Consolidated reports"), "consolidations", "chart-bar", 78, sees_records))
    _share_work()
    for related in ("qms.consolidatedreport", "qms.consolidatedfigure"):
        hang(related, LABEL, "consolidation")
    declare_looks(LABEL, {"drawn": ("warning", "pencil"), "signed": ("success", "signature")})


def _share_work() -> None:
    from qms.work_of_plans import SHARING  # noqa: PLC0415 - reports stand on the registry

    SHARING["consolidation"] = (consolidations_to_sign, consolidation_item)
