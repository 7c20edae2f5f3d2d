"""Trainings: planned, corrected, held, judged, cancelled; their files."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history.recording import operation
from qms.models.people import User
from qms.models.reach import remember_participation
from qms.models.training import Training, TrainingFile
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.operations.trained_people import PersonDraft, settle_competences, trained, write_trained_people
from qms.reporting_enums import TrainingStatus
from qms.training_workflow import TRAINING
from qms.workflow import StepRefused

OWN = (
    "title", "reason", "document", "standard", "edition", "valid_to", "planned_on", "hours", "place", "trainer",
    "content", "cost", "decision_number",
)  # fmt: skip
"""What may be corrected until it is judged."""


def edition_faults(training: Training) -> list[str]:
    """An edition is one of the training's standard; a day until when needs a standard."""
    edition, standard = training.edition, training.standard
    if edition is not None and standard is not None and edition.standard_id != standard.pk:
        text = _("%(edition)s is no edition of %(standard)s.")
        return [text % {"edition": edition, "standard": standard}]
    if training.valid_to is not None and standard is None:
        return [_("Choose the standard for which the competence is valid.")]
    return []


@operation("plan_training")
def plan_training(
    training: Training, *, by: Any, people: Sequence[User] = (), files: Sequence[Prepared] | None = None
) -> Training:
    """Plan a training with the people who are to come. Tells them."""
    policy.require(by, "qms.prepare_training", training)
    _with_standard(training)
    training.number = next_number("training", training.unit, training.planned_on.year)
    training.prepared_by, training.status = by, TrainingStatus.PLANNED
    training.full_clean(exclude=["search_text"])
    training.save()
    write_trained_people(training, by=by, people=[PersonDraft(one) for one in people])
    if files:
        attach_files(TrainingFile, training, list(files), by=by)
    return training


def _with_standard(training: Training) -> None:
    """An edition brings its standard with it."""
    if training.standard is None and training.edition is not None:
        training.standard = training.edition.standard
    faults = edition_faults(training)
    if faults:
        raise StepRefused(faults)


@operation("edit_training")
def edit_training(training: Training, *, by: Any) -> Training:
    """Correct what was written until it is judged. Tells when the day moves; competences follow what was corrected."""
    before = Training.objects.locked().select_related("unit").get(pk=training.pk)
    policy.require(by, "qms.prepare_training", before)
    faults = open_faults(before)
    if faults:
        raise StepRefused(faults)
    remember_participation(before)
    moved = before.planned_on != training.planned_on
    for name in OWN:
        setattr(before, name, getattr(training, name))
    _with_standard(before)
    if before.held_on and before.valid_to and before.valid_to <= before.held_on:
        raise StepRefused([_("The competence would end before it begins: correct until when it is valid.")])
    before.full_clean(exclude=["search_text"])
    before.save()
    if before.status == TrainingStatus.HELD:
        settle_competences(before, by=by)
    elif moved:
        _tell("training_moved", before, by)
    return before


def open_faults(training: Training) -> list[str]:
    """Why it is not corrected now."""
    if training.status in (TrainingStatus.PLANNED, TrainingStatus.HELD):
        return []
    text = _("It is «%(state)s»: nothing of it is corrected any more.")
    return [text % {"state": training.get_status_display()}]


def _tell(kind: str, training: Training, by: Any, **details: Any) -> None:
    told = {"title": training.title[:200], "day": f"{training.planned_on:%d/%m/%Y}", "place": training.place} | details
    people = [row.user for row in trained(training).select_related("user")]
    notify(kind, about=training, to=[*people, training.prepared_by], by=by, **told)


@transaction.atomic
def hold_training(
    training: Training, *, by: Any, held_on: dt.date, hours: Any = None, place: str = "", trainer: str = "",
    results: Mapping[Any, tuple[str, str]] | None = None, **common: Any,
) -> Training:  # fmt: skip
    """Record that it was held, who came and what each took from it: (result, note) by uid of the person's row.

    Who passed holds the competence of the training's standard from that day. Tells each of them.
    """
    values = {"held_on": held_on, "hours": hours, "place": place.strip(), "trainer": trainer.strip()}
    training = TRAINING.apply("hold", training, by=by, **values, **common)
    given = results or {}
    rows = trained(training).select_related("user")
    people = []
    for row in rows:
        result, note = given.get(row.uid, (row.result, row.note))
        people.append(PersonDraft(row.user, result, note, uid=row.uid))
    write_trained_people(training, by=by, people=people)
    return training


@transaction.atomic
def judge_training(training: Training, *, by: Any, effect: str, **common: Any) -> Training:
    """Say how effective it was and how that was judged; from then on nothing of it changes. Tells who prepared it."""
    training = TRAINING.apply(
        "judge", training, by=by, effect=effect.strip(), judged_by=by, judged_on=clock.today(), **common
    )
    notify("training_judged", about=training, to=[training.prepared_by], by=by)
    return training


@transaction.atomic
def cancel_training(training: Training, *, by: Any, reason: str, **common: Any) -> Training:
    """It does not take place. Tells who was to come."""
    training = TRAINING.apply("cancel", training, by=by, reason=reason, **common)
    _tell("training_cancelled", training, by, reason=reason)
    return training


@operation("attach_training_files")
def attach_training_files(training: Training, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach list of those present, material, certificates; what was sent a moment ago is not attached again."""
    locked = Training.objects.locked().get(pk=training.pk)
    policy.require(by, "qms.prepare_training", locked)
    return attach_new_files(TrainingFile, locked, evidence, by=by)


@operation("end_training_file", reason_required=True)
def end_training_file(link: TrainingFile, *, by: Any, version: int | None = None) -> TrainingFile:
    """Take a wrong file away; it stays in the history."""
    ended: TrainingFile = end_link(link, by=by, permission="qms.prepare_training", version=version)
    return ended
