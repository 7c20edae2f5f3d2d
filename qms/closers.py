"""What makes an action done by itself: a document issued anew, a group that has read what is in force."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.enums import DocumentKind
from qms.models.documents import ONCE_APPROVED, Document, Issue
from qms.models.reach import inside_subtree
from qms.models.reading import Acknowledgement, Audience
from qms.reading import expected
from qms.registry import Closer

Happened = tuple[dt.date, str]


def documents_of_own_system(user: Any) -> Any:
    """Documents of the systems to which the person belongs, as far as they may read or reach them."""
    places = inside_subtree(user.authority.holders)
    known = Document.objects.readable_by(user) | Document.objects.visible_to(user)
    return Document.objects.filter(pk__in=known.values("pk"), unit_id__in=places, ended_at=None).order_by("number")


def documents_issued_here(user: Any) -> Any:
    """Those of them that the system issues itself: a law is not issued anew by whom an action asks to."""
    return documents_of_own_system(user).exclude(kind=DocumentKind.EXTERNAL)


def issued_since(document: Document, moment: dt.datetime) -> Happened | None:
    """The document's issue in force, unless it was approved and in force before the moment."""
    issue = document.issue_in_force()
    if issue is None or issue.effective_on is None:
        return None
    approved = _approved_at(issue)
    since = moment.astimezone(clock.HANOI).date()
    if issue.effective_on <= since and (approved is None or approved < moment):
        return None
    approved_on = approved.astimezone(clock.HANOI).date() if approved else issue.effective_on
    day = max(issue.effective_on, min(approved_on, clock.today()))
    text = _("%(issue)s is in force from %(day)s.")
    return day, text % {"issue": issue, "day": issue.effective_on.strftime("%d/%m/%Y")}


def _approved_at(issue: Issue) -> dt.datetime | None:
    """When it was last approved: the first row of the history from which on it stayed approved."""
    found = None
    for status, moment in issue.history.order_by("-sequence").values_list("status", "history_date"):
        if status not in ONCE_APPROVED:
            break
        found = moment
    return found


def audiences_of_own_system(user: Any) -> Any:
    """Groups that must read a document of those that the person may name."""
    documents = documents_of_own_system(user).values("pk")
    rows = Audience.objects.filter(document__in=documents, ended_at=None).select_related("document", "unit")
    return rows.order_by("document__number", "pk")


def group_name(audience: Audience) -> str:
    """The group and what it reads."""
    return f"{audience.document.number} – {audience}"


def read_since(audience: Audience, moment: dt.datetime) -> Happened | None:
    """Everybody in the group has confirmed the issue in force, the last of them after the moment."""
    readings = expected(document=audience.document).filter(audience_key=audience.pk)
    states = readings.states()
    if not states or any(state.is_open for state in states):
        return None
    pairs = readings.keys()
    confirmed = Acknowledgement.objects.filter(issue=pairs[0][0], user__in=[user for _issue, user in pairs])
    if not Acknowledgement.history.filter(id__in=confirmed.values("pk"), history_date__gte=moment).exists():
        return None
    day = max(state.confirmed_on for state in states if state.confirmed_on)
    text = _("All %(count)d people of «%(group)s» have confirmed that they read and understood it.")
    return day, text % {"count": len(states), "group": group_name(audience)}


def document_of(audience: Audience) -> str:
    """The page of the document that the group reads."""
    return audience.document.get_absolute_url()


CLOSERS = {
    "qms.document": Closer(gettext_lazy("A document is issued anew"), documents_issued_here, issued_since),
    "qms.audience": Closer(
        gettext_lazy("A group has read a document"), audiences_of_own_system, read_since, group_name, document_of
    ),
}
"""By the label of the record that an action waits for."""
