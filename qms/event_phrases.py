"""What events beside the changes of records say, in a sentence each."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.evidence_enums import EventKind
from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "note_event": gettext_lazy("Event noted"),
    "store_file": gettext_lazy("File stored"),
    "load_edition": gettext_lazy("Edition of a standard loaded"),
    "load_units": gettext_lazy("Units loaded"),
    "ensure_machine_accounts": gettext_lazy("Account of the installation made"),
}

SENTENCES: dict[str, Text] = {
    EventKind.SIGNED_IN: gettext_lazy("Signed in"),
    EventKind.SIGN_IN_FAILED: gettext_lazy("Sign-in refused for the name «%(typed)s»"),
    EventKind.SIGNED_OUT: gettext_lazy("Signed out"),
    EventKind.LOCKED: gettext_lazy("The name «%(typed)s» was locked out for a while"),
    EventKind.PASSWORD_CHANGED: gettext_lazy("Password changed"),
    EventKind.SIGNING_FAILED: gettext_lazy("A signature was refused: wrong password or code"),
    EventKind.EXPORTED: gettext_lazy("Took away as %(format)s: %(about)s"),
    EventKind.PRINTED: gettext_lazy("Printed as %(format)s: %(about)s"),
    EventKind.PACKED: gettext_lazy("Evidence pack made: %(about)s"),
    EventKind.BACKED_UP: gettext_lazy("Backup made"),
    EventKind.RESTORED: gettext_lazy("Restored from a backup"),
    EventKind.VERIFIED: gettext_lazy("History verified: %(verdict)s"),
}

DETAILS: dict[str, Text] = {
    "rows": gettext_lazy("Rows"),
    "filter": gettext_lazy("Filter"),
    "as_of": gettext_lazy("As recorded by the end of"),
    "sha256": gettext_lazy("SHA-256 of the file"),
    "address": gettext_lazy("Address"),
    "faults": gettext_lazy("Faults"),
    "seals": gettext_lazy("Seals"),
    "records": gettext_lazy("Records"),
    "files": gettext_lazy("Files"),
    "with_copy": gettext_lazy("Held against a copy of the seals"),
    "first_fault": gettext_lazy("First fault"),
    "seal": gettext_lazy("Seal"),
    "reason": gettext_lazy("Reason"),
    "size": gettext_lazy("Size in bytes"),
    "name": gettext_lazy("Name"),
}
"""What of the details people read, under which label; the rest stays in the record."""

VERDICTS: dict[str, Text] = {
    "broken": gettext_lazy("broken"),
    "consistent": gettext_lazy("consistent"),
    "proven": gettext_lazy("proven"),
}


def event_sentence(event: Any) -> str:
    """What happened, in the reader's language."""
    details = event.details
    verdict = str(VERDICTS.get(details.get("verdict", ""), details.get("verdict", "?")))
    if details.get("faults"):
        count = int(details["faults"])
        verdict += ", " + ngettext("%(count)d fault", "%(count)d faults", count) % {"count": count}
    words = {
        "typed": event.typed or (str(event.person) if event.person_id else "?"),
        "format": str(details.get("format", "?")).upper(),
        "about": about_of(event) or "?",
        "verdict": verdict,
    }
    return str(SENTENCES.get(event.kind, event.get_kind_display())) % words


def about_of(event: Any) -> str:
    """The record or list that it concerned: number and title."""
    number, title = event.about_number, event.about_title
    return title if not number or number in title else f"{number} {title}".strip()


def event_details(event: Any) -> list[tuple[str, str]]:
    """(label, value) pairs of the details."""
    found = []
    for name, label in DETAILS.items():
        value = event.details.get(name)
        if value not in (None, ""):
            day = clock.read_day(value) if name == "as_of" else None
            found.append((str(label), f"{day:%d/%m/%Y}" if day else said(value)))
    return found


def said(value: Any) -> str:
    """A plain value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
