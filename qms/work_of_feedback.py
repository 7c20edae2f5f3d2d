"""Feedback on the home page, in reminders and in the calendar, and as clause evidence. Never who wrote."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.batches import batched
from qms.due_days import DueSource
from qms.enums import Role
from qms.feedback_workflow import IN_HAND
from qms.models.feedback import Feedback
from qms.models.reach import inside_subtree
from qms.models.standards import Clause
from qms.performance_enums import FeedbackStatus
from qms.registry import ClauseEvidence, Owed, WorkItem
from qms.reports.feedback import FeedbackReport

MOST = 100  # items a provider gives
CHUNK = 500
CLAUSES = ("8.2.1", "9.1.2")
EARLIER = {"2008"}


def _item(feedback: Any, group: str, note: Any) -> WorkItem:
    return WorkItem(
        group=group,
        title=feedback.subject,
        url=feedback.get_absolute_url(),
        number=feedback.number,
        kind=feedback.get_kind_display(),
        due=feedback.due_on,
        unit=feedback.unit.name,
        note=note,
    )


def feedback_work(user: Any) -> Iterable[WorkItem]:
    """The officer's to assign, the handler's to answer and to send, the manager's to approve; one query."""
    officer = inside_subtree(user.authority.units_as(Role.OFFICER))
    heads = inside_subtree(user.authority.units_as(Role.MANAGER, Role.TOP))
    mine = Q(handler_id__in=user.authority.person_ids)
    to_approve = Q(unit_id__in=heads) & ~Q(answer_by_id__in=user.authority.counted_as_one)
    asked: dict[str, tuple[Q, str, str]] = {
        FeedbackStatus.RECEIVED: (Q(unit_id__in=officer), "decide", _("Name who handles it")),
        FeedbackStatus.ASSIGNED: (mine, "do", _("Write the answer")),
        FeedbackStatus.ANSWER_PROPOSED: (to_approve, "decide", _("Approve the answer")),
        FeedbackStatus.ANSWER_APPROVED: (mine, "do", _("Send the answer")),
    }
    waiting = Q(pk__in=[])
    for status, (whose, _group, _note) in asked.items():
        waiting |= Q(status=status) & whose
    rows = Feedback.objects.filter(waiting, ended_at=None).select_related("unit")
    for feedback in rows.order_by("due_on", "pk")[:MOST]:
        yield _item(feedback, *asked[feedback.status][1:])


def feedback_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Answers that are due; one query for 500."""
    rows = Feedback.objects.filter(status__in=IN_HAND, ended_at=None, due_on__range=(first, last))
    for keys in batched(list(rows.order_by("pk").values_list("pk", flat=True)), CHUNK):
        for feedback in Feedback.objects.filter(pk__in=keys).order_by("pk"):
            if feedback.due_on is not None:
                begun = feedback.received_at.astimezone(clock.HANOI).date()
                yield Owed(
                    feedback, feedback.unit_id, feedback.due_on, feedback.handler_id, begun, feedback.subject,
                    part="answer",
                )  # fmt: skip


def _waits() -> Q:
    return Q(status__in=IN_HAND)


def _own(user: Any) -> Q:
    return Q(handler_id__in=user.authority.person_ids)


ANSWERS = DueSource(
    name="feedback",
    label=gettext_lazy("Answer to feedback"),
    report=FeedbackReport,
    day="due_on",
    waiting=_waits,
    own=_own,
    text=lambda record: record.subject,
    owner=lambda record: str(record.handler or ""),
    related=("unit", "handler"),
)


def shown_by_feedback(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """How much feedback the holder has taken in, under 8.2.1 and 9.1.2."""
    clauses = Clause.objects.filter(edition__in=editions, edition__standard__code="9001", number__in=CLAUSES)
    found = list(clauses.exclude(edition__year__in=EARLIER))
    units = inside_subtree(frozenset({holder.unit_id}))
    told = Feedback.objects.filter(ended_at=None, unit_id__in=units).order_by() if found else Feedback.objects.none()
    counted = told.aggregate(number=Count("pk"), last=Max("received_at"))
    if not counted["number"]:
        return
    text = ngettext("%(count)d piece of feedback", "%(count)d pieces of feedback", counted["number"])
    url = f"{reverse('feedback_list')}?unit={holder.unit_id}"
    day = counted["last"].astimezone(clock.HANOI).date()
    for clause in found:
        yield ClauseEvidence(clause.pk, clause.edition_id, text % {"count": counted["number"]}, url, day)
