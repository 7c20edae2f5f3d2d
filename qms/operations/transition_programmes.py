"""Transition programmes: prepared with their default steps, changed, approved, closed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role, TransitionStatus
from qms.history import bulk
from qms.history.recording import ReasonMissing, current_change, operation
from qms.models.organisation import Unit
from qms.models.people import RoleAssignment, User
from qms.models.standards import Edition
from qms.models.transition import TransitionHolder, TransitionProgramme, TransitionStep
from qms.notices import notify
from qms.signatures import SignatureIntent
from qms.transition.defaults import DEFAULT_STEPS
from qms.transition_workflow import TRANSITION
from qms.workflow import StepRefused, check_version

WORDS = ("title_vi", "title_en", "basis", "starts_on")
EDITIONS = ("from_edition", "to_edition")


@operation("prepare_transition")
def prepare_transition(
    *,
    by: Any,
    unit: Unit,
    from_edition: Edition,
    to_edition: Edition,
    title_vi: str,
    starts_on: dt.date,
    title_en: str = "",
    basis: str = "",
) -> TransitionProgramme:
    """Draft a programme with the default steps. Raises ValidationError where the unit leads the same move already."""
    programme = TransitionProgramme(
        unit=unit,
        from_edition=from_edition,
        to_edition=to_edition,
        title_vi=title_vi.strip(),
        title_en=title_en.strip(),
        basis=basis,
        starts_on=starts_on,
        prepared_by=by,
    )
    policy.require(by, "qms.lead_transition", programme)
    _check_values(programme)
    programme.save()
    bulk.create(_default_steps(programme))
    return programme


def _default_steps(programme: TransitionProgramme) -> list[TransitionStep]:
    return [
        TransitionStep(
            programme=programme,
            key=step.key,
            position=position,
            title_vi=step.title_vi,
            title_en=step.title_en,
            proof=step.key,
            settings=dict(step.settings),
            after=list(step.after),
        )
        for position, step in enumerate(DEFAULT_STEPS, 1)
    ]


def _check_values(programme: TransitionProgramme) -> None:
    if programme.from_edition_id == programme.to_edition_id:
        raise ValidationError({"to_edition": _("Choose another edition than the one it moves from.")})
    same = TransitionProgramme.objects.filter(
        unit=programme.unit, from_edition=programme.from_edition, to_edition=programme.to_edition
    ).exclude(pk=programme.pk)
    if same.exists():
        text = _("%(unit)s leads a programme from %(old)s to %(new)s already: «%(title)s».")
        names = {"unit": programme.unit, "old": programme.from_edition.code, "new": programme.to_edition.code}
        raise ValidationError(text % (names | {"title": same[0].title}))


@operation("change_transition")
def change_transition(
    programme: TransitionProgramme, *, by: Any, version: int | None = None, **values: Any
) -> TransitionProgramme:
    """Change words and days; of a draft also the editions. A running programme needs a reason."""
    programme = open_programme(programme, by=by, version=version)
    draft = programme.status == TransitionStatus.DRAFT
    for name in (*WORDS, *EDITIONS) if draft else WORDS:
        if name in values:
            setattr(programme, name, values[name])
    _check_values(programme)
    programme.save()
    return programme


def open_programme(programme: TransitionProgramme, *, by: Any, version: int | None = None) -> TransitionProgramme:
    """The programme, locked, for who leads it; raises StepRefused when closed, ReasonMissing while it runs."""
    programme = TransitionProgramme.objects.locked().get(pk=programme.pk)
    check_version(programme, version)
    policy.require(by, "qms.lead_transition", programme)
    if programme.status == TransitionStatus.CLOSED:
        raise StepRefused([_("The programme is closed and no longer changed.")])
    if programme.status == TransitionStatus.RUNNING and not current_change().reason:
        raise ReasonMissing
    return programme


@transaction.atomic
def approve_transition(
    programme: TransitionProgramme, *, by: Any, signature: SignatureIntent | None = None, **common: Any
) -> TransitionProgramme:
    """Put the programme into force with its scope, deadlines and steps. Tells the officers of all holders."""
    programme = TRANSITION.apply(
        "approve", programme, by=by, signature=signature, approved_by=by, approved_on=clock.today(), **common
    )
    notify("transition_approved", about=programme, to=officers_of(programme), by=by, title=programme.title_vi)
    return programme


def officers_of(programme: TransitionProgramme) -> list[User]:
    """Quality officers of the holders that take part, and who prepared the programme."""
    units = TransitionHolder.objects.filter(programme=programme, ended_at=None).values("unit_id")
    roles = RoleAssignment.objects.standing_on(clock.today()).filter(role=Role.OFFICER, unit_id__in=units)
    return [*User.objects.people().filter(pk__in=roles.values("user_id")), programme.prepared_by]


@transaction.atomic
def close_transition(programme: TransitionProgramme, *, by: Any, **common: Any) -> TransitionProgramme:
    """End the programme: nothing of it changes any more; what was recorded stays."""
    return TRANSITION.apply("close", programme, by=by, closed_on=clock.today(), **common)


STEPS: dict[str, Callable[..., TransitionProgramme]] = {"approve": approve_transition, "close": close_transition}
"""The operation of each step of a programme's lifecycle."""
