"""Who reads the history as a whole, and of which kinds of records: never more than the records themselves."""

from typing import Any

from django.db.models import Q

from qms.enums import Role
from qms.evidence_enums import EventKind
from qms.history.homes import WHOLE, Reach, Whole, family, hang
from qms.models.evidence import AuditEvent
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import UnitPath, side_q

READING = (Role.OFFICER, Role.AUDITOR, Role.MANAGER, Role.TOP)
"""Roles that search history over the records they reach."""

VERIFYING = (Role.OFFICER, Role.AUDITOR, Role.TOP, Role.ADMIN)
"""Roles that see how the seals stand and verify."""

OF_ADMINISTRATION = (
    "qms.user",
    "qms.membership",
    "qms.roleassignment",
    "qms.actingfor",
    "qms.competence",
    "qms.unit",
    "qms.qmsholding",
    "qms.decidedday",
    "qms.auditevent",
)
"""Kinds of which administrators read the history: people, units and settings, no content of records."""


def reads_records(user: Any) -> bool:
    """Whether the person searches the history of records, as far as they reach them."""
    return bool(user.is_system or user.authority.units_as(*READING))


def is_administrator(user: Any) -> bool:
    """Whether the person reads the history of people, units and settings, and all sign-ins."""
    return bool(user.authority.is_admin)


def may_see_history(user: Any) -> bool:
    """Whether there is a page of history for the person."""
    return reads_records(user) or is_administrator(user)


def may_verify(user: Any) -> bool:
    """Whether the person sees the seals and verifies the whole history."""
    return bool(user.is_system or user.authority.units_as(*VERIFYING))


OF_SIGNING_IN = (
    EventKind.SIGNED_IN,
    EventKind.SIGN_IN_FAILED,
    EventKind.SIGNED_OUT,
    EventKind.LOCKED,
    EventKind.PASSWORD_CHANGED,
    EventKind.SIGNING_FAILED,
    EventKind.BACKED_UP,
    EventKind.RESTORED,
    EventKind.VERIFIED,
)
"""Events that administrators read of everybody: none tells what a record holds."""


def lines_for(user: Any) -> Q:
    """The lines of the trail that a search looks at: administrators without another role read no records."""
    if reads_records(user):
        return Q()
    kinds = {label for home in OF_ADMINISTRATION for label in family(home)}
    return Q(kind__in=kinds & set(OF_ADMINISTRATION))


def reach_of(user: Any, unit: Unit | None = None) -> Reach:
    """Whose histories the person's search may tell of, inside one unit and those below it where one is given."""
    if unit is None:
        return Reach(user)
    below = UnitPath.objects.filter(ancestor=unit).values("unit_id")

    def narrow(model: Any, rows: Any) -> Any:
        if model is Unit:
            return rows.filter(pk__in=below)
        if model is User:
            return rows.filter(memberships__unit__in=below).distinct()
        has_unit = any(one.name == "unit" for one in model._meta.concrete_fields)
        return rows.filter(unit_id__in=below) if has_unit else rows.none()

    return Reach(user, narrow)


def events_read(user: Any) -> Any:
    """Events of the people of one's side and one's own; administrators read those of signing in of everybody."""
    condition = Q(person_id=user.pk)
    if reads_records(user):
        condition |= side_q(user, "unit_id")
    if is_administrator(user) or user.is_system:
        condition |= Q(kind__in=OF_SIGNING_IN)
    return AuditEvent.objects.filter(condition)


def people_read(user: Any) -> Any:
    """The history of an account is the administrator's and the person's own."""
    return User.objects.all() if user.is_system or is_administrator(user) else User.objects.filter(pk=user.pk)


def _person_told(person: Any, user: Any) -> None | bool:
    return None if people_read(user).filter(pk=person.pk).exists() else False


def of_own_side(model: Any) -> Whole:
    """Of records that belong to a unit and are read by its side alone."""
    return Whole(lambda user: model.objects.all() if user.is_system else model.objects.filter(side_q(user, "unit_id")))


def declare_histories() -> None:
    """Say whose history is read by whom where reaching the record does not say it; once, when apps are ready."""
    from qms.models.action_work import ActionTemplate  # noqa: PLC0415 - models of every app
    from qms.models.document_care import DocumentScheme, PrintTemplate  # noqa: PLC0415 - the same

    WHOLE["qms.auditevent"] = Whole(events_read)
    WHOLE["qms.user"] = Whole(people_read, _person_told)
    for model in (ActionTemplate, DocumentScheme, PrintTemplate):
        WHOLE[model._meta.label_lower] = of_own_side(model)
    for label in ("qms.roleassignment", "qms.membership"):
        hang(label, "qms.unit", "unit")  # who held which role in a unit is read by who reads the unit's history
    hang("qms.holderstep", "qms.transitionholder", "holder")
    hang("qms.commentmention", "qms.comment", "comment")
    hang("qms.disposalitem", "qms.disposal", "disposal")
    hang("qms.secondfactor", "qms.user", "person")
