"""Who corrects the table between two editions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.enums import Role, TransitionStatus
from qms.models.transition import TransitionProgramme
from qms.policy import Decision, allow_if, rule


@rule("qms.correct_correspondence")
def may_correct_correspondence(user: Any, row: Any) -> Decision:
    """While programmes run between the two editions, officers of the units that lead them; else who keeps standards.

    The table is everybody's: what one department changed in it would move the records of all.
    """
    leading = _leading(row)
    if user.is_system or not leading:
        return policy.may(user, "qms.manage_standards", row)
    return allow_if(
        any(user.authority.has_role(unit_id, Role.OFFICER) for unit_id in leading),
        _("A transition follows this table: it is corrected by the quality officer of the unit that leads it."),
        _("a quality officer of the leading unit"),
    )


def _leading(row: Any) -> set[int]:
    if row is None:
        return set()
    programmes = TransitionProgramme.objects.exclude(status=TransitionStatus.CLOSED)
    between = programmes.filter(from_edition_id=row.from_edition_id, to_edition_id=row.to_edition_id)
    return set(between.values_list("unit_id", flat=True))
