"""Setting up and ending a second factor, and changing one's password."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.evidence_enums import EventKind
from qms.history.recording import operation
from qms.models.evidence import SecondFactor
from qms.models.people import User
from qms.models.system import Notice
from qms.notices import write_notices
from qms.operations.events import note_event
from qms.second_factor import factor_of
from qms.workflow import StepRefused


@operation("set_up_second_factor")
def set_up_second_factor(secret: str, *, by: Any, step: int) -> SecondFactor:
    """Begin the person's second factor; `step` is that of the code which proved that their application works."""
    person = User.objects.locked().get(pk=by.pk)
    if factor_of(person) is not None:
        raise StepRefused([_("A second factor stands already. End it before you set up another one.")])
    factor = SecondFactor(person=person, totp_secret=secret, last_step=step, confirmed_at=clock.now())
    factor.save()
    return factor


@operation("end_second_factor", reason_required=True)
def end_second_factor(person: User, *, by: Any) -> SecondFactor:
    """End a person's second factor: their own, or by an administrator for who lost the telephone; they are told."""
    if person.pk != by.pk:
        policy.require(by, "qms.manage_people", person)
    factor = SecondFactor.objects.locked().filter(person=person, confirmed_at__isnull=False, ended_at=None).first()
    if factor is None:
        raise StepRefused([_("No second factor stands.")])
    factor.ended_at = clock.now()
    factor.save()
    if person.pk != by.pk:
        _tell(person, by)
    return factor


def _tell(person: User, by: Any) -> None:
    write_notices(
        [
            Notice(
                user=person,
                kind="second_factor_ended",
                record_kind=person._meta.label_lower,
                record_uid=person.uid,
                url=reverse("second_factor"),
                details={"who": str(by)},
                created_at=clock.now(),
            )
        ]
    )


def second_factor_faults(person: User) -> list[str]:
    """What stands against ending it."""
    return [] if factor_of(person) else [_("No second factor stands.")]


@transaction.atomic
def change_password(person: User, password: str) -> User:
    """Set one's own new password: every other session ends. The event is kept, the password in no history."""
    person.set_password(password)
    person.save(update_fields={"password"})
    note_event(EventKind.PASSWORD_CHANGED, by=person)
    return person
