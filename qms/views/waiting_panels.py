"""What an action waits for, on its page; the actions that wait for a document, on the document's."""

from typing import Any

from django.db.models import Q

from qms.looks import status_look
from qms.models.actions import Action
from qms.models.reading import Audience
from qms.operations.done_by_itself import find_record
from qms.registry import registry
from qms.views.panels import Panel, Shown

SHOWN = 20  # rows of a panel


def what_it_waits_for(action: Any, user: Any) -> Panel | None:
    """By what the action is done by itself; its name is told to who may know of it."""
    closer = registry.closers.get(action.waits_for_kind)
    if closer is None:
        return None
    record = find_record(action.waits_for_kind, action.waits_for_uid)
    known = record is not None and closer.candidates(user).filter(pk=record.pk).exists()
    context = {"title": closer.title, "name": "", "url": ""}
    if known:
        context |= {"name": closer.name(record), "url": closer.url(record)}
    return Panel("qms/actions/waits_for.html", context, "top")


def actions_waiting_for_document(shown: Shown) -> Panel | None:
    """Open actions, of those that the person reaches, that wait for the document or for a group that reads it."""
    if shown.as_of:
        return None
    groups = Audience.objects.filter(document=shown.record).values("uid")
    awaited = Q(waits_for_kind="qms.document", waits_for_uid=shown.record.uid)
    awaited |= Q(waits_for_kind="qms.audience", waits_for_uid__in=groups)
    rows = Action.objects.open().visible_to(shown.user).filter(awaited, ended_at=None).select_related("owner")
    listed = [{"row": row, "status": status_look(row)} for row in rows.order_by("due_on", "pk")[:SHOWN]]
    return Panel("qms/actions/waiting.html", {"rows": listed}, "rest") if listed else None
