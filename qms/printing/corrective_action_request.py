"""The corrective action request: what its two templates fill."""

from qms.printing.contexts import ActionRow, Cause, CorrectiveActionRequest, EarlierRound, EffectRow
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.text import short_day


def build_corrective_action_request(context: CorrectiveActionRequest) -> dict:
    """The dictionary that both templates fill."""
    labels = LABELS[context.language]

    def row(key: str, text: str) -> dict:
        return field(labels[key], text, labels["blank"])

    return document(
        context,
        labels["car_title"],
        about=_about(context, labels),
        description=_description(context, labels),
        correction=[
            row("car_correction", context.correction),
            row("car_correction_on", short_day(context.correction_on)),
        ],
        similar=row("car_similar", context.similar_cases),
        causes=_causes(context.causes),
        drawings=_drawings(context.causes, labels),
        actions=_actions(context.actions, labels),
        implementation=context.implementation_check or labels["blank"],
        effectiveness=[
            row("car_criterion", context.criterion),
            row("car_check_on", short_day(context.check_on)),
            row("car_effect_evidence", context.effectiveness_evidence),
            *(row("car_earlier", text) for text in context.earlier_rounds),
            row("car_conclusion", context.conclusion),
            row("car_closed_on", short_day(context.closed_on)),
        ],
        checks=[_check(check) for check in context.checks],
        rounds=[_round(one, labels) for one in context.rounds],
        story=[{"title": chapter.title, "lines": list(chapter.lines)} for chapter in context.story],
    )


def _rows(labels: dict, always: dict[str, str], given: dict[str, str]) -> list[dict]:
    """Fields that always stand, and those that stand only where there is something to say."""
    stands = always | {key: text for key, text in given.items() if text}
    return [field(labels[key], text, labels["blank"]) for key, text in stands.items()]


def _about(context: CorrectiveActionRequest, labels: dict) -> list[dict]:
    always = {"unit": context.unit, "car_source": context.source}
    raised = {"car_raised_on": short_day(context.raised_on)}
    return _rows(labels, always, {"car_inspection": context.inspection}) + _rows(labels, raised, {})


def _description(context: CorrectiveActionRequest, labels: dict) -> list[dict]:
    always = {
        "car_requirement": context.requirement,
        "car_fact": context.fact,
        "car_evidence": context.evidence,
        "clauses": "; ".join(context.clauses),
        "grade": context.grade,
    }
    given = {
        "car_first_grade": context.first_grade,
        "car_dispute": context.dispute,
        "car_settlement": context.settlement,
    }
    return _rows(labels, always, given)


def _causes(causes: tuple[Cause, ...]) -> list[dict]:
    return [_cause(number, cause) for number, cause in enumerate(causes, 1)]


def _cause(number: int, cause: Cause) -> dict:
    confirmed = "\n".join(filter(None, (cause.confirmed_by, cause.evidence)))
    return {"number": str(number), "text": cause.text, "method": cause.method, "confirmed": confirmed}


def _drawings(causes: tuple[Cause, ...], labels: dict) -> list[dict]:
    """The diagrams for the PDF, in black."""
    return [
        {"svg": cause.drawing.replace("currentColor", "black"), "alt": f"{labels['car_cause']} {number}"}
        for number, cause in enumerate(causes, 1)
        if cause.drawing
    ]


def _actions(actions: tuple[ActionRow, ...], labels: dict) -> list[dict]:
    return [_action(number, action, labels) for number, action in enumerate(actions, 1)]


def _action(number: int, action: ActionRow, labels: dict) -> dict:
    due = short_day(action.due)
    if action.original_due and action.original_due != action.due:
        due += "\n(" + labels["car_original_due"].format(day=short_day(action.original_due)) + ")"
    return {
        "number": str(number),
        "action": "\n".join((action.action, *(f"- {move}" for move in action.moves))),
        "owner": action.owner,
        "due": due,
        "done": short_day(action.done),
        "verified": action.verified,
    }


def _check(check: EffectRow) -> dict:
    return {
        "round": str(check.round),
        "day": short_day(check.day),
        "judge": check.judge,
        "shown": "\n".join(filter(None, (check.sample, check.evidence))),
        "verdict": check.verdict,
    }


def _round(one: EarlierRound, labels: dict) -> dict:
    return {
        "title": one.title,
        "causes": _causes(one.causes),
        "drawings": _drawings(one.causes, labels),
        "actions": _actions(one.actions, labels),
        "ended": one.ended,
    }
