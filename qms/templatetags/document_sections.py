"""The way between the lists of the documents section."""

from collections.abc import Callable
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import Role

register = template.Library()


def everybody(user: Any) -> bool:
    return True


def own_side(user: Any) -> bool:
    return bool(user.authority.record_units)


def officers(user: Any) -> bool:
    return bool(user.authority.units_as(Role.OFFICER))


SECTIONS: list[tuple[Any, str, str, Callable[[Any], bool]]] = [
    (_("Library"), "documents", "books", everybody),
    (_("Register"), "document_register", "list-check", own_side),
    (_("To read"), "reading", "eye", everybody),
    (_("Drafts"), "document_drafts", "pencil", own_side),
    (_("Decisions"), "decisions", "signature", own_side),
    (_("Change requests"), "change_requests", "edit", everybody),
    (_("Periodic reviews"), "document_reviews", "calendar-event", own_side),
    (_("Paper copies"), "paper_copies", "file-text", everybody),
    (_("Documents from outside"), "external_documents", "external-link", everybody),
    (_("List of records"), "kept_records", "paperclip", everybody),
    (_("Numbering"), "document_scheme", "settings", officers),
    (_("Printed forms"), "print_templates", "printer", officers),
]
"""Title, name of the address, icon, who is shown it."""


@register.inclusion_tag("qms/documents/sections.html", takes_context=True)
def document_sections(context):
    """Links to the lists that the person may open; one whose address does not exist is left out."""
    request = context["request"]
    entries = []
    for title, name, icon, shown_to in SECTIONS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if shown_to(request.user):
            entries.append({"title": title, "url": url, "icon": icon, "current": request.path == url})
    return {"entries": entries}
