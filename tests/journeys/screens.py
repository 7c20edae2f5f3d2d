"""Every page of the demonstration, with somebody who opens it: lists, records, forms, steps, conduct, library."""

from django.urls import reverse

from inspections.models import Cause, Finding, Inspection, Nonconformity, Programme, ProgrammeLine, Session
from inspections.workflows import FINDING, INSPECTION, NONCONFORMITY, PROGRAMME
from qms import clock
from qms.change_request_workflow import CHANGE_REQUEST
from qms.models import Action, ChangeRequest, Document, Edition, Issue, PaperCopy, Unit, User
from qms.paper_copy_workflow import OUT, PAPER_COPY
from qms.workflows import ACTION, ISSUE
from tests.journeys.clause_work_screens import clause_work_screens
from tests.journeys.closing_screens import closing_screens
from tests.journeys.consolidation_screens import consolidation_screens
from tests.journeys.declaration_screens import declaration_screens
from tests.journeys.document_screens import document_screens
from tests.journeys.feedback_screens import feedback_screens
from tests.journeys.history_screens import history_screens
from tests.journeys.import_screens import import_screens
from tests.journeys.inspection_screens import inspection_screens
from tests.journeys.objective_screens import objective_screens
from tests.journeys.output_screens import output_screens
from tests.journeys.pack_screens import pack_screens
from tests.journeys.par_screens import par_screens
from tests.journeys.plan_screens import plan_screens
from tests.journeys.report_screens import report_screens
from tests.journeys.retention_screens import retention_screens
from tests.journeys.review_screens import review_screens
from tests.journeys.risk_screens import risk_screens
from tests.journeys.screen import Screen
from tests.journeys.signing_screens import signing_screens
from tests.journeys.training_screens import training_screens
from tests.journeys.transition_board_screens import transition_board_screens
from tests.journeys.transition_screens import transition_screens
from tests.journeys.workshop_screens import workshop_screens

WORKFLOWS = {
    "programme": (PROGRAMME, Programme),
    "inspection": (INSPECTION, Inspection),
    "finding": (FINDING, Finding),
    "nonconformity": (NONCONFORMITY, Nonconformity),
    "action": (ACTION, Action),
    "issue": (ISSUE, Issue),
    "change_request": (CHANGE_REQUEST, ChangeRequest),
    "paper_copy": (PAPER_COPY, PaperCopy),
}
ACTORS = ["lead1", "manager1", "officer1", "head1", "owner1", "verifier1", "manager1-vp", "manager1-khtc", "lead"]
LISTS = [
    "programmes",
    "inspections",
    "findings",
    "nonconformities",
    "actions",
    "documents",
    "document_register",
    "decisions",
    "change_requests",
    "document_reviews",
    "paper_copies",
]


def all_screens():
    """Each page once."""
    shown = [*common(), *lists(), *records(), *organisation(), *new_forms(), *parts(), *steps(), *refusals()]
    shown += [*care(), *library(), *document_screens(), *inspection_screens(), *closing_screens()]
    shown += [*feedback_screens(), *output_screens(), *plan_screens(), *review_screens()]
    shown += [*editions(), *risk_screens(), *objective_screens(), *declaration_screens(), *evidence()]
    shown += [*report_screens(), *consolidation_screens(), *par_screens(), *training_screens()]
    return [*shown, *carried()]  # what is brought in comes last: it changes the registers


def evidence():
    """History as evidence."""
    return [*history_screens(), *pack_screens(), *retention_screens(), *signing_screens()]


def carried():
    """A holder's data taken out, registers brought in."""
    yield Screen("holder-data", reverse("holder_data"))
    yield Screen("holder-data-reader", reverse("holder_data"), "reader1", 403)
    yield from import_screens()


def editions():
    """From one edition to the next."""
    return [*workshop_screens(), *transition_screens(), *transition_board_screens(), *clause_work_screens()]


def common():
    """What everybody sees."""
    edition, older = Edition.objects.get(standard__code="9001", year="2015"), Edition.objects.get(year="2008")
    yield Screen("login", "/login/", "")
    for name in ("officer1", "manager1", "owner1", "admin", "reader1"):
        yield Screen(f"home-{name}", "/", name)
    yield Screen("notices", "/notices/", "lead1")
    yield Screen("notice_choices", reverse("notice_choices"), "lead1")
    for name in ("days", "day_new", "mails"):
        yield Screen(name, reverse(name), "admin")
    yield Screen("standards", "/standards/")
    yield Screen("edition", reverse("edition", args=[edition.uid]))
    yield Screen("correspondence", reverse("correspondence", args=[older.uid, edition.uid]))
    yield Screen("drafts", reverse("document_drafts"))


def lists():
    """Registers: full, as of a day, empty."""
    for name in LISTS:
        yield Screen(f"list-{name}", reverse(name))
    yield Screen("list-nonconformities-as-of", f"{reverse('nonconformities')}?as_of=2020-03-31")
    yield Screen("list-nothing-found", f"{reverse('findings')}?q=khong+co+dau")
    yield Screen("library-reader", reverse("documents"), "reader1")


def records():
    """One record of each kind; of inspections and nonconformities one of each status."""
    officer = User.objects.get(username="officer1")
    for name, (_workflow, model) in WORKFLOWS.items():
        seen = {}
        for record in model.objects.visible_to(officer).order_by("-pk"):
            seen.setdefault(record.status if model in (Inspection, Nonconformity) else "", record)
        for status, record in seen.items():
            yield Screen("-".join(filter(None, ["record", name, status])), record.get_absolute_url())
    yield Screen("record-document", Document.objects.visible_to(officer).first().get_absolute_url())
    yield Screen("issue-reader", Issue.objects.effective_on("2020-07-15").first().get_absolute_url(), "head1")


def organisation():
    """The administrator's pages."""
    unit, person = Unit.objects.get(code="SLĐ-01"), User.objects.get(username="lead1")
    for name in ("units", "people", "unit_new", "person_new"):
        yield Screen(f"organisation-{name}", reverse(name), "admin")
    for name in ("unit", "unit_edit", "unit_holding"):
        yield Screen(f"organisation-{name}", reverse(name, args=[unit.uid]), "admin")
    for name in ("person", "person_edit"):
        yield Screen(f"organisation-{name}", reverse(name, args=[person.uid]), "admin")
    for kind in ("membership", "role", "acting-for", "competence"):
        yield Screen(f"organisation-add-{kind}", reverse("person_add", args=[person.uid, kind]), "admin")


def new_forms():
    """Forms of new records."""
    for name in (
        "programme_new",
        "inspection_new",
        "nonconformity_new",
        "action_new",
        "document_create",
        "decision_new",
    ):
        yield Screen(f"form-{name}", reverse(name))


def parts():
    """Pages of parts: conduct, sessions, findings of a line, visits, causes, actions of a plan."""
    conducted = Inspection.objects.filter(status="in_progress", raised_by_unit__code="SLĐ-01").first()
    lead = conducted.lead.username
    line = conducted.sessions.first().lines.first()
    yield Screen("conduct", reverse("inspection_conduct", args=[conducted.uid]), lead)
    yield Screen("form-finding", f"{reverse('finding_new')}?line={line.uid}", lead)
    yield Screen("form-session", reverse("session_new", args=[conducted.uid]), lead)
    session = Session.objects.filter(inspection=conducted, held_at=None).first()
    if session is not None:
        yield Screen("form-session-change", reverse("session_edit", args=[session.uid]), lead)
    planned = Inspection.objects.filter(status="planned", raised_by_unit__code="SLĐ-01").first()
    yield Screen("form-inspection-change", reverse("inspection_edit", args=[planned.uid]))
    visit = ProgrammeLine.objects.filter(programme__unit__code="SLĐ-01", ended_at=None).first()
    yield Screen("programme-visits", visit.programme.get_absolute_url(), "head1")
    yield from plan_parts()


def plan_parts():
    """Writing causes and actions of a plan that is being made."""
    for record in Nonconformity.objects.filter(status="contained", unit__code__startswith="SLĐ-01"):
        manager = manager_of(record)
        if manager is None:
            continue
        for method in ("sentence", "five_whys", "ishikawa"):
            yield Screen(f"form-cause-{method}", reverse("cause_new", args=[record.uid, method]), manager)
        yield Screen("plan-manager", record.get_absolute_url(), manager)
        if Cause.objects.filter(nonconformity=record, loop=record.loop, ended_at=None).exists():
            yield Screen("form-action", reverse("corrective_action_new", args=[record.uid]), manager)
        return


def manager_of(record):
    """The account of the manager of a record's unit."""
    role = record.unit.role_assignments.filter(role="manager", user__is_active=True).first()
    return role.user.username if role else None


def steps():
    """Each step of each workflow that somebody can take now."""
    people = {user.username: user for user in User.objects.filter(username__in=ACTORS)}
    for name, (workflow, model) in WORKFLOWS.items():
        for transition in workflow.transitions:
            found = transition_screen(name, workflow, model, transition, people)
            if found is not None:
                yield found


def transition_screen(name, workflow, model, transition, people):
    """The form of one step, with a record and a person for whom it is open."""
    if transition.by_system:
        return None
    for record in model.objects.filter(status__in=transition.sources).order_by("-pk")[:12]:
        for username in ACTORS:
            person = people[username]
            if not model.objects.visible_to(person).filter(pk=record.pk).exists():
                continue
            if workflow.blockers(transition.name, record, person).allowed:
                path = f"{record.get_absolute_url()}steps/{transition.name}/"
                return Screen(f"step-{name}-{transition.name}", path, username)
    return None


def refusals():
    """What says no."""
    problem = Nonconformity.objects.filter(status="recorded", unit__code__startswith="SLĐ-01").first()
    yield Screen("refused-step", f"{problem.get_absolute_url()}steps/accept/", "officer1", 409)
    yield Screen("refused-form", reverse("inspection_new"), "reader1", 403)
    yield Screen("not-found", "/findings/00000000-0000-4000-8000-000000000000/", "officer1", 404)


def care():
    """Requests for changes, periodic reviews and paper copies of documents."""
    yield Screen("requests-reader", reverse("change_requests"), "reader1")
    yield Screen("copies-empty", f"{reverse('paper_copies')}?q=khong+co+dau")
    yield Screen("reviews-overdue", f"{reverse('document_reviews')}?show=overdue")
    officer = User.objects.get(username="officer1")
    issue = Issue.objects.effective_on(clock.today()).visible_to(officer).order_by("pk").first()
    yield Screen("form-change-request", f"{reverse('change_request_new')}?issue={issue.uid}", "officer1")
    yield Screen("form-periodic-review", reverse("document_review_step", args=[issue.document.uid, "review"]))
    yield Screen("form-paper-copies", reverse("issue_copies_step", args=[issue.uid, "hand_out"]))
    out = PaperCopy.objects.visible_to(officer).filter(status__in=OUT, issue__document__unit__code__startswith="SLĐ-01")
    for copy in out[:1]:
        yield Screen("form-recall-copies", reverse("issue_copies_step", args=[copy.issue.uid, "recall_all"]))


def library():
    """What was found, documents from outside, records kept, caring for a document, the public part."""
    yield Screen("library-found", f"{reverse('documents')}?q=khac+phuc", "reader1")
    yield Screen("register-original-missing", f"{reverse('document_register')}?original=missing")
    yield Screen("external-documents", reverse("external_documents"))
    yield Screen("kept-records", reverse("kept_records"), "reader1")
    officer = User.objects.get(username="officer1")
    own = Document.objects.visible_to(officer).order_by("pk")
    outside, procedure = own.filter(kind="external").first(), own.filter(kind="procedure", public_since=None).first()
    yield Screen("document-outside", outside.get_absolute_url())
    yield Screen("form-status", reverse("document_step", args=[outside.uid, "status"]))
    yield Screen("form-statuses", f"{reverse('external_statuses')}?document={outside.uid}")
    yield Screen("form-document-edit", reverse("document_edit", args=[outside.uid]))
    yield Screen("form-publish", reverse("document_step", args=[procedure.uid, "publish"]))
    published = Document.objects.filter(public_since__isnull=False).in_force(clock.today()).order_by("pk").first()
    yield Screen("document-public", published.get_absolute_url())
    yield Screen("public", f"{reverse('public')}?lang=vi", "")
    yield Screen("public-found", f"{reverse('public')}?q=cap+giay&lang=en", "")
    yield Screen("public-document", reverse("public_document", args=[published.public_slug]), "")
    yield Screen("public-missing", reverse("public_document", args=["khong-co"]), "", 404)
