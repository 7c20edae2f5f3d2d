"""Who asks for a change of a document, who endorses, takes up and refuses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.models.documents import Document
from qms.policy import Allowed, Decision, allow_if, denied, rule


@rule("qms.ask_change")
def may_ask_change(user: Any, request: Any) -> Decision:
    """Somebody of the unit that asks, who reads the document if there is one already."""
    if user.is_system:
        return Allowed
    of_the_unit = allow_if(
        user.authority.has_role(request.unit_id, *Role.values),
        _("A change is asked for by somebody of the unit."),
        _("people of the unit"),
    )
    if not of_the_unit or request.document_id is None:
        return of_the_unit
    reads = Document.objects.readable_by(user) | Document.objects.visible_to(user).filter(ended_at=None)
    return allow_if(
        reads.filter(pk=request.document_id).exists(),
        _("A change is asked for by somebody who reads the document."),
        _("readers of the document"),
    )


@rule("qms.endorse_change")
def may_endorse_change(user: Any, request: Any) -> Decision:
    """The manager over the unit that asks; not who asked, unless they are top management."""
    if user.authority.has_role(request.unit_id, Role.TOP):
        return Allowed
    if user.authority.counts_as(request.asked_by_id):
        return denied(_("Somebody other than who asked endorses the request."), _("the unit's manager"))
    return allow_if(
        user.authority.has_role(request.unit_id, Role.MANAGER),
        _("Change requests are endorsed by the unit's manager."),
        _("the unit's manager"),
    )


@rule("qms.handle_change")
def may_handle_change(user: Any, request: Any) -> Decision:
    """The quality officer over the document, or over the unit that asks, and the document's author."""
    if request.document_id and user.authority.is_one_of(request.document.author_id):
        return Allowed
    unit_id = request.document.unit_id if request.document_id else request.unit_id
    return allow_if(
        user.is_system or user.authority.has_role(unit_id, Role.OFFICER),
        _("Change requests are taken up by the document's author or a quality officer."),
        _("the author, a quality officer"),
    )


@rule("qms.refuse_change")
def may_refuse_change(user: Any, request: Any) -> Decision:
    """Who would endorse it or take it up."""
    return may_endorse_change(user, request) or may_handle_change(user, request)
