"""Entries of the main navigation: qms' own and what the apps register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.addresses import page_address
from qms.policy import Text

GROUPS: tuple[tuple[int, Text], ...] = (
    (0, ""),
    (20, _("Documented information")),
    (30, _("Internal inspections")),
    (50, pgettext_lazy("navigation", "Improvement")),
    (60, pgettext_lazy("navigation", "Planning")),
    (70, pgettext_lazy("navigation", "Support")),
    (75, _("Figures and reports")),
    (80, pgettext_lazy("navigation", "System")),
)
"""From which place on entries stand under which heading; the first have none."""


def everybody(user: Any) -> bool:
    """Shown to all who are signed in."""
    return True


def of_records(user: Any) -> bool:
    """Shown to who reaches records, not to mere readers."""
    return bool(user.authority.record_units)


def of_records_or_admin(user: Any) -> bool:
    """Shown to who reaches records and to administrators."""
    return of_records(user) or user.authority.is_admin


def administrators(user: Any) -> bool:
    """Shown to administrators."""
    return user.authority.is_admin


@dataclass(frozen=True)
class NavEntry:
    """One entry: its words, the address's name, an icon of the sprite, its place (see GROUPS), and who sees it."""

    label: Text
    url_name: str
    icon: str
    order: int = 50
    shown_to: Callable[[Any], bool] = of_records
    prefix: str = ""
    """Pages under this path mark the entry; default its own address."""


class Links(list[dict[str, Any]]):
    """The entries of one page; every page has them twice, and draws them once."""

    drawn: str = ""


def links(entries: list[NavEntry], user: Any, path: str) -> Links:
    """The entries that the person sees, the one of the current page marked."""
    shown = Links()
    for entry in sorted(entries, key=lambda one: one.order):
        url = page_address(entry.url_name)
        if url and entry.shown_to(user):
            prefix = entry.prefix or url
            active = path == url or (prefix != "/" and path.startswith(prefix))
            shown.append(
                {"label": entry.label, "url": url, "icon": entry.icon, "active": active, "count": 0, "under": prefix}
                | {"group": group_of(entry.order)}
            )
    return only_nearest(shown)


def group_of(order: int) -> Text:
    """The heading under which the entries of a place stand."""
    return next(heading for begins, heading in reversed(GROUPS) if order >= begins)


def only_nearest(shown: Links) -> Links:
    """Of entries one below the other, the page is in the lower."""
    nearest = max((len(one["under"]) for one in shown if one["active"]), default=0)
    for one in shown:
        one["active"] = one["active"] and len(one["under"]) == nearest
    return shown
