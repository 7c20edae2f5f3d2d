"""Evidence on a person's home page: for the unit what to send until when, for the team what to look at."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.enums import EvidenceStatus
from inspections.evidence_workflow import EXCHANGED
from inspections.models import EvidenceRequest, Inspection, TeamMember
from inspections.worklist import MOST, managed, over
from qms.enums import Role
from qms.registry import WorkItem

UNIT, INSPECTION = "line__session__unit_id", "line__session__inspection"


def evidence_of(user: Any) -> Iterable[WorkItem]:
    """One item for each inspection that waits for evidence of the person's unit, or for their eyes; two queries."""
    people = user.authority.person_ids
    on_team = TeamMember.objects.filter(user_id__in=people, ended_at=None).values("inspection_id")
    team = Q(**{f"{INSPECTION}__lead_id__in": people}) | Q(**{f"{INSPECTION}__in": on_team})
    send = Q(status__in=EvidenceStatus.missing()) & (managed(user, UNIT) | over(user, UNIT, Role.OFFICER)) & ~team
    look = Q(status=EvidenceStatus.DELIVERED) & team
    rows = EvidenceRequest.objects.filter(send | look, ended_at=None, line__ended_at=None, line__session__ended_at=None)
    rows = rows.filter(**{f"{INSPECTION}__status__in": EXCHANGED})
    grouped = rows.order_by().values(INSPECTION, "status").annotate(many=Count("pk"), first=Min("due_on"))
    found = list(grouped[:MOST])
    inspections = Inspection.objects.select_related("unit").in_bulk([row[INSPECTION] for row in found])
    for inspection in inspections.values():
        yield from _items(inspection, [row for row in found if row[INSPECTION] == inspection.pk])


def _items(inspection: Any, rows: list[dict[str, Any]]) -> Iterable[WorkItem]:
    owed = [row for row in rows if row["status"] != EvidenceStatus.DELIVERED]
    sent = [row for row in rows if row["status"] == EvidenceStatus.DELIVERED]
    if owed:
        many, due = sum(row["many"] for row in owed), min(row["first"] for row in owed)
        yield _item(inspection, "do", _("Send the evidence asked for: %(count)s lines"), many, due)
    if sent:
        yield _item(inspection, "do", _("Look at the evidence sent: %(count)s lines"), sent[0]["many"], None)


def _item(inspection: Any, group: str, note: str, many: int, due: Any) -> WorkItem:
    return WorkItem(
        group=group,
        title=inspection.title,
        url=reverse("evidence", args=[inspection.uid]),
        number=inspection.number,
        kind=str(inspection._meta.verbose_name).capitalize(),
        due=due,
        unit=inspection.unit.name,
        note=note % {"count": many},
    )
