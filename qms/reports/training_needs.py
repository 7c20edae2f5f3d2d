"""Needs of training and people by editions as files and on paper: the same lines as on the page."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qms.models.people import User
from qms.printing import training_need_forms as forms
from qms.reports.declaration import Column, Report
from qms.tables.trainings import STATES
from qms.training_needs import Need


@dataclass(frozen=True)
class Needing:
    """One person of a need."""

    need: Need
    person: User

    @property
    def told(self) -> str:
        """What is known of them."""
        return self.need.told.get(self.person.pk, "")

    @property
    def training(self) -> Any:
        """The training that is planned for them."""
        return self.need.planned.get(self.person.pk)


def needing(needs: Iterable[Need]) -> list[Needing]:
    """One row for each person of each need."""
    return [Needing(need, person) for need in needs for person in need.people]


class _Lines(Report):
    """Lines that are no records: what was asked for is told by the page."""

    def __init__(self, said: Sequence[str]) -> None:
        self.said = said

    def filter_said(self, request: Any) -> Sequence[str]:
        """The filters in words."""
        return self.said

    def cells(self, rows: Any, as_of: dt.date | None) -> Iterator[list[Any]]:
        """A row for each line."""
        for one in rows:
            yield [column.value(one) for column in self.columns]


class TrainingNeedsExport(_Lines):
    """One row for each person who needs a training."""

    name = "trainings-needed"
    title = _("Training needed")
    columns = (
        Column(_("Why"), lambda one: one.need.reason.label, width=26),
        Column(_("What is needed"), lambda one: one.need.title, width=50),
        Column(_("Explanation"), lambda one: one.need.why, width=50),
        Column(pgettext_lazy("in a list", "Person"), lambda one: str(one.person), width=26),
        Column(_("Position"), lambda one: one.person.position, width=28),
        Column(_("Account"), lambda one: one.person.username, width=18),
        Column(_("What they hold"), lambda one: one.told),
        Column(_("Planned training"), lambda one: one.training.number if one.training else "", width=22),
        Column(_("Planned for"), lambda one: one.training.planned_on if one.training else None, "date"),
    )


def state_of(cell: Any) -> str:
    """How a competence stands, in words; that it has no end is said, since its day is empty."""
    if cell is None:
        return ""
    state = str(STATES[cell["state"]])
    return state if cell["row"].valid_to else f"{state}, {gettext('without an end')}"


class CompetenceMatrixExport(_Lines):
    """One row for each person, two columns for each edition: until when, and how it stands."""

    name = "competence-matrix"
    title = _("People by editions")

    def __init__(self, heads: Sequence[str], said: Sequence[str]) -> None:
        super().__init__(said)
        self.columns = (
            Column(pgettext_lazy("in a list", "Person"), lambda line: str(line["person"]), width=26),
            Column(gettext("Position"), lambda line: line["person"].position, width=28),
            Column(gettext("Account"), lambda line: line["person"].username, width=18),
            *(column for place, head in enumerate(heads) for column in _of_edition(place, head)),
        )


def _of_edition(place: int, head: str) -> tuple[Column, Column]:
    until = gettext("%(edition)s: valid to") % {"edition": head}
    state = gettext("%(edition)s: status") % {"edition": head}

    def cell(line: dict[str, Any]) -> Any:
        return line["cells"][place]["cell"]

    return (
        Column(until, lambda line: cell(line)["row"].valid_to if cell(line) else None, "date"),
        Column(state, lambda line: state_of(cell(line)), width=22),
    )


def need_entries(rows: Iterable[Needing]) -> tuple[forms.NeedEntry, ...]:
    """Rows of the printed needs."""
    return tuple(
        forms.NeedEntry(
            subject=f"{one.need.title}\n{one.need.why}",
            reason=str(one.need.reason.label),
            person=f"{one.person}\n{one.person.position}".strip(),
            holds=one.told,
            planned=f"{one.training.number}\n{one.training.planned_on:%d/%m/%Y}" if one.training else "",
        )
        for one in rows
    )


def matrix_entries(lines: Iterable[dict[str, Any]]) -> tuple[forms.MatrixEntry, ...]:
    """Rows of the printed matrix: the editions of a person one below the other."""
    return tuple(_matrix_entry(line) for line in lines)


def _matrix_entry(line: dict[str, Any]) -> forms.MatrixEntry:
    held = [(one["head"], one["cell"]) for one in line["cells"] if one["cell"]]
    person = line["person"]
    return forms.MatrixEntry(
        person=str(person),
        position=str(person.position),
        standard="\n".join(head for head, _cell in held),
        valid_to="\n".join(f"{cell['row'].valid_to:%d/%m/%Y}" if cell["row"].valid_to else "-" for _head, cell in held),
        state="\n".join(state_of(cell) for _head, cell in held),
    )
