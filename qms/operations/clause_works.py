"""Judging clauses of the new edition for a holder, and raising actions for gaps; always several at once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus, ClauseJudgement, TransitionGroup, TransitionStatus
from qms.events import announce
from qms.history import bulk
from qms.history.recording import ReasonMissing, current_change, operation
from qms.models.actions import Action
from qms.models.clause_work import ClauseWork, ClauseWorkAction
from qms.models.participation import Participation, end_participation
from qms.models.reach import participation_rows
from qms.models.transition import TransitionHolder
from qms.notices import notify
from qms.operations.actions import propose_actions
from qms.transition.clause_picture import GAPS
from qms.workflow import Conflict, StepRefused

RULE = "qms.judge_clause"
FACTS = ("judgement", "statement", "reason")


@dataclass(frozen=True)
class ClauseDraft:
    """How somebody judges one clause. `why_not` says why it does not apply; `version`: of the judgement that was seen.

    Version 0 says that none was seen, None that it does not matter.
    """

    holder: TransitionHolder
    clause: Any
    judgement: str
    statement: str = ""
    why_not: str = ""
    version: int | None = None

    def facts(self) -> dict[str, str]:
        """What the record holds of it."""
        applies = self.judgement != ClauseJudgement.NOT_APPLICABLE
        return {
            "judgement": str(self.judgement),
            "statement": self.statement.strip(),
            "reason": "" if applies else self.why_not.strip(),
        }


@operation("judge_clauses")
def judge_clauses(drafts: Sequence[ClauseDraft], *, by: Any) -> list[ClauseWork]:
    """Judge clauses, for one holder or many; the same judgement again writes nothing.

    Another judgement in place of one that stands needs a reason. Returns the judgements in the order of the drafts.
    """
    _require(by, [draft.holder for draft in drafts])
    faults = [fault for draft in drafts for fault in draft_faults(draft)]
    if faults:
        raise StepRefused(list(dict.fromkeys(faults)))
    standing = _standing(drafts)
    new, changed = [], []
    for draft in drafts:
        key = (draft.holder.pk, draft.clause.pk)
        work = standing.get(key)
        _require_seen(draft, work)
        if work is None:
            standing[key] = work = _filled(ClauseWork(holder=draft.holder, clause=draft.clause), draft, by)
            new.append(work)
        elif any(getattr(work, name) != value for name, value in draft.facts().items()):
            changed.append(_filled(work, draft, by))
    if changed and not current_change().reason:
        raise ReasonMissing
    bulk.create(new)
    bulk.update(changed, [*FACTS, "judged_by", "judged_on"])
    _name_judges(new, changed)
    if new or changed:
        announce("transition_work_done", by=by)
    return [standing[draft.holder.pk, draft.clause.pk] for draft in drafts]


def _require(by: Any, holders: Iterable[TransitionHolder]) -> None:
    """The rule, and that the move still goes on, once for each holder."""
    for holder in {holder.pk: holder for holder in holders}.values():
        policy.require(by, RULE, holder)
        fault = holder_fault(holder)
        if fault:
            raise StepRefused([fault])


def holder_fault(holder: TransitionHolder) -> str:
    """Why nothing is judged for the holder any more, or ""."""
    names = {"unit": holder.unit}
    if holder.ended_at is not None:
        return _("%(unit)s no longer takes part in the transition.") % names
    if holder.group == TransitionGroup.EXEMPT:
        return _("%(unit)s is exempt from the transition: there is nothing to judge.") % names
    if holder.programme.status == TransitionStatus.CLOSED:
        return _("The transition is closed: its judgements stay as they are.")
    return ""


def draft_faults(draft: ClauseDraft) -> list[str]:
    """All that stands against one judgement."""
    number, facts, faults = draft.clause.number, draft.facts(), []
    if draft.clause.edition_id != draft.holder.programme.to_edition_id:
        faults.append(_("Clause %(number)s is not of the edition to which the holder moves.") % {"number": number})
    if not draft.clause.auditable:
        faults.append(_("%(number)s is a heading: judge the clauses below it.") % {"number": number})
    if draft.judgement not in ClauseJudgement.values:
        text = _("Clause %(number)s: «%(value)s» is no judgement.")
        faults.append(text % {"number": number, "value": draft.judgement})
    if draft.judgement == ClauseJudgement.NOT_APPLICABLE and not facts["reason"]:
        text = _("Clause %(number)s: say why it does not apply; the reason goes into the scope statement (4.3).")
        faults.append(text % {"number": number})
    if draft.judgement in GAPS and not facts["statement"]:
        faults.append(_("Clause %(number)s: say what is missing.") % {"number": number})
    return faults


def _standing(drafts: Sequence[ClauseDraft]) -> dict[tuple[int, int], ClauseWork]:
    rows = ClauseWork.objects.locked().filter(
        holder__in={draft.holder.pk for draft in drafts}, clause__in={draft.clause.pk for draft in drafts}
    )
    return {(row.holder_id, row.clause_id): row for row in rows}


def _require_seen(draft: ClauseDraft, work: ClauseWork | None) -> None:
    """Refuse to write over what the person has not seen."""
    if draft.version is None or draft.version == (work.version if work is not None else 0):
        return
    text = _("Clause %(number)s was judged meanwhile. Look at it again; what you typed is kept here.")
    raise Conflict([text % {"number": draft.clause.number}])


def _filled(work: ClauseWork, draft: ClauseDraft, by: Any) -> ClauseWork:
    for name, value in draft.facts().items():
        setattr(work, name, value)
    work.unit_id = draft.holder.unit_id
    work.judged_by, work.judged_on = by, clock.today()
    return work


def _name_judges(new: Sequence[ClauseWork], changed: Sequence[ClauseWork]) -> None:
    """Who judged is named on the judgement, in as many statements for one as for many."""
    kind = ClauseWork._meta.label_lower
    if changed:
        end_participation(Participation.objects.filter(kind=kind, record_id__in=[work.pk for work in changed]))
    rows = [row for work in (*new, *changed) for row in participation_rows(work)]
    Participation.objects.bulk_create(rows, ignore_conflicts=True)


@dataclass(frozen=True)
class GapAction:
    """What somebody is to do about a gap."""

    work: ClauseWork
    title: str
    owner: Any
    due_on: dt.date
    unit: Any = None
    details: str = ""


@operation("raise_gap_actions")
def raise_gap_actions(drafts: Sequence[GapAction], *, by: Any) -> list[Action]:
    """Assign actions that close gaps, each tied to its clause. Tells the owners."""
    _require(by, [draft.work.holder for draft in drafts])
    shut = [draft.work.clause.number for draft in drafts if draft.work.judgement not in GAPS]
    if shut:
        text = ngettext(
            "Clause %(numbers)s has no gap that an action could close.",
            "Clauses %(numbers)s have no gap that an action could close.",
            len(shut),
        )
        raise StepRefused([text % {"numbers": ", ".join(shut)}])
    late = [draft for draft in drafts if draft.due_on < clock.today()]
    if late:
        raise StepRefused([_("%(day)s is past. Give today or a later day.") % {"day": f"{late[0].due_on:%d/%m/%Y}"}])
    standing = _open_actions(drafts)
    missing = [draft for draft in drafts if _same(draft) not in standing]
    actions = propose_actions([_action(draft, by) for draft in missing], by=by) if missing else []
    bulk.create(
        ClauseWorkAction(work=draft.work, action=action) for draft, action in zip(missing, actions, strict=True)
    )
    for action in actions:
        notify("action_assigned", about=action, to=[action.owner], by=by, due=str(action.due_on))
    return [*standing.values(), *actions]


def _same(draft: GapAction) -> tuple[int, str, int]:
    """By what an action that was sent twice is known."""
    return draft.work.pk, draft.title[:300], draft.owner.pk


def _open_actions(drafts: Sequence[GapAction]) -> dict[tuple[int, str, int], Action]:
    """Of what is asked for, the actions that somebody owes already: asked again they are not written again."""
    works = list(ClauseWork.objects.locked().filter(pk__in={draft.work.pk for draft in drafts}).values_list("pk"))
    rows = ClauseWorkAction.objects.filter(
        work__in=[key for (key,) in works], action__status__in=ActionStatus.open_states()
    )
    wanted = {_same(draft) for draft in drafts}
    known = {(row.work_id, row.action.title, row.action.owner_id): row.action for row in rows.select_related("action")}
    return {key: action for key, action in known.items() if key in wanted}  # type: ignore[misc]


def _action(draft: GapAction, by: Any) -> Action:
    return Action(
        kind=ActionKind.IMPROVEMENT,
        title=draft.title[:300],
        details=draft.details,
        unit=draft.unit or draft.work.unit,
        raised_by_unit_id=draft.work.unit_id,
        owner=draft.owner,
        due_on=draft.due_on,
        assigned_by=by,
        status=ActionStatus.ASSIGNED,
    )
