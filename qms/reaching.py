"""What a person reaches of any kind of record: the predicate that pages, files, comments and links share."""

from typing import Any

from qms.models.documents import Document, Issue
from qms.models.readable import readable_documents, readable_issues


def reached_rows(user: Any, model: Any) -> Any:
    """The rows of `model` that the person may open: their side's, and of documents what they may read."""
    if not user.is_authenticated or not user.is_active or not hasattr(model.objects, "visible_to"):
        return model.objects.none()
    if model is Document:
        return readable_documents(user)
    return readable_issues(user) if model is Issue else model.objects.visible_to(user)


def reaches(user: Any, record: Any) -> bool:
    """Whether the person may open this record."""
    return bool(reached_rows(user, type(record)).filter(pk=record.pk).exists())
