"""Every rule of both apps: who may and who may not, from one set-up; a rule without a case fails."""

import datetime as dt

import pytest

from inspections.models import CauseCategory, Inspection, Meeting, Nonconformity, Programme
from qms import clock, policy
from qms.models import (
    Action,
    ActionSeries,
    ActionTemplate,
    ChangeRequest,
    Comment,
    ContextFactor,
    Correspondence,
    Declaration,
    Disposal,
    Document,
    ImportRun,
    NonconformingOutput,
    Objective,
    PaperCopy,
    PeriodScheme,
    ProcedureFigure,
    RetentionRule,
    Risk,
    User,
    WorkPlan,
)
from qms.policy import RULES
from qms.rules.transition_moves import Scope
from tests.factories import (
    ActingForFactory,
    CauseFactory,
    DocumentFactory,
    EvidenceRequestFactory,
    IssueFactory,
    PeriodicReportFileFactory,
    SuggestionFactory,
    TrainingPersonFactory,
    save,
)
from tests.scenes import BUILDERS, nonconformity, sides
from tests.shared_organisation import org, people_of, shared_organisation

__all__ = ["org", "shared_organisation"]


def record(name, state, **values):
    """A record of the story, in that state."""

    def build(org):
        made = BUILDERS[name](org, state)
        return save(made, **{key: getattr(org, person) for key, person in values.items()}) if values else made

    return build


def in_division(model, **people):
    """A record that is not written yet."""
    return lambda org: model(**sides(org), **{key: getattr(org, person) for key, person in people.items()})


def cause(org):
    """A cause that the handler wrote and nobody confirmed."""
    return CauseFactory(nonconformity=nonconformity(org, "contained"), author=org.reader1)


def annex(org):
    """What the officer attached to a report after it was submitted."""
    report = BUILDERS["periodic_report"](org, "submitted")
    return PeriodicReportFileFactory(record=report, added_by=org.officer1)


def evidence(org):
    """What the team asks the division to send for a line."""
    line = BUILDERS["inspection"](org, "in_progress").sessions.get().lines.get()
    return EvidenceRequestFactory(line=line, asked_by=org.lead1)


def meeting(org):
    """The opening meeting of the story's inspection, not recorded yet."""
    return Meeting(inspection=BUILDERS["inspection"](org, "in_progress"), kind="opening")


def long_extension(org):
    """More than 30 days in all."""
    return BUILDERS["extension"](org, "endorsed", days=31)


def unit(name):
    """That unit."""
    return lambda org: getattr(org, name)


def imported(kind, brought_by="officer1"):
    """An import of that kind into the department, not kept."""
    return lambda org: ImportRun(kind=kind, unit=org.department, brought_by=getattr(org, brought_by))


def of_outsider(org, state="assigned"):
    """An action whose owner has no account."""
    return save(BUILDERS["action"](org, state), owner=None, owner_text="Lê Thị Khách")


def of_proposer(name):
    """An objective that this person proposed."""
    return lambda org: save(BUILDERS["objective"](org, "proposed"), proposed_by=getattr(org, name))


def trained(name):
    """A training at which that person was."""

    def build(org):
        made = BUILDERS["training"](org, "held")
        TrainingPersonFactory(training=made, user=getattr(org, name), result="passed")
        return made

    return build


def accepted(likelihood, consequence):
    """A risk about to be accepted as it is."""
    levels = {"likelihood": likelihood, "consequence": consequence}
    return lambda org: save(BUILDERS["risk"](org, "open"), treatment="accept", **levels)


def of_document(name):
    """The division asks for a change of a document in force of that unit."""

    def build(org):
        document = DocumentFactory(unit=getattr(org, name))
        IssueFactory(document=document, approved=True)
        return ChangeRequest(unit=org.division, document=document)

    return build


def holder(state, **values):
    """The department in its own programme."""
    return lambda org: save(BUILDERS["transition"](org, state).holders.get(), **values)


def part(name, state="running", leading="department"):
    """That unit's part in the programme that the leading unit has."""
    return lambda org: Scope(save(BUILDERS["transition"](org, state), unit=getattr(org, leading)), getattr(org, name))


CASES = [
    # rule, record, everybody who may
    ("qms.create_action", in_division(Action), "manager1 officer1 head1"),
    ("qms.assign_action", record("action", "proposed"), "manager1 lead1 officer1"),
    ("qms.assign_action", record("action", "proposed", owner="manager1"), "lead1 officer1"),
    ("qms.do_action", record("action", "assigned"), "owner1"),
    ("qms.verify_action", record("action", "done"), "lead1 officer1"),
    ("qms.verify_action", record("action", "done", owner="officer1"), "lead1"),
    ("qms.reassign_action", record("action", "assigned"), "manager1"),
    ("qms.cancel_action", record("action", "assigned"), "lead1"),
    ("qms.cancel_action", record("action", "assigned", owner="lead1"), ""),
    ("qms.ask_extension", record("action", "assigned"), "owner1"),
    ("qms.endorse_extension", record("extension", "asked"), "manager1"),
    ("qms.endorse_extension", record("extension", "asked", asked_by="manager1"), ""),
    ("qms.decide_extension", record("extension", "endorsed"), "lead1"),
    ("qms.decide_extension", record("extension", "endorsed", asked_by="lead1"), ""),
    ("qms.decide_extension", long_extension, "head1"),
    ("qms.give_more_time", record("extension", "endorsed"), "lead1"),
    ("qms.give_more_time", long_extension, "head1"),
    ("qms.keep_action_steps", record("action", "in_progress"), "owner1"),
    ("qms.note_progress", record("action", "in_progress"), "owner1 manager1 lead1"),
    ("qms.keep_action_templates", lambda org: ActionTemplate(unit=org.department), "officer1"),
    ("qms.do_action", lambda org: of_outsider(org), "manager1"),
    ("qms.verify_action", lambda org: of_outsider(org, "done"), "manager1 lead1 officer1"),
    ("qms.keep_duty", lambda org: ActionSeries(unit=org.division), "manager1 officer1 head1"),
    ("qms.propose_objective", lambda org: Objective(unit=org.division), "manager1 officer1 head1"),
    ("qms.approve_objective", record("objective", "proposed"), "head1"),
    ("qms.approve_objective", of_proposer("head1"), ""),
    ("qms.return_objective", record("objective", "approved"), "head1"),
    ("qms.start_objective", record("objective", "approved"), "owner1 manager1 officer1 head1"),
    ("qms.measure_objective", record("objective", "running"), "owner1 manager1 officer1 head1"),
    ("qms.judge_objective", record("objective", "running"), "manager1 officer1 head1"),
    ("qms.drop_objective", record("objective", "proposed"), "manager1 officer1 head1"),
    ("qms.drop_objective", record("objective", "running"), "manager1 head1"),
    ("qms.record_output", lambda org: NonconformingOutput(unit=org.division), "manager1 officer1 head1"),
    ("qms.edit_output", record("output", "recorded"), "owner1 manager1 officer1 head1"),
    ("qms.decide_output", record("output", "recorded"), "manager1 officer1 head1"),
    ("qms.close_output", record("output", "decided"), "owner1 manager1 officer1 head1"),
    ("qms.record_procedure_figures", lambda org: ProcedureFigure(unit=org.division), "manager1 officer1 head1"),
    ("qms.date_publication", lambda org: Document(unit=org.division), "manager1 officer1 head1"),
    ("qms.prepare_review", record("management_review", "planned"), "officer1 head1"),
    ("qms.write_review", record("management_review", "held"), "manager1 officer1 head1"),
    ("qms.sign_review", record("management_review", "held"), "head1"),
    ("qms.sign_review", record("management_review", "held", chair="officer1"), ""),
    ("qms.prepare_plan", lambda org: WorkPlan(unit=org.division), "manager1 officer1 head1"),
    ("qms.prepare_plan", record("workplan", "draft"), "officer1 head1"),
    ("qms.approve_plan", record("workplan", "draft"), "head1"),
    ("qms.approve_plan", lambda org: save(BUILDERS["workplan"](org, "draft"), prepared_by=org.head1), ""),
    ("qms.abandon_plan", record("workplan", "draft"), "officer1 head1"),
    ("qms.abandon_plan", record("workplan", "approved"), "head1"),
    ("qms.prepare_training", record("training", "planned"), "manager1 officer1 head1"),
    ("qms.judge_training", record("training", "held"), "manager1 officer1 head1"),
    ("qms.judge_training", trained("manager1"), "officer1 head1"),
    ("qms.prepare_meeting", record("committee", "planned"), "officer1 head1"),
    ("qms.conclude_meeting", record("committee", "held"), "head1"),
    ("qms.conclude_meeting", lambda org: save(BUILDERS["committee"](org, "held"), chair=org.manager1), "manager1"),
    ("qms.fill_report", record("periodic_report", "open"), "officer1 head1"),
    ("qms.recount_report", record("periodic_report", "open"), "officer1 head1 officer director"),
    ("qms.submit_report", record("periodic_report", "filled"), "head1"),
    ("qms.recall_report", record("periodic_report", "submitted"), "officer1 head1"),
    ("qms.end_report_file", annex, "officer1 head1"),
    ("qms.judge_report", record("periodic_report", "submitted"), "officer director"),
    ("qms.keep_report_scheme", lambda org: PeriodScheme(superior=org.ministry), "officer director"),
    ("qms.load_report_forms", lambda org: None, "admin"),
    ("qms.record_risk", lambda org: Risk(unit=org.division), "manager1 officer1 head1"),
    ("qms.record_risk", lambda org: Risk(unit=org.sibling), "manager_sibling1 officer1 head1 inspector1 lead1"),
    ("qms.treat_risk", record("risk", "open"), "owner1 manager1 officer1 head1"),
    ("qms.treat_risk", accepted(3, 3), "owner1 manager1 officer1 head1"),
    ("qms.treat_risk", accepted(2, 5), "manager1 head1"),
    ("qms.review_risk", record("risk", "treated"), "owner1 manager1 officer1 head1"),
    ("qms.close_risk", record("risk", "open"), "manager1 officer1 head1"),
    ("qms.record_feedback", record("feedback", "received"), "officer1"),
    ("qms.assign_feedback", record("feedback", "received"), "officer1"),
    ("qms.move_feedback", record("feedback", "assigned"), "officer1"),
    ("qms.answer_feedback", record("feedback", "assigned"), "owner1"),
    ("qms.approve_feedback_answer", record("feedback", "answer_proposed"), "manager1 head1"),
    ("qms.return_feedback_answer", record("feedback", "answer_proposed"), "manager1 head1"),
    ("qms.send_feedback_answer", record("feedback", "answer_approved"), "owner1 officer1"),
    ("qms.see_feedback_sender", record("feedback", "received"), "officer1"),
    ("qms.see_feedback_sender", record("feedback", "assigned"), "officer1 owner1"),
    ("qms.keep_context", lambda org: ContextFactor(unit=org.division), "manager1 officer1 head1"),
    (
        "qms.keep_context",
        lambda org: ContextFactor(unit=org.sibling),
        "manager_sibling1 officer1 head1 inspector1 lead1",
    ),
    ("qms.ask_by_link", record("action", "assigned"), "manager1 lead1 officer1"),
    ("qms.ask_by_link", record("action", "assigned", owner="manager1"), "lead1 officer1"),
    ("qms.appoint_deputy", lambda org: org.reader1, "reader1 admin"),
    ("qms.appoint_deputy", lambda org: org.admin, "admin"),
    ("qms.comment", record("action", "assigned"), "manager1 owner1 officer1 head1 lead1"),
    ("qms.take_back_comment", lambda org: Comment(made_by=org.reader1), "reader1"),
    ("qms.hand_over", lambda org: org.owner1, "manager1 officer1"),
    ("inspections.name_lead", record("nonconformity", "accepted"), "officer1"),
    ("qms.set_scheme", unit("department"), "officer1"),
    ("qms.write_document", lambda org: Document(unit=org.department), "officer1"),
    ("qms.submit_issue", record("issue", "draft"), "inspector1"),
    ("qms.abandon_issue", record("issue", "draft"), "inspector1 officer1"),
    ("qms.review_issue", record("issue", "in_review"), "officer1"),
    ("qms.review_issue", record("issue", "draft"), "officer1"),
    ("qms.return_issue", record("issue", "in_review"), "officer1"),
    ("qms.return_issue", record("issue", "reviewed"), "officer1 head1"),
    ("qms.return_issue", record("issue", "reviewed", author="head1"), "officer1"),
    ("qms.approve_issue", record("issue", "reviewed"), "head1"),
    ("qms.approve_issue", record("issue", "reviewed", reviewer="head1"), ""),
    ("qms.approve_issue", record("issue", "reviewed", author="head1"), ""),
    ("qms.recall_issue", record("issue", "approved"), "head1"),
    ("qms.withdraw_issue", record("issue", "approved"), "head1"),
    ("qms.name_reviewers", record("issue", "draft"), "inspector1 officer1"),
    ("qms.name_reviewers", record("issue", "in_review"), "officer1"),
    ("qms.suggest", record("issue", "in_review"), "officer1 head1"),
    ("qms.suggest", record("issue", "in_review", reviewer="reader1"), "officer1 head1 reader1"),
    ("qms.suggest", record("issue", "in_review", author="head1"), "officer1"),
    ("qms.answer_suggestion", lambda org: suggestion(org), "inspector1"),
    ("qms.care_for_document", lambda org: Document(unit=org.department), "officer1"),
    ("qms.review_document", lambda org: Document(unit=org.department), "officer1"),
    ("qms.review_document", lambda org: Document(unit=org.division), "officer1 manager1"),
    ("qms.ask_change", lambda org: ChangeRequest(unit=org.division), "manager1 owner1 reader1 officer1 head1 lead1"),
    (
        "qms.ask_change",
        lambda org: ChangeRequest(unit=org.sibling),
        "inspector1 manager_sibling1 verifier1 officer1 head1 lead1",
    ),
    ("qms.ask_change", of_document("department"), "manager1 owner1 reader1 officer1 head1 lead1"),
    ("qms.ask_change", of_document("department2"), ""),
    ("qms.endorse_change", record("changerequest", "asked"), "manager1 head1"),
    ("qms.endorse_change", record("changerequest", "asked", asked_by="manager1"), "head1"),
    ("qms.handle_change", record("changerequest", "endorsed"), "officer1 inspector1"),
    ("qms.handle_change", lambda org: ChangeRequest(unit=org.division), "officer1"),
    ("qms.refuse_change", record("changerequest", "asked"), "manager1 head1 officer1 inspector1"),
    ("qms.receive_copy", record("papercopy", "issued"), "reader1"),
    ("qms.receive_copy", lambda org: PaperCopy(unit=org.division), "manager1 officer1"),
    ("qms.recall_copy", record("papercopy", "issued"), "officer1"),
    ("qms.set_print_template", unit("department"), "officer1"),
    ("qms.prepare_decision", record("decision", "draft"), "officer1"),
    ("qms.sign_decision", record("decision", "draft"), "head1"),
    ("qms.sign_decision", lambda org: over_issue(org, author=org.head1), ""),
    ("qms.sign_decision", lambda org: over_issue(org, reviewer=org.head1), ""),
    ("qms.sign_decision", lambda org: over_issue(org, act="withdraw", author=org.head1), "head1"),
    ("qms.prepare_declaration", lambda org: Declaration(unit=org.department), "officer1"),
    ("qms.sign_declaration", record("declaration", "drafted"), "head1"),
    ("qms.draw_consolidation", record("consolidation", "drawn"), "officer1 head1"),
    ("qms.sign_consolidation", record("consolidation", "drawn"), "head1"),
    ("qms.see_reports_board", unit("department"), "officer1 head1"),
    ("qms.remind_reporting_units", unit("department"), "officer1 head1"),
    ("qms.make_pack", lambda org: org.department, "officer1 head1 lead1"),
    ("qms.set_retention", lambda org: RetentionRule(unit=org.department), "officer1"),
    ("qms.prepare_disposal", lambda org: Disposal(unit=org.department), "officer1"),
    ("qms.approve_disposal", record("disposal", "submitted"), "head1"),
    ("qms.approve_disposal", record("disposal", "submitted", prepared_by="head1"), ""),
    ("qms.return_disposal", record("disposal", "submitted"), "officer1 head1"),
    ("qms.lead_transition", record("transition", "draft"), "officer1 head1"),
    ("qms.approve_transition", record("transition", "draft"), "head1"),
    ("qms.approve_transition", record("transition", "draft", prepared_by="head1"), ""),
    ("qms.decide_clause", part("division"), "officer1"),
    ("qms.decide_clause", part("division", leading="ministry"), "officer officer1"),
    ("qms.decide_clause", part("department2"), "officer2"),
    ("qms.decide_clause", part("division", "closed"), ""),
    ("qms.run_transition", part("department", leading="ministry"), "officer officer1"),
    ("qms.run_transition", part("department", "closed"), ""),
    ("qms.prove_step", holder("running"), "officer1"),
    ("qms.prove_step", holder("running", group="exempt"), ""),
    ("qms.prove_step", holder("closed"), ""),
    ("qms.judge_clause", holder("running"), "officer1 head1"),
    ("qms.sign_transition_plan", holder("running"), "head1"),
    ("qms.look_at_steps", holder("running"), "officer1 head1"),
    ("qms.look_at_steps", record("transition", "closed"), ""),
    ("qms.keep_document", lambda org: Document(unit=org.division), "officer1 head1"),
    ("qms.manage_organisation", unit("division"), "admin"),
    ("qms.decide_days", lambda org: None, "admin"),
    ("qms.see_mails", lambda org: None, "admin"),
    ("qms.manage_people", lambda org: org.reader1, "admin"),
    ("qms.manage_people", lambda org: org.admin, ""),
    ("qms.manage_standards", lambda org: org.edition, "officer officer1 officer2"),
    ("qms.correct_correspondence", lambda org: Correspondence(from_edition=org.edition), "officer officer1 officer2"),
    ("qms.transfer_documents", unit("department"), "officer1"),
    ("qms.import_register", unit("division"), "officer1"),
    ("qms.open_imports", lambda org: None, "admin officer officer1 officer2"),
    ("qms.undo_import", imported("findings"), "officer1"),
    ("qms.undo_import", imported("documents"), "officer1"),
    ("qms.undo_import", imported("of an earlier edition of the product"), ""),
    ("qms.undo_import", imported("units"), "admin"),
    ("qms.undo_import", imported("correspondences", brought_by="officer2"), "officer1 officer2"),
    (
        "qms.acknowledge",
        record("issue", "approved"),
        "director head1 inspector1 lead1 manager1 manager_sibling1 officer officer1 owner1 reader1 verifier1",
    ),
    ("qms.acknowledge", record("issue", "reviewed"), ""),
    ("qms.note_change", record("issue", "draft"), "inspector1 officer1"),
    ("qms.see_reading", unit("division"), "manager1 officer1 head1 lead1"),
    ("qms.follow_reading", unit("division"), "manager1 officer1 head1"),
    ("inspections.plan_programme", lambda org: Programme(unit=org.department), "officer1"),
    ("inspections.approve_programme", record("programme", "draft"), "head1"),
    ("inspections.approve_programme", record("programme", "draft", prepared_by="head1"), ""),
    ("inspections.plan_inspection", in_division(Inspection), "officer1"),
    ("inspections.plan_inspection", in_division(Inspection, lead="lead1"), "officer1 lead1"),
    ("inspections.plan_inspection", in_division(Inspection, lead="reader1"), "officer1"),
    ("inspections.plan_inspection", record("inspection", "planned"), "officer1 lead1"),
    ("inspections.lead_inspection", record("inspection", "planned"), "lead1"),
    ("inspections.postpone_inspection", record("inspection", "notified"), "lead1"),
    ("inspections.cancel_inspection", record("inspection", "planned"), "lead1 officer1"),
    ("inspections.comment_inspection", record("inspection", "with_unit"), "manager1"),
    ("inspections.reopen_inspection", record("inspection", "concluded"), "head1"),
    ("inspections.overrule_independence", record("inspection", "planned"), "head1"),
    ("inspections.ask_evidence", record("inspection", "in_progress"), "lead1 inspector1"),
    ("inspections.deliver_evidence", lambda org: evidence(org), "manager1 officer1"),
    ("inspections.judge_evidence", lambda org: evidence(org), "lead1 inspector1"),
    ("inspections.answer_checklist", record("inspection", "in_progress"), "lead1 inspector1"),
    ("inspections.record_meeting", lambda org: meeting(org), "lead1"),
    ("inspections.record_attendance", lambda org: meeting(org), "lead1 inspector1"),
    ("inspections.add_line", record("inspection", "in_progress"), "lead1 inspector1"),
    ("inspections.write_template", record("templateversion", "draft"), "officer1 lead1"),
    ("inspections.publish_template", record("templateversion", "draft"), "officer1"),
    ("inspections.record_finding", record("finding", "draft"), "lead1 inspector1"),
    ("inspections.lead_finding", record("finding", "draft"), "lead1"),
    ("inspections.answer_finding", record("finding", "confirmed"), "manager1"),
    ("inspections.record_nonconformity", in_division(Nonconformity), "officer1"),
    ("inspections.record_nonconformity", lambda org: from_finding(org), "officer1 lead1"),
    ("inspections.accept_nonconformity", record("nonconformity", "recorded"), "manager1"),
    ("inspections.settle_nonconformity", record("nonconformity", "disputed"), "head1"),
    ("inspections.settle_nonconformity", record("nonconformity", "disputed", raised_by="head1"), ""),
    ("inspections.handle_nonconformity", record("nonconformity", "accepted"), "manager1 reader1"),
    ("inspections.manage_nonconformity", record("nonconformity", "accepted"), "manager1"),
    ("inspections.approve_plan", record("nonconformity", "plan_proposed"), "lead1 officer1"),
    ("inspections.approve_plan", record("nonconformity", "plan_proposed", proposed_by="officer1"), "lead1"),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check"), "verifier1"),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check", verifier="owner1"), ""),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check", verifier="reader1"), ""),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check", verifier="inspector1"), ""),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check", verifier="lead1"), ""),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check", verifier="manager1"), ""),
    ("inspections.ask_withdrawal", record("nonconformity", "accepted"), "officer1"),
    ("inspections.withdraw_nonconformity", record("nonconformity", "accepted"), "lead1 head1"),
    (
        "inspections.withdraw_nonconformity",
        record("nonconformity", "accepted", withdrawal_asked_by="lead1"),
        "officer1 head1",
    ),
    ("inspections.reopen_nonconformity", record("nonconformity", "closed"), "head1"),
    ("inspections.confirm_cause", cause, "manager1 lead1 officer1"),
    ("inspections.decide_repeat", record("repeat", "proposed"), "officer1 head1"),
    ("inspections.keep_cause_categories", lambda org: CauseCategory(unit=org.department), "officer1"),
]


def suggestion(org):
    """What officer1 suggests on inspector1's issue."""
    return SuggestionFactory(issue=BUILDERS["issue"](org, "in_review"), made_by=org.officer1)


def over_issue(org, act="approve", **people):
    """A decision over an issue on which these people had a part."""
    decision = BUILDERS["decision"](org, "draft")
    item = save(decision.items.get(), act=act)
    save(item.issue, **people)
    return decision


def from_finding(org):
    """A nonconformity about to be recorded from the lead's finding."""
    finding = BUILDERS["finding"](org, "confirmed")
    return Nonconformity(**sides(org), finding=finding, lead=org.lead1)


@pytest.mark.parametrize(("rule", "build", "people"), CASES, ids=[f"{i:02d}-{c[0]}" for i, c in enumerate(CASES)])
def test_rule(org, rule, build, people):
    about = build(org)

    decisions = {name: policy.may(person, rule, about) for name, person in people_of(org).items()}

    assert {name for name, decision in decisions.items() if decision} == set(people.split())
    assert all(str(decision.reason) for decision in decisions.values() if not decision)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_case_that_allows_and_refuses(rule):
    cases = [people.split() for name, _build, people in CASES if name == rule]

    assert any(cases), "write a case for this rule"
    assert all(len(people) < 19 for people in cases)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_nobody_may_without_signing_in(org, rule):
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - models are ready here

    gone = User.objects.get(pk=org.officer1.pk)
    gone.is_active = False

    assert not policy.may(AnonymousUser(), rule, None)
    assert not policy.may(gone, rule, None)


DENIED = [
    # rule, record, whom the record bars, who would otherwise be right
    ("inspections.approve_plan", record("nonconformity", "plan_proposed"), "manager1", "officer1"),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check"), "owner1", "verifier1"),
    ("inspections.verify_nonconformity", record("nonconformity", "effectiveness_check"), "lead1", "verifier1"),
    ("inspections.withdraw_nonconformity", record("nonconformity", "accepted"), "officer1", "lead1"),
    ("inspections.settle_nonconformity", record("nonconformity", "disputed"), "lead1", "head1"),
    ("inspections.confirm_cause", cause, "reader1", "manager1"),
    ("inspections.answer_finding", record("finding", "confirmed"), "inspector1", "manager1"),
    ("inspections.approve_programme", record("programme", "draft"), "officer1", "head1"),
    ("qms.verify_action", record("action", "done"), "owner1", "officer1"),
    ("qms.cancel_action", record("action", "assigned"), "owner1", "lead1"),
    ("qms.assign_action", record("action", "proposed"), "owner1", "manager1"),
    ("qms.endorse_extension", record("extension", "asked"), "owner1", "manager1"),
    ("qms.decide_extension", record("extension", "endorsed"), "owner1", "lead1"),
    ("qms.approve_issue", record("issue", "reviewed"), "officer1", "head1"),
    ("qms.approve_issue", record("issue", "reviewed"), "inspector1", "head1"),
    ("qms.review_issue", record("issue", "in_review"), "inspector1", "officer1"),
    ("qms.endorse_change", record("changerequest", "asked"), "reader1", "manager1"),
    ("qms.suggest", record("issue", "in_review"), "inspector1", "officer1"),
    ("qms.sign_decision", record("decision", "draft"), "inspector1", "head1"),
    ("qms.sign_decision", record("decision", "draft"), "officer1", "head1"),
]


@pytest.mark.parametrize("turned", [False, True], ids=["deputy-decides", "principal-decides"])
@pytest.mark.parametrize(("rule", "build", "barred", "right"), DENIED, ids=[f"{c[0]}-{c[2]}" for c in DENIED])
def test_deputy_and_principal_count_as_one(org, rule, build, barred, right, turned):
    """Who did one part may not decide the other through the one they act for, nor through their own deputy."""
    about = build(org)
    decider = getattr(org, right)
    assert policy.may(decider, rule, about)
    pair = (getattr(org, barred), decider) if turned else (decider, getattr(org, barred))
    ActingForFactory(deputy=pair[0], principal=pair[1])

    again = User.objects.get(pk=decider.pk)

    assert not policy.may(again, rule, about)


def test_two_deputies_of_one_principal_count_as_one(org):
    about = BUILDERS["nonconformity"](org, "plan_proposed")
    ActingForFactory(deputy=org.manager1, principal=org.director)
    ActingForFactory(deputy=org.lead1, principal=org.director)

    assert not policy.may(User.objects.get(pk=org.lead1.pk), "inspections.approve_plan", about)


def test_deputy_may_what_the_principal_may(org):
    about = BUILDERS["nonconformity"](org, "recorded")
    ActingForFactory(deputy=org.verifier1, principal=org.manager1)

    assert policy.may(User.objects.get(pk=org.verifier1.pk), "inspections.accept_nonconformity", about)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_a_role_stands_until_its_last_day(org, days, may):
    about = BUILDERS["nonconformity"](org, "recorded")
    role = org.manager1.role_assignments.get()
    save(role, valid_to=clock.today() + dt.timedelta(days=days))

    assert bool(policy.may(User.objects.get(pk=org.manager1.pk), "inspections.accept_nonconformity", about)) is may


def test_former_owners_and_approvers_of_earlier_rounds_do_not_verify(org):
    about = BUILDERS["nonconformity"](org, "effectiveness_check")
    action = Action.objects.get(corrective_action__nonconformity=about)
    save(action, owner=org.verifier1)
    save(action, owner=org.owner1)
    assert not policy.may(org.verifier1, "inspections.verify_nonconformity", about)

    save(about, approved_by=org.head1, verifier=org.lead1)
    assert not policy.may(org.lead1, "inspections.verify_nonconformity", about)
