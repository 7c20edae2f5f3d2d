"""What change requests, periodic reviews and paper copies register."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import care_phrases, change_request_workflow, paper_copy_workflow, work_of_care
from qms.events import subscribe
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.actions import Action
from qms.models.change_requests import ChangeRequest, ChangeRequestFile
from qms.models.documents import Document, Issue
from qms.models.paper_copies import PaperCopy
from qms.registry import RecordAction, RecordKind, registry

DECLARED = (change_request_workflow, paper_copy_workflow)
"""Importing them declares the lifecycles."""

ASKED_FROM = {Document: "document", Issue: "issue", Action: "action"}
"""Records with the button "ask for a change", and how the form's address names them."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ChangeRequestFile._meta.label_lower] = ChangeRequestFile
    registry.phrases.update(care_phrases.OPERATIONS)
    registry.notice_phrases.update(care_phrases.NOTICES)
    registry.work_items.extend(work_of_care.PROVIDERS)
    for model, title, url_name in (
        (ChangeRequest, _("Change requests"), "change_requests"),
        (PaperCopy, _("Paper copies"), "paper_copies"),
    ):
        label = model._meta.label_lower
        registry.record_kinds[label] = RecordKind(label, model, title, url_name)
    registry.record_actions.append(RecordAction("ask_change", _("Ask for a change"), ask_url, may_ask_from))
    relate("qms.document", "qms.documentreview", "document")
    declare_looks("qms.changerequest", {"answered": ("success", "circle-check"), "taken_up": ("info", "pencil")})
    declare_looks(
        "qms.papercopy",
        {
            "issued": ("warning", "clock"),
            "received": ("success", "signature"),
            "recalled": ("neutral", "refresh"),
            "lost": ("danger", "alert-triangle"),
        },
    )
    _subscribe()
    _register_reach()
    _register_panels()


def ask_url(record: Any) -> str:
    """The form of a change request about the record."""
    return f"{reverse('change_request_new')}?{ASKED_FROM[type(record)]}={record.uid}"


def may_ask_from(record: Any, user: Any) -> bool:
    """Whether the button is shown: to who belongs to a unit that can ask."""
    return type(record) in ASKED_FROM and bool(user.authority.all_units)


def _subscribe() -> None:
    from qms.operations import change_requests, review_days  # noqa: PLC0415 - operations stand on the registry

    subscribe("issue_approved", change_requests.answer_changes)
    subscribe("issue_withdrawn", change_requests.answer_withdrawals)
    subscribe("issue_recalled", change_requests.reopen_changes)
    subscribe("issue_approved", review_days.on_issue_approved)


def _register_reach() -> None:
    from qms.reports.change_requests import about_own_documents  # noqa: PLC0415 - reports stand on the registry

    registry.further_reach.setdefault("qms.changerequest", []).append(about_own_documents)


def _register_panels() -> None:
    from qms.views import care_panels  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_document_panel, add_issue_panel  # noqa: PLC0415 - the same

    add_issue_panel(50, care_panels.requests_of_issue)
    add_issue_panel(70, care_panels.copies_of_issue)
    add_document_panel(50, care_panels.requests_of_document)
    add_document_panel(60, care_panels.reviews_of_document)
