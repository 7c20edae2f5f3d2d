"""Competences: the list of who holds what until when, and the matrix of a unit's people by editions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.batches import batched
from qms.competences import competences_seen_by, people_within, state_on
from qms.folding import fold
from qms.models.organisation import Unit
from qms.models.people import Competence, Membership, User
from qms.models.reach import inside_subtree
from qms.reports.declaration import Column, Create, Empty, Report
from qms.reports.trainings import prepares_trainings
from qms.tables.trainings import STATE_LOOKS, STATES, CompetenceFilter, CompetenceTable

CHUNK = 1000


def look_of_state(state: str) -> dict[str, Any]:
    """Label, tone and icon."""
    tone, icon = STATE_LOOKS[state]
    return {"label": STATES[state], "tone": tone, "icon": icon}


def edition_said(row: Any) -> str:
    """The edition's code, or that every edition counts."""
    if row.edition is not None:
        return f"{row.standard.code}:{row.edition.year}"
    return gettext("%(standard)s, every edition") % {"standard": row.standard.code}


def dressed(rows: Sequence[Any]) -> list[Any]:
    """Each with its unit, its training and how its state looks; two queries for all."""
    units = Unit.objects.in_bulk({row.unit_key for row in rows if row.unit_key})
    from qms.models.training import TrainingPerson  # noqa: PLC0415 - read beside the list alone

    given = TrainingPerson.objects.filter(competence__in=[row.pk for row in rows]).select_related("training")
    by_competence = {one.competence_id: one.training for one in given}
    for row in rows:
        row.unit = units.get(row.unit_key)
        row.training = by_competence.get(row.pk)
        row.look = look_of_state(row.state)
        row.edition_said = edition_said(row)
    return list(rows)


class CompetenceReport(Report):
    """Competences within reach."""

    name = "competences"
    title = _("Competences")
    intro = _("Who is competent in which standard and edition, by what, and until when.")
    model = Competence
    table_class = CompetenceTable
    filterset_class = CompetenceFilter
    row_template = "qms/trainings/competence_row.html"
    related = ("user", "standard", "edition__standard")
    order = ("user__sort_key", "standard__code", "-valid_from", "-id")
    columns = (
        Column(pgettext_lazy("in a list", "Person"), lambda row: str(row.user), width=26),
        Column(_("Account"), "user.username", width=18),
        Column(_("Position"), "user.position", width=28),
        Column(_("Unit code"), lambda row: row.unit.code if row.unit else "", width=14),
        Column(_("Unit"), lambda row: row.unit.name if row.unit else ""),
        Column(_("Standard"), lambda row: row.standard.code, width=12),
        Column(_("Edition"), lambda row: row.edition.year if row.edition else gettext("every edition"), width=14),
        Column(_("Basis"), "basis", width=50),
        Column(_("From"), "valid_from", "date"),
        Column(_("To"), "valid_to", "date"),
        Column(_("Status"), lambda row: str(STATES[row.state]), width=22),
        Column(_("Training"), lambda row: row.training.number if row.training else "", width=22),
    )
    create = Create(_("Plan a training"), lambda: reverse("training_new"), prepares_trainings)
    empty = Empty(
        _("No competences yet."),
        _("A competence comes from a training that somebody passed; administrators record others on a person’s page."),
        icon="users",
    )

    def visible(self, user: Any) -> QuerySet:
        return competences_seen_by(user)

    def search(self, rows: QuerySet, text: str, as_of: dt.date | None) -> QuerySet:
        """By the person's name and account."""
        for word in fold(text).split()[:8]:
            rows = rows.filter(person_words__contains=word)
        return rows

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        return dressed(list(rows))

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        for few in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
            for row in dressed(few):
                yield [column.value(row) for column in self.columns]


def matrix_of(user: Any, unit: Unit) -> dict[str, Any]:
    """The people of a unit by standards and editions: what each holds longest, and how it stands; two queries."""
    places = Membership.objects.standing_on(clock.today()).filter(unit_id__in=inside_subtree([unit.pk]))
    people = User.objects.people().filter(pk__in=places.values("user_id")).filter(pk__in=people_within(user))
    rows = Competence.objects.filter(user_id__in=people.values("pk")).select_related("standard", "edition")
    heads, cells = _longest(rows.order_by("standard__code", "edition__year", "pk"))
    told = [
        {"person": one, "cells": [{"head": label, "cell": cells.get((one.pk, key))} for key, label in heads.items()]}
        for one in people.order_by("sort_key", "pk")
    ]
    return {"heads": list(heads.values()), "rows": told}


def _longest(rows: Iterable[Any]) -> tuple[dict[Any, str], dict[Any, dict[str, Any]]]:
    heads: dict[Any, str] = {}
    held: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        key = (row.standard_id, row.edition_id)
        heads[key] = edition_said(row)
        held[row.user_id, key].append(row)
    day = clock.today()
    cells = {}
    for key, listed in held.items():
        best = max(listed, key=lambda row: row.valid_to or dt.date.max)
        state = state_on(best, day)
        cells[key] = {"row": best, "state": state, "look": look_of_state(state)}
    return heads, cells
