"""Deputies that a person names for themselves, from a day to a day."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from qms import clock, policy
from qms.history.recording import operation
from qms.models.people import ActingFor, User
from qms.notices import notify


@operation("appoint_deputy")
def appoint_deputy(row: ActingFor, *, by: Any) -> ActingFor:
    """Record that somebody acts for a person in a period. Tells both."""
    policy.require(by, "qms.appoint_deputy", row.principal)
    row.save()
    days = {"begins": row.valid_from, "ends": row.valid_to or "…"}
    notify("deputy_appointed", about=_page(row.deputy), to=[row.deputy], by=by, who=row.principal, **days)
    notify("deputy_named", about=_page(row.principal), to=[row.principal], by=by, who=row.deputy, **days)
    return row


@operation("end_deputy", reason_required=True)
def end_deputy(row: ActingFor, *, by: Any) -> ActingFor:
    """End the appointment at once: yesterday was its last day; one that begins later never stands."""
    row = ActingFor.objects.locked().select_related("principal", "deputy").get(pk=row.pk)
    policy.require(by, "qms.appoint_deputy", row.principal)
    yesterday = clock.today() - dt.timedelta(days=1)
    row.valid_to = min(yesterday, row.valid_to or yesterday)
    row.save()
    return row


def _page(person: User) -> Any:
    """A person as what a notice is about."""
    return SimpleNamespace(
        _meta=person._meta, uid=person.uid, get_absolute_url=lambda: reverse("person", args=[person.uid])
    )
