"""The people of a training: who is to come, what each took from it, and the competence that it gave them."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.people import Competence, Membership, User
from qms.models.reach import inside_ancestors, inside_subtree, remember_participation, sync_participation
from qms.models.training import Training, TrainingPerson
from qms.notices import notify
from qms.operations.people import ensure_machine_accounts, record_appointment
from qms.reporting_enums import TrainingResult, TrainingStatus
from qms.workflow import StepRefused, check_version

MOST = 300
"""People of one training."""
BASIS_LENGTH = 250
TOLD = {TrainingResult.PASSED: "training_passed", TrainingResult.FAILED: "training_failed"}


@dataclass
class PersonDraft:
    """A person as a form's row tells of them; `result` once it was held."""

    user: User
    result: str = ""
    note: str = ""
    uid: Any = None


def trained(training: Training) -> Any:
    """The standing rows of its people, in the order of their names."""
    return training.people.filter(ended_at=None).order_by("user__sort_key", "pk")


def people_faults(training: Training, drafts: Sequence[PersonDraft], by: Any) -> list[str]:
    """What speaks against these rows: twice the same person, somebody from elsewhere, a result of one's own."""
    if len(drafts) > MOST:
        return [_("A training has at most %(most)d people; plan another for the rest.") % {"most": MOST}]
    standing = {row.user_id: row for row in trained(training)}
    new = {one.user.pk: one.user for one in drafts if one.user.pk not in standing}
    around = _working_around(training.unit_id, new)
    faults, seen = [], set()
    for one in drafts:
        if one.user.pk in seen:
            faults.append(_("%(person)s stands here twice.") % {"person": one.user})
        seen.add(one.user.pk)
        if one.user.pk in new and one.user.pk not in around:
            text = _("%(person)s does not work in %(unit)s, nor above or below it.")
            faults.append(text % {"person": one.user, "unit": training.unit})
        row = standing.get(one.user.pk)
        if one.result != (row.result if row else "") and by.authority.is_one_of(one.user.pk):
            faults.append(_("Nobody records their own result: leave yours as it is, another keeper records it."))
    return list(dict.fromkeys(faults))


def _working_around(unit_id: int, people: Collection[int]) -> set[int]:
    """Those who work in the unit, above it or below it inside its QMS today; one query."""
    if not people:
        return set()
    rows = Membership.objects.standing_on(clock.today()).filter(user_id__in=list(people))
    places = Q(unit_id__in=inside_ancestors([unit_id])) | Q(unit_id__in=inside_subtree([unit_id]))
    return set(rows.filter(places).values_list("user_id", flat=True))


def rows_faults(training: Training) -> list[str]:
    """Why people and results are not written now."""
    if training.status in (TrainingStatus.PLANNED, TrainingStatus.HELD):
        return []
    text = _("It is «%(state)s»: people and results are written until it is judged.")
    return [text % {"state": training.get_status_display()}]


@operation("write_trained_people")
def write_trained_people(
    training: Training, *, by: Any, people: Sequence[PersonDraft], version: int | None = None
) -> list[TrainingPerson]:
    """Exactly these people stand, each with result and note. Tells who is new, who left and whose result changed."""
    training = Training.objects.locked().select_related("unit", "standard", "edition").get(pk=training.pk)
    check_version(training, version)
    policy.require(by, "qms.prepare_training", training)
    faults = rows_faults(training) or people_faults(training, people, by)
    if faults:
        raise StepRefused(faults)
    remember_participation(training)
    planned = training.status == TrainingStatus.PLANNED
    told: dict[str, list[User]] = {}
    kept = _write(training, people, planned, told)
    sync_participation(training)
    if not planned:
        settle_competences(training, by=by)
    details = {"title": training.title[:200], "day": f"{training.planned_on:%d/%m/%Y}", "place": training.place}
    for kind, users in told.items():
        notify(kind, about=training, to=users, by=by, **details)
    return kept


def _write(
    training: Training, drafts: Sequence[PersonDraft], planned: bool, told: dict[str, list[User]]
) -> list[TrainingPerson]:
    standing = {row.user_id: row for row in trained(training).select_related("user")}
    left = [standing[key] for key in standing.keys() - {one.user.pk for one in drafts}]
    for row in left:
        row.ended_at = clock.now()
        told.setdefault("training_left", []).append(row.user)
    new, changed = [], []
    for one in drafts:
        row, result = standing.get(one.user.pk), "" if planned else one.result
        if row is None:
            row = TrainingPerson(training=training, user=one.user, result=result, note=one.note.strip())
            new.append(row)
            if planned:
                told.setdefault("training_planned", []).append(one.user)
        elif (row.result, row.note) == (result, one.note.strip()):
            continue
        else:
            before, row.result, row.note = row.result, result, one.note.strip()
            changed.append(row)
            if before == result:
                continue
        if result:
            told.setdefault(TOLD.get(TrainingResult(result), "training_absent"), []).append(one.user)
    bulk.update(left, ["ended_at"])
    bulk.create(new)
    bulk.update(changed, ["result", "note"])
    return list(trained(training))


def settle_competences(training: Training, *, by: Any) -> None:
    """Who passed holds the competence, exactly as the training now says; who did not, or left, holds it no longer.

    The account of the installation gives it: whoever records a result keeps no people.
    """
    rows = list(training.people.select_related("user", "competence").order_by("pk"))
    system, linked = ensure_machine_accounts(), []
    for row in rows:
        gives = training.standard_id and row.ended_at is None and row.result == TrainingResult.PASSED
        if gives and row.competence is None:
            row.competence = record_appointment(Competence(user=row.user, **_values(training)), by=system)
            linked.append(row)
        elif gives and row.competence is not None:
            _follow(row.competence, _values(training), system)
        elif row.competence is not None:
            _end(row.competence, system)
    if linked:
        link_competences(linked, by=by)


@operation("link_competences")
def link_competences(rows: Sequence[TrainingPerson], *, by: Any) -> None:
    """Note on the rows which competence each gave; part of writing results, which asked the rule."""
    bulk.update(list(rows), ["competence"])


def _values(training: Training) -> dict[str, Any]:
    return {
        "standard": training.standard, "edition": training.edition, "valid_from": training.held_on,
        "valid_to": training.valid_to, "basis": f"{training.number} {training.title}"[:BASIS_LENGTH],
    }  # fmt: skip


def _follow(competence: Competence, values: dict[str, Any], system: Any) -> None:
    changed = {name: value for name, value in values.items() if getattr(competence, name) != value}
    for name, value in changed.items():
        setattr(competence, name, value)
    if changed:
        record_appointment(competence, by=system)


def _end(competence: Competence, system: Any) -> None:
    """It stands no longer from today on."""
    last = clock.today() - dt.timedelta(days=1)
    if competence.valid_to is None or competence.valid_to > last:
        competence.valid_to = last
        record_appointment(competence, by=system)
