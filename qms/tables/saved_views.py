"""Saved views of a list: plain values of its filter `show`, each with how many records it holds."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionStatus, Role
from qms.models.actions import Action, ActionHelper
from qms.models.people import ActingFor, Membership
from qms.models.reach import UnitPath, inside_subtree
from qms.policy import Text

COUNTED = 1000  # records; above it a view says "more than", as lists do
ALL = ""

SAVED_VIEWS: Sequence[tuple[str, Text]] = [
    (ALL, _("All")),
    ("mine", _("Mine")),
    ("my_unit", _("My unit")),
    ("overdue", _("Late")),
    ("to_verify", _("To verify")),
]


def written_out(rows: Any) -> Any:
    """The same rows, their conditions as SQL: what several queries narrow further is compiled once, not by each."""
    query = rows.query
    told = query.annotations or query.distinct or query.combinator or query.extra or query.is_sliced
    if told or [name for name, uses in query.alias_refcount.items() if uses] != [query.model._meta.db_table]:
        return rows
    compiler = query.get_compiler(rows.db)
    try:
        sql, params = compiler.compile(query.where)
    except (EmptyResultSet, FullResultSet):
        return rows
    return query.model._default_manager.using(rows.db).extra(where=[sql], params=params)  # noqa: S610 - Django's own


def counted(named: dict[str, Any]) -> dict[str, int]:
    """How many rows each of these querysets of one database holds, capped, all asked in one query."""
    columns, given = [], []
    for rows in named.values():
        try:
            sql, params = rows.order_by().values("pk")[: COUNTED + 1].query.get_compiler(rows.db).as_sql()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE 1 = 0", ()
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) _counted)")  # noqa: S608 - Django's own
        given.extend(params)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", given)
        return dict(zip(named, cursor.fetchone(), strict=True))


def in_my_unit(user: Any) -> Q:
    """Records of the units where the person works or which they manage, and of the units below."""
    works = Membership.objects.standing_on(clock.today()).filter(user_id__in=user.authority.person_ids)
    there = Q(ancestor_id__in=works.values("unit_id")) | Q(ancestor_id__in=user.authority.units_as(Role.MANAGER))
    return Q(unit_id__in=UnitPath.objects.filter(there, inside=True).values("unit_id"))


def actions_to_verify(user: Any) -> Q:
    """Actions reported as done that the person may verify: never those that they did or helped with."""
    authority = user.authority
    officer_of = inside_subtree(authority.units_as(Role.OFFICER))
    allowed = Q(approver_id__in=authority.person_ids)
    allowed |= Q(raised_by_unit_id__in=officer_of) | Q(unit_id__in=officer_of)
    without_account = Q(owner_id=None, brought_in=False, assigned_by_id__in=authority.person_ids)
    helped = ActionHelper.objects.filter(_is_one_with(user, "user_id"), action_id=OuterRef("id"), ended_at=None)
    done = Action.history.filter(id=OuterRef("id"), operation="action.done")
    # as the rule has it: who reported last, not whoever reported before it was sent back
    reported = done.filter(_is_one_with(user, "history_user_id")).exclude(
        Exists(done.filter(sequence__gt=OuterRef("sequence")))
    )
    owned = Q(owner_id__isnull=False) & _is_one_with(user, "owner_id")
    theirs = owned | Q(Exists(helped)) | Q(owner_id=None) & Q(Exists(reported))
    return Q(status=ActionStatus.DONE) & (allowed | without_account) & ~theirs


def _is_one_with(user: Any, field: str) -> Q:
    """Whether the field names the person, or somebody who counts as one with them; asked inside the one query."""
    people = user.authority.person_ids
    deputies = ActingFor.objects.standing_on(clock.today()).filter(principal_id__in=people).values("deputy_id")
    return Q(**{f"{field}__in": people}) | Q(**{f"{field}__in": deputies})
