"""The proof that a holder has assessed its gaps: every auditable clause of the new edition is judged."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.enums import StepState
from qms.models.clause_work import ClauseWork
from qms.models.standards import Clause
from qms.registry import Proved, StepProof


def prove_gap(step: Any, holders: Iterable[Any]) -> dict[int, Proved]:
    """How many clauses each holder has judged, and when it began or finished; in few queries for any number.

    A clause counts from the day on which it was first judged: judging it anew moves nothing.
    """
    edition_id = step.programme.to_edition_id
    whole = Clause.objects.filter(edition_id=edition_id).auditable().count()
    by_key = {holder.pk: holder for holder in holders}
    rows = ClauseWork.history.filter(
        history_type="+", holder__in=list(by_key), clause__edition_id=edition_id, clause__auditable=True
    ).order_by()
    counted = rows.values("holder_id").annotate(done=Count("id"), first=Min("judged_on"), last=Max("judged_on"))
    return {
        row["holder_id"]: _proved(by_key[row["holder_id"]], row["done"], whole, row["first"], row["last"])
        for row in counted
    }


def _proved(holder: Any, done: int, whole: int, first: Any, last: Any) -> Proved:
    finished = 0 < whole <= done
    return Proved(
        state=str(StepState.PROVED if finished else StepState.IN_HAND),
        on=last if finished else first,
        text=_("%(done)d of %(all)d clauses judged") % {"done": done, "all": whole},
        url=reverse("clause_works", args=[holder.uid]),
        done=done,
        all=whole,
    )


GAP = StepProof(
    gettext_lazy("Gap assessment"),
    gettext_lazy("Every clause of the new edition that carries a requirement has been judged."),
    prove_gap,
)
