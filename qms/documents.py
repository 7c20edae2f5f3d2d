"""The frozen content of an issue and what it is hashed over."""

from dataclasses import dataclass, field
from typing import Any

import nh3

from qms.history import canonical

TAGS = {"section", "h2", "h3", "h4", "p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "dl", "dt", "dd"}
TAGS |= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"th": {"scope"}, "td": {"data-label"}, "table": {"class"}, "div": {"class"}}


@dataclass(frozen=True)
class FrozenContent:
    """What the workshop gives an issue: sections as stored, HTML for readers, words for search."""

    body: list[dict[str, Any]] = field(default_factory=list)
    html: str = ""
    text: str = ""


def safe_html(markup: str) -> str:
    """The markup of a document with nothing in it but what documents are drawn with."""
    return nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, link_rel=None).strip()


class NoContent(LookupError):
    """The workshop holds no page for the document."""


def body_hash(issue: Any) -> str:
    """SHA-256 over the frozen sections, titles and numbers of an issue."""
    return canonical.digest(
        canonical.chain_text(
            document=str(issue.document.uid),
            issue=issue.issue_number,
            amendment=issue.amendment_number,
            title_vi=canonical.plain(issue.title_vi),
            title_en=canonical.plain(issue.title_en),
            body=canonical.plain(issue.body),
            html=canonical.plain(issue.body_html),
        )
    )
