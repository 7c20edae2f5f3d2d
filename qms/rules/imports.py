"""Who brings registers in from elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, denied, may, rule
from qms.registry import registry
from qms.rules.people import is_officer_of

OF_ADMINISTRATORS = ("qms.manage_organisation", "qms.manage_people")
OFFICERS_ONLY = _("Registers are brought in by quality officers.")


@rule("qms.open_imports")
def may_open_imports(user: Any, record: Any = None) -> Decision:
    """The import pages are the quality officers'; administrators bring in units and people there."""
    officer = user.is_system or bool(user.authority.units_as(Role.OFFICER, Role.ADMIN))
    return allow_if(officer, OFFICERS_ONLY, _("a quality officer, an administrator"))


@rule("qms.import_register")
def may_import_register(user: Any, unit: Any) -> Decision:
    """A register is brought into a unit by a quality officer over it."""
    return allow_if(
        is_officer_of(user, unit.pk),
        _("Registers are brought in by the quality officer of the unit that they belong to."),
        _("a quality officer"),
    )


@rule("qms.undo_import")
def may_undo_import(user: Any, run: Any) -> Decision:
    """An officer of the unit whose register it was, or who brought it in, while an officer; ours where no unit is."""
    kind = registry.import_kinds.get(run.kind)
    if kind is None:
        return denied(_("Records of this kind stay once they are brought in: end or withdraw them on their own pages."))
    if kind.permission in OF_ADMINISTRATORS:
        return may(user, kind.permission, None)
    officer = is_officer_of(user, run.unit_id) if run.unit_id else bool(user.is_system)
    brought = run.brought_by_id == user.pk and bool(user.authority.units_as(Role.OFFICER))
    return allow_if(
        officer or brought,
        _("An import is undone by a quality officer of the unit, or by who brought it in while a quality officer."),
        _("a quality officer"),
    )
