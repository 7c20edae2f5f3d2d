"""What the saved views of nonconformities hold."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from inspections.enums import NonconformityStatus
from inspections.models import Cause, CorrectiveAction, Nonconformity
from qms.history.standing import day_shown
from qms.models.actions import ActionHelper


def effects_to_judge(user: Any) -> Q:
    """Nonconformities whose effect the person judges, today or later: named, and took no part in them."""
    people = user.authority.person_ids
    causes = Cause.objects.filter(nonconformity_id=OuterRef("id"))
    causes = causes.filter(Q(author_id__in=people) | Q(confirmed_by_id__in=people))
    helped = ActionHelper.objects.filter(user_id__in=people).values("action_id")
    actions = CorrectiveAction.objects.filter(nonconformity_id=OuterRef("id"))
    actions = actions.filter(Q(action__owner_id__in=people) | Q(action_id__in=helped))
    named = Q(status=NonconformityStatus.EFFECTIVENESS_CHECK, verifier_id__in=people)
    if day_shown() is None:  # by the index of verifiers; without it every one at this state is read
        named &= Q(id__in=Nonconformity.objects.filter(verifier_id__in=people).order_by().values("id"))
    mine = Q(proposed_by_id__in=people, proposed_by_id__isnull=False)
    mine |= Q(approved_by_id__in=people, approved_by_id__isnull=False)
    return named & ~mine & ~Q(Exists(causes)) & ~Q(Exists(actions))
