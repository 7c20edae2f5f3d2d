"""What Wagtail keeps of a document's page, told with the document's history: drafts, the page's log, its tasks."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import PageLogEntry, Revision, TaskState

from cms.comparing.marks import Marker
from cms.comparing.words import words_of
from cms.models import DocumentPage
from qms import clock
from qms.history.timeline import FURTHER, Entry
from qms.history.versions import MARKERS
from qms.policy import Text

MOST = 300  # of each kind

ACTIONS: dict[str, Text] = {
    "wagtail.create": gettext_lazy("Page for writing made"),
    "wagtail.edit": gettext_lazy("Draft changed"),
    "wagtail.revert": gettext_lazy("Draft put back to an earlier one"),
    "wagtail.rename": gettext_lazy("Page for writing renamed"),
    "wagtail.move": gettext_lazy("Page for writing moved"),
    "wagtail.reorder": gettext_lazy("Page for writing moved"),
    "wagtail.lock": gettext_lazy("Page for writing locked"),
    "wagtail.unlock": gettext_lazy("Page for writing unlocked"),
    "wagtail.comments.create": gettext_lazy("Remark on the draft"),
    "wagtail.comments.edit": gettext_lazy("Remark on the draft changed"),
    "wagtail.comments.delete": gettext_lazy("Remark on the draft taken away"),
    "wagtail.comments.create_reply": gettext_lazy("Answer to a remark on the draft"),
    "wagtail.comments.resolve": gettext_lazy("Remark on the draft settled"),
    "wagtail.workflow.start": gettext_lazy("Approval begun"),
    "wagtail.workflow.approve": gettext_lazy("Task of the approval done"),
    "wagtail.workflow.reject": gettext_lazy("Sent back for changes"),
    "wagtail.workflow.resume": gettext_lazy("Approval taken up again"),
    "wagtail.workflow.cancel": gettext_lazy("Approval called off"),
}
"""What the page's log says; drafts themselves are told from their revisions."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    FURTHER["qms.document"].append(told)
    MARKERS.append(marked)


def told(document: Any, until: dt.date | None = None) -> list[Entry]:
    """Revisions, log entries and tasks of the document's page. Four queries."""
    page = DocumentPage.objects.filter(document=document).values_list("pk", flat=True).first()
    if page is None:
        return []
    entries = [*_drafts(page), *_log(page), *_tasks(page)]
    for entry in entries:
        entry.when = on_our_clock(entry.when)
    return [entry for entry in entries if until is None or entry.when < clock.end_of(until)]


def on_our_clock(moment: dt.datetime) -> dt.datetime:
    """Wagtail writes the machine's time; where the demonstration's day is another, it is told on that day."""
    offset = dt.timedelta(seconds=settings.QMS_CLOCK_OFFSET_SECONDS)
    return moment + offset if moment > clock.now() else moment


def _drafts(page: int) -> list[Entry]:
    rows = Revision.objects.page_revisions().filter(object_id=str(page))
    rows = rows.select_related("user").defer("content").order_by("-created_at", "-pk")[:MOST]
    return [Entry(row.created_at, _who(row.user), _("Draft saved (%(number)d)") % {"number": row.pk}) for row in rows]


def _log(page: int) -> list[Entry]:
    rows = PageLogEntry.objects.filter(page_id=page).exclude(action="wagtail.edit")
    rows = rows.select_related("user").order_by("-timestamp", "-pk")[:MOST]
    entries = []
    for row in rows:
        comment = str((row.data or {}).get("comment") or "")
        entries.append(Entry(row.timestamp, _who(row.user), str(ACTIONS.get(row.action, row.message)), reason=comment))
    return entries


def _tasks(page: int) -> list[Entry]:
    rows = TaskState.objects.filter(workflow_state__object_id=str(page))
    rows = rows.exclude(finished_at=None).select_related("task", "finished_by").order_by("-finished_at", "-pk")[:MOST]
    sentence = _("%(task)s: %(state)s")
    return [
        Entry(
            row.finished_at,
            _who(row.finished_by),
            sentence % {"task": row.task.name, "state": row.get_status_display()},
            reason=row.comment or "",
        )
        for row in rows
    ]


def _who(person: Any) -> str:
    if person is None:
        return _("unknown")
    words = ", ".join(filter(None, [str(person), person.position]))
    return words if person.is_active else _("%(person)s (no longer active)") % {"person": words}


def marked(pairs: Sequence[tuple[str, str]]) -> list[SafeString]:
    """The new text of each pair with what changed since the old, word by word, within one allowance of work."""
    marker = Marker()
    return [marker.between(words_of(old), words_of(new)).html for old, new in pairs]
