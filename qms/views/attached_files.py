"""The files on a record's page."""

from typing import Any

from django.urls import reverse

from qms import policy
from qms.views.record import RecordView


def files_of(page: RecordView, record: Any, permission: str, step: str) -> list[dict[str, Any]]:
    """The files of a record as the page shows them, each with where it is taken away by who may (address `step`)."""
    links = record.file_links.filter(ended_at=None).select_related("file", "added_by")
    may = not page.as_of and policy.may(page.request.user, permission, record)
    return [
        {"link": link, "end_url": reverse(step, args=[link.uid, "end"]) if may else ""} for link in links.order_by("pk")
    ]
