"""The lifecycles of programme, inspection, finding and nonconformity, as tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections import guards
from inspections.enums import FindingStatus as F
from inspections.enums import Grade
from inspections.enums import InspectionStatus as I
from inspections.enums import NonconformityStatus as N
from inspections.enums import ProgrammeStatus as P
from qms.workflow import Transition, Workflow
from qms.workflows import same_state

PROGRAMME = Workflow(
    "programme",
    "inspections.programme",
    [
        Transition(
            "approve",
            [P.DRAFT, P.AMENDED],
            P.APPROVED,
            "inspections.approve_programme",
            _("Approve"),
            signed=True,
            meaning=_("Approved as the programme of the year"),
        ),
        Transition(
            "amend",
            [P.APPROVED],
            P.AMENDED,
            "inspections.plan_programme",
            _("Amend"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "close",
            [P.APPROVED, P.AMENDED],
            P.CLOSED,
            "inspections.plan_programme",
            _("Close the year"),
            tone="secondary",
        ),
    ],
)

_READY = [guards.has_team_and_sessions, guards.is_independent]

INSPECTION = Workflow(
    "inspection",
    "inspections.inspection",
    [
        Transition(
            "notify",
            [I.PLANNED],
            I.NOTIFIED,
            "inspections.lead_inspection",
            _("Notify the unit"),
            [*_READY, guards.notice_in_time],
        ),
        Transition(
            "postpone",
            [I.NOTIFIED],
            I.PLANNED,
            "inspections.postpone_inspection",
            _("Postpone"),
            reason=True,
            fields=["starts_on", "ends_on"],
            tone="secondary",
        ),
        Transition(
            "change_team",
            [I.NOTIFIED, I.IN_PROGRESS],
            same_state,
            "inspections.lead_inspection",
            _("Confirm the changed team"),
            _READY,
            reason=True,
            tone="secondary",
        ),
        Transition(
            "start",
            [I.NOTIFIED],
            I.IN_PROGRESS,
            "inspections.lead_inspection",
            _("Start the visit"),
            [*_READY, guards.day_has_come],
        ),
        Transition(
            "end_visit",
            [I.IN_PROGRESS],
            I.REPORT_DRAFTED,
            "inspections.lead_inspection",
            _("End the visit"),
            [guards.every_line_answered, guards.no_answer_beside_another, guards.findings_confirmed],
            fields=["closing_meeting_on", "ended_early_reason"],
        ),
        Transition(
            "send",
            [I.REPORT_DRAFTED],
            I.WITH_UNIT,
            "inspections.lead_inspection",
            _("Send the report"),
            [guards.has_conclusion, guards.findings_confirmed],
        ),
        Transition(
            "comment",
            [I.WITH_UNIT],
            same_state,
            "inspections.comment_inspection",
            _("Comment on the report"),
            fields=["unit_comment"],
            tone="secondary",
        ),
        Transition(
            "conclude",
            [I.WITH_UNIT],
            I.CONCLUDED,
            "inspections.lead_inspection",
            _("Conclude"),
            [guards.unit_had_its_say, guards.disputes_settled],
            signed=True,
            meaning=_("Concluded; the report is locked"),
        ),
        Transition(
            "close",
            [I.CONCLUDED],
            I.CLOSED,
            "inspections.lead_inspection",
            _("Close"),
            [guards.nonconformities_ended],
            by_system=True,
        ),
        Transition(
            "reopen",
            [I.CONCLUDED, I.CLOSED],
            I.REPORT_DRAFTED,
            "inspections.reopen_inspection",
            _("Reopen"),
            reason=True,
            signed=True,
            meaning=_("Reopened for a new version of the report"),
            tone="warning",
        ),
        Transition(
            "cancel",
            [I.PLANNED, I.NOTIFIED],
            I.CANCELLED,
            "inspections.cancel_inspection",
            _("Cancel"),
            reason=True,
            tone="danger",
        ),
    ],
)


def regraded_state(finding: Any) -> str:
    """The same state; what its nonconformity answered alone waits for the unit once it is an observation."""
    unanswered = finding.status == F.ANSWERED and not finding.answer_kind
    return str(F.CONFIRMED if unanswered and finding.grade in Grade.answered_by_unit() else finding.status)


FINDING = Workflow(
    "finding",
    "inspections.finding",
    [
        Transition("confirm", [F.DRAFT], F.CONFIRMED, "inspections.lead_finding", _("Confirm")),
        Transition(
            "answer",
            [F.CONFIRMED],
            F.ANSWERED,
            "inspections.answer_finding",
            _("Answer"),
            [guards.finding_answered_by_unit],
            fields=["answer_kind", "answer_text"],
        ),
        Transition(
            "answer_by_nonconformity",
            [F.CONFIRMED],
            F.ANSWERED,
            "inspections.lead_finding",
            _("Answered by its nonconformity"),
            [guards.is_nonconforming],
            by_system=True,
        ),
        Transition(
            "regrade",
            [F.DRAFT, F.CONFIRMED, F.ANSWERED],
            regraded_state,
            "inspections.lead_finding",
            _("Regrade"),
            [guards.regrade_in_time, guards.nonconformity_not_ended],
            reason=True,
            fields=["grade"],
            tone="secondary",
        ),
        Transition("close", [F.ANSWERED], F.CLOSED, "inspections.lead_finding", _("Close"), [guards.answer_is_done]),
        Transition(
            "close_by_nonconformity",
            [F.CONFIRMED, F.ANSWERED],
            F.CLOSED,
            "inspections.lead_finding",
            _("Closed with its nonconformity or action"),
            by_system=True,
        ),
        Transition(
            "withdraw",
            [F.DRAFT, F.CONFIRMED, F.ANSWERED],
            F.WITHDRAWN,
            "inspections.lead_finding",
            _("Withdraw"),
            reason=True,
            tone="danger",
        ),
    ],
)


def settled_state(nonconformity: Any) -> str:
    """Accepted, or withdrawn when the settlement says so."""
    return str(getattr(nonconformity, "settled_as", N.ACCEPTED))


NONCONFORMITY = Workflow(
    "nonconformity",
    "inspections.nonconformity",
    [
        Transition(
            "accept", [N.RECORDED], N.ACCEPTED, "inspections.accept_nonconformity", _("Accept"), [guards.is_described]
        ),
        Transition(
            "dispute",
            [N.RECORDED],
            N.DISPUTED,
            "inspections.accept_nonconformity",
            _("Dispute"),
            [guards.dispute_in_time],
            reason=True,
            fields=["dispute"],
            tone="warning",
        ),
        Transition(
            "settle",
            [N.DISPUTED],
            settled_state,
            "inspections.settle_nonconformity",
            _("Settle the dispute"),
            reason=True,
            fields=["settled_as", "grade"],
        ),
        Transition(
            "name_handler",
            [N.ACCEPTED, N.CONTAINED, N.PLAN_PROPOSED, N.IN_PROGRESS],
            same_state,
            "inspections.manage_nonconformity",
            _("Name who deals with it"),
            fields=["handler"],
            tone="secondary",
        ),
        Transition(
            "contain",
            [N.ACCEPTED],
            N.CONTAINED,
            "inspections.handle_nonconformity",
            _("Record the correction"),
            [guards.corrected_or_why_not],
            fields=["correction", "correction_on", "no_correction_reason"],
        ),
        Transition(
            "propose",
            [N.CONTAINED],
            N.PLAN_PROPOSED,
            "inspections.handle_nonconformity",
            _("Propose the plan"),
            [
                guards.similar_cases_answered,
                guards.has_cause,
                guards.causes_confirmed,
                guards.causes_acted_on,
                guards.check_is_planned,
            ],
            fields=["similar_cases", "similar_note", "criterion", "check_on"],
        ),
        Transition(
            "approve",
            [N.PLAN_PROPOSED],
            N.IN_PROGRESS,
            "inspections.approve_plan",
            _("Approve the plan"),
            [guards.has_cause, guards.causes_confirmed, guards.causes_acted_on, guards.verifier_is_named],
            fields=["verifier", "due_on"],
        ),
        Transition(
            "refuse",
            [N.PLAN_PROPOSED],
            N.CONTAINED,
            "inspections.approve_plan",
            _("Refuse the plan"),
            reason=True,
            tone="warning",
        ),
        Transition(
            "change_plan",
            [N.IN_PROGRESS],
            N.PLAN_PROPOSED,
            "inspections.manage_nonconformity",
            _("Change the plan"),
            reason=True,
            fields=["criterion", "check_on"],
            tone="secondary",
        ),
        Transition(
            "implemented",
            [N.IN_PROGRESS],
            N.EFFECTIVENESS_CHECK,
            "inspections.manage_nonconformity",
            _("Report as implemented"),
            [guards.actions_verified],
        ),
        Transition(
            "effective",
            [N.EFFECTIVENESS_CHECK],
            N.CLOSED,
            "inspections.verify_nonconformity",
            _("Effective"),
            [guards.check_day_has_come, guards.effect_is_shown],
            fields=["effect_evidence"],
            signed=True,
            meaning=_("Effect confirmed against the criterion; closed"),
        ),
        Transition(
            "not_effective",
            [N.EFFECTIVENESS_CHECK],
            N.CONTAINED,
            "inspections.verify_nonconformity",
            _("Not effective"),
            [guards.check_day_has_come],
            reason=True,
            tone="warning",
        ),
        Transition(
            "not_yet_proven",
            [N.EFFECTIVENESS_CHECK],
            N.IN_PROGRESS,
            "inspections.verify_nonconformity",
            _("Not yet proven"),
            [guards.check_day_has_come],
            reason=True,
            fields=["check_on"],
            tone="secondary",
        ),
        Transition(
            "ask_withdrawal",
            N.open_states(),
            same_state,
            "inspections.ask_withdrawal",
            _("Ask for withdrawal"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "withdraw",
            N.open_states(),
            N.WITHDRAWN,
            "inspections.withdraw_nonconformity",
            _("Confirm the withdrawal"),
            [guards.withdrawal_was_asked],
            reason=True,
            tone="danger",
        ),
        Transition(
            "reopen",
            [N.CLOSED],
            N.CONTAINED,
            "inspections.reopen_nonconformity",
            _("Reopen"),
            reason=True,
            signed=True,
            meaning=_("Reopened"),
            tone="warning",
        ),
    ],
)
