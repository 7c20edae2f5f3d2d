"""Where the record of what 4.1, 4.2 and 6.1 newly ask for begins, on the page of a holder's clause."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import RiskKind
from qms.models.context import ContextFactor, InterestedParty
from qms.models.reach import UnitPath
from qms.models.risks import Risk
from qms.transition.starters import Starter


def address(name: str, **more: str) -> Callable[[Any], str]:
    """The form, begun for the holder's unit and the edition to which it moves."""

    def url(holder: Any) -> str:
        asked = {"unit": holder.unit_id, "edition": holder.programme.to_edition_id} | more
        return f"{reverse(name)}?{'&'.join(f'{key}={value}' for key, value in asked.items())}"

    return url


def standing(model: Any, **narrowed: str) -> Callable[[Iterable[Any]], dict[int, int]]:
    """How many records stand in the QMS of each holder, in two queries for all of them."""

    def count(holders: Iterable[Any]) -> dict[int, int]:
        own = {holder.unit_id: 0 for holder in holders}
        paths = UnitPath.objects.filter(ancestor_id__in=own, inside=True)
        rows = model.objects.filter(ended_at=None, unit_id__in=paths.values("unit_id"), **narrowed).order_by()
        numbers = dict(rows.values_list("unit_id").annotate(number=Count("pk")))
        for holder, unit in paths.values_list("ancestor_id", "unit_id"):
            own[holder] += numbers.get(unit, 0)
        return own

    return count


CHANCE = {"kind": str(RiskKind.OPPORTUNITY)}

STARTERS = (
    Starter(r"4\.1", _("Record an issue of the context"), address("context_factor_new"), standing(ContextFactor)),
    Starter(r"4\.2", _("Record an interested party"), address("interested_party_new"), standing(InterestedParty)),
    Starter(r"6\.1(\.[12])?", _("Record a risk or an opportunity"), address("risk_new"), standing(Risk)),
    Starter(r"6\.1\.3", _("Record an opportunity"), address("risk_new", **CHANCE), standing(Risk, **CHANCE)),
)
"""6.1.3 stands in the edition of 2026 alone and is about opportunities."""
