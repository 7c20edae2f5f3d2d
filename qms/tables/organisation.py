"""Columns and filters of units and people."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role, UnitKind
from qms.models.people import Membership, RoleAssignment
from qms.models.reach import UnitPath
from qms.tables.filters import RegisterFilter, UnitFilter


class UnitTable(tables.Table):
    """Columns of units."""

    code = tables.Column(verbose_name=_("Code"))
    name = tables.Column(verbose_name=_("Name"), order_by=("sort_key",))
    kind = tables.Column(verbose_name=_("Kind"))
    parent = tables.Column(verbose_name=_("Reports to"), order_by=("parent__sort_key",))
    valid_from = tables.Column(verbose_name=_("From"))
    valid_to = tables.Column(verbose_name=_("To"))


class UnitsFilter(RegisterFilter):
    """By kind, or below a unit."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=UnitKind.choices)
    below = UnitFilter(field_name="id", label=_("At or below"))


class PersonTable(tables.Table):
    """Columns of people."""

    full_name = tables.Column(verbose_name=_("Name"), order_by=("sort_key",))
    username = tables.Column(verbose_name=_("Account"))
    position_vi = tables.Column(verbose_name=_("Position"), orderable=False)
    units = tables.Column(verbose_name=_("Works in"), orderable=False)
    roles = tables.Column(verbose_name=_("Roles"), orderable=False)


class PersonFilter(RegisterFilter):
    """By role, or by unit worked in."""

    role = filters.ChoiceFilter(label=_("Role"), choices=Role.choices, method="in_role")
    unit = UnitFilter(method="in_unit")

    def in_role(self, rows: Any, name: str, value: str) -> Any:
        """People who hold the role today."""
        held = RoleAssignment.objects.standing_on(clock.today()).filter(user=OuterRef("pk"), role=value)
        return rows.filter(Exists(held))

    def in_unit(self, rows: Any, name: str, value: Any) -> Any:
        """People who work today in the unit or below it."""
        below = UnitPath.objects.filter(ancestor=value).values("unit_id")
        works = Membership.objects.standing_on(clock.today()).filter(user=OuterRef("pk"), unit_id__in=below)
        return rows.filter(Exists(works))
