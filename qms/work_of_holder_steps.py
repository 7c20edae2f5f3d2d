"""What of a transition stands on home pages: the next thing of one's own holder, and lost proofs for who leads."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.enums import Role, StepState, TransitionGroup, TransitionStatus
from qms.models.transition import HolderStep, TransitionDeadline, TransitionHolder, TransitionStep
from qms.registry import WorkItem
from qms.transition.deadlines import binding, deadlines_for
from qms.transition.next_things import next_things, words

MOST = 20  # lost proofs


def next_of_holders(user: Any) -> Iterable[WorkItem]:
    """For a holder's quality officer: the next thing of each transition that it takes part in; four queries."""
    units = user.authority.units_as(Role.OFFICER)
    if not units:
        return
    rows = TransitionHolder.objects.filter(
        unit_id__in=units, ended_at=None, completed_on=None, programme__status=TransitionStatus.RUNNING
    ).exclude(group=TransitionGroup.EXEMPT)
    holders = list(rows.select_related("unit", "programme").order_by("pk")[:MOST])
    if not holders:
        return
    programmes = [one.programme_id for one in holders]
    steps, deadlines, states = defaultdict(list), defaultdict(list), defaultdict(list)
    for step in TransitionStep.objects.filter(programme__in=programmes, ended_at=None).order_by("position", "pk"):
        steps[step.programme_id].append(step)
    for deadline in TransitionDeadline.objects.filter(programme__in=programmes, ended_at=None):
        deadlines[deadline.programme_id].append(deadline)
    for state in HolderStep.objects.filter(holder__in=[one.pk for one in holders]):
        states[state.holder_id].append(state)
    for holder in holders:
        set_for_it = deadlines_for(deadlines[holder.programme_id], holder.group, holder.obligation)
        last_day = binding(set_for_it)
        for thing in next_things(
            holder, steps[holder.programme_id], states[holder.pk], last_day, most=1, in_detail=False
        ):
            yield WorkItem(
                group="do",
                title=thing.title,
                url=holder.get_absolute_url(),
                kind=_("Transition"),
                due=thing.due,
                unit=holder.unit.name,
                note=thing.text,
            )


def lost_proofs(user: Any) -> Iterable[WorkItem]:
    """For the quality officer of the leading unit: steps whose proof is gone, the latest first; one query."""
    units = user.authority.units_as(Role.OFFICER)
    if not units:
        return
    rows = HolderStep.objects.filter(
        state=StepState.LOST, step__ended_at=None, holder__ended_at=None,
        holder__programme__unit_id__in=units, holder__programme__status=TransitionStatus.RUNNING,
    )  # fmt: skip
    for row in rows.select_related("holder__unit", "step").order_by("-lost_on", "pk")[:MOST]:
        if row.holder.unit_id not in units:
            yield WorkItem(
                group="do",
                title=_("Proof lost: %(step)s") % {"step": row.step.title},
                url=row.holder.get_absolute_url(),
                kind=_("Transition"),
                unit=row.holder.unit.name,
                note=words(row.proof, "lost"),
            )
