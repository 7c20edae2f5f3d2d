"""What the steps of an issue share: locking it, telling people, telling the workshop."""

from collections.abc import Iterable
from typing import Any

from qms import clock
from qms.enums import Role
from qms.models.documents import Issue
from qms.models.people import RoleAssignment, User
from qms.models.reach import inside_ancestors
from qms.notices import notify
from qms.operations.workshop import workshop


def locked_issue(issue: Issue) -> Issue:
    """The issue as it stands, locked until the transaction ends."""
    return Issue.objects.locked().select_related(None).get(pk=issue.pk)


def moved(issue: Issue, step: str, by: Any, reason: str = "") -> None:
    """Tell the workshop that the issue took a step."""
    workshop().follow([issue], step, by=by, reason=reason)


def tell(kind: str, issue: Issue, by: Any, people: Iterable[User | None], **details: str) -> None:
    """Write the notice of a step."""
    notify(kind, about=issue, to=people, by=by, document=str(issue), **details)


def people_over(unit_id: int, *roles: str) -> list[User]:
    """Active people who hold one of the roles at the unit or above it, inside its QMS, today."""
    above = inside_ancestors([unit_id])
    held = RoleAssignment.objects.standing_on(clock.today()).filter(role__in=roles, unit_id__in=above)
    return list(User.objects.people().filter(pk__in=held.values("user_id")))


def reviewers_to_tell(issue: Issue) -> list[User]:
    """The reviewer whose turn it is; while nobody is named, the officers and managers over the unit."""
    if issue.reviewer is not None:
        return [issue.reviewer]
    over = people_over(issue.document.unit_id, Role.OFFICER, Role.MANAGER)
    return [person for person in over if person.pk != issue.author_id]
