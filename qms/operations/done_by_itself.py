"""Actions that are done by themselves: what an action waits for, and marking it done when that has happened."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from qms.enums import ActionStatus
from qms.models.actions import Action
from qms.models.reading import Audience
from qms.notices import notify
from qms.operations.people import account
from qms.registry import registry
from qms.workflow import StepRefused
from qms.workflows import ACTION

WaitsFor = tuple[str, Any]
"""The label and uid of a record."""


def find_record(kind: str, uid: Any) -> Any:
    """What an action waits for, or None where it cannot be found any longer."""
    if kind not in registry.closers:
        return None
    return apps.get_model(kind)._default_manager.filter(uid=uid).first()


def set_waiting(action: Action, waits_for: WaitsFor | None, *, by: Any) -> None:
    """Say what a new action waits for, inside the operation that writes it.

    Raises StepRefused for what the person may not choose.
    """
    if waits_for is None:
        return
    kind, uid = waits_for
    closer = registry.closers.get(kind)
    if closer is None or not closer.candidates(by).filter(uid=uid).exists():
        raise StepRefused([_("What the action is to wait for is not among what you may choose.")])
    action.waits_for_kind, action.waits_for_uid = kind, uid


def waiting() -> Any:
    """Actions to be done that wait for something, with the moment since when it counts: planned, or last returned."""
    history = Action.history.filter(Q(history_type="+") | Q(operation="action.return"), id=OuterRef("pk"))
    rows = Action.objects.filter(status__in=[ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS], ended_at=None)
    rows = rows.exclude(waits_for_kind="").order_by("pk")
    return rows.annotate(since=Subquery(history.order_by("-history_date").values("history_date")[:1]))


def close_what_happened(rows: Any = None) -> int:
    """Scheduled: mark done every action whose awaited event has happened, once. Returns how many."""
    found = waiting() if rows is None else rows
    return sum(_closed(action) for action in found.filter(waits_for_kind__in=list(registry.closers)))


def _closed(action: Any) -> bool:
    record = find_record(action.waits_for_kind, action.waits_for_uid)
    if record is None:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        happened = registry.closers[action.waits_for_kind].happened_since(record, action.since)
    return happened is not None and _mark(action, *happened)


def _mark(action: Action, day: dt.date, shown: str) -> bool:
    """Done through the lifecycle; whoever reported it done meanwhile came first."""
    system = account("system")
    evidence = "\n".join(filter(None, [action.evidence.strip(), shown]))
    try:
        with transaction.atomic():
            done = ACTION.apply(
                "done_by_itself", action, by=system, evidence=evidence, done_on=day, version=action.version
            )
            told = [done.owner, done.approver, done.assigned_by]
            notify("action_done_by_itself", about=done, to=told, by=system, evidence=shown)
    except StepRefused:
        return False
    return True


def on_issues(*, issues: Iterable[Any], **_others: Any) -> None:
    """Issues were approved or came into force: what waits for their documents, or for who reads them, is looked at."""
    documents = [issue.document for issue in issues]
    uids = [document.uid for document in documents]
    groups = Audience.objects.filter(document__in=documents).values("uid")
    awaited = Q(waits_for_kind="qms.document", waits_for_uid__in=uids)
    awaited |= Q(waits_for_kind="qms.audience", waits_for_uid__in=groups)
    close_what_happened(waiting().filter(awaited))
