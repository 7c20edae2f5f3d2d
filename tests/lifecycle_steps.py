"""The operation that takes each step, with what it needs: `OPERATE[lifecycle][step](org, record, by, **common)`."""

import datetime as dt

from django.db import transaction

from inspections.operations import finding as findings
from inspections.operations import inspection as inspections
from inspections.operations import nonconformity as nonconformities
from inspections.operations import programme as programmes
from inspections.operations import repeat_decisions as repeats
from inspections.operations import template as templates
from inspections.repeat_workflow import REPEAT
from inspections.template_workflow import TEMPLATE
from inspections.workflows import FINDING, INSPECTION
from qms import clock
from qms.change_request_workflow import CHANGE_REQUEST
from qms.meeting_workflow import MEETING
from qms.operations import (
    actions,
    change_requests,
    committee_meetings,
    consolidations,
    decisions,
    declarations,
    disposals,
    documents,
    feedback,
    management_reviews,
    objectives,
    outputs,
    paper_copies,
    periodic_reports,
    risks,
    trainings,
    transition_programmes,
    work_plans,
)
from qms.workflows import ACTION
from tests.factories import ActionFactory, IssueFactory, IssueReviewerFactory, save

WHY = "Vì lý do của phép thử"


def taking(operation, **given):
    """A step whose operation takes these values; a callable value is asked with the organisation."""

    def run(org, record, by, **common):
        values = {name: value(org) if callable(value) else value for name, value in given.items()}
        with transaction.atomic():
            return operation(record, by=by, **values, **common)

    return run


def by_table(workflow, step):
    """A step that only the system takes."""
    return taking(lambda record, by, **common: workflow.apply(step, record, by=by, **common))


def in_days(count):
    """A day so many days from today, read when the step is taken."""
    return lambda org: clock.today() + dt.timedelta(days=count)


def person(name):
    """That person of the organisation."""
    return lambda org: getattr(org, name)


def with_draft(request, by, **common):
    """Taking a change request up with a draft that is begun for it."""
    draft = IssueFactory(document=request.document)
    return change_requests.take_up_change(request, by=by, issue=draft, **common)


disposal_steps = {name: taking(step) for name, step in disposals.STEPS.items()} | {
    "approve": taking(disposals.approve_disposal, decision_number="9/QĐ-S1"),
    "carry_out": taking(disposals.carry_out_disposal, witness="Văn thư Sở", method="Cắt vụn"),
}
nc = nonconformities
OPERATE = {
    "programme": {
        "approve": taking(programmes.approve_programme),
        "amend": taking(programmes.amend_programme),
        "close": taking(programmes.close_programme),
    },
    "inspection": {
        "notify": taking(inspections.notify_unit),
        "postpone": taking(inspections.postpone, starts_on=in_days(30), ends_on=in_days(31)),
        "change_team": taking(inspections.confirm_team),
        "start": taking(inspections.start_visit),
        "end_visit": taking(inspections.end_visit),
        "send": taking(inspections.send_report),
        "comment": taking(inspections.comment_on_report, unit_comment="Nhất trí"),
        "conclude": taking(inspections.conclude),
        "close": by_table(INSPECTION, "close"),
        "reopen": taking(inspections.reopen),
        "cancel": taking(inspections.cancel),
    },
    "finding": {
        "confirm": taking(findings.confirm_finding),
        "answer": taking(findings.answer_finding, answer_kind="not_taken_up", answer_text="Đã có cách khác"),
        "answer_by_nonconformity": by_table(FINDING, "answer_by_nonconformity"),
        "regrade": taking(findings.regrade_finding, grade="opportunity"),
        "close": taking(findings.close_finding),
        "close_by_nonconformity": by_table(FINDING, "close_by_nonconformity"),
        "withdraw": taking(findings.withdraw_finding),
    },
    "nonconformity": {
        "accept": taking(nc.accept),
        "dispute": taking(nc.dispute),
        "settle": taking(nc.settle, settled_as="accepted"),
        "name_handler": taking(nc.name_handler, handler=person("owner1")),
        "contain": taking(nc.contain, correction="Gửi phiếu xin lỗi", correction_on=in_days(0)),
        "propose": taking(nc.propose_plan, similar_cases="none", criterion="Không còn", check_on=in_days(0)),
        "approve": taking(nc.approve_plan, verifier=person("verifier1")),
        "refuse": taking(nc.refuse_plan),
        "change_plan": taking(nc.change_plan),
        "implemented": taking(nc.report_implemented),
        "effective": taking(nc.confirm_effective, effect_evidence="Sổ theo dõi"),
        "not_effective": taking(nc.report_not_effective),
        "not_yet_proven": taking(nc.report_not_yet_proven, check_on=in_days(30)),
        "ask_withdrawal": taking(nc.ask_withdrawal),
        "withdraw": taking(nc.withdraw),
        "reopen": taking(nc.reopen_nonconformity),
    },
    "action": {
        "assign": taking(actions.assign_action),
        "start": taking(actions.start_action),
        "done": taking(actions.report_done, evidence="Biên bản"),
        "done_by_itself": taking(
            lambda record, by, **common: ACTION.apply("done_by_itself", record, by=by, evidence="Ban hành", **common)
        ),
        "verify": taking(actions.verify_action),
        "return": taking(actions.return_action, due_on=in_days(20)),
        "reassign": taking(actions.reassign_action, owner=person("reader1")),
        "cancel": taking(actions.cancel_action),
    },
    "extension": {
        "endorse": taking(actions.endorse_extension),
        "grant": taking(actions.grant_extension),
        "refuse": taking(actions.refuse_extension),
    },
    "issue": {name: taking(step) for name, step in documents.STEPS.items()},
    "changerequest": {
        "endorse": taking(change_requests.endorse_change),
        "take_up": taking(with_draft),
        "refuse": taking(change_requests.refuse_change),
        "answer": by_table(CHANGE_REQUEST, "answer"),
        "reopen": by_table(CHANGE_REQUEST, "reopen"),
    },
    "templateversion": {
        "publish": taking(templates.publish_version, summary="Lần đầu"),
        "supersede": by_table(TEMPLATE, "supersede"),
        "discard": taking(templates.discard_version),
        "withdraw": taking(templates.withdraw_version),
    },
    "repeat": {
        "take_up": taking(repeats.take_up_repeat, action=lambda org: ActionFactory(unit=org.department)),
        "dismiss": taking(repeats.dismiss_repeat),
        "lapse": by_table(REPEAT, "lapse"),
    },
    "objective": {
        "approve": taking(objectives.approve_objective),
        "start": taking(objectives.start_objective),
        "judge": taking(objectives.judge_objective, achievement="partly", conclusion="Đạt một phần"),
        "return": taking(objectives.return_objective),
        "drop": taking(objectives.drop_objective),
    },
    "management_review": {
        "freeze": taking(management_reviews.freeze_review, frozen_on=in_days(0)),
        "hold": taking(
            management_reviews.hold_review, meeting_on=in_days(0), present="Ban Giám đốc", conclusion="Phù hợp"
        ),
        "sign": taking(management_reviews.sign_review),
        "close": taking(management_reviews.close_review),
        "cancel": taking(management_reviews.cancel_review),
    },
    "workplan": {
        "approve": taking(work_plans.approve_plan, decision_number="12/QĐ-S1"),
        "close": taking(work_plans.close_plan, conclusion="Hoàn thành"),
        "abandon": taking(work_plans.abandon_plan),
    },
    "committee": {
        "hold": taking(committee_meetings.hold_meeting, minutes="Đã họp"),
        "conclude": taking(committee_meetings.conclude_meeting, notice_number="3/TB-BCĐ"),
        "close": by_table(MEETING, "close"),
        "cancel": taking(committee_meetings.cancel_meeting),
    },
    "training": {
        "hold": taking(trainings.hold_training, held_on=in_days(0)),
        "judge": taking(trainings.judge_training, effect="Kiểm tra cuối khóa"),
        "cancel": taking(trainings.cancel_training),
    },
    "output": {
        "decide": taking(outputs.decide_output, decision="Xin lỗi và hẹn lại"),
        "close": taking(outputs.close_output, returned_on=dt.date(2020, 7, 15)),
        "withdraw": taking(outputs.withdraw_output),
    },
    "consolidation": {
        "sign": taking(consolidations.sign_consolidation, document_number="75/BC", recipients="Văn thư"),
    },
    "periodic_report": {
        "fill": taking(periodic_reports.fill_report, figures={}, texts={}),
        "submit": taking(periodic_reports.submit_report, document_number="12/BC-S1", recipients="Bộ"),
        "recall": taking(periodic_reports.recall_report),
        "accept": taking(periodic_reports.accept_report),
        "return": taking(periodic_reports.return_report),
        "excuse": taking(periodic_reports.excuse_report),
        "owe": taking(periodic_reports.owe_report),
    },
    "risk": {
        "treat": taking(
            risks.treat_risk,
            treatment="reduce",
            treatment_note="Bố trí người dự phòng",
            residual_likelihood=2,
            residual_consequence=3,
        ),
        "close": taking(risks.close_risk),
        "reopen": taking(risks.reopen_risk, likelihood=3, consequence=3),
    },
    "feedback": {
        "assign": taking(feedback.assign_feedback, handler=person("owner1")),
        "propose": taking(feedback.propose_answer, answer="Cơ quan xin lỗi"),
        "approve": taking(feedback.approve_answer),
        "return": taking(feedback.return_answer),
        "send": taking(feedback.send_answer),
        "close": taking(feedback.close_feedback),
        "reopen": taking(feedback.reopen_feedback),
        "move": taking(feedback.move_feedback, unit=person("sibling")),
        "forward": taking(feedback.forward_feedback, forwarded_to="Sở Tư pháp"),
        "refuse": taking(feedback.refuse_feedback),
    },
    "disposal": disposal_steps,
    "declaration": {
        "sign": taking(declarations.sign_declaration),
        "give_up": taking(declarations.give_up_declaration),
        "withdraw": taking(declarations.withdraw_declaration),
    },
    "papercopy": {name: taking(step) for name, step in paper_copies.STEPS.items()},
    "decision": {name: taking(step) for name, step in decisions.STEPS.items()},
    "transition": {name: taking(step) for name, step in transition_programmes.STEPS.items()},
}

TWO_ENDINGS = {
    ("nonconformity", "settle", "withdrawn"): taking(nc.settle, settled_as="withdrawn"),
}
"""Steps that end in the named state by what they are given."""


def operate(lifecycle, row):
    """The operation of a row."""
    return TWO_ENDINGS.get((lifecycle, row.step, row.target)) or OPERATE[lifecycle][row.step]


def _later(issue):
    save(issue, effective_on=clock.today() + dt.timedelta(days=5))


def _answered_by_nonconformity_alone(finding):
    if finding.status == "answered":
        save(finding, grade="minor", answer_kind="", answer_text="")


def _minor(finding):
    save(finding, grade="minor")


def _two_reviewers(issue):
    IssueReviewerFactory(issue=issue, person=issue.reviewer, position=1)
    IssueReviewerFactory(issue=issue, position=2)


def _given_up(request):
    if request.status == "taken_up":
        save(request.issue, status="abandoned")


PREPARE = {
    ("changerequest", "take_up"): _given_up,
    ("changerequest", "refuse"): _given_up,
    ("issue", "review", "in_review"): _two_reviewers,
    ("issue", "recall_approved"): _later,
    ("finding", "answer_by_nonconformity"): _minor,
    ("finding", "regrade", "confirmed"): _answered_by_nonconformity_alone,
}
"""What a step needs of a record beyond what its state needs."""
