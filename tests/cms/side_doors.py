"""Records of one department that no other may find, and every address of the product that names one of them.

Each title, number and text that can holds SECRET, so that whatever tells of the records is caught by looking for it.
"""

from types import SimpleNamespace

from cms.word.keeping import keep
from inspections.checklist_book.staged import stage_book
from inspections.checklist_book.writing import write_book
from inspections.models import Meeting
from inspections.operations.meeting import record_meeting
from inspections.operations.report_version import freeze_report
from inspections.report_facts import report_facts
from qms.enums import DocumentKind
from qms.history.recording import recording
from qms.importing.staging import stage
from qms.models import Clause
from qms.operations.documents import create_document, submit_issue
from qms.operations.files import attach_files, store_file
from qms.operations.people import ensure_machine_accounts
from qms.operations.trying_templates import keep_template
from qms.registry import registry
from tests import scenes
from tests.cms.conftest import SECTIONS
from tests.cms.word_files import framework
from tests.factories import (
    ActionLinkFactory,
    ActionNoteFactory,
    ActionSeriesFactory,
    ActionStepFactory,
    ActionTemplateFactory,
    AnswerConflictFactory,
    AudienceFactory,
    CauseCategoryFactory,
    ClauseDecisionFactory,
    ClauseWorkFactory,
    CommentFactory,
    ConsolidationFactory,
    ContextFactorFactory,
    DecisionFactory,
    DeclarationFactory,
    DisposalFactory,
    DisposalItemFactory,
    DocumentFactory,
    DocumentReviewFactory,
    EvidenceRequestFactory,
    FeedbackFactory,
    HolderStepFactory,
    ImportRunFactory,
    InterestedPartyFactory,
    IssueFactory,
    KeptDocumentFactory,
    NonconformingOutputFactory,
    ProcedureFigureFactory,
    ProgrammeLineFactory,
    ReportLineFactory,
    RetentionRuleFactory,
    RiskFactory,
    SuggestionFactory,
    TransitionRunFactory,
    save,
)

SECRET = "BIMATNOIBO"
PDF = (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf", f"{SECRET}.pdf")
LIST = f"Mã hiệu,Tên tài liệu,Loại tài liệu,Lần ban hành\nQT-90,{SECRET},Quy trình,01\n".encode()

NAMED = {
    # address: (record of the world, further arguments). Who is of the department and may look opens each of them.
    "action": ("action", {}),
    "action_line_step": ("action_line", {"step": "tick"}),
    "action_by_link": ("action", {"step": "ask"}),
    "action_link_step": ("action_link", {"step": "revoke"}),
    "action_moves": ("action", {}),
    "action_step": ("action", {"step": "assign"}),
    "action_template_edit": ("action_template", {}),
    "action_template_step": ("action_template", {"step": "end"}),
    "answer_conflict": ("answer_conflict", {}),
    "audience_step": ("audience", {"step": "end"}),
    "cause_category_step": ("cause_category", {"step": "rename"}),
    "cause_edit": ("cause", {}),
    "cause_new": ("nonconformity", {"method": "sentence"}),
    "cause_step": ("cause", {"step": "confirm"}),
    "change_request": ("change_request", {}),
    "change_request_print": ("change_request", {"kind": "docx"}),
    "change_request_step": ("change_request", {"step": "endorse"}),
    "checklist_answer": ("line", {}),
    "checklist_book": ("visit", {}),
    "checklist_book_compare": ("visit", {"file": "book"}),
    "checklist_book_out": ("visit", {}),
    "checklist_line": ("line", {}),
    "checklist_line_new": ("visit", {}),
    "checklist_template": ("checklist_template", {}),
    "checklist_template_copy": ("checklist_template", {}),
    "checklist_template_edit": ("checklist_template", {}),
    "checklist_template_step": ("checklist_template", {"step": "new_version"}),
    "clause_work": ("transition_holder", {"clause": "clause"}),
    "clause_work_step": ("transition_holder", {"clause": "clause", "step": "judge"}),
    "clause_works": ("transition_holder", {}),
    "clause_works_actions": ("transition_holder", {}),
    "clause_works_confirm": ("transition_holder", {}),
    "comment_step": ("comment", {"step": "take_back"}),
    "comments": ("action", {"label": "qms.action"}),
    "committee_meeting": ("committee_meeting", {}),
    "committee_meeting_conclusions": ("committee_meeting", {}),
    "committee_meeting_edit": ("committee_meeting", {}),
    "committee_meeting_file_step": ("committeemeetingfile", {"step": "end"}),
    "committee_meeting_print": ("committee_meeting", {"paper": "minutes", "kind": "docx"}),
    "committee_meeting_step": ("committee_meeting", {"step": "conclude"}),
    "consolidation": ("consolidation", {}),
    "consolidation_edit": ("consolidation", {}),
    "consolidation_file_step": ("consolidationfile", {"step": "end"}),
    "consolidation_line": ("consolidation", {"key": "line"}),
    "consolidation_print": ("consolidation", {"kind": "docx"}),
    "consolidation_step": ("consolidation", {"step": "redraw"}),
    "context_factor": ("context_factor", {}),
    "context_factor_edit": ("context_factor", {}),
    "context_factor_step": ("context_factor", {"step": "review"}),
    "corrective_action_new": ("nonconformity", {}),
    "corrective_action_step": ("corrective_action", {"step": "drop"}),
    "decision": ("decision", {}),
    "decision_edit": ("decision", {}),
    "decision_file_step": ("decisionfile", {"step": "end"}),
    "decision_print": ("decision", {"kind": "docx"}),
    "decision_step": ("decision", {"step": "sign"}),
    "declaration": ("declaration", {}),
    "declaration_edit": ("declaration", {}),
    "declaration_print": ("declaration", {"kind": "docx"}),
    "declaration_step": ("declaration", {"step": "sign"}),
    "disposal": ("disposal", {}),
    "disposal_edit": ("disposal", {}),
    "disposal_item_step": ("disposal_item", {"step": "keep"}),
    "disposal_items": ("disposal", {}),
    "disposal_print": ("disposal", {"paper": "list", "kind": "docx"}),
    "disposal_step": ("disposal", {"step": "submit"}),
    "document": ("document", {}),
    "document_became": ("document", {}),
    "document_edit": ("document", {}),
    "document_from_word": ("document", {}),
    "document_from_word_drop": ("document", {"file": "staging"}),
    "document_from_word_preview": ("document", {"file": "staging"}),
    "document_keep": ("document", {"step": "keep"}),
    "history_compare": ("action", {"kind": "qms.action"}),
    "history_proof": ("action", {"kind": "qms.action", "sequence": 1}),
    "history_record": ("action", {"kind": "qms.action"}),
    "history_version": ("action", {"kind": "qms.action", "sequence": 1}),
    "kept_document": ("kept_document", {"step": "release"}),
    "document_new_issue": ("document", {}),
    "document_reading": ("document", {"step": "add"}),
    "document_review_print": ("review", {"kind": "docx"}),
    "document_review_step": ("document", {"step": "review"}),
    "document_step": ("document", {"step": "publish"}),
    "document_write": ("document", {}),
    "duty": ("duty", {}),
    "duty_edit": ("duty", {}),
    "duty_step": ("duty", {"step": "end"}),
    "evidence": ("inspection", {}),
    "evidence_accept": ("inspection", {}),
    "evidence_ask": ("inspection", {}),
    "evidence_deliver": ("inspection", {}),
    "evidence_step": ("evidence_request", {"step": "accept"}),
    "extension_step": ("extension", {"step": "endorse"}),
    "feedback": ("feedback", {}),
    "feedback_file_step": ("feedbackfile", {"step": "end"}),
    "feedback_print": ("feedback", {"kind": "docx"}),
    "feedback_step": ("feedback", {"step": "assign"}),
    "finding": ("finding", {}),
    "finding_edit": ("finding", {}),
    "finding_step": ("finding", {"step": "close"}),
    "import_again": ("register", {}),
    "import_annotated": ("register", {}),
    "import_cancel": ("register", {}),
    "import_commit": ("register", {}),
    "import_preview": ("register", {}),
    "import_rows": ("register", {}),
    "import_run": ("import_run", {}),
    "import_run_file": ("import_run", {}),
    "import_run_step": ("import_run", {"step": "undo"}),
    "import_state": ("register", {}),
    "import_understanding": ("register", {}),
    "holder_comparison": ("transition_holder", {}),
    "inspection": ("inspection", {}),
    "inspection_conduct": ("inspection", {}),
    "inspection_edit": ("inspection", {}),
    "inspection_follow_up": ("visit", {}),
    "inspection_print": ("inspection", {"kind": "docx"}),
    "inspection_report": ("visit", {}),
    "inspection_report_version": ("visit", {"number": 1}),
    "inspection_report_version_print": ("visit", {"number": 1, "kind": "docx"}),
    "inspection_step": ("inspection", {"step": "notify"}),
    "interested_party": ("interested_party", {}),
    "interested_party_edit": ("interested_party", {}),
    "interested_party_step": ("interested_party", {"step": "end"}),
    "issue": ("issue", {}),
    "issue_compare": ("issue", {}),
    "issue_copies_step": ("issue", {"step": "hand_out"}),
    "issue_file_step": ("issuefile", {"step": "end"}),
    "issue_files_step": ("issue", {"step": "attach"}),
    "issue_print": ("issue", {"kind": "docx"}),
    "issue_reading": ("issue", {"step": "note"}),
    "issue_review_step": ("issue", {"step": "suggest"}),
    "issue_step": ("issue", {"step": "withdraw"}),
    "meeting": ("visit", {"meeting": "opening"}),
    "meeting_print": ("visit", {"meeting": "opening", "kind": "docx"}),
    "nonconformity": ("nonconformity", {}),
    "nonconformity_moves": ("nonconformity", {}),
    "nonconformity_print": ("nonconformity", {"kind": "docx"}),
    "nonconformity_step": ("nonconformity", {"step": "accept"}),
    "paper_copy": ("paper_copy", {}),
    "measurement_step": ("measurement", {"step": "correct"}),
    "output": ("output", {}),
    "output_edit": ("output", {}),
    "output_file_step": ("outputfile", {"step": "end"}),
    "output_step": ("output", {"step": "decide"}),
    "procedure_figure": ("procedure_figure", {}),
    "procedure_figure_step": ("procedure_figure", {"step": "correct"}),
    "publication_step": ("document", {"step": "publication"}),
    "objective": ("objective", {}),
    "objective_edit": ("objective", {}),
    "objective_file_step": ("objectivefile", {"step": "end"}),
    "objective_step": ("objective", {"step": "measure"}),
    "paper_copy_step": ("paper_copy", {"step": "receive"}),
    "print_template_file": ("template", {"form": "controlled_document"}),
    "print_template_sample": ("template", {"form": "controlled_document", "language": "vi"}),
    "programme": ("programme", {}),
    "programme_coverage": ("programme", {}),
    "programme_edit": ("programme", {}),
    "programme_fill": ("programme", {}),
    "programme_line_edit": ("programme_line", {}),
    "programme_line_new": ("programme", {}),
    "programme_line_step": ("programme_line", {"step": "drop"}),
    "programme_print": ("programme", {"kind": "docx"}),
    "programme_proposal": ("programme", {}),
    "programme_step": ("programme", {"step": "approve"}),
    "programme_versions": ("programme", {}),
    "readers": ("document", {}),
    "readers_print": ("document", {"kind": "docx"}),
    "repeat": ("repeat", {}),
    "repeat_step": ("repeat", {"step": "dismiss"}),
    "retention_rule": ("retention_rule", {}),
    "retention_rule_step": ("retention_rule", {"step": "end"}),
    "review": ("management_review", {}),
    "review_decision_step": ("review_decision", {"step": "edit"}),
    "review_edit": ("management_review", {}),
    "review_file_step": ("managementreviewfile", {"step": "end"}),
    "review_input_step": ("review_input", {"step": "write"}),
    "review_preview": ("management_review", {}),
    "review_print": ("management_review", {"kind": "docx"}),
    "review_step": ("management_review", {"step": "sign"}),
    "periodic_report": ("periodic_report", {}),
    "periodic_report_file_step": ("periodicreportfile", {"step": "end"}),
    "periodic_report_print": ("periodic_report", {"kind": "docx"}),
    "periodic_report_step": ("periodic_report", {"step": "fill"}),
    "risk": ("risk", {}),
    "risk_edit": ("risk", {}),
    "risk_file_step": ("riskfile", {"step": "end"}),
    "risk_step": ("risk", {"step": "review"}),
    "session_edit": ("session", {}),
    "session_new": ("inspection", {}),
    "session_step": ("session", {"step": "drop"}),
    "suggestion_step": ("suggestion", {"step": "apply"}),
    "template_compare": ("checklist_template", {}),
    "template_question_edit": ("template_question", {}),
    "template_question_move": ("template_question", {"direction": "up"}),
    "template_question_new": ("template_version", {}),
    "template_question_step": ("template_question", {"step": "drop"}),
    "template_ranking": ("checklist_template", {}),
    "template_section_move": ("template_version", {"direction": "up"}),
    "template_version_step": ("template_version", {"step": "publish"}),
    "clause_confirm": ("transition", {}),
    "clause_decide": ("transition", {}),
    "clause_decision": ("clause_decision", {}),
    "clause_decision_step": ("clause_decision", {"step": "end"}),
    "clause_decisions": ("transition", {}),
    "training": ("training", {}),
    "training_edit": ("training", {}),
    "training_export": ("training", {}),
    "training_file_step": ("trainingfile", {"step": "end"}),
    "training_people": ("training", {}),
    "training_print": ("training", {"kind": "docx"}),
    "training_step": ("training", {"step": "hold"}),
    "transition": ("transition", {}),
    "transition_apply": ("transition", {}),
    "transition_board": ("transition", {}),
    "transition_board_step": ("transition", {"step": "look"}),
    "transition_deadline": ("transition_deadline", {"step": "end"}),
    "transition_edit": ("transition", {}),
    "transition_holder": ("transition_holder", {}),
    "transition_holder_print": ("transition_holder", {"kind": "docx"}),
    "transition_holder_step": ("transition_holder", {"step": "plan"}),
    "transition_preview": ("transition", {}),
    "transition_proof": ("holder_step", {"step": "prove"}),
    "transition_queue": ("transition", {}),
    "transition_run": ("transition_run", {}),
    "transition_run_step": ("transition_run", {"step": "undo"}),
    "transition_runs": ("transition", {}),
    "transition_undo": ("transition", {}),
    "transition_part": ("transition_step", {"step": "end"}),
    "transition_step": ("transition", {"step": "take_in"}),
    "visit_notice_print": ("visit", {"kind": "docx"}),
    "visit_plan_print": ("visit", {"kind": "docx"}),
    "work_plan": ("work_plan", {}),
    "work_plan_edit": ("work_plan", {}),
    "work_plan_export": ("work_plan", {}),
    "work_plan_file_step": ("workplanfile", {"step": "end"}),
    "work_plan_print": ("work_plan", {"kind": "docx"}),
    "work_plan_step": ("work_plan", {"step": "approve"}),
    "work_plan_tasks": ("work_plan", {}),
}

ORGANISATION = {
    "person_deputy": {},
    "person": {},
    "person_add": {"kind": "role"},
    "hand_over": {},
    "person_edit": {},
    "person_step": {"step": "deactivate"},
    "role_step": {"step": "end"},
    "unit": {},
    "unit_edit": {},
    "unit_holding": {},
    "unit_step": {"step": "end"},
}
"""The tree of units is everybody's to know; only the administrator changes it: tests/qms/test_views_organisation.py."""

OPEN_TO_ALL = {
    "import_template": "a kind of register, for a unit within reach: tests/qms/imports/test_pages_of_kinds.py",
    "par_holder": "a holder, found by its people and those above it: tests/qms/test_par.py",
    "par_pack": "a holder, packed by its people alone: tests/qms/test_par.py",
    "reports_remind": "a quarter, for the superior alone: tests/qms/test_reports_board.py",
    "objectives_take_unit": "units are everybody's to know; refusals: tests/qms/test_objective_pages.py",
    "day_edit": "days off are everybody's to know; only the administrator decides: tests/qms/test_decided_days.py",
    "day_step": "days off are everybody's to know; only the administrator decides: tests/qms/test_decided_days.py",
    "job": "one's own job: tests/qms/test_jobs.py",
    "job_again": "one's own job: tests/qms/test_jobs.py",
    "job_file": "one's own job: tests/qms/test_jobs.py",
    "job_state": "one's own job: tests/qms/test_jobs.py",
    "job_stop": "one's own job: tests/qms/test_jobs.py",
    "mail_again": "administrators only: tests/qms/test_mails.py",
    "notice_open": "one's own notice: tests/qms/test_views_notices.py",
    "by_link": "one action for who holds its signed link",
    "deputy_step": "an appointment of somebody whom one may look up",
    "correspondence": "standards are everybody's",
    "correspondence_add": "standards are everybody's; officers correct them: tests/qms/test_correspondences.py",
    "correspondence_compare": "standards are everybody's",
    "correspondence_file": "standards are everybody's",
    "correspondence_row": "standards are everybody's",
    "correspondence_row_step": "standards are everybody's; officers correct them: tests/qms/test_correspondences.py",
    "correspondence_versions": "standards are everybody's",
    "clause_records": "only what the person reaches: tests/qms/test_correspondences.py",
    "succession_step": "units are everybody's to know, administrators change them: tests/qms/test_successions.py",
    "unit_inherited": "for the successor's own people: tests/qms/test_successions.py",
    "edition": "standards are everybody's",
    "file": "each kind of file by its label",
    "printed": "number and standing of an issue once approved, no content; for whoever holds a paper copy",
    "public_declaration": "published declarations only",
    "public_document": "published documents only",
    "public_file": "published documents only",
    "public_print": "published documents only",
    "print_template": "a printed form of one's own unit",
    "print_template_end": "a printed form of one's own unit",
    "print_template_ours": "a printed form of the product",
    "print_template_own": "a printed form of one's own unit",
    "counted_records": "only what the person reaches: tests/qms/test_periodic_report_pages.py",
    "report_period_job": "for who keeps the scheme: tests/qms/test_periodic_report_pages.py",
    "report_period_step": "for who keeps the scheme: tests/qms/test_periodic_report_pages.py",
    "report_scheme": "whoever reports by it knows it: tests/qms/test_periodic_report_pages.py",
    "report_scheme_step": "for who keeps the scheme: tests/qms/test_periodic_report_pages.py",
    "choose": "each kind of chooser",
    "paper_copies_print": "the book of copies within reach",
}
"""Addresses with arguments that are shown otherwise: each has its own test."""

BY_QUERY = [
    # address, what its query names
    ("change_request_new", "document", "document"),
    ("change_request_new", "issue", "issue"),
    ("change_request_new", "action", "action"),
    ("decision_new", "issue", "review_issue"),
    ("document_create", "file", "staging"),
    ("finding_new", "line", "line"),
    ("inspection_new", "line", "programme_line"),
    ("nonconformity_new", "from", "nonconformity"),
    ("objective_new", "parent", "objective"),
    ("print_templates", "unit", "department"),
]


def build_world(org):
    """Records of the first department in every kind that has an address; documents with their pages."""
    made = SimpleNamespace(org=org)
    made.department = org.department
    _documents(made)
    _other_side(made)
    _inspections(made)
    made.action = scenes.action(org, "proposed")
    made.action_line = ActionStepFactory(action=made.action, text=SECRET)
    made.action_template = ActionTemplateFactory(unit=org.department, title_vi=SECRET)
    made.action_note = ActionNoteFactory(action=made.action, made_by=org.owner1, text=SECRET)
    made.comment = CommentFactory(about=made.action, made_by=org.officer1, text=SECRET)
    made.extension = scenes.extension(org, "asked")
    made.action_link = ActionLinkFactory(action=made.action, name=SECRET, email=f"{SECRET}@example.com")
    made.duty = ActionSeriesFactory(unit=org.division, owner=org.owner1, title=SECRET)
    _transition(made)
    made.objective = scenes.objective(org, "running")
    save(made.objective, title=SECRET, definition=SECRET, conclusion=SECRET)
    made.measurement = made.objective.measurements.first()
    made.output = NonconformingOutputFactory(
        unit=org.division, recorded_by=org.owner1, dossier=SECRET, description=SECRET, decision=SECRET
    )
    made.procedure_figure = ProcedureFigureFactory(document=made.document, unit=org.division)
    made.management_review = save(scenes.review(org, "held"), title=SECRET, conclusion=SECRET, discussion=SECRET)
    made.review_input = save(made.management_review.inputs.get(), title=SECRET, text=SECRET, opinion=SECRET)
    made.review_decision = save(made.management_review.decisions.get(), text=SECRET, details=SECRET)
    made.training = save(scenes.training(org, "planned"), title=SECRET, content=SECRET, trainer=SECRET)
    save(made.training.people.get(), note=SECRET)
    made.work_plan = save(scenes.workplan(org, "draft"), title=SECRET, note=SECRET)
    save(made.work_plan.tasks.get(), title=SECRET)
    made.committee_meeting = save(scenes.committee(org, "held"), title=SECRET, minutes=SECRET)
    save(made.committee_meeting.conclusions.get(), text=SECRET)
    made.periodic_report = scenes.periodic_report(org, "filled")
    save(made.periodic_report.texts.get(), text=SECRET)
    made.risk = RiskFactory(unit=org.division, owner=org.owner1, statement=SECRET)
    made.feedback = FeedbackFactory(unit=org.division, handler=org.owner1, subject=SECRET, body=SECRET, answer=SECRET)
    made.consolidation = ConsolidationFactory(unit=org.department, note=SECRET, why=SECRET)
    ReportLineFactory(form=made.consolidation.form, key="line")
    made.context_factor = ContextFactorFactory(unit=org.department, statement=SECRET)
    made.interested_party = InterestedPartyFactory(unit=org.department, name=SECRET)
    made.retention_rule = RetentionRuleFactory(unit=org.department, basis=SECRET)
    kept = store_file(PDF[0], "text/csv", by=org.officer1)
    made.import_run = ImportRunFactory(unit=org.department, name=f"{SECRET}.csv", file=kept)
    made.disposal = DisposalFactory(unit=org.department, title=SECRET)
    made.disposal_item = DisposalItemFactory(disposal=made.disposal, title=SECRET)
    made.staging = keep(framework(), f"{SECRET}.docx", by=org.officer1)
    made.register = stage(LIST, f"{SECRET}.csv", by=org.officer1, kind="documents", unit=org.department)
    made.template = keep_template(org.department, "controlled_document", framework(), f"{SECRET}.docx", by=org.officer1)
    for name in ("action", "finding", "nonconformity", "inspection", "programme", "change_request"):
        _mark(getattr(made, name))
    _files(made)
    return made


def _documents(made):
    org = made.org
    sections = SECTIONS | {"purpose": f"{SECRET} trong nội dung."}
    made.document = create_document(
        by=org.officer1,
        number=f"QT-{SECRET}",
        kind=DocumentKind.PROCEDURE,
        unit=org.department,
        title_vi=f"Giải quyết hồ sơ {SECRET}",
        clauses=Clause.objects.filter(edition=org.edition, number="8.5.1"),
        sections=sections,
        reviewers=[org.manager_sibling1],
    )
    draft = made.document.issues.get()
    made.review_issue = IssueFactory(document=made.document, approved=True, issue_number="00", body_text=SECRET)
    made.issue = submit_issue(draft, by=org.officer1)
    made.suggestion = SuggestionFactory(issue=made.issue, made_by=org.manager_sibling1, text=SECRET)
    made.reviewed = scenes.issue(org, "reviewed")
    made.decision = scenes.decision(org, "draft")
    made.decision.subject = SECRET
    save(made.decision)
    made.declaration = DeclarationFactory(unit=org.department, edition=org.edition, scope=SECRET)
    made.audience = AudienceFactory(document=made.document, unit=org.department)
    made.review = DocumentReviewFactory(issue=made.review_issue, note=SECRET)
    made.change_request = scenes.change_request(org, "asked")
    made.paper_copy = scenes.paper_copy(org, "issued")


def _other_side(made):
    """A document and a decision of the second department."""
    org = made.org
    made.other = create_document(
        by=org.officer2,
        number="QT-77",
        kind=DocumentKind.PROCEDURE,
        unit=org.department2,
        title_vi="Việc của nơi khác",
        sections=SECTIONS,
        reviewers=[org.manager2],
    )
    made.other_issue = submit_issue(made.other.issues.get(), by=org.officer2)
    made.other_reviewed = IssueFactory(reviewed=True, document=DocumentFactory(unit=org.department2))
    made.other_decision = DecisionFactory(unit=org.department2, prepared_by=org.officer2)


def _inspections(made):
    org = made.org
    made.visit = scenes.inspection(org, "in_progress")
    save(made.visit, title=SECRET, report_version=1, report_hash="0" * 64)
    freeze_report(made.visit, report_facts(made.visit), by=org.lead1)
    record_meeting(
        Meeting(inspection=made.visit, kind="opening", held_on=made.visit.starts_on, minutes=SECRET), by=org.lead1
    )
    book = write_book(made.visit, by=org.inspector1)
    made.book = stage_book(made.visit, book, f"{SECRET}.xlsx", by=org.inspector1)
    made.inspection = scenes.inspection(org, "planned")
    made.session = made.inspection.sessions.first()
    made.line = made.session.lines.first()
    made.answer_conflict = AnswerConflictFactory(line=made.line, sent_by=org.inspector1, note=SECRET)
    made.evidence_request = EvidenceRequestFactory(line=made.line, text=SECRET, asked_by=org.lead1)
    made.template_version = scenes.checklist_template(org, "draft")
    made.checklist_template = made.template_version.template
    save(made.checklist_template, title_vi=SECRET)
    made.template_question = made.template_version.questions.get()
    made.finding = scenes.finding(org, "draft")
    made.nonconformity = scenes.nonconformity(org, "plan_proposed")
    made.cause = made.nonconformity.causes.first()
    made.corrective_action = made.nonconformity.corrective_actions.first()
    made.cause_category = CauseCategoryFactory(unit=org.department, name_vi=SECRET)
    made.repeat = scenes.repeat(org, "proposed")
    save(made.repeat, category=made.cause_category)
    made.programme = scenes.programme(org, "draft")
    made.programme_line = ProgrammeLineFactory(programme=made.programme, unit=org.division)


def _transition(made):
    """The department's own programme, and a document that stays as it is."""
    org = made.org
    made.transition = scenes.transition(org, "running")
    save(made.transition, title_vi=SECRET, basis=SECRET)
    made.transition_deadline = made.transition.deadlines.get()
    made.transition_step = made.transition.steps.get()
    made.transition_holder = made.transition.holders.get()
    made.holder_step = HolderStepFactory(holder=made.transition_holder, step=made.transition_step, note=SECRET)
    made.clause = Clause.objects.get(edition=made.transition.to_edition, number="7.5.2")
    made.clause_work = ClauseWorkFactory(
        holder=made.transition_holder, clause=made.clause, partly=True, statement=SECRET, judged_by=org.officer1
    )
    made.kept_document = KeptDocumentFactory(programme=made.transition, document=made.document, reason=SECRET)
    old = Clause.objects.get(edition=made.transition.from_edition, number="4.2.3")
    made.clause_decision = ClauseDecisionFactory(
        programme=made.transition, from_clause=old, decided_by=org.officer1, reason=SECRET
    )
    made.transition_run = TransitionRunFactory(programme=made.transition, made_by=org.officer1, reason=SECRET)


def _mark(record):
    """Put SECRET into the text by which the record is known."""
    for name in ("title", "statement", "fact"):
        if any(field.name == name for field in record._meta.concrete_fields):
            save(record, **{name: SECRET})


def _files(made):
    """One file of each kind that is served."""
    made.files = {}
    records = {type(record): record for record in vars(made).values() if hasattr(record, "_meta")}
    records |= {type(record): record for record in (made.issue, made.decision)}
    for label, link in registry.file_links.items():
        record = records[link._meta.get_field("record").related_model]
        with recording(by=ensure_machine_accounts(), operation="factory"):
            (made.files[label],) = attach_files(link, record, [PDF], by=made.org.officer1)
        setattr(made, link._meta.model_name, made.files[label])
