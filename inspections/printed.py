"""The printed form of a nonconformity: what its record says, as qms.printing takes it."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from inspections.reports.plan_rounds import PlannedAction, Round, rounds_of
from qms import clock
from qms.printing import contexts
from qms.reports.printed_parts import language, letterhead, mark, signed


def corrective_action_request(record: Nonconformity) -> contexts.CorrectiveActionRequest:
    """The corrective action request of a nonconformity: its present round, earlier ones in a line each."""
    rounds = rounds_of(record)
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
        correction=record.correction or record.no_correction_reason,
        correction_on=record.correction_on,
        similar_cases=". ".join(filter(None, [record.get_similar_cases_display(), record.similar_note])),
        causes=tuple(_cause(told) for told in rounds[-1].causes),
        actions=tuple(_action(planned) for planned in _planned(rounds[-1])),
        implementation_check=_implementation(record, rounds[-1]),
        criterion=record.criterion,
        check_on=record.check_on,
        effectiveness_evidence=record.effect_evidence,
        conclusion=record.get_status_display() if record.status in NonconformityStatus.ended_states() else "",
        closed_on=record.closed_on,
        earlier_rounds=tuple(_earlier(one) for one in rounds[:-1]),
        signatures=_signatures(record),
        recipients=tuple(dict.fromkeys([record.unit.name, record.raised_by_unit.name])),
    )


def clauses_of(record: Any) -> tuple[str, ...]:
    """The cited clauses with their edition."""
    rows = record.clause_references.filter(ended_at=None).select_related("clause__edition")
    return tuple(f"{row.clause.edition}: {row.clause}" if row.clause_id else row.written_as for row in rows)


def _cause(told: Any) -> contexts.Cause:
    named = told.cause.category
    category = _("Cause category: %(name)s") % {"name": named} if named else ""
    way = "\n".join(f"{label}: {text}" for label, text in told.chain)
    return contexts.Cause(
        text="\n".join(filter(None, [way, told.cause.text, category])),
        method=told.cause.get_method_display(),
        confirmed_by=str(told.cause.confirmed_by or ""),
        evidence=told.cause.evidence,
    )


def _planned(shown: Round) -> list[PlannedAction]:
    planned = [one for told in shown.causes for one in told.actions] + shown.loose
    return [one for one in planned if not one.is_cancelled]


def _action(planned: PlannedAction) -> contexts.ActionRow:
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
    )


def _implementation(record: Nonconformity, shown: Round) -> str:
    done = record.status in (NonconformityStatus.EFFECTIVENESS_CHECK, NonconformityStatus.CLOSED)
    notes = [one.action.verification_note for one in _planned(shown) if one.action.verification_note]
    told = _("Every action is done and verified.") if done and not record.brought_in else ""
    return "\n".join(filter(None, [told, *notes]))


def _earlier(one: Round) -> str:
    causes = "; ".join(told.cause.text for told in one.causes)
    ended = one.ended
    how = f"{ended.history_date.astimezone(clock.HANOI):%d/%m/%Y}: {ended.history_change_reason or ''}" if ended else ""
    return _("Round %(number)d. Causes: %(causes)s. %(how)s") % {
        "number": one.number,
        "causes": causes or "-",
        "how": how,
    }


def _signatures(record: Nonconformity) -> tuple[contexts.Signature, ...]:
    blocks = [contexts.Signature(heading=_("Head of the unit"))]
    person = record.lead or record.raised_by
    blocks.append(contexts.Signature(heading=_("Lead") if record.lead_id else _("Raised by"), name=str(person)))
    if record.status != NonconformityStatus.CLOSED and record.verifier_id:
        blocks.append(contexts.Signature(heading=_("Verifier"), name=str(record.verifier)))
    return (*blocks, *signed(record))
