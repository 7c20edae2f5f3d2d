"""The kinds of qms whose references follow: documents not withdrawn, and open risks."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DocumentKind, RiskKind, RiskStatus
from qms.models.documents import ONCE_APPROVED, DocumentClause, Issue
from qms.models.risks import RiskClause
from qms.registry import MovingKind, registry


def moving_documents() -> Any:
    """References of documents that are not withdrawn."""
    return DocumentClause.objects.filter(ended_at=None).exclude(record_id__in=withdrawn_documents())


def withdrawn_documents() -> Any:
    """Keys of documents whose last approved issue is withdrawn; found from the few issues that are."""
    approved = Issue.objects.filter(document=OuterRef("document"), status__in=ONCE_APPROVED)
    later = approved.filter(
        Q(effective_on__gt=OuterRef("effective_on")) | Q(effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk"))
    )
    gone = Issue.objects.filter(status__in=ONCE_APPROVED, withdrawn_on__lte=clock.today())
    return gone.filter(~Exists(later.order_by())).order_by().values("document_id")


def moving_risks() -> Any:
    """References of risks and opportunities that are not closed."""
    return RiskClause.objects.filter(ended_at=None).exclude(record__status=RiskStatus.CLOSED)


def register_moving() -> None:
    """Name the kinds."""
    registry.moving_kinds[DocumentClause._meta.label_lower] = MovingKind(
        DocumentClause, _("Documents"), moving_documents, part="record__kind", parts=lambda: DocumentKind.choices
    )
    registry.moving_kinds[RiskClause._meta.label_lower] = MovingKind(
        RiskClause, _("Risks and opportunities"), moving_risks, part="record__kind", parts=lambda: RiskKind.choices
    )
