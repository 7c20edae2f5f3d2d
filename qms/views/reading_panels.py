"""Parts of a document's and an issue's page about reading: who must, what changed for me, confirming it."""

from typing import Any

from django.urls import reverse

from qms import clock, policy
from qms.models.reading import ChangeNote
from qms.operations.reading import note_blockers
from qms.reading import changes_for, seen_by, standing_audiences
from qms.reading_pair import state_for
from qms.reading_rows import State
from qms.views.issue_standing import has_one_before
from qms.views.panels import Panel, Shown
from qms.views.reading import STATEMENT


def my_state(shown: Shown) -> State | None:
    """How this person's reading of the issue stands; None where they need not read it. Asked once a page."""
    if "_my_state" not in shown.__dict__:
        shown.__dict__["_my_state"] = state_for(shown.user, shown.record) if shown.is_in_force else None
    return shown.__dict__["_my_state"]


def what_changed(shown: Shown) -> Panel | None:
    """Above the text, for whoever has still to read it: by when, and what changed for them."""
    state = my_state(shown)
    if state is None or not state.is_open:
        return None
    changes = changes_for(shown.user, shown.record)
    context = {"reading": state, "changes": changes, "days_left": (state.due_on - clock.today()).days}
    context["before"] = has_one_before(shown.record)
    context["before_url"] = reverse("issue_compare", args=[shown.record.uid])
    return Panel("qms/reading/what_changed.html", context, place="top")


def confirming(shown: Shown) -> Panel | None:
    """Below the text: the statement and the button, or when it was confirmed."""
    if not shown.is_in_force or not policy.may(shown.user, "qms.acknowledge", shown.record):
        return None
    state = my_state(shown)
    asked = state is not None and state.confirmed_on is None  # then there is none of one's own to look for
    mine = None if asked else shown.record.acknowledgements.filter(user=shown.user).order_by("-round").first()
    context = {
        "reading": state,
        "mine": mine,
        "asked": state is not None and state.is_open,
        "offered": (state is not None and state.is_open) or mine is None,
        "statement": STATEMENT,
        "url": reverse("issue_reading", args=[shown.record.uid, "acknowledge"]),
        "seen": shown.record.content_hash,
    }
    return Panel("qms/reading/confirming.html", context)


def notes_for_readers(shown: Shown) -> Panel | None:
    """For author and officer, until it is in force: what readers will be told; afterwards what they were told."""
    if not shown.own_side:
        return None
    notes = ChangeNote.objects.filter(issue=shown.record).select_related("audience__unit").order_by("pk")
    may = bool(policy.may(shown.user, "qms.note_change", shown.record)) and not note_blockers(shown.record)
    may = may and standing_audiences(shown.record.document).exists()
    if not may and not notes:
        return None
    url = reverse("issue_reading", args=[shown.record.uid, "note"]) if may else ""
    return Panel("qms/reading/notes.html", {"notes": notes, "note_url": url}, place="rest")


def who_must_read(shown: Shown) -> Panel | None:
    """The audiences, how many have confirmed, and for the officer the way to change them."""
    if not shown.own_side or shown.as_of is not None:
        return None
    document: Any = shown.record
    may = bool(policy.may(shown.user, "qms.care_for_document", document))
    sees = may or bool(policy.may(shown.user, "qms.see_reading", document.unit))
    tallies = seen_by(shown.user, document).tallies() if sees else {}
    confirmed, count = next(iter(tallies.values()), (0, 0))
    context = {
        "audiences": [(one, reverse("audience_step", args=[one.uid, "end"])) for one in standing_audiences(document)],
        "may_change": may,
        "sees_readers": sees,
        "confirmed": confirmed,
        "expected": count,
        "readers_url": reverse("readers", args=[document.uid]),
        "add_url": reverse("document_reading", args=[document.uid, "add"]),
    }
    return Panel("qms/reading/who_must_read.html", context)
