"""The part of a record's page that tells its signatures: who, as whom, meaning what, when, how, over what."""

from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, override

from qms.models.system import Signature
from qms.models.transition import HolderStep
from qms.signatures import METHODS, signatures_of
from qms.signed_content import Standing, standings
from qms.views.panels import Panel, Shown
from qms.workflow import WORKFLOWS

SIGNED_BESIDE = {"qms.document", "qms.transitionholder"}
"""Kinds whose signed steps are no transitions."""


@cache
def state_fields() -> dict[str, str]:
    """By kind with signed transitions: the field of its state."""
    signed = [one for one in WORKFLOWS.values() if any(step.signed for step in one.transitions)]
    return {workflow.model_label.lower(): workflow.state_field for workflow in signed}


def signatures_panel(record: Any, user: Any) -> Panel | None:
    """The signatures on the record, for kinds that are signed; the page of an issue has a place of its own for them."""
    return None if record._meta.label_lower == "qms.issue" else _panel(record)


def _panel(record: Any) -> Panel | None:
    label = record._meta.label_lower
    if label not in state_fields() and label not in SIGNED_BESIDE:
        return None
    known = record.__dict__.get("signatures_told")  # by the timeline of the same page
    rows = told(record, signatures_of(record) if known is None else known, state_fields().get(label, ""))
    if label == "qms.transitionholder":
        rows += [row for step in _signed_steps(record) for row in told(step, signatures_of(step), "state", str(step))]
    return Panel("qms/account/signatures.html", {"rows": rows}) if rows else None


def signatures_panel_of_issue(shown: Shown) -> Panel | None:
    """The signatures on an issue, for the document's own side; readers find them above the text."""
    return _panel(shown.record) if shown.own_side else None


def _signed_steps(holder: Any) -> list[HolderStep]:
    proved = HolderStep.objects.filter(holder=holder)
    kinds = Signature.objects.filter(kind=HolderStep._meta.label_lower)
    return list(proved.filter(uid__in=kinds.values("record_uid")).select_related("step"))


def told(record: Any, signatures: list[Signature], state_field: str, about: str = "") -> list[dict[str, Any]]:
    """Each signature as the page tells it, the latest first."""
    if not signatures:
        return []
    rows = zip(signatures, standings(record, signatures, state_field), strict=True)
    return [_row(record, signature, standing) | {"about": about} for signature, standing in rows][::-1]


def _row(record: Any, signature: Signature, standing: Standing) -> dict[str, Any]:
    also = "vi" if get_language() == "en" else "en"
    with override(also):
        meaning_also = signature.meaning_shown
    english = get_language() == "en"
    return {
        "signature": signature,
        "title": (signature.title_en if english else "") or signature.title_vi,
        "meaning_also": meaning_also if meaning_also != signature.meaning_shown else "",
        "also": also,
        "method": METHODS.get(signature.method, signature.method),
        "standing": standing,
        "then_url": then_url(record, standing),
    }


def then_url(record: Any, standing: Standing) -> str:
    """The version of the record that was signed."""
    return reverse("history_version", args=[record._meta.label_lower, record.uid, standing.signed])
