"""People, their roles and appointments. Roles give Wagtail's groups; nothing is granted there by hand."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group

from qms import clock, policy
from qms.enums import Role
from qms.history.projection import projecting
from qms.history.recording import operation, recording
from qms.models.people import IMPORT, MACHINE_ACCOUNTS, SYSTEM, ActingFor, Competence, Membership, RoleAssignment, User
from qms.operations.handing_over import leaving_blockers
from qms.workflow import StepRefused

GROUPS = {Role.OFFICER: "officers", Role.MANAGER: "authors", Role.TOP: "authors", Role.INSPECTOR: "authors"}
"""Which Wagtail group a role gives; the groups' own rights are set by the cms app."""


def ensure_machine_accounts() -> User:
    """Make the accounts `system` and `import`, without login, where they are missing. Returns `system`."""
    system = User.objects.filter(username=SYSTEM).first()
    if system is None:
        system = User(username=SYSTEM, full_name="Hệ thống", is_active=True)
        system.set_unusable_password()
        with recording(by=system, operation="ensure_machine_accounts"):
            system.save()
    if not User.objects.filter(username=IMPORT).exists():
        importer = User(username=IMPORT, full_name="Chuyển dữ liệu", is_active=True)
        importer.set_unusable_password()
        with recording(by=system, operation="ensure_machine_accounts"):
            importer.save()
    return system


def account(username: str) -> User:
    """The active account of that name. Raises User.DoesNotExist. `system` is made when it is missing."""
    if username in MACHINE_ACCOUNTS:
        ensure_machine_accounts()
    return User.objects.get(username=username, is_active=True)


@operation("save_person")
def save_person(person: User, *, by: Any, password: str = "") -> User:
    """Create or change a person; a new one may get a first password."""
    policy.require(by, "qms.manage_people", person)
    if password:
        person.set_password(password)
    elif person._state.adding:
        person.set_unusable_password()
    person.save()
    return person


@operation("deactivate_person", reason_required=True)
def deactivate_person(person: User, *, by: Any) -> User:
    """Deactivate an account: people are never deleted, their records keep their name.

    Raises StepRefused while things are open that nobody would have any longer.
    """
    policy.require(by, "qms.manage_people", person)
    faults = leaving_blockers(person)
    if faults:
        raise StepRefused(faults)
    person.is_active = False
    person.save()
    return person


@operation("assign_role")
def assign_role(assignment: RoleAssignment, *, by: Any) -> RoleAssignment:
    """Give a role in a unit from a day to a day, and project it onto Wagtail's groups."""
    policy.require(by, "qms.manage_people", assignment.user)
    assignment.save()
    project_groups(assignment.user)
    return assignment


@operation("end_role", reason_required=True)
def end_role(assignment: RoleAssignment, *, by: Any, valid_to: dt.date) -> RoleAssignment:
    """End a role on a day."""
    policy.require(by, "qms.manage_people", assignment.user)
    assignment.valid_to = valid_to
    assignment.save()
    project_groups(assignment.user)
    return assignment


@operation("record_appointment")
def record_appointment(row: Membership | ActingFor | Competence, *, by: Any) -> Any:
    """Record where a person works, for whom they act, or what they are competent in."""
    policy.require(by, "qms.manage_people", getattr(row, "user", None) or getattr(row, "deputy", None))
    row.save()
    return row


def project_groups(person: User) -> None:
    """Put the person into exactly the Wagtail groups that their roles of today give."""
    roles = RoleAssignment.objects.standing_on(clock.today()).filter(user=person).values_list("role", flat=True)
    names = {GROUPS[Role(role)] for role in roles if Role(role) in GROUPS}
    groups = [Group.objects.get_or_create(name=name)[0] for name in sorted(names)]
    with projecting():
        person.groups.set(groups)
