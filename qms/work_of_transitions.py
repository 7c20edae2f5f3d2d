"""What of transition programmes stands on a person's home page."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.enums import Role, TransitionStatus
from qms.models.clause_moves import ClauseDecision
from qms.models.reach import inside_subtree
from qms.models.transition import TransitionProgramme
from qms.registry import WorkItem
from qms.transition.choosing import changed_since
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


def decisions_to_look_at_again(user: Any) -> Iterable[WorkItem]:
    """For the quality officer: decisions of their units that were made before the correspondence was corrected."""
    units = user.authority.units_as(Role.OFFICER)
    if not units:
        return
    own = ClauseDecision.objects.filter(ended_at=None, unit_id__in=inside_subtree(units))
    rows = TransitionProgramme.objects.filter(status=TransitionStatus.RUNNING, pk__in=own.values("programme_id"))
    for programme in rows.select_related("unit").order_by("pk")[:MOST]:
        changed = changed_since(programme)
        told = own.filter(programme=programme, from_clause_id__in=changed)
        versions = told.values_list("from_clause_id", "correspondence_version")
        count = sum(changed[clause] > version for clause, version in versions)
        if count:
            text = ngettext("%(count)d decision to look at again", "%(count)d decisions to look at again", count)
            yield WorkItem(
                group="do",
                title=programme.title,
                url=f"{reverse('clause_decisions', args=[programme.uid])}?show=again",
                kind=_("Decisions on clauses"),
                unit=programme.unit.name,
                note=text % {"count": count},
            )
