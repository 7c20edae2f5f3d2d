"""My work: what a person has to decide and to do, what is late, what is coming; from every app's providers."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.policy import Text
from qms.registry import WorkItem, registry

SHOWN = 50  # items of one section
SOON = 7  # days before a due day from which it is marked

SECTIONS: list[tuple[str, Text, Text]] = [
    ("decide", gettext_lazy("To decide"), gettext_lazy("Nothing waits for your decision.")),
    ("do", gettext_lazy("To do"), gettext_lazy("Nothing to do now.")),
    ("overdue", gettext_lazy("Overdue"), gettext_lazy("Nothing is late.")),
    ("coming", gettext_lazy("Coming"), gettext_lazy("Nothing is planned for you.")),
]


def work_of(user: Any) -> list[WorkItem]:
    """Every item of the person, from all providers; what should have been done before today is overdue."""
    return [item for provide in registry.work_items for item in provide(user)]


def section_of(item: WorkItem, today: dt.date) -> str:
    """Which section shows the item: late work is overdue, decisions stay decisions."""
    late = item.due is not None and item.due < today
    return "overdue" if late and item.group in ("do", "coming") else item.group


def sections(user: Any) -> list[dict[str, Any]]:
    """The four sections of the home page, each ordered by day."""
    today = clock.today()
    grouped: dict[str, list[WorkItem]] = {key: [] for key, _title, _empty in SECTIONS}
    for item in work_of(user):
        grouped[section_of(item, today)].append(item)
    return [
        {"key": key, "title": title, "empty": empty, "items": [drawn(item, today) for item in in_order(grouped[key])]}
        for key, title, empty in SECTIONS
    ]


def in_order(items: list[WorkItem]) -> list[WorkItem]:
    """Earliest first, what has no day last."""
    return sorted(items, key=lambda item: (item.due is None, item.due or dt.date.max, item.number))[:SHOWN]


def drawn(item: WorkItem, today: dt.date) -> dict[str, Any]:
    """What the work-list component takes."""
    left = (item.due - today).days if item.due else None
    tone = "neutral" if left is None else "danger" if left < 0 else "warning" if left <= SOON else "info"
    return {
        "title": item.title,
        "url": item.url,
        "kind": item.kind or _("Work"),
        "number": item.number,
        "unit": item.unit,
        "note": item.note,
        "due": item.due,
        "days_left": left,
        "tone": tone,
    }
