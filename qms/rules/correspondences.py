"""Who corrects the table between two editions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.enums import Role, TransitionStatus
from qms.models.transition import TransitionProgramme
from qms.policy import Allowed, Decision, allow_if, rule


@rule("qms.correct_correspondence")
def may_correct_correspondence(user: Any, row: Any) -> Decision:
    """Who keeps standards, or an officer of a unit that leads a programme between the two editions of the row."""
    if policy.may(user, "qms.manage_standards", row):
        return Allowed
    units = user.authority.units_as(Role.OFFICER)
    programmes = TransitionProgramme.objects.exclude(status=TransitionStatus.CLOSED).filter(unit_id__in=units)
    leads = row is not None and programmes.filter(
        from_edition_id=row.from_edition_id, to_edition_id=row.to_edition_id
    ).exists()  # fmt: skip
    return allow_if(
        bool(leads), _("The table between two editions is corrected by quality officers."), _("a quality officer")
    )
