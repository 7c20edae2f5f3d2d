"""What the queue of clauses registers: reach of decisions and runs, parts of records' pages, work at home."""

from typing import Any

from django.db.models import Q

from qms.history.timeline import relate
from qms.models.reach import UnitPath, inside_subtree
from qms.models.transition import TransitionHolder
from qms.registry import registry


def led(user: Any) -> Q:
    """What happens in a transition that one's own side leads."""
    return Q(programme__unit_id__in=inside_subtree(user.authority.record_units))


def held_above(user: Any) -> Q:
    """Decisions of units above, in a transition in which one's own side takes part: they hold for it."""
    authority = user.authority
    own = inside_subtree(authority.record_units)
    taking_part = TransitionHolder.objects.filter(ended_at=None, unit_id__in=inside_subtree(_with_holders(authority)))
    above = UnitPath.objects.filter(unit_id__in=own).values("ancestor_id")
    return Q(unit_id__in=above, record_id=None, programme_id__in=taking_part.values("programme_id"))


def _with_holders(authority: Any) -> frozenset[int]:
    return authority.record_units | (authority.holders if authority.record_units else frozenset())


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.views import moved_clauses  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_document_panel, add_record_panel  # noqa: PLC0415 - the same

    registry.further_reach.setdefault("qms.clausedecision", []).extend([led, held_above])
    registry.further_reach.setdefault("qms.transitionrun", []).append(led)
    relate("qms.clausedecision", "qms.decisiontarget", "decision")
    add_document_panel(10, moved_clauses.old_edition_panel)
    add_document_panel(40, moved_clauses.moved_on_document)
    for label in ("inspections.finding", "inspections.nonconformity", "inspections.programme", "qms.risk"):
        add_record_panel(label, 40, moved_clauses.moved_panel)
