"""Where an action comes from: the nonconformity whose plan holds it, the finding or the repeat that it answers."""

from typing import Any

from inspections.models import Finding, Nonconformity, Repeat
from qms.enums import ActionKind
from qms.views.panels import Panel

TEXT = 160  # characters


def origins_panel(action: Any, user: Any) -> Panel | None:
    """The records within reach that gave the action; nothing of others, not even that there are any."""
    if action.kind not in (*ActionKind.of_a_plan(), ActionKind.IMPROVEMENT):
        return None
    found: list[Any] = list(Nonconformity.objects.visible_to(user).filter(corrective_actions__action=action))
    if action.kind == ActionKind.IMPROVEMENT:
        found += Finding.objects.visible_to(user).filter(action=action)
    if not found:
        found += Repeat.objects.visible_to(user).filter(action=action)
    rows = [{"record": one, "kind": _kind(one), "said": _said(one)[:TEXT]} for one in found]
    return Panel("inspections/action_origins.html", {"rows": rows}, "top") if rows else None


def _kind(record: Any) -> str:
    name = str(record._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _said(record: Any) -> str:
    return getattr(record, "fact", "") or getattr(record, "statement", "")
