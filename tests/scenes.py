"""Records of one and the same story, in any state, with people in every part: the division is inspected by lead1.

Each builder takes the organisation and a state; the record's guards hold for every step that leaves the state.
"""

import datetime as dt

from qms import clock
from qms.models import Edition
from qms.models.reach import sync_participation
from tests.factories import (
    ActionExtensionFactory,
    ActionFactory,
    CauseFactory,
    ChangeRequestFactory,
    ChecklistLineFactory,
    CommitteeMeetingFactory,
    ConsolidatedReportFactory,
    ConsolidationFactory,
    CorrectiveActionFactory,
    DecisionFactory,
    DecisionItemFactory,
    DeclarationDocumentFactory,
    DeclarationFactory,
    DisposalFactory,
    DisposalItemFactory,
    DocumentFactory,
    FeedbackFactory,
    FindingFactory,
    InspectionFactory,
    IssueFactory,
    ManagementReviewFactory,
    MeasurementFactory,
    MeetingConclusionFactory,
    NonconformingOutputFactory,
    NonconformityFactory,
    ObjectiveFactory,
    ObjectiveTargetFactory,
    PaperCopyFactory,
    PeriodicReportFactory,
    PlanTaskFactory,
    ProgrammeFactory,
    RepeatFactory,
    ReportFigureFactory,
    ReportLineFactory,
    ReportPeriodFactory,
    ReportSectionFactory,
    ReportTextFactory,
    RetentionRuleFactory,
    ReviewDecisionFactory,
    ReviewInputFactory,
    RiskFactory,
    SessionClauseFactory,
    SessionFactory,
    SessionInspectorFactory,
    TeamMemberFactory,
    TemplateQuestionFactory,
    TemplateVersionFactory,
    TrainingFactory,
    TrainingPersonFactory,
    TransitionDeadlineFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
    TransitionStepFactory,
    WorkPlanFactory,
    save,
)

EDITIONS = {"from_edition": "2008", "to_edition": "2015"}
SIDES = {"unit": "division", "raised_by_unit": "department"}


def sides(org):
    """The inspected division and the department that sends the inspection."""
    return {name: getattr(org, unit) for name, unit in SIDES.items()}


def programme(org, state):
    """The department's programme of the year, prepared by its officer."""
    return ProgrammeFactory(
        **({state: True} if state != "draft" else {}),
        unit=org.department,
        edition=org.edition,
        prepared_by=org.officer1,
        **({"approved_by": org.head1} if state != "draft" else {}),
    )


def inspection(org, state):
    """An audit of the division by lead1 and inspector1, planned with one session on one clause."""
    starts = clock.today() + dt.timedelta(days=21 if state == "planned" else 0)
    made = InspectionFactory(**{state: True}, **sides(org), edition=org.edition, lead=org.lead1, starts_on=starts)
    if state == "with_unit":
        save(made, unit_comment="Nhất trí.", unit_commented_on=clock.today())
    TeamMemberFactory(inspection=made, user=org.inspector1)
    session = SessionFactory(inspection=made, unit=org.division)
    SessionInspectorFactory(session=session, user=org.inspector1)
    clause = org.edition.clauses.filter(auditable=True).first()
    SessionClauseFactory(record=session, clause=clause)
    ChecklistLineFactory(session=session, clause=clause, result="conforming")
    made.refresh_from_db()
    return made


def finding(org, state):
    """An observation in the division, recorded by inspector1."""
    return FindingFactory(
        **{state: True},
        observation=True,
        inspection=inspection(org, "in_progress"),
        recorded_by=org.inspector1,
    )


def nonconformity(org, state, **values):
    """A minor of the division: handled by reader1, proposed by manager1, approved by lead1, verified by verifier1."""
    later = state in ("in_progress", "effectiveness_check", "closed")
    planned = later or state == "plan_proposed"
    people = {"handler": org.reader1, "lead": org.lead1, "raised_by": org.lead1, "withdrawal_asked_by": org.officer1}
    people |= {"proposed_by": org.manager1} if planned else {}
    people |= {"approved_by": org.lead1, "verifier": org.verifier1} if later else {}
    made = NonconformityFactory(**{state: True}, **sides(org), planned=False, **(people | values))
    if state not in ("recorded", "disputed", "accepted", "withdrawn"):
        status = {"in_progress": "verified", "effectiveness_check": "verified", "closed": "verified"}.get(state)
        plan(org, made, status or "proposed")
    return made


def plan(org, made, status="proposed"):
    """One confirmed cause by the handler, and owner1's action against it."""
    cause = CauseFactory(
        nonconformity=made,
        loop=made.loop,
        author=org.reader1,
        confirmed=True,
        confirmed_by=org.inspector1,
    )
    people = {"owner": org.owner1, "assigned_by": org.manager1}
    people |= {"verified_by": org.officer1, "approver": org.lead1} if status == "verified" else {}
    made_action = ActionFactory(**{status: True}, **sides(org), **people)
    CorrectiveActionFactory(nonconformity=made, cause=cause, action=made_action, loop=made.loop)
    return made_action


def action(org, state):
    """owner1's action in the division, proposed by manager1 in a plan that lead1 approved."""
    return ActionFactory(**{state: True}, **sides(org), owner=org.owner1, assigned_by=org.manager1, approver=org.lead1)


def extension(org, state, days=10):
    """owner1 asks for more time for that action."""
    return ActionExtensionFactory(
        action=action(org, "in_progress"),
        to_day=clock.today() + dt.timedelta(days=30 + days),
        status=state,
        asked_by=org.owner1,
    )


def issue(org, state):
    """An issue of the department's document: written by inspector1, reviewed by officer1, approved by head1."""
    reviewer = {} if state in ("draft", "abandoned") else {"reviewer": org.officer1}
    approved = {"approved_by": org.head1} if state in ("approved", "withdrawn") else {}
    document = DocumentFactory(unit=org.department, author=org.inspector1)
    return IssueFactory(**({state: True} if state != "draft" else {}), document=document, **reviewer, **approved)


def decision(org, state):
    """A decision of the department over that issue: prepared by officer1, signed by head1."""
    signed = {"signatory": org.head1} if state == "signed" else {}
    trait = {state: True} if state != "draft" else {}
    made = DecisionFactory(**trait, unit=org.department, prepared_by=org.officer1, **signed)
    DecisionItemFactory(decision=made, issue=issue(org, "approved" if state == "signed" else "reviewed"))
    return made


def change_request(org, state):
    """reader1 of the division asks for a change of the department's document, which inspector1 wrote."""
    document = DocumentFactory(unit=org.department, author=org.inspector1)
    values = {} if state in ("asked", "refused") else {"endorsed_by": org.manager1}
    if state in ("taken_up", "answered"):
        written = {"approved": True} if state == "answered" else {}
        values |= {"handler": org.officer1, "issue": IssueFactory(document=document, **written)}
    people = {"unit": org.division, "asked_by": org.reader1}
    return ChangeRequestFactory(document=document, status=state, **people, **values)


def paper_copy(org, state):
    """A copy of the department's document in force, kept by the division and held by reader1."""
    document = DocumentFactory(unit=org.department, author=org.inspector1)
    held = {"issue": IssueFactory(document=document, approved=True), "unit": org.division, "holder": org.reader1}
    return PaperCopyFactory(**({state: True} if state != "issued" else {}), **held)


def checklist_template(org, state):
    """A version with one question of the department's template, prepared by lead1."""
    stands = {"template__unit": org.department, "template__prepared_by": org.lead1}
    version = TemplateVersionFactory(**({state: True} if state != "draft" else {}), **stands)
    TemplateQuestionFactory(template_version=version, position=1)
    return version


def repeat(org, state):
    """A repeat that the department's officer decides."""
    return RepeatFactory(**{state: True}, unit=org.department, clause=org.edition.clauses.first())


def transition(org, state):
    """The department's own programme from 9001:2008 to 9001:2015, prepared by its officer."""
    trait = {state: True, "approved_by": org.head1} if state != "draft" else {}
    editions = {name: Edition.objects.get(standard__code="9001", year=year) for name, year in EDITIONS.items()}
    made = TransitionProgrammeFactory(**trait, **editions, unit=org.department, prepared_by=org.officer1)
    TransitionHolderFactory(programme=made, unit=org.department)
    TransitionDeadlineFactory(programme=made)
    TransitionStepFactory(programme=made)
    return made


def objective(org, state):
    """Dossiers on time in the division in half a year: proposed by its manager, looked after by owner1, measured."""
    trait = {state: True} if state != "proposed" else {}
    approved = {"approved_by": org.head1} if state not in ("proposed", "dropped") else {}
    days = {"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2020, 6, 30), "rhythm": "quarter"}
    people = {"unit": org.division, "owner": org.owner1, "proposed_by": org.manager1}
    made = ObjectiveFactory(**trait, **approved, **days, **people, plan="Nhắc trước hạn hai ngày")
    ObjectiveTargetFactory(objective=made)
    MeasurementFactory(objective=made, recorded_by=org.owner1)
    MeasurementFactory(
        objective=made, period_from=dt.date(2020, 4, 1), period_to=dt.date(2020, 6, 30), value=98,
        as_of=dt.date(2020, 7, 6), recorded_by=org.owner1,
    )  # fmt: skip
    return made


def workplan(org, state):
    """The department's plan of the reform for 2020 with one task of owner1: prepared by its officer."""
    trait = {state: True} if state != "draft" else {}
    approved = {"approved_by": org.head1, "decision_number": "9/QĐ-S1"} if state in ("approved", "closed") else {}
    made = WorkPlanFactory(**trait, **approved, unit=org.department, prepared_by=org.officer1)
    PlanTaskFactory(plan=made, unit=org.division, owner=org.owner1)
    return made


def committee(org, state):
    """A meeting of the department's committee that head1 chairs, with one conclusion for owner1."""
    trait = {state: True} if state != "planned" else {}
    signed = {"signed_by": org.head1} if state in ("concluded", "closed") else {}
    made = CommitteeMeetingFactory(**trait, **signed, unit=org.department, chair=org.head1, prepared_by=org.officer1)
    MeetingConclusionFactory(meeting=made, unit=org.division, owner=org.owner1, due_on=dt.date(2020, 8, 31))
    return made


def training(org, state):
    """A training of the division to which reader1 comes, planned by the department's officer."""
    trait = {state: True} if state != "planned" else {}
    judged = {"judged_by": org.manager1} if state == "judged" else {}
    made = TrainingFactory(**trait, **judged, unit=org.division, prepared_by=org.officer1)
    result = "passed" if state in ("held", "judged") else ""
    TrainingPersonFactory(training=made, user=org.reader1, result=result)
    sync_participation(made)
    return made


def output(org, state):
    """A dossier of the division that came back late, recorded by owner1."""
    trait = {state: True} if state != "recorded" else {}
    return NonconformingOutputFactory(**trait, unit=org.division, recorded_by=org.owner1)


def periodic_report(org, state):
    """The department's report of the second quarter to the ministry: filled in by its officer, signed by its head."""
    trait = {state: True} if state != "open" else {}
    signed = {"submitted_by": org.head1} if state in ("submitted", "returned", "accepted") else {}
    judged = {"accepted_by": org.officer} if state == "accepted" else {}
    period = ReportPeriodFactory(scheme__superior=org.ministry)
    section = ReportSectionFactory(form=period.scheme.form)
    made = PeriodicReportFactory(**trait, **signed, **judged, unit=org.department, period=period)
    ReportFigureFactory(report=made, line=ReportLineFactory(form=made.form, section=section))
    ReportTextFactory(report=made, section=section)
    return made


def risk(org, state):
    """A high risk of the division that owner1 looks after, recorded by its manager."""
    trait = {state: True} if state != "open" else {}
    return RiskFactory(**trait, unit=org.division, owner=org.owner1, recorded_by=org.manager1)


def review(org, state):
    """The department's review of 2019: head1 chairs, manager1 writes, officer1 prepared it; one item, one decision."""
    trait = {state: True} if state != "planned" else {}
    if state in ("signed", "closed"):
        trait["signed_by"] = org.head1
    made = ManagementReviewFactory(
        **trait, unit=org.department, edition=org.edition, chair=org.head1, secretary=org.manager1,
        prepared_by=org.officer1, present="Ban Giám đốc",
    )  # fmt: skip
    ReviewInputFactory(review=made, key="audits")
    if state in ("held", "signed", "closed"):
        over = {"status": "verified", "evidence": "Biên bản", "verified_by": org.officer1} if state == "signed" else {}
        decided = ActionFactory(kind="review_decision", unit=org.department, owner=org.owner1, **over)
        action = {} if state == "held" else {"action": decided}
        ReviewDecisionFactory(review=made, owner=org.owner1, **action)
    return made


def feedback(org, state):
    """A complaint about the division that owner1 handles and answers, recorded by the department's officer."""
    trait = {state: True} if state != "received" else {}
    handled = {} if state in ("received", "forwarded", "refused") else {"handler": org.owner1}
    return FeedbackFactory(**trait, **handled, unit=org.division, recorded_by=org.officer1)


def declaration(org, state):
    """The department declares conformity to the edition, with one document in the annex: prepared by its officer."""
    trait = {state: True} if state != "drafted" else {}
    signed = {"signatory": org.head1} if state not in ("drafted", "given_up") else {}
    made = DeclarationFactory(
        **trait,
        **signed,
        unit=org.department,
        edition=org.edition,
        decision_number="7/QĐ-SLĐ",
        prepared_by=org.officer1,
    )
    DeclarationDocumentFactory(declaration=made, document=DocumentFactory(unit=org.department))
    return made


def consolidation(org, state):
    """The department adds up what its units reported: one report is in; prepared by its officer."""
    signed = {"signed": True, "signed_by": org.head1} if state == "signed" else {}
    made = ConsolidationFactory(**signed, unit=org.department, prepared_by=org.officer1)
    ConsolidatedReportFactory(consolidation=made, report__unit=org.division)
    return made


def disposal(org, state):
    """The department disposes of a closed observation past its period: prepared by its officer."""
    trait = {state: True} if state != "drafted" else {}
    approved = {"approved_by": org.head1} if state in ("approved", "carried_out") else {}
    made = DisposalFactory(**trait, **approved, unit=org.department, prepared_by=org.officer1)
    rule = RetentionRuleFactory(unit=org.department, years=5)
    sent = {"unit": org.department, "raised_by_unit": org.department}
    old = FindingFactory(closed=True, observation=True, inspection=InspectionFactory(in_progress=True, **sent), **sent)
    save(old, closed_on=clock.today() - dt.timedelta(days=3000))
    DisposalItemFactory(disposal=made, rule=rule, record_id=old.pk, record_uid=old.uid, number=old.number)
    return made


BUILDERS = {
    "disposal": disposal,
    "declaration": declaration,
    "consolidation": consolidation,
    "periodic_report": periodic_report,
    "risk": risk,
    "feedback": feedback,
    "objective": objective,
    "output": output,
    "workplan": workplan,
    "committee": committee,
    "training": training,
    "management_review": review,
    "repeat": repeat,
    "templateversion": checklist_template,
    "changerequest": change_request,
    "papercopy": paper_copy,
    "decision": decision,
    "programme": programme,
    "inspection": inspection,
    "finding": finding,
    "nonconformity": nonconformity,
    "issue": issue,
    "action": action,
    "extension": extension,
    "transition": transition,
}
