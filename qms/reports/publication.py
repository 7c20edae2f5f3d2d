"""What is open to the public: documents chosen for it, as their issue in force says."""

from typing import Any

from django.db.models import Q, QuerySet

from qms import clock
from qms.enums import IssueStatus
from qms.models.documents import Document, Issue
from qms.reports.documents import with_issue

SHOWN = ("field", "level", "online_level", "time_limit_days")


def public_documents() -> QuerySet:
    """Documents that were chosen for publication and have an issue in force today."""
    today = clock.today()
    return Document.objects.in_force(today).filter(public_since__lte=today).exclude(public_slug="")


def public_list() -> QuerySet:
    """The same with what the public list shows of their issue in force."""
    return with_issue(public_documents(), clock.today(), *SHOWN).select_related("unit")


def public_issue(document: Document) -> Issue | None:
    """What is shown of a public document."""
    issues = document.issues.effective_on(clock.today()).select_related("document__unit__parent")
    issue: Issue | None = issues.order_by("-effective_on", "-pk").first()
    return issue


def was_shown(document: Document) -> Issue | None:
    """The withdrawn issue that the public has read here: in force on a day on which the document was public."""
    ended = document.issues.filter(
        Q(withdrawn_on__gt=document.public_since), status=IssueStatus.WITHDRAWN, withdrawn_on__lte=clock.today()
    )
    issue: Issue | None = ended.select_related("replacement").order_by("-withdrawn_on", "-pk").first()
    return issue


def fields_shown() -> list[str]:
    """The fields of the public procedures, for choosing."""
    issues = Issue.objects.effective_on(clock.today()).filter(document__in=public_documents().values("pk"))
    return sorted({field for field in issues.values_list("field", flat=True).distinct() if field})


def moved_to(slug: str) -> Any:
    """The document that was public under the address once; None where none was."""
    known = Document.history.filter(public_slug=slug, public_since__isnull=False).values("id")
    return Document.objects.filter(pk__in=known).first()
