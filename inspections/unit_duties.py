"""The duties of units that inspections know: the year's programme, and at least one internal audit a year (9.2)."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import InspectionKind, InspectionStatus, ProgrammeStatus
from inspections.models.inspection import Inspection
from inspections.models.programme import Programme
from qms.models.reach import UnitPath
from qms.unit_duties import DutyDay, DutyKind, add_duty_kind, once_a_year

Done = dict[tuple[int, int], tuple[dt.date, str]]


def programmes(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """The programme of internal audits, approved by the end of February."""
    rows = Programme.objects.filter(unit_id__in=holders, kind=InspectionKind.INTERNAL, approved_on__isnull=False)
    rows = rows.exclude(status=ProgrammeStatus.DRAFT).order_by("-approved_on")
    done: Done = {(one.unit_id, one.year): (one.approved_on, one.get_absolute_url()) for one in rows if one.approved_on}
    return once_a_year(
        holders, first, last, month=2, day=28, done=done, url=reverse("programmes"),
        text=lambda year: _("Programme of %(year)d") % {"year": year},
    )  # fmt: skip


def audits(units: list[int], holders: list[int], first: dt.date, last: dt.date) -> list[DutyDay]:
    """An internal audit in every year, of the holder or a unit of its system, concluded."""
    inside = UnitPath.objects.filter(ancestor_id__in=holders, inside=True).order_by()
    holder_of = {unit: holder for holder, unit in inside.values_list("ancestor_id", "unit_id")}
    rows = Inspection.objects.filter(
        unit_id__in=inside.values("unit_id"),
        kind=InspectionKind.INTERNAL,
        status__in=[InspectionStatus.CONCLUDED, InspectionStatus.CLOSED],
        ends_on__range=(dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)),
    ).order_by("-ends_on")
    done: Done = {(holder_of[one.unit_id], one.ends_on.year): (one.ends_on, one.get_absolute_url()) for one in rows}
    return once_a_year(
        holders, first, last, month=12, day=31, done=done, url=reverse("inspections"),
        text=lambda year: _("Internal audit of %(year)d") % {"year": year},
    )  # fmt: skip


def register() -> None:
    """Fill the seam; called once when apps are ready."""
    add_duty_kind(
        DutyKind("programmes", gettext_lazy("Programme of internal audits"), gettext_lazy("Programme"), programmes)
    )
    add_duty_kind(DutyKind("audits", gettext_lazy("Internal audit"), gettext_lazy("Audit"), audits))
