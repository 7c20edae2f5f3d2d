"""Pages of controlled documents: writing, reviewing, deciding, reading, comparing, printing; each with who opens it."""

from django.urls import reverse

from qms import clock
from qms.models import Audience, Decision, Document, Issue, Suggestion, User
from qms.models.decisions import DecisionFile
from qms.reading import expected
from tests.journeys.screen import Screen

DEPARTMENT = "SLĐ-01"


def document_screens():
    """Each page once."""
    officer = User.objects.get(username="officer1")
    issues = Issue.objects.visible_to(officer).filter(document__unit__code__startswith=DEPARTMENT)
    yield from writing(issues)
    yield from reviewing(issues)
    yield from deciding(Decision.objects.visible_to(officer))
    yield from reading()
    yield from comparing(issues)
    yield from settings()


def writing(issues):
    """From Word files, new issues, files of a draft."""
    yield Screen("documents-from-word", reverse("document_create_from_word"))
    draft = issues.filter(status="draft", author__is_active=True).order_by("pk").first()
    author, document = draft.author.username, draft.document
    yield Screen("documents-draft", draft.get_absolute_url(), author)
    yield Screen("documents-draft-from-word", reverse("document_from_word", args=[document.uid]), author)
    yield Screen("step-reviewing-attach", reverse("issue_files_step", args=[draft.uid, "attach"]), author)
    yield Screen("documents-editor", reverse("document_write", args=[document.uid]), author)
    busy = issues.exclude(status__in=("approved", "withdrawn", "abandoned")).values("document_id")
    quiet = Issue.objects.effective_on(clock.today()).filter(pk__in=issues.values("pk")).exclude(document__in=busy)
    yield Screen("documents-new-issue", reverse("document_new_issue", args=[quiet.first().document.uid]))


def reviewing(issues):
    """An issue in review as its author and its reviewer see it, suggestions and their answers."""
    issue = issues.filter(status="in_review", reviewer__isnull=False).order_by("pk").first()
    reviewer = issue.reviewer.username
    yield Screen("documents-in-review", issue.get_absolute_url(), reviewer)
    yield Screen("documents-in-review-author", issue.get_absolute_url(), issue.author.username)
    yield Screen("step-reviewing-suggest", reverse("issue_review_step", args=[issue.uid, "suggest"]), reviewer)
    yield Screen("step-reviewing-name", reverse("issue_review_step", args=[issue.uid, "reviewers"]))
    suggestion = Suggestion.objects.filter(issue__in=issues, status="open").order_by("pk").first()
    address = reverse("suggestion_step", args=[suggestion.uid, "decline"])
    status = 200 if suggestion.issue.status == "draft" else 409
    yield Screen("step-reviewing-answer", address, suggestion.issue.author.username, status)


def deciding(decisions):
    """Lists, a draft, one signed; what is done with them."""
    yield Screen("decisions-original-missing", f"{reverse('decisions')}?show=missing")
    yield Screen("decisions-new", f"{reverse('decision_new')}?all=1")
    yield Screen("step-decisions-withdrawing", f"{reverse('decision_new')}?act=withdraw")
    draft = decisions.filter(status="draft").order_by("pk").first()
    yield Screen("decisions-draft", draft.get_absolute_url())
    yield Screen("decisions-edit", reverse("decision_edit", args=[draft.uid]))
    for step in ("add", "add_withdrawn", "add_declared", "take_out", "cancel"):
        yield Screen(f"step-decisions-{step}", reverse("decision_step", args=[draft.uid, step]))
    yield Screen("decisions-sign", reverse("decision_step", args=[draft.uid, "sign"]), "head1")
    yield Screen("decisions-sign-refused", reverse("decision_step", args=[draft.uid, "sign"]), "officer1", 409)
    signed = decisions.filter(status="signed").order_by("-pk").first()
    yield Screen("decisions-signed", signed.get_absolute_url(), "head1")
    yield Screen("step-decisions-original", reverse("decision_step", args=[signed.uid, "original"]))
    original = DecisionFile.objects.filter(record__in=decisions, ended_at=None).first()
    yield Screen("step-decisions-end-original", reverse("decision_file_step", args=[original.uid, "end"]))


def reading():
    """What I must read, who has read, who is late, confirming."""
    waiting = next(one for one in expected().in_state("overdue") if one.person.is_active)
    reader = waiting.person.username
    yield Screen("reading-mine", reverse("reading"), reader)
    issue = Issue.objects.select_related("document").get(pk=waiting.issue.pk)
    yield Screen("reading-issue", issue.get_absolute_url(), reader)
    yield Screen("step-reading-acknowledge", reverse("issue_reading", args=[issue.uid, "acknowledge"]), reader)
    yield Screen("reading-overdue", reverse("reading_overdue"))
    yield Screen("reading-remind", reverse("reading_remind"))
    audience = Audience.objects.filter(ended_at=None, document__unit__code__startswith=DEPARTMENT).first()
    document = audience.document
    yield Screen("reading-document", document.get_absolute_url())
    yield Screen("reading-readers", reverse("readers", args=[document.uid]))
    yield Screen("step-reading-add", reverse("document_reading", args=[document.uid, "add"]))
    yield Screen("step-reading-end", reverse("audience_step", args=[audience.uid, "end"]))
    coming = Issue.objects.filter(document__audiences__ended_at=None, status__in=("draft", "in_review", "reviewed"))
    for one in coming.order_by("pk")[:1]:
        yield Screen("step-reading-note", reverse("issue_reading", args=[one.uid, "note"]))


def comparing(issues):
    """Two issues side by side; the state of an old print; an old issue as its own side sees it."""
    newer = issues.filter(issue_number="02", status="approved", effective_on__lte=clock.today()).order_by("pk").first()
    older = newer.document.issues.filter(effective_on__lt=newer.effective_on).order_by("-effective_on").first()
    yield Screen("compare", reverse("issue_compare", args=[newer.uid]), "reader1")
    yield Screen("compare-any", f"{reverse('issue_compare', args=[older.uid])}?with={newer.uid}")
    yield Screen("issue-superseded", older.get_absolute_url())
    yield Screen("issue-reader-led-on", older.get_absolute_url(), "reader1")
    yield Screen("printed-in-force", reverse("printed", args=[newer.uid]), "")
    yield Screen("printed-superseded", reverse("printed", args=[older.uid]), "")
    withdrawn = issues.filter(status="withdrawn").order_by("pk").first()
    yield Screen("printed-withdrawn", reverse("printed", args=[withdrawn.uid]), "")
    yield Screen("issue-withdrawn", withdrawn.get_absolute_url())
    long = Document.objects.filter(kind="procedure", unit__code__startswith=DEPARTMENT).in_force(clock.today())
    yield Screen("issue-step-table", long.order_by("pk").last().issue_in_force().get_absolute_url(), "reader1")


def settings():
    """How documents are numbered, and the templates of printed forms."""
    yield Screen("documents-scheme", reverse("document_scheme"))
    yield Screen("print-templates", reverse("print_templates"))
    yield Screen("print-template", reverse("print_template", args=["controlled_document"]))
