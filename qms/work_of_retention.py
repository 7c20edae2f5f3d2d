"""What retention leaves to people: disposals under way; once a year that something is past its period."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import Role
from qms.evidence_enums import DisposalStatus
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import inside_subtree
from qms.models.retention import Disposal, RetentionRule
from qms.models.system import Notice
from qms.notices import notify
from qms.operations.issue_steps import people_over
from qms.registry import WorkItem
from qms.retention.due import has_due

MOST = 50  # items a provider gives
A_YEAR = dt.timedelta(days=365)
DUE = "retention_due"


def disposals_under_way(user: Any) -> Iterable[WorkItem]:
    """To approve for top management; to finish or to carry out for the quality officer."""
    top, officer = (inside_subtree(user.authority.units_as(role)) for role in (Role.TOP, Role.OFFICER))
    asked: dict[str, tuple[str, str]] = {
        DisposalStatus.SUBMITTED: ("decide", _("Approve it")),
        DisposalStatus.DRAFTED: ("do", _("Finish the draft")),
        DisposalStatus.APPROVED: ("do", _("Carry it out before a witness")),
    }
    approve = Q(status=DisposalStatus.SUBMITTED, unit_id__in=top) & ~Q(prepared_by_id=user.pk)
    carry = Q(status__in=[DisposalStatus.DRAFTED, DisposalStatus.APPROVED], unit_id__in=officer)
    rows = Disposal.objects.filter(approve | carry).select_related("unit")
    for one in rows.order_by("pk")[:MOST]:
        group, note = asked[one.status]
        yield WorkItem(
            group=group,
            title=one.title,
            url=one.get_absolute_url(),
            number=one.number,
            kind=_("Disposal of records"),
            unit=one.unit.name,
            note=note,
        )


def tell_of_due() -> int:
    """Tell the quality officers of each holder that something is past its period, at most once a year; a tick."""
    today, told = clock.today(), 0
    holding = QMSHolding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    rules = RetentionRule.objects.filter(ended_at=None).values("unit_id")
    lately = Notice.objects.filter(kind=DUE, created_at__gt=clock.now() - A_YEAR).values("record_uid")
    units = Unit.objects.filter(pk__in=holding.values("unit_id")).filter(pk__in=rules).exclude(uid__in=lately)
    for unit in units.order_by("pk"):
        if has_due(unit):
            told += notify(DUE, about=unit, to=people_over(unit.pk, Role.OFFICER), unit=unit.name)
    return told
