"""Freezing: what is written on a page becomes the body, the HTML and the text of an issue."""

import html
import json
from collections.abc import Iterable
from typing import Any

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.blocks import StreamValue

from cms.models import DocumentPage
from qms.documents import FrozenContent, safe_html

SECTIONS: tuple[tuple[Any, frozenset[str]], ...] = (
    (_("Purpose"), frozenset({"purpose"})),
    (_("Scope"), frozenset({"scope"})),
    (_("References"), frozenset({"references"})),
    (_("Definitions and abbreviations"), frozenset({"definitions"})),
    (_("Contents"), frozenset({"contents", "steps"})),
    (_("Forms"), frozenset({"forms"})),
    (_("Records kept"), frozenset({"records"})),
)
"""The seven headings of a procedure, in their order."""


def freeze(page: DocumentPage) -> FrozenContent:
    """The page's content as it stands in memory, frozen."""
    return freeze_stream(page.body)


def freeze_body(body: Iterable[dict[str, Any]]) -> FrozenContent:
    """The same for sections in their stored form, when no page is at hand."""
    return freeze_stream(stream(body))


def stream(body: Iterable[dict[str, Any]]) -> StreamValue:
    """Stored sections as blocks."""
    return DocumentPage._meta.get_field("body").stream_block.to_python(list(body))


def freeze_stream(value: StreamValue) -> FrozenContent:
    """Body for the hash and for later drafts, HTML for readers (sanitised), text for search.

    Documents are Vietnamese, so their headings are, whoever submits them.
    """
    with override("vi"):
        drawn = render_to_string("cms/frozen/document.html", {"sections": list(_numbered(value))})
    clean = safe_html(drawn)
    return FrozenContent(stored(value), clean, plain_text(clean))


def stored(value: StreamValue) -> list[dict[str, Any]]:
    """Blocks in their stored form: JSON values only, so that they hash the same on any database."""
    return json.loads(json.dumps(value.stream_block.get_prep_value(value), cls=DjangoJSONEncoder))


def plain_text(markup: str) -> str:
    """The words alone, for search."""
    spaced = markup.replace("<", " <")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def _numbered(value: StreamValue) -> Iterable[dict[str, Any]]:
    number = 0
    for title, names in SECTIONS:
        blocks = [child for child in value if child.block_type in names]
        if blocks:
            number += 1
            yield {"number": number, "title": title, "blocks": blocks}
