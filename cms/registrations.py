"""What the workshop registers with qms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms import told_history
from cms.workshop import WORKSHOP, is_open
from qms import document_phrases, policy
from qms.models import Document, Issue
from qms.operations.documents import open_issue
from qms.registry import RecordAction, registry


def _document(record: Any) -> Document:
    return record if isinstance(record, Document) else record.document


def _can_write(record: Any, user: Any) -> bool:
    if not isinstance(record, Document | Issue) or not policy.may(user, "qms.write_document", _document(record)):
        return False
    return is_open(_document(record))


def _can_start(record: Any, user: Any) -> bool:
    if not isinstance(record, Document) or not policy.may(user, "qms.write_document", record):
        return False
    return open_issue(record) is None


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    told_history.register()
    registry.workshop = WORKSHOP
    registry.notice_phrases.update(document_phrases.NOTICES)
    registry.phrases.update(document_phrases.OPERATIONS)
    registry.record_actions += [
        RecordAction(
            "write_document",
            _("Write"),
            lambda record: reverse("document_write", args=[_document(record).uid]),
            _can_write,
        ),
        RecordAction(
            "fill_from_word",
            _("Fill from a Word file"),
            lambda record: reverse("document_from_word", args=[_document(record).uid]),
            _can_write,
        ),
        RecordAction(
            "start_issue",
            _("Start a new issue"),
            lambda record: reverse("document_new_issue", args=[record.uid]),
            _can_start,
        ),
    ]
