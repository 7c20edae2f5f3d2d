"""On a record's page: which clauses it cites since a move, by whose decision; that its text names an old edition."""

from functools import partial
from typing import Any

from django.db.models import Q

from qms.enums import TransitionStatus
from qms.history.timeline import may_hang_on
from qms.models.clause_moves import ClauseDecision, TransitionRun
from qms.models.issue_lines import Citation
from qms.models.reach import inside_ancestors
from qms.models.transition import KeptDocument, TransitionProgramme
from qms.registry import registry
from qms.transition.provenance import moved_by
from qms.views.panels import Panel, Shown


def reference_models(record: Any) -> list[Any]:
    """Models of references that hang on records of this kind and follow to another edition."""
    models = {kind.model: None for kind in registry.moving_kinds.values()}
    return [model for model in models if _hangs_on(model, type(record))]


def _hangs_on(model: Any, record_model: Any) -> bool:
    fields = {one.name: one for one in model._meta.concrete_fields}
    return "record" in fields and fields["record"].related_model is record_model


def moved_panel(record: Any, user: Any) -> Panel | None:
    """The clauses that a move leads to, added by it or cited already; nothing where there is none."""
    rows = []
    for model in filter(partial(may_hang_on, record), reference_models(record)):
        cited = model.objects.filter(record=record, ended_at=None, clause__isnull=False)
        references = list(cited.select_related("clause__edition__standard").order_by("clause__position"))
        moves = moved_by(references)
        rows += [(reference, move) for reference in references for move in moves.get(reference.pk, ())]
    if not rows:
        return None
    seen = _within_reach(user, [move for _reference, move in rows])
    told = [
        {
            "clause": reference.clause,
            "edition": reference.clause.edition.code,
            "move": move,
            "decision_url": move.decision.get_absolute_url() if move.decision and move.decision in seen else "",
            "run_url": move.run.get_absolute_url() if move.run in seen else "",
        }
        for reference, move in rows
    ]
    return Panel("qms/transition/moved.html", {"moved_rows": told}, "main")


def _within_reach(user: Any, moves: list[Any]) -> set[Any]:
    decisions = {move.decision.pk for move in moves if move.decision is not None}
    found: set[Any] = set(ClauseDecision.objects.visible_to(user).filter(pk__in=decisions)) if decisions else set()
    return found | set(TransitionRun.objects.visible_to(user).filter(pk__in={move.run.pk for move in moves}))


def moved_on_document(shown: Shown) -> Panel | None:
    """The same on a document's page, for its own side."""
    return moved_panel(shown.record, shown.user) if shown.own_side and shown.as_of is None else None


def old_edition_panel(shown: Shown) -> Panel | None:
    """That the text in force names an edition which is being left: flagged until it is issued anew."""
    issue = shown.in_force
    if issue is None or not shown.own_side or shown.as_of is not None:
        return None
    codes = set(Citation.objects.filter(issue_id=issue.pk, kind="edition").values_list("code", flat=True))
    programmes = _running_for(shown.record) if codes else []
    found = [one for one in programmes if one.from_edition.code in codes]
    if not found:
        return None
    kept = KeptDocument.objects.filter(document=shown.record, ended_at=None, programme__in=found)
    found = [one for one in found if one.pk not in set(kept.values_list("programme_id", flat=True))]
    return Panel("qms/transition/old_edition.html", {"programmes": found, "issue": issue}, "top") if found else None


def _running_for(document: Any) -> list[TransitionProgramme]:
    above = inside_ancestors([document.unit_id])
    rows = TransitionProgramme.objects.filter(
        Q(holders__unit_id__in=above, holders__ended_at=None), status=TransitionStatus.RUNNING
    )
    return list(rows.select_related("from_edition__standard", "to_edition__standard").distinct().order_by("pk"))
