"""Work that the end of a unit leaves to its successor's quality officer."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import clock
from qms.enums import Role
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.succession import UnitSuccession
from qms.registry import WorkItem
from qms.successions.documents import standing_documents


def documents_to_take_over(user: Any) -> Iterator[WorkItem]:
    """One item for each of the officer's units that took over from others, while documents of these wait."""
    today = clock.today()
    rows = UnitSuccession.objects.filter(
        successor_id__in=user.authority.units_as(Role.OFFICER), ended_at=None, on_day__lte=today
    )
    ended: dict[int, set[int]] = {}
    for successor_id, unit_id in rows.values_list("successor_id", "unit_id"):
        ended.setdefault(successor_id, set()).add(unit_id)
    if not ended:
        return
    waiting = _waiting(set.union(*ended.values()), today)
    for unit in Unit.objects.filter(pk__in=ended).order_by("sort_key"):
        count = sum(waiting.get(key, 0) for key in ended[unit.pk])
        if count:
            text = ngettext("%(count)d document of an ended unit", "%(count)d documents of ended units", count)
            url = reverse("unit_inherited", args=[unit.uid])
            yield WorkItem("do", text % {"count": count}, url, kind=_("Take over documents"), unit=unit.name)


def _waiting(unit_ids: set[int], today: Any) -> dict[int, int]:
    """By ended unit: documents of it and of ended units below it."""
    paths = UnitPath.objects.filter(ancestor_id__in=unit_ids, unit__valid_to__lt=today)
    below: dict[int, set[int]] = {}
    for ancestor, unit in paths.values_list("ancestor_id", "unit_id"):
        below.setdefault(ancestor, set()).add(unit)
    everything = {unit for units in below.values() for unit in units}
    counts = standing_documents(everything).select_related(None).order_by().values("unit_id").annotate(many=Count("pk"))
    many = dict(counts.values_list("unit_id", "many"))
    return {ancestor: sum(many.get(unit, 0) for unit in units) for ancestor, units in below.items()}
