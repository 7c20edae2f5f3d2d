"""Reminding the heads of units whose report of a quarter is missing: set-wise, once a day each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.consolidating.quarters import Quarter
from qms.consolidating.reading import Duty, duties_of
from qms.consolidating.states import Standing
from qms.enums import Role
from qms.models.organisation import Unit
from qms.models.people import RoleAssignment, User
from qms.models.period_schemes import ReportPeriod
from qms.models.system import Notice
from qms.notices import write_notices
from qms.workflow import StepRefused

KIND = "consolidation_report_missing"
HEADS = (Role.TOP, Role.MANAGER, Role.OFFICER)
"""Who answers for a unit's report: its top management, else its manager, else its quality officer."""


@dataclass
class Reminding:
    """Whose report is missing, who is told, who was told today already, and units without anybody to tell."""

    missing: list[Duty] = field(default_factory=list)
    people: dict[int, list[User]] = field(default_factory=dict)
    """By unit."""
    told_today: set[tuple[int, str]] = field(default_factory=set)
    """(person, record) of notices of today."""

    @property
    def without(self) -> list[str]:
        """Units that have nobody in the system who answers for them."""
        return [duty.holder.name for duty in self.missing if not self.people.get(duty.holder.unit_id)]

    def rows(self) -> list[tuple[Duty, list[User], bool]]:
        """Each missing report with who is told, and whether all of them were told today."""
        return [(duty, self.people.get(duty.holder.unit_id, []), self.is_told(duty)) for duty in self.missing]

    def is_told(self, duty: Duty) -> bool:
        """Whether everybody who answers for the unit was told today."""
        people = self.people.get(duty.holder.unit_id, [])
        return bool(people) and all((one.pk, str(_about(duty)[1])) in self.told_today for one in people)


def reminding_of(superior: Unit, quarter: Quarter) -> Reminding:
    """Who would be reminded now, in as many queries for one unit as for all."""
    periods = ReportPeriod.objects.filter(
        scheme__superior=superior, figures_to__range=(quarter.begins, quarter.ends)
    ).select_related("scheme")
    missing = [duty for duty in duties_of(superior.pk, periods) if duty.judged.state == Standing.MISSING]
    units = [duty.holder.unit_id for duty in missing]
    today = clock.end_of(clock.today() - dt.timedelta(days=1))
    sent = Notice.objects.filter(kind=KIND, created_at__gte=today).values_list("user_id", "record_uid")
    return Reminding(missing, heads_of(units), {(user, str(uid)) for user, uid in sent})


def heads_of(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """Who answers for each unit today."""
    keys = list(unit_ids)
    rows = RoleAssignment.objects.standing_on(clock.today()).filter(unit_id__in=keys, role__in=HEADS)
    held: dict[int, dict[str, list[User]]] = {}
    for row in rows.filter(user__is_active=True).select_related("user").order_by("user__sort_key"):
        held.setdefault(row.unit_id, {}).setdefault(row.role, []).append(row.user)
    return {unit: next(roles[role] for role in HEADS if role in roles) for unit, roles in held.items()}


@transaction.atomic
def remind_missing(superior: Unit, *, by: Any, quarter: Quarter) -> int:
    """Tell the heads of units whose report of the quarter is missing; nobody twice on one day. Returns how many."""
    policy.require(by, "qms.remind_reporting_units", superior)
    reminding = reminding_of(superior, quarter)
    if not reminding.missing:
        raise StepRefused([_("No report of %(quarter)s is missing.") % {"quarter": quarter.label}])
    notices = [
        _notice(superior, duty, person)
        for duty in reminding.missing
        for person in reminding.people.get(duty.holder.unit_id, ())
        if (person.pk, str(_about(duty)[1])) not in reminding.told_today and person.pk != by.pk
    ]
    return write_notices(notices)


def _about(duty: Duty) -> tuple[str, Any]:
    """The record that a notice is about: the report where it has been opened, else the unit."""
    newest = duty.judged.newest
    return ("qms.periodicreport", newest.uid) if newest is not None else ("qms.unit", duty.holder.uid)


def _notice(superior: Unit, duty: Duty, person: User) -> Notice:
    from django.urls import reverse  # noqa: PLC0415 - addresses are known once pages are

    kind, uid = _about(duty)
    name = "periodic_report" if kind == "qms.periodicreport" else "unit"
    newest = duty.judged.newest
    due = newest.due_on if newest is not None else duty.period.due_on
    details = {
        "superior": superior.name_vi, "unit": duty.holder.name, "code": duty.period.code, "due": f"{due:%d/%m/%Y}",
    }  # fmt: skip
    return Notice(
        user=person, kind=KIND, record_kind=kind, record_uid=uid, number=duty.period.code,
        url=reverse(name, args=[uid]), details=details, created_at=clock.now(),
    )  # fmt: skip
