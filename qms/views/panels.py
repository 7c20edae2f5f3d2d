"""Parts of a record's page that other concepts bring: who must read, who reviews, meetings, evidence, the report."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """What a page shows to whom. `own_side`: the person reaches the record as one of their side's, not as a reader."""

    record: Any
    user: Any
    own_side: bool
    in_force: Any
    as_of: dt.date | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether the record shown is the issue in force."""
        return self.in_force is not None and self.in_force.pk == self.record.pk


@dataclass(frozen=True)
class Panel:
    """A template with its context. `place`: top (above the text), main (below it) or rest (beside it)."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    place: str = "main"


Provider = Callable[[Shown], Panel | None]

ISSUE_PANELS: list[tuple[int, Provider]] = []
DOCUMENT_PANELS: list[tuple[int, Provider]] = []
RECORD_PANELS: dict[str, list[tuple[int, "RecordProvider"]]] = {}
EVERYWHERE: list[tuple[int, "RecordProvider"]] = []

RecordProvider = Callable[[Any, Any], Panel | None]
"""Takes the record and the person who looks; None where there is nothing to show."""


def add_record_panel(label: str, order: int, provider: RecordProvider) -> None:
    """Have a part shown on the page of every record of the model called `label`; its template sees its context."""
    RECORD_PANELS.setdefault(label, []).append((order, provider))


def add_panel_everywhere(order: int, provider: RecordProvider) -> None:
    """Have a part shown on the page of every record; the provider says None where it has nothing."""
    EVERYWHERE.append((order, provider))


def record_panels(record: Any, user: Any) -> dict[str, list[Panel]]:
    """The parts of a record's page by place."""
    placed: dict[str, list[Panel]] = {"top": [], "main": [], "rest": []}
    providers = [*RECORD_PANELS.get(record._meta.label_lower, []), *EVERYWHERE]
    for _order, provider in sorted(providers, key=lambda entry: entry[0]):
        panel = provider(record, user)
        if panel is not None:
            placed[panel.place].append(panel)
    return placed


def add_issue_panel(order: int, provider: Provider) -> None:
    """Have a part shown on every issue's page; parts of a place come in their order."""
    ISSUE_PANELS.append((order, provider))


def add_document_panel(order: int, provider: Provider) -> None:
    """Have a part shown on every document's page."""
    DOCUMENT_PANELS.append((order, provider))


def panels(providers: list[tuple[int, Provider]], shown: Shown) -> dict[str, list[Panel]]:
    """The parts by place: a panel's template sees its context beside the page's own."""
    placed: dict[str, list[Panel]] = {"top": [], "main": [], "rest": []}
    for _order, provider in sorted(providers, key=lambda entry: entry[0]):
        panel = provider(shown)
        if panel is not None:
            placed[panel.place].append(panel)
    return placed
