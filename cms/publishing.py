"""Freezing: what is written on a page becomes the body, the HTML and the text of an issue."""

import html
import json
from collections.abc import Iterable
from typing import Any

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.blocks import StreamValue

from cms.citations import citations
from cms.durations import items, values
from cms.layout import layout
from cms.models import DocumentPage
from qms.documents import FrozenContent, safe_html

PROFILE = ("code", "field", "level", "online_level", "time_limit_days", "decided_on", "published_on")
KEPT = ("code", "name", "keeper", "retention", "place", "disposal")
"""What an issue says about its administrative procedure, and about each record that it leaves."""


def freeze(page: DocumentPage) -> FrozenContent:
    """The page's content as it stands in memory, frozen."""
    return freeze_stream(page.body, page.document.kind)


def freeze_body(body: Iterable[dict[str, Any]], kind: str = "") -> FrozenContent:
    """The same for sections in their stored form, when no page is at hand."""
    return freeze_stream(stream(body), kind)


def stream(body: Iterable[dict[str, Any]]) -> StreamValue:
    """Stored sections as blocks."""
    return DocumentPage._meta.get_field("body").stream_block.to_python(list(body))


def freeze_stream(value: StreamValue, kind: str = "") -> FrozenContent:
    """Body for the hash and for later drafts, HTML for readers (sanitised), text for search, and what they list.

    Documents are Vietnamese, so their headings are, whoever submits them. The kind says how they are drawn.
    """
    with override("vi"):
        drawn = render_to_string("cms/frozen/document.html", {"sections": layout(value, kind)})
    body, clean = stored(value), safe_html(drawn)
    text = plain_text(clean)
    return FrozenContent(body, clean, text, profile=_profile(body), kept=_kept(body), cited=citations(body, text))


def _profile(body: list[dict[str, Any]]) -> dict[str, Any]:
    """JSON values: a day as 2020-07-15, the limit as a number in a text; "" or None where nothing is said."""
    for value in values(body, "administrative"):
        texts = {name: value.get(name) or "" for name in PROFILE}
        dated = {name: value.get(name) or None for name in ("time_limit_days", "decided_on", "published_on")}
        return texts | dated
    return {}


def _kept(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [row for value in values(body, "records") for row in items(value)]
    return [{name: row.get(name) or "" for name in KEPT} for row in rows]


def stored(value: StreamValue) -> list[dict[str, Any]]:
    """Blocks in their stored form: JSON values only, so that they hash the same on any database."""
    return json.loads(json.dumps(value.stream_block.get_prep_value(value), cls=DjangoJSONEncoder))


def plain_text(markup: str) -> str:
    """The words alone, for search."""
    spaced = markup.replace("<", " <")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
