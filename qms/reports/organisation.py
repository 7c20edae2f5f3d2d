"""Lists of units and of people."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.folding import fold
from qms.models.organisation import Unit
from qms.models.people import MACHINE_ACCOUNTS, Membership, RoleAssignment, User
from qms.reports.declaration import Column, Create, Report, allowed_by
from qms.tables.organisation import PersonFilter, PersonTable, UnitsFilter, UnitTable


def search_folded(rows: QuerySet, text: str) -> QuerySet:
    """Rows whose folded text holds every word."""
    for word in fold(text).split()[:8]:
        rows = rows.filter(search_text__contains=word)
    return rows


class UnitReport(Report):
    """Units that the person may name."""

    name = "units"
    title = _("Units")
    model = Unit
    table_class = UnitTable
    filterset_class = UnitsFilter
    row_template = "qms/organisation/unit_row.html"
    related = ("parent",)
    order = ("sort_key", "id")
    columns = (
        Column(_("Code"), "code", width=14),
        Column(_("Name in Vietnamese"), "name_vi", width=50),
        Column(_("Name in English"), "name_en", width=50),
        Column(_("Kind"), "kind", width=22),
        Column(_("Code of the unit above"), "parent.code", width=14),
        Column(_("Administrative superior"), "superior_text"),
        Column(_("From"), "valid_from", "date"),
        Column(_("To"), "valid_to", "date"),
    )
    create = Create(_("New unit"), lambda: reverse("unit_new"), allowed_by("qms.manage_organisation"))

    def search(self, rows: QuerySet, text: str, as_of: Any) -> QuerySet:
        return search_folded(rows, text)


def people_visible_to(user: Any) -> QuerySet:
    """People whom the person may look up: who work in units that they may name; administrators see everybody."""
    people = User.objects.exclude(username__in=MACHINE_ACCOUNTS)
    if user.is_system or user.authority.is_admin:
        return people
    units = Unit.objects.visible_to(user).values("pk")
    works = Membership.objects.standing_on(clock.today()).filter(unit_id__in=units)
    return people.filter(is_active=True, pk__in=works.values("user_id"))


class PersonReport(Report):
    """People whom the person may look up."""

    name = "people"
    title = _("People")
    model = User
    table_class = PersonTable
    filterset_class = PersonFilter
    row_template = "qms/organisation/person_row.html"
    order = ("sort_key", "id")
    columns = (
        Column(_("Name"), "full_name"),
        Column(_("Account"), "username", width=18),
        Column(_("Position in Vietnamese"), "position_vi"),
        Column(_("Position in English"), "position_en"),
    )
    create = Create(_("New person"), lambda: reverse("person_new"), allowed_by("qms.manage_people"))

    def visible(self, user: Any) -> QuerySet:
        return people_visible_to(user)

    def search(self, rows: QuerySet, text: str, as_of: Any) -> QuerySet:
        return search_folded(rows, text)

    def records(self, rows: QuerySet, as_of: Any) -> list[Any]:
        """The page's people with their units and roles of today: two queries for all of them."""
        people = list(rows)
        units, roles = defaultdict(list), defaultdict(list)
        keys = [person.pk for person in people]
        for row in Membership.objects.standing_on(clock.today()).filter(user_id__in=keys).select_related("unit"):
            units[row.user_id].append(row.unit.name)
        held = RoleAssignment.objects.standing_on(clock.today()).filter(user_id__in=keys).select_related("unit")
        for row in held:
            roles[row.user_id].append(f"{row.get_role_display()} ({row.unit.code})")
        for person in people:
            person.unit_names, person.role_names = units[person.pk], roles[person.pk]
        return people
