"""The last step of a transition: a declaration in force under the new edition, and no open major nonconformity."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import DeclarationStatus, StepState
from qms.models.declarations import Declaration
from qms.registry import Proved, registry


def prove_declared(step: Any, holders: Iterable[Any]) -> dict[int, Proved]:
    """By holder's key; three queries and those of what speaks against it, however many holders."""
    listed = list(holders)
    units = {holder.unit_id for holder in listed}
    edition = step.programme.to_edition_id
    rows = Declaration.objects.filter(unit__in=units, edition=edition)
    standing = {row.unit_id: row for row in rows.in_force(clock.today()).order_by("effective_on", "pk")}
    drafts = {row.unit_id: row for row in rows.filter(status=DeclarationStatus.DRAFTED)}
    against = _against(set(standing))
    return {
        holder.pk: _proved(standing.get(holder.unit_id), drafts.get(holder.unit_id), against.get(holder.unit_id, ""))
        for holder in listed
        if holder.unit_id in standing or holder.unit_id in drafts
    }


def _against(units: set[int]) -> dict[int, str]:
    said: dict[int, str] = {}
    for provider in registry.declaration_faults:
        said |= provider(units)
    return said


def _proved(standing: Declaration | None, draft: Declaration | None, against: str) -> Proved:
    if standing is None:
        assert draft is not None, "one of them"
        text = _("Declaration %(number)s is drafted.") % {"number": draft.number}
        return Proved(StepState.IN_HAND, text=text, url=draft.get_absolute_url())
    assert standing.effective_on is not None, "in force"
    day = date_format(standing.effective_on, "d/m/Y")
    names = {"number": standing.number, "decision": standing.decision_number, "day": day}
    text = _("Declaration %(number)s by Decision %(decision)s, in force from %(day)s.") % names
    state = StepState.IN_HAND if against else StepState.PROVED
    return Proved(state, standing.effective_on, f"{text} {against}".strip(), standing.get_absolute_url())
