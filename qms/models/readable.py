"""Which documents and issues a person may open."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from qms import clock
from qms.models.documents import Document, Issue


def readable_documents(user: Any) -> Any:
    """Documents that the person may open: their side's, and those in force that they may read."""
    if user.is_system:
        return Document.objects.all()
    readable = Document.objects.readable_by(user).filter(pk=OuterRef("pk"))
    return Document.objects.filter(Document.reach_q(user) | Q(Exists(readable)))


def readable_issues(user: Any) -> Any:
    """Issues that the person may open: their side's, and the one in force of documents that they may read."""
    if user.is_system:
        return Issue.objects.all()
    in_force = Issue.objects.effective_on(clock.today()).filter(pk=OuterRef("pk"))
    readable = Document.objects.readable_by(user).filter(pk=OuterRef("document_id"))
    return Issue.objects.filter(Issue.reach_q(user) | (Q(Exists(in_force)) & Q(Exists(readable))))
