"""The frozen content of an issue and what it is hashed over."""

from dataclasses import dataclass, field
from typing import Any

from qms.history import canonical


@dataclass(frozen=True)
class FrozenContent:
    """What the workshop gives an issue: sections as stored, HTML for readers, words for search."""

    body: list[dict[str, Any]] = field(default_factory=list)
    html: str = ""
    text: str = ""


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
