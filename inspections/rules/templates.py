"""Who writes, publishes and withdraws checklist templates, and who adds a line to a checklist."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.rules.inspections import may_answer
from qms.enums import Role
from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_officer_of

WRITTEN_BY = _("A checklist template is written by the quality officer or an inspector of the unit that keeps it.")
WRITERS = _("a quality officer, an inspector of the unit")


def unit_of(record: Any) -> int | None:
    """The unit that keeps the template: of a template, or of one of its versions."""
    return getattr(record, "template", record).unit_id


@rule("inspections.write_template")
def may_write_template(user: Any, record: Any) -> Decision:
    """Written by the quality officer or an inspector of the unit that keeps it."""
    unit = unit_of(record)
    return allow_if(
        is_officer_of(user, unit) or user.authority.has_role(unit, Role.INSPECTOR),
        WRITTEN_BY,
        WRITERS,
    )


@rule("inspections.publish_template")
def may_publish_template(user: Any, record: Any) -> Decision:
    """Put in force and withdrawn by the quality officer of the unit that keeps it."""
    return allow_if(
        is_officer_of(user, unit_of(record)),
        _("A checklist template is published and withdrawn by the quality officer of the unit that keeps it."),
        _("a quality officer"),
    )


@rule("inspections.add_line")
def may_add_line(user: Any, inspection: Any) -> Decision:
    """A line is added by hand by the team that asks."""
    return may_answer(user, inspection)
