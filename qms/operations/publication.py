"""Documents chosen for publication: open to everybody under an address of their own, without an account."""

import re
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import DocumentKind
from qms.folding import fold
from qms.history.recording import operation
from qms.history.sealing import seal_soon
from qms.models.documents import Document
from qms.workflow import StepRefused, check_version

PUBLISHABLE = (
    DocumentKind.PROCEDURE,
    DocumentKind.POLICY,
    DocumentKind.OBJECTIVES,
    DocumentKind.MODEL,
)
"""Procedures and what an organisation declares of its system; instructions and forms come with their procedures."""

ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 80  # characters of an address that is offered; a person may give up to 120


@operation("publish_document")
def publish_document(document: Document, slug: str = "", *, by: Any, version: int | None = None) -> Document:
    """Open it to the public, or move it to another address. What is shown is the issue in force, from its day on."""
    document = Document.objects.locked().get(pk=document.pk)
    policy.require(by, "qms.care_for_document", document)
    check_version(document, version)
    slug = slug.strip() or offered_slug(document)
    faults = publish_faults(document) + slug_faults(document, slug)
    if faults:
        raise StepRefused(faults)
    document.public_slug = slug
    document.public_since = document.public_since or clock.today()
    document.full_clean(exclude=["search_text"])
    document.save()
    seal_soon()
    return document


@operation("unpublish_document", reason_required=True)
def unpublish_document(document: Document, *, by: Any, version: int | None = None) -> Document:
    """Close it to the public; its address says so in words and is given to no other document."""
    document = Document.objects.locked().get(pk=document.pk)
    policy.require(by, "qms.care_for_document", document)
    check_version(document, version)
    faults = address_faults(document)
    if faults:
        raise StepRefused(faults)
    document.public_since = None
    document.save()
    seal_soon()
    return document


def publish_faults(document: Document) -> list[str]:
    """Why a document of this kind is not published."""
    if document.kind in PUBLISHABLE:
        return []
    return [_("Procedures and declarations are published; this is: %(kind)s.") % {"kind": document.get_kind_display()}]


def address_faults(document: Document) -> list[str]:
    """Why there is no public address to change or to close."""
    return [] if document.public_since is not None else [_("It is not public.")]


def slug_faults(document: Document, slug: str) -> list[str]:
    """What is wrong with an address."""
    if not ADDRESS.fullmatch(slug) or len(slug) > 120:
        text = _("«%(address)s» cannot be an address: small letters and digits with single hyphens between them.")
        return [text % {"address": slug[:120]}]
    if Document.history.filter(public_slug=slug).exclude(id=document.pk).exists():
        return [_("The address «%(address)s» is or was another document's. Give another.") % {"address": slug}]
    return []


def offered_slug(document: Document) -> str:
    """A clean address from number and title that no document has or had."""
    base = slugify(fold(f"{document.number} {document.title_vi}".replace("/", "-")))[:LONGEST].strip("-") or "document"
    slug, number = base, 1
    while slug_faults(document, slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
