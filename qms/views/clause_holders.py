"""Finding the holder whose clauses are judged: its own side only; units above see progress, not judgements."""

from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from qms.models.transition import TransitionHolder

RELATED = ("unit__parent", "programme__from_edition__standard", "programme__to_edition__standard", "programme__unit")


def own_holder(user: Any, uid: Any) -> TransitionHolder:
    """The holder of that uid on the person's side. Raises Http404, the same for absent and unseen."""
    holder = TransitionHolder.objects.filter(uid=uid).select_related(*RELATED).order_by().first()
    if holder is None or not is_on_side(user, holder):
        raise Http404
    return holder


def is_on_side(user: Any, holder: TransitionHolder) -> bool:
    """Whether the person reaches the holder's own records."""
    return bool(user.is_system or holder.lies_on_side_of(user))


def holder_url(holder: TransitionHolder) -> str:
    """The holder's own page in the transition, "" while there is none."""
    try:
        return holder.get_absolute_url()
    except NoReverseMatch:
        return ""


def clauses_url(holder: TransitionHolder) -> str:
    """The list of the holder's clauses."""
    return reverse("clause_works", args=[holder.uid])


def clause_url(holder: TransitionHolder, clause: Any, step: str = "") -> str:
    """The page of one clause, or one of its steps."""
    if step:
        return reverse("clause_work_step", args=[holder.uid, clause.uid, step])
    return reverse("clause_work", args=[holder.uid, clause.uid])
