"""What of transition programmes stands on a person's home page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.enums import Role, TransitionStatus
from qms.models.reach import inside_subtree
from qms.models.transition import TransitionProgramme
from qms.registry import WorkItem
from qms.transition_workflow import TRANSITION

MOST = 20  # programmes


def programmes_to_approve(user: Any) -> Iterable[WorkItem]:
    """Drafts that are ready for the signature of top management."""
    top = user.authority.units_as(Role.TOP)
    if not top:
        return
    rows = TransitionProgramme.objects.filter(status=TransitionStatus.DRAFT, unit_id__in=inside_subtree(top))
    for programme in rows.select_related("unit").order_by("pk")[:MOST]:
        if TRANSITION.blockers("approve", programme, user).allowed:
            yield WorkItem(
                group="decide",
                title=programme.title,
                url=programme.get_absolute_url(),
                kind=_("Transition"),
                unit=programme.unit.name,
                note=_("Approve the programme"),
            )
