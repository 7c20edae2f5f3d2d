"""The printed form of a nonconformity: what its record says, as qms.printing takes it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import CauseMethod, NonconformityStatus
from inspections.models import Nonconformity
from inspections.nonconformity_phrases import branches_of
from inspections.reports.plan_rounds import PlannedAction, Round, rounds_of
from inspections.reports.story import Chapter, Told, story_of
from inspections.views.cause_ways import drawn
from inspections.whys import in_order, read_whys
from qms import clock
from qms.models.actions import ActionExtension
from qms.printing import contexts
from qms.reports.printed_parts import language, letterhead, mark, signed


def corrective_action_request(record: Nonconformity) -> contexts.CorrectiveActionRequest:
    """The corrective action request of a nonconformity: its present round, earlier ones and the story as annexes."""
    rounds = rounds_of(record)
    moves = moves_of(one.action.pk for shown in rounds for one in _planned(shown))
    planned, closed = not record.awaits_plan, record.status == NonconformityStatus.CLOSED
    similar = [record.get_similar_cases_display(), record.similar_note] if planned else []
    return contexts.CorrectiveActionRequest(
        letterhead=letterhead(record, record.raised_by_unit, record.raised_on),
        mark=mark(record),
        language=language(),
        unit=record.unit.name,
        source=record.get_source_display(),
        inspection=str(record.inspection or ""),
        raised_on=record.raised_on,
        requirement=record.requirement,
        fact=record.fact,
        evidence=record.evidence,
        clauses=clauses_of(record),
        grade=record.get_grade_display(),
        first_grade=record.get_original_grade_display() if record.original_grade != record.grade else "",
        dispute=record.dispute,
        settlement=record.settlement,
        correction=record.correction or record.no_correction_reason,
        correction_on=record.correction_on,
        similar_cases=". ".join(filter(None, similar)),
        causes=_causes(record, rounds[-1]),
        actions=tuple(_action(planned, moves) for planned in _planned(rounds[-1])),
        implementation_check=_implementation(record, rounds[-1]),
        criterion=record.criterion if planned else "",
        check_on=record.check_on if planned else None,
        effectiveness_evidence=record.effect_evidence if closed else "",
        conclusion=record.get_status_display() if record.status in NonconformityStatus.ended_states() else "",
        closed_on=record.closed_on,
        checks=tuple(_check(check) for one in rounds for check in one.checks),
        rounds=tuple(_earlier(record, one, moves) for one in rounds[:-1]),
        story=tuple(_chapter(chapter) for chapter in story_of(record, rounds)),
        signatures=_signatures(record),
        recipients=tuple(dict.fromkeys([record.unit.name, record.raised_by_unit.name])),
    )


def clauses_of(record: Any) -> tuple[str, ...]:
    """The cited clauses with their edition."""
    rows = record.clause_references.filter(ended_at=None).select_related("clause__edition")
    return tuple(f"{row.clause.edition}: {row.clause}" if row.clause_id else row.written_as for row in rows)


def _causes(record: Nonconformity, shown: Round) -> tuple[contexts.Cause, ...]:
    return tuple(_cause(record, told) for told in shown.causes)


def _cause(record: Nonconformity, told: Any) -> contexts.Cause:
    named, told.cause.nonconformity = told.cause.category, record
    category = _("Cause category: %(name)s") % {"name": named} if named else ""
    refused = told.refused
    why = refused.history_change_reason if refused else ""
    return contexts.Cause(
        text="\n".join(filter(None, [*_way(told.cause.chain), told.cause.text, category])),
        method=told.cause.get_method_display(),
        confirmed_by=_("Refused for lack of evidence: %(why)s") % {"why": why} if refused else _confirmed(told.cause),
        evidence=told.cause.evidence,
        drawing=drawn(told.cause) if told.cause.method == CauseMethod.ISHIKAWA and told.chain else "",
    )


def _way(chain: Any) -> list[str]:
    """The whys further in the deeper they go, or the branches."""
    whys = [f"{'  ' * (one.level - 1)}{one.label}: {one.text}" for one in in_order(read_whys(chain))]
    return whys or [f"{label}: {text}" for label, text in branches_of(chain)]


def _confirmed(cause: Any) -> str:
    day = f", {cause.confirmed_on:%d/%m/%Y}" if cause.confirmed_on else ""
    return f"{cause.confirmed_by}{day}" if cause.confirmed_by_id else ""


def _planned(shown: Round) -> list[PlannedAction]:
    return [one for one in shown.planned if not one.is_cancelled]


def moves_of(actions: Iterable[int]) -> dict[int, list[str]]:
    """By action, each request for more time with how it ended; one query."""
    told: dict[int, list[str]] = {}
    rows = ActionExtension.objects.filter(action_id__in=list(actions)).select_related("decided_by")
    for one in rows.order_by("pk"):
        told.setdefault(one.action_id, []).append(_move(one))
    return told


def _move(one: ActionExtension) -> str:
    words = {"day": one.to_day.strftime("%d/%m/%Y"), "how": one.get_status_display(), "note": one.decision_note}
    if one.is_given:
        given = {"person": one.decided_by, "why": one.why}
        return _("More time until %(day)s, given by %(person)s without a request: %(why)s") % (words | given)
    return _("More time until %(day)s: %(how)s. %(note)s") % words


def _action(planned: PlannedAction, moves: dict[int, list[str]]) -> contexts.ActionRow:
    action = planned.action
    verified = action.get_status_display()
    if action.verified_by_id and action.verified_on:
        verified = f"{action.verified_by}, {action.verified_on:%d/%m/%Y}"
    return contexts.ActionRow(
        action=action.title,
        owner=str(action.owner or action.owner_text),
        due=action.due_on,
        original_due=action.original_due_on,
        done=action.done_on,
        verified=verified,
        moves=tuple(one.strip() for one in moves.get(action.pk, [])),
    )


def _check(check: Any) -> contexts.EffectRow:
    return contexts.EffectRow(
        round=check.loop,
        day=check.judged_on,
        judge=str(check.judged_by),
        sample=sample_said(check),
        evidence=check.evidence,
        verdict=check.get_verdict_display(),
    )


def sample_said(check: Any) -> str:
    """How many were examined, of how many, how many failed; nothing where nobody counted."""
    if check.examined is None:
        return ""
    failed = "–" if check.failed is None else check.failed
    words = {"examined": check.examined, "of": check.of, "failed": failed}
    return _("Examined %(examined)s of %(of)s, failed: %(failed)s") % words


def _chapter(chapter: Chapter) -> contexts.StoryChapter:
    lines = [_line(one) for one in chapter.told]
    numbered = _("%(title)s (round %(round)s)") % {"title": chapter.title, "round": chapter.round}
    return contexts.StoryChapter(title=numbered if chapter.round > 1 else chapter.title, lines=tuple(lines))


def _line(one: Told) -> str:
    why = f" {_('Reason')}: {one.why}" if one.why else ""
    return f"{one.when.astimezone(clock.HANOI):%d/%m/%Y}: {one.text}{why}"


def _implementation(record: Nonconformity, shown: Round) -> str:
    done = record.status in (NonconformityStatus.EFFECTIVENESS_CHECK, NonconformityStatus.CLOSED)
    notes = [one.action.verification_note for one in _planned(shown) if one.action.verification_note]
    told = _("Every action is done and verified.") if done and not record.brought_in else ""
    return "\n".join(filter(None, [told, *notes]))


def _earlier(record: Nonconformity, one: Round, moves: dict[int, list[str]]) -> contexts.EarlierRound:
    ended = one.ended
    how = f"{ended.history_date.astimezone(clock.HANOI):%d/%m/%Y}: {ended.history_change_reason or ''}" if ended else ""
    return contexts.EarlierRound(
        title=_("Round %(number)d") % {"number": one.number},
        causes=_causes(record, one),
        actions=tuple(_action(planned, moves) for planned in _planned(one)),
        ended=how,
    )


def _signatures(record: Nonconformity) -> tuple[contexts.Signature, ...]:
    blocks = [contexts.Signature(heading=_("Head of the unit"))]
    person = record.lead or record.raised_by
    blocks.append(contexts.Signature(heading=_("Lead") if record.lead_id else _("Raised by"), name=str(person)))
    if record.status != NonconformityStatus.CLOSED and record.verifier_id:
        blocks.append(contexts.Signature(heading=_("Verifier"), name=str(record.verifier)))
    return (*blocks, *signed(record))
