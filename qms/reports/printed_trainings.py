"""Trainings and competences as their printed forms take them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.models.training import Training, TrainingPerson
from qms.printing import training_forms as forms
from qms.printing.contexts import Signature
from qms.reporting_enums import TrainingResult
from qms.reports.printed_parts import language, letterhead, mark
from qms.reports.trainings import standard_said
from qms.tables.trainings import STATES


def competence_entries(records: Sequence[Any]) -> tuple[forms.CompetenceEntry, ...]:
    """Rows of the list of competences."""
    return tuple(
        forms.CompetenceEntry(
            person=f"{one.user}\n{one.user.position}".strip(),
            unit=one.unit.name if one.unit else "",
            standard=one.edition_said,
            basis=one.basis,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            state=str(STATES[one.state]),
        )
        for one in records
    )


def training_entries(records: Sequence[Any]) -> tuple[forms.TrainingEntry, ...]:
    """Rows of the list of trainings, which is the plan of a year when it is narrowed to one."""
    return tuple(
        forms.TrainingEntry(
            subject=f"{one.title}\n{one.number}",
            reason=str(one.get_reason_display()),
            unit=one.unit.name,
            planned_on=one.planned_on,
            trainer="\n".join(filter(None, [one.trainer, one.place])),
            people=str(one.all_told),
            cost=money(one.cost),
            held_on=one.held_on,
            state=str(one.get_status_display()),
        )
        for one in records
    )


def money(value: Any) -> str:
    """1.200.000, as money is written on paper."""
    return f"{value:,.0f}".replace(",", ".") if value is not None else ""


def training_paper(training: Training, as_of: dt.date | None = None) -> forms.TrainingPaper:
    """The people of a training with their results; before it was held, who is to come."""
    rows = TrainingPerson.objects.filter(training=training, ended_at=None).select_related("user", "competence")
    return forms.TrainingPaper(
        letterhead=letterhead(training, training.unit, training.judged_on or training.held_on or as_of),
        mark=mark(training),
        language=language(),
        title=training.title,
        reason=str(training.get_reason_display()),
        document=str(training.document or ""),
        standard=standard_said(training),
        day=training.held_on or training.planned_on,
        is_held=training.held_on is not None,
        hours=f"{float(training.hours):g}".replace(".", ",") if training.hours is not None else "",
        place=training.place,
        trainer=training.trainer,
        content=training.content,
        decision=training.decision_number,
        effect=training.effect,
        rows=tuple(_entry(row) for row in rows.order_by("user__sort_key", "pk")),
        signatures=(
            Signature(heading=_("Prepared by"), name=str(training.prepared_by)),
            Signature(heading=_("Judged by"), name=str(training.judged_by or "")),
        ),
    )


def _entry(row: TrainingPerson) -> forms.TrainedEntry:
    competence = row.competence if row.result == TrainingResult.PASSED else None
    return forms.TrainedEntry(
        person=str(row.user),
        position=str(row.user.position),
        result=str(row.get_result_display()) if row.result else "",
        valid_to=competence.valid_to if competence else None,
        note=row.note,
    )
