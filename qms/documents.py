"""What the frozen content of an issue is hashed over."""

from typing import Any

from qms.history import canonical


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
