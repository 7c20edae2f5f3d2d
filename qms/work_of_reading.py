"""What a person has still to read, on their home page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.reading import expected
from qms.registry import WorkItem

MOST = 100  # items


def issues_to_read(user: Any) -> Iterable[WorkItem]:
    """Issues in force that the person has not confirmed, earliest due day first. Reading is nobody else's."""
    for reading in expected(user=user).in_state("open").order_by("due_on", "number")[:MOST]:
        yield WorkItem(
            group="do",
            title=reading.issue.title,
            url=reading.get_absolute_url(),
            number=str(reading.issue),
            kind=_("To read"),
            due=reading.due_on,
            unit=reading.document.unit.name,
            note=_("Read it and confirm"),
        )
