"""What the page of a programme shows of its deadlines, its holders and its steps, on the day that is shown."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from qms import clock
from qms.enums import Obligation, TransitionGroup
from qms.models.transition import TransitionDeadline, TransitionHolder, TransitionStep
from qms.registry import registry

SOON = 60  # days


def deadline_rows(programme: Any, leads: bool) -> list[dict[str, Any]]:
    """Deadlines, the earliest first, each with the days left."""
    day = clock.today()
    standing = TransitionDeadline.objects.filter(programme=programme, ended_at=None)
    rows = sorted(standing, key=lambda one: (one.last_day, one.pk))
    return [{"deadline": one, "left": days_said((one.last_day - day).days)} | _edits(one, leads) for one in rows]


def _edits(one: Any, leads: bool) -> dict[str, str]:
    name = "transition_deadline" if isinstance(one, TransitionDeadline) else "transition_part"
    return {f"{step}_url": reverse(name, args=[one.uid, step]) for step in ("change", "end")} if leads else {}


def days_said(left: int) -> dict[str, str]:
    """Days left or over, in words, with a tone."""
    if left < 0:
        text = ngettext("%(days)d day over", "%(days)d days over", -left) % {"days": -left}
        return {"text": text, "tone": "danger", "icon": "alert-triangle"}
    text = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return {"text": text, "tone": "warning" if left <= SOON else "info", "icon": "clock"}


def step_rows(programme: Any, leads: bool) -> list[dict[str, Any]]:
    """Steps in their order, each with what proves it and what comes first."""
    standing = TransitionStep.objects.filter(programme=programme, ended_at=None)
    rows = sorted(standing, key=lambda one: (one.position, one.pk))
    titles = {one.key: one.title for one in rows}
    return [
        {
            "step": one,
            "proof": registry.step_proofs[one.proof].title if one.proof in registry.step_proofs else "",
            "by_hand": not one.proof,
            "after": [titles[key] for key in one.after if key in titles],
            "months": one.settings.get("months"),
        }
        | _edits(one, leads)
        for one in rows
    ]


def holder_rows(programme: Any, user: Any) -> list[Any]:
    """The holders that the person may see, by name."""
    rows = TransitionHolder.objects.visible_to(user).filter(programme=programme, ended_at=None)
    return list(rows.select_related("unit").order_by("unit__sort_key", "pk"))


def group_counts(holders: Iterable[Any]) -> dict[str, Any]:
    """How many holders go which way, obliged and encouraged apart; who is exempt counts in no total."""
    counted: dict[tuple[str, str], int] = {}
    for one in holders:
        key = (one.group, one.obligation)
        counted[key] = counted.get(key, 0) + 1
    rows: list[dict[str, Any]] = [
        {
            "label": group.label,
            "obliged": counted.get((group.value, Obligation.OBLIGED.value), 0),
            "encouraged": counted.get((group.value, Obligation.ENCOURAGED.value), 0),
        }
        for group in TransitionGroup
    ]
    moving = rows[:-1]
    totals = {name: sum(row[name] for row in moving) for name in ("obliged", "encouraged")}
    return {"rows": rows, "totals": totals}
