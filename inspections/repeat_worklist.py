"""Repeats on the home page of who decides them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import RepeatStatus
from inspections.models import Repeat
from inspections.worklist import MOST, item, over
from qms.enums import Role
from qms.registry import WorkItem


def repeats_to_decide(user: Any) -> Iterable[WorkItem]:
    """Proposals for units where the person is quality officer or top management."""
    rows = Repeat.objects.filter(over(user, "unit_id", Role.OFFICER, Role.TOP), status=RepeatStatus.PROPOSED)
    for record in rows.select_related("unit", "clause", "category", "where").order_by("found_on", "pk")[:MOST]:
        yield item(record, "decide", _("Take it up, or say that it is no repeat"), title_of(record))


def title_of(repeat: Repeat) -> str:
    """Clause, category and where, in one line."""
    where = repeat.where.name if repeat.where is not None else ""
    parts = [str(repeat.category or ""), repeat.get_kind_display(), where]
    return f"{repeat.clause}: " + ", ".join(filter(None, parts))
