"""What pages, files and packs say of a proof or a criterion."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qms.par.proofs import LACKING, MISSING, NOTHING, OPEN, PROVED, Proof

LOOKS = {PROVED: ("success", "circle-check"), LACKING: ("danger", "alert-triangle"), NOTHING: ("neutral", "circle")}


def state_said(state: str) -> str:
    """In a word."""
    return {
        PROVED: pgettext("state of a proof", "proved"),
        LACKING: pgettext("state of a proof", "lacking"),
        NOTHING: pgettext("state of a proof", "nothing to prove"),
    }[state]


def what_said(what: str) -> str:
    """What one record shows, in a word; one that proves, or stands beside another, needs none."""
    if what == OPEN:
        return pgettext("record of a proof", "in hand")
    return pgettext("record of a proof", "does not prove") if what == MISSING else ""


def counted(proof: Proof) -> str:
    """How many of how many."""
    if not proof.all:
        return ""
    return _("%(done)d of %(all)d") % {"done": proof.done, "all": proof.all}


def look(state: str) -> dict[str, Any]:
    """Word, tone and sign, as the status tag takes them."""
    tone, icon = LOOKS[state]
    return {"label": state_said(state), "tone": tone, "icon": icon}


def lacking_said(proof: Proof) -> str:
    """What is missing and who can mend it."""
    return _("%(lacking)s Who can mend it: %(menders)s.") % {
        "lacking": proof.kind.lacking,
        "menders": proof.kind.menders,
    }
