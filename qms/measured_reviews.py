"""The figure of units whose QMS is maintained: declared, audited whole and reviewed within twelve months."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from qms.audited_year import fully_audited
from qms.measured_by_records import below, list_of, of_holders
from qms.measured_queries import Counted, MeasuredQuery, declare_query
from qms.models.declarations import Declaration
from qms.models.management_reviews import ManagementReview
from qms.review_workflow import OVER

YEAR = dt.timedelta(days=365)


def maintained(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
    """Holders with a declaration in force whose whole system was audited and reviewed in the year before `last`."""
    rows = Declaration.objects.in_force(last).filter(unit_id__in=below(units), edition__standard__code="9001")
    declared = {
        one.unit_id: (one.edition_id, frozenset(told["number"] for told in one.exclusions))
        for one in rows.order_by("effective_on", "pk")
    }
    reviewed = ManagementReview.objects.filter(unit_id__in=list(declared), status__in=OVER)
    reviewed = reviewed.filter(meeting_on__range=(last - YEAR, last)).order_by()
    both = set(reviewed.values_list("unit_id", flat=True))
    asked = {unit: told for unit, told in declared.items() if unit in both}
    return of_holders(units, last, fully_audited(asked, last - YEAR, last) if asked else ())


MAINTAINED = MeasuredQuery(
    "qms_maintained",
    _("Share of units whose QMS is maintained"),
    _(
        "Units that hold a QMS, have a declaration of conformity in force on the last day of the period, and within the"
        " twelve months before it had internal audits that together covered every clause that applies and a management"
        " review with signed minutes; of all units that hold a QMS on that day; the unit itself and every unit below"
        " it."
    ),
    _("units that declared, audited and reviewed"),
    _("units that hold a QMS"),
    maintained,
    list_of("declarations", show="in_force"),
)


def register_maintained() -> None:
    """Declare it."""
    declare_query(MAINTAINED)
