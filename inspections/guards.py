"""What must hold before a step of an inspection, a finding or a nonconformity: None, or what to do next."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.checklists import open_lines
from inspections.enums import CauseMethod, FindingStatus, Grade, InspectionStatus, NonconformityStatus
from inspections.independence import independence_faults, live_sessions
from inspections.joining import nonconformity_of
from qms import clock
from qms.calendar import add_working_days
from qms.enums import ActionStatus
from qms.policy import Text

UNIT_NOTICE = 7  # days before the visit (product rule)
TEAM_NOTICE = 14  # days before the visit (product rule)
SILENCE = 5  # working days
ANSWER_DAYS = 10  # working days for observations and opportunities (product rule)
EARLY = _("That is less than %(days)s days before the visit (the team: 14): give the reason.")


def is_stepping(record: Any) -> bool:
    """Whether the step is being taken now (with what was typed), not only shown on the page."""
    return hasattr(record, "step_reason")


def has_team_and_sessions(inspection: Any) -> Text | None:
    """Team, sessions, criteria: each session has inspectors and at least a clause or a document."""
    if inspection.lead_id is None:
        return _("Name a lead.")
    sessions = live_sessions(inspection)
    if not sessions:
        return _("Plan at least one session.")
    for session in sessions:
        if not [row for row in session.inspectors.all() if row.ended_at is None]:
            return _("Name the inspectors of each session.")
        criteria: list[Any] = [*session.clause_references.all(), *session.documents.all(), *session.templates.all()]
        if not [row for row in criteria if row.ended_at is None]:
            return _("Give each session its clauses or documents.")
    return None


def is_independent(inspection: Any) -> Text | None:
    """Independence and competence of each session's inspectors."""
    faults = independence_faults(inspection)
    return " ".join(faults) if faults else None


def notice_in_time(inspection: Any) -> Text | None:
    """At least 7 days before, 14 for the team, or a reason."""
    days = (inspection.starts_on - clock.today()).days
    if days >= TEAM_NOTICE or not is_stepping(inspection) or inspection.step_reason:
        return None
    return EARLY % {"days": UNIT_NOTICE}


def day_has_come(inspection: Any) -> Text | None:
    """An inspection starts on its first day at the earliest."""
    if inspection.starts_on <= clock.today():
        return None
    return _("It starts on %(day)s.") % {"day": inspection.starts_on.strftime("%d/%m/%Y")}


def every_line_answered(inspection: Any) -> Text | None:
    """Every line that is asked is answered, or not examined with a reason; demanded evidence is there."""
    missing = [why for _line, why in open_lines(inspection)]
    sentences = []
    if unanswered := missing.count("unanswered"):
        words = {"count": unanswered}
        sentences.append(
            _("%(count)s lines of the checklist are not answered: answer them, or mark them not examined.") % words
        )
    if bare := missing.count("evidence"):
        sentences.append(_("%(count)s answers demand a photo or a file that is missing.") % {"count": bare})
    return " ".join(str(sentence) for sentence in sentences) or None


def no_answer_beside_another(inspection: Any) -> Text | None:
    """No line has two answers of which nobody said which one stands."""
    from inspections.conflicts import open_conflicts  # noqa: PLC0415 - small

    waiting = open_conflicts(inspection).count()
    if waiting:
        return _("%(count)s lines were answered twice at the same time: say which answer stands.") % {"count": waiting}
    return None


def findings_confirmed(inspection: Any) -> Text | None:
    """The lead confirms each finding at the end of the visit."""
    drafts = inspection.findings.filter(status=FindingStatus.DRAFT).count()
    return _("%(count)s findings wait for the lead's confirmation.") % {"count": drafts} if drafts else None


def has_conclusion(inspection: Any) -> Text | None:
    """A report that is sent says what it concludes."""
    return None if inspection.conclusion.strip() else _("Write the conclusion of the report.")


def silent_units(inspection: Any) -> list[Any]:
    """The inspected units that have not commented on the report, the first one before the further ones."""
    further = inspection.inspected_units.filter(ended_at=None, commented_on=None).select_related("unit")
    waiting = [row.unit for row in further.order_by("unit__sort_key", "pk")]
    return waiting if inspection.unit_commented_on else [inspection.unit, *waiting]


def unit_had_its_say(inspection: Any) -> Text | None:
    """Each inspected unit commented, or 5 working days passed in silence."""
    if inspection.sent_on is None:
        return None
    last = add_working_days(inspection.sent_on, SILENCE)
    waiting = silent_units(inspection) if clock.today() <= last else []
    if not waiting:
        return None
    words = {"day": last.strftime("%d/%m/%Y"), "units": ", ".join(unit.name for unit in waiting)}
    return _("Until %(day)s (5 working days) may comment: %(units)s.") % words


def disputes_settled(inspection: Any) -> Text | None:
    """No nonconformity of the inspection is in dispute."""
    disputed = inspection.nonconformities.filter(status=NonconformityStatus.DISPUTED).count()
    return (
        _("%(count)s nonconformities are disputed: have them settled first.") % {"count": disputed}
        if disputed
        else None
    )


def nonconformities_ended(inspection: Any) -> Text | None:
    """All nonconformities closed or withdrawn."""
    left = inspection.nonconformities.filter(status__in=NonconformityStatus.open_states()).count()
    return _("%(count)s nonconformities are still open.") % {"count": left} if left else None


def finding_answered_by_unit(finding: Any) -> Text | None:
    """Only observations and opportunities are answered by the unit itself."""
    if finding.grade in Grade.nonconforming():
        return _("A nonconformity answers this finding, not a sentence.")
    if finding.grade not in Grade.answered_by_unit():
        return _("A conformity or good practice needs no answer.")
    if is_stepping(finding) and not finding.answer_kind:
        return _("Say whether it is taken up, or why not.")
    if is_stepping(finding) and not finding.answer_text.strip():
        return _("Give the answer in a sentence.")
    return None


def is_nonconforming(finding: Any) -> Text | None:
    """The finding is graded minor or major."""
    ok = finding.grade in Grade.nonconforming()
    return None if ok else _("Only minor and major findings are answered by a nonconformity.")


def answer_is_done(finding: Any) -> Text | None:
    """What answers the finding has ended: its improvement action verified, its nonconformity closed or withdrawn."""
    standing = nonconformity_of(finding)
    if standing is not None and standing.status in NonconformityStatus.open_states():
        return _("Its nonconformity %(number)s is still open.") % {"number": standing.number}
    if finding.action_id and finding.action.status not in ActionStatus.ended_states():
        return _("Its improvement action %(number)s is not verified yet.") % {"number": finding.action.number}
    return None


def regrade_in_time(finding: Any) -> Text | None:
    """The lead may regrade until conclusion."""
    if finding.inspection.status in InspectionStatus.before_conclusion():
        return None
    return _("Grades are final once the inspection is concluded.")


def nonconformity_not_ended(finding: Any) -> Text | None:
    """A nonconformity that has ended does not rise again by regrading its finding."""
    standing = nonconformity_of(finding)
    if standing is None or standing.status in NonconformityStatus.open_states():
        return None
    return _("Its nonconformity %(number)s has ended: record a new finding.") % {"number": standing.number}


def is_described(nonconformity: Any) -> Text | None:
    """Requirement, fact, evidence, unit."""
    if nonconformity.brought_in:
        return None
    missing = [
        str(nonconformity._meta.get_field(name).verbose_name)
        for name in ("requirement", "fact", "evidence")
        if not getattr(nonconformity, name).strip()
    ]
    return _("Missing: %(fields)s.") % {"fields": ", ".join(missing)} if missing else None


def report_is_awaited(nonconformity: Any) -> bool:
    """Whether the unit has not been sent the report that the nonconformity stands in: its days do not run yet."""
    inspection = nonconformity.inspection
    return inspection is not None and inspection.status in (
        InspectionStatus.IN_PROGRESS,
        InspectionStatus.REPORT_DRAFTED,
    )


def dispute_in_time(nonconformity: Any) -> Text | None:
    """Disputed with reasons within 5 working days, which run from the sending of the report."""
    if report_is_awaited(nonconformity):
        return None
    if nonconformity.answer_due_on and clock.today() > nonconformity.answer_due_on:
        return _("The 5 working days for a dispute ended on %(day)s.") % {
            "day": nonconformity.answer_due_on.strftime("%d/%m/%Y")
        }
    return None


def corrected_or_why_not(nonconformity: Any) -> Text | None:
    """A correction with its date, or why none is possible."""
    if nonconformity.brought_in or not is_stepping(nonconformity):
        return None
    done = nonconformity.correction.strip() and nonconformity.correction_on
    if done or nonconformity.no_correction_reason.strip():
        return None
    return _("Give the correction with its date, or say why none is possible.")


def current_causes(nonconformity: Any) -> list[Any]:
    """The causes of this round that were not taken away, with their actions."""
    rows = nonconformity.causes.filter(loop=nonconformity.loop, ended_at=None)
    return list(rows.prefetch_related("corrective_actions__action"))


def similar_cases_answered(nonconformity: Any) -> Text | None:
    """Similar cases elsewhere answered (10.2.1 b)."""
    if nonconformity.brought_in or nonconformity.similar_cases or not is_stepping(nonconformity):
        return None
    return _("Say whether similar cases exist or could occur elsewhere.")


def has_cause(nonconformity: Any) -> Text | None:
    """At least one cause; for a major by 5 whys or Ishikawa."""
    if nonconformity.brought_in:
        return None
    causes = current_causes(nonconformity)
    if not causes:
        return _("Write at least one cause.")
    thorough = [cause for cause in causes if cause.method != CauseMethod.SENTENCE]
    if nonconformity.grade == Grade.MAJOR and not thorough:
        return _("A major nonconformity needs 5 whys or an Ishikawa diagram.")
    return None


def causes_confirmed(nonconformity: Any) -> Text | None:
    """Each cause confirmed with evidence by someone other than its author."""
    if nonconformity.brought_in:
        return None
    waiting = [cause for cause in current_causes(nonconformity) if cause.confirmed_by_id is None]
    return _("Each cause is confirmed with evidence by somebody other than its author.") if waiting else None


def causes_acted_on(nonconformity: Any) -> Text | None:
    """Per cause an action, or why none is needed."""
    if nonconformity.brought_in:
        return None
    for cause in current_causes(nonconformity):
        live = [row for row in cause.corrective_actions.all() if row.action.status != ActionStatus.CANCELLED]
        if not live and not cause.no_action_reason.strip():
            return _("Give each cause an action, or say why it needs none.")
    return None


def check_is_planned(nonconformity: Any) -> Text | None:
    """Criterion and day of the effectiveness check."""
    if nonconformity.brought_in or not is_stepping(nonconformity):
        return None
    if nonconformity.criterion.strip() and nonconformity.check_on:
        return None
    return _("Give the criterion and the day of the effectiveness check.")


def verifier_is_named(nonconformity: Any) -> Text | None:
    """Who approves names a verifier who took no part."""
    from inspections.rules.nonconformities import took_part  # noqa: PLC0415 - rules stand beside guards

    if not is_stepping(nonconformity):
        return None
    if nonconformity.verifier_id is None:
        return _("Name who will verify the effect.")
    if nonconformity.verifier.authority.counts_as(*took_part(nonconformity)):
        return _(
            "%(person)s found a cause, proposed or approves the plan, or does an action, so cannot verify it. "
            "Name somebody who took no part."
        ) % {"person": nonconformity.verifier}
    return None


def actions_verified(nonconformity: Any) -> Text | None:
    """Every action that is not cancelled is verified."""
    rows = nonconformity.corrective_actions.filter(loop=nonconformity.loop).exclude(
        action__status__in=ActionStatus.ended_states()
    )
    numbers = list(rows.values_list("action__number", flat=True))
    return _("Not verified yet: %(numbers)s.") % {"numbers": ", ".join(numbers)} if numbers else None


def check_day_has_come(nonconformity: Any) -> Text | None:
    """Effect is judged on or after its day: the one agreed, not the next one that "not yet proven" brings."""
    day = getattr(nonconformity, "before_step", {}).get("check_on", nonconformity.check_on)
    if day is None or day <= clock.today():
        return None
    return _("The effect is judged from %(day)s on.") % {"day": day.strftime("%d/%m/%Y")}


def effect_is_shown(nonconformity: Any) -> Text | None:
    """Evidence against the criterion."""
    if nonconformity.brought_in or not is_stepping(nonconformity) or nonconformity.effect_evidence.strip():
        return None
    return _("Give the evidence against the criterion.")


def withdrawal_was_asked(nonconformity: Any) -> Text | None:
    """A withdrawal needs an officer who asked, and a second person."""
    return None if nonconformity.withdrawal_asked_by_id else _("A quality officer asks for the withdrawal first.")
