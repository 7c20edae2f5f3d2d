"""What became of a document on the way from one edition to the next: references, issues, decisions, successors."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.enums import DocumentKind
from qms.models.clause_moves import ClauseMove
from qms.models.documents import HEAVY, ONCE_APPROVED, Document, DocumentClause, Issue
from qms.models.reach import inside_subtree
from qms.models.standards import Correspondence
from qms.models.transition import KeptDocument, TransitionHolder


@dataclass
class Reference:
    """A clause that the document cites, and by which move it came to cite it."""

    row: DocumentClause
    move: ClauseMove | None = None


@dataclass
class Story:
    """One transition as the document went through it."""

    holder: TransitionHolder
    old: list[Reference] = field(default_factory=list)
    new: list[Reference] = field(default_factory=list)
    before: list[Issue] = field(default_factory=list)
    after: list[Issue] = field(default_factory=list)
    kept: KeptDocument | None = None
    took_over: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_gone(self) -> bool:
        """Whether no issue of it holds any more."""
        latest = self.latest
        return latest is None or (latest.withdrawn_on is not None and latest.withdrawn_on <= clock.today())

    @property
    def latest(self) -> Issue | None:
        """The issue whose day came last."""
        came = (one for one in (*self.after, *self.before) if one.effective_on and one.effective_on <= clock.today())
        return next(came, None)

    @property
    def outcome(self) -> dict[str, str]:
        """In one sentence: re-issued, kept, withdrawn, or still to be dealt with."""
        gone = self.latest
        if gone is not None and self.is_gone:
            words = {"day": f"{gone.withdrawn_on:%d/%m/%Y}", "document": str(gone.replacement or "")}
            text = (
                _("Withdrawn on %(day)s, replaced by %(document)s.") if gone.replacement else _("Withdrawn on %(day)s.")
            )
            return {"tone": "neutral", "icon": "ban", "text": text % words}
        if self.after:
            text = _("Re-issued: issue %(issue)s in force from %(day)s.")
            words = {"issue": self.after[0].numbers, "day": f"{self.after[0].effective_on:%d/%m/%Y}"}
            return {"tone": "success", "icon": "circle-check", "text": text % words}
        if self.kept is not None:
            words = {"day": f"{self.kept.decided_on:%d/%m/%Y}", "person": str(self.kept.decided_by)}
            text = _("Kept as it is, decided by %(person)s on %(day)s.") % words
            return {"tone": "info", "icon": "check", "text": text}
        return {
            "tone": "warning",
            "icon": "clock",
            "text": _("Nothing decided yet: re-issue it, keep it, or withdraw it."),
        }


def holders_of(document: Document) -> Any:
    """The holders in a transition to whose QMS the document belongs."""
    rows = TransitionHolder.objects.filter(
        unit__below__unit_id=document.unit_id, unit__below__inside=True, ended_at=None
    )
    return rows.select_related("unit", "programme__from_edition__standard", "programme__to_edition__standard").order_by(
        "-began_on", "-pk"
    )


def stories_of(document: Document, user: Any) -> list[Story]:
    """One for each transition in which its holder takes part; other documents only within the person's reach."""
    holders = list(holders_of(document))
    references = _references(document)
    issues = _issues(document)
    kept = {
        row.programme_id: row
        for row in KeptDocument.objects.filter(document=document, ended_at=None).select_related("decided_by")
    }
    stories = []
    for holder in holders:
        programme = holder.programme
        old, new = references[programme.from_edition_id], references[programme.to_edition_id]
        if any(references.values()) and not (old or new or programme.pk in kept):
            continue  # it cites another standard alone: this transition asks nothing of it
        story = Story(holder, old, new, kept=kept.get(programme.pk))
        story.before = [one for one in issues if one.effective_on < holder.began_on]
        story.after = [one for one in issues if one.effective_on >= holder.began_on]
        story.took_over = _took_over(document, story, user)
        stories.append(story)
    return stories


def _issues(document: Document) -> list[Any]:
    rows = document.issues.filter(status__in=ONCE_APPROVED, effective_on__isnull=False).select_related("replacement")
    return list(rows.defer(*HEAVY).order_by("-effective_on", "-pk"))


def _references(document: Document) -> dict[int, list[Reference]]:
    """By edition, each with the move that made it, where one did."""
    rows = DocumentClause.objects.filter(record=document, ended_at=None, clause__isnull=False)
    listed = list(rows.select_related("clause__edition").order_by("clause__position", "pk"))
    moves: dict[int, ClauseMove] = {}
    kinds = (DocumentClause._meta.label, DocumentClause._meta.label_lower)
    told = ClauseMove.objects.filter(kind__in=kinds, new_id__in=[row.pk for row in listed])
    for move in told.select_related("from_clause", "decision__decided_by", "run__made_by").order_by("pk"):
        if move.act > 0:
            moves[move.new_id or 0] = move
        else:
            moves.pop(move.new_id or 0, None)
    found: dict[int, list[Reference]] = defaultdict(list)
    for row in listed:
        clause: Any = row.clause
        found[clause.edition_id].append(Reference(row, moves.get(row.pk)))
    return found


def _took_over(document: Document, story: Story, user: Any) -> list[dict[str, Any]]:
    """By clause: other documents in force that cite what its old clauses became and it cites no more itself."""
    programme = story.holder.programme
    rows = Correspondence.objects.filter(
        from_edition_id=programme.from_edition_id,
        to_edition_id=programme.to_edition_id,
        from_clause__in=[one.row.clause_id for one in story.old],
        to_clause__isnull=False,
        ended_at=None,
    )
    units = inside_subtree([story.holder.unit_id])
    reached = Document.objects.in_force(clock.today()).visible_to(user).filter(unit_id__in=units)
    reached = reached.exclude(kind=DocumentKind.EXTERNAL).exclude(pk=document.pk)
    cited = DocumentClause.objects.filter(
        ended_at=None, clause__in=rows.values("to_clause"), record__in=reached.values("pk")
    )
    if not story.is_gone:
        cited = cited.exclude(clause__in=[one.row.clause_id for one in story.new])
    found: dict[int, dict[str, Any]] = {}
    for row in cited.select_related("record", "clause").order_by("clause__position", "record__number"):
        found.setdefault(row.clause_id or 0, {"clause": row.clause, "documents": []})["documents"].append(row.record)
    return list(found.values())
