"""The frozen content of an issue and what it is hashed over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3

from qms.history import canonical

TAGS = {"section", "h2", "h3", "h4", "p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "dl", "dt", "dd"}
TAGS |= {"div", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {"th": {"scope"}, "td": {"data-label", "colspan"}, "table": {"class"}, "div": {"class"}}

CONTENT_FILE = "content"
"""The purpose of a file that is under the issue's control and goes into its hash."""


@dataclass(frozen=True)
class FrozenContent:
    """What the workshop gives an issue: sections as stored, HTML for readers, words for search, and what they list.

    `profile`: of an administrative procedure code, field, level, online_level, time_limit_days, decided_on,
    published_on; {} for other documents. `kept`: the records that the document leaves. `cited`: kind (document, form,
    legal or edition), code and title of what it names. All JSON values.
    """

    body: list[dict[str, Any]] = field(default_factory=list)
    html: str = ""
    text: str = ""
    profile: dict[str, Any] = field(default_factory=dict)
    kept: list[dict[str, Any]] = field(default_factory=list)
    cited: list[dict[str, Any]] = field(default_factory=list)


def safe_html(markup: str) -> str:
    """The markup of a document with nothing in it but what documents are drawn with."""
    return nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, link_rel=None).strip()


class NoContent(LookupError):
    """The workshop holds no page for the document."""


def body_hash(issue: Any) -> str:
    """SHA-256 over the frozen sections, titles, numbers and files of an issue."""
    return body_hashes([issue])[issue.pk]


def body_hashes(issues: Sequence[Any]) -> dict[Any, str]:
    """The same for many, by key; their files are read in one query."""
    files = _files_of(issues)
    return {issue.pk: _hash(issue, sorted(files.get(issue.pk, ()))) for issue in issues}


def _files_of(issues: Sequence[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    keys = [issue.pk for issue in issues if issue.pk]
    if not keys:
        return found
    links = type(issues[0])._meta.get_field("file_links").related_model._default_manager
    rows = links.filter(record_id__in=keys, purpose=CONTENT_FILE, ended_at=None)
    for record_id, name, sha256 in rows.values_list("record_id", "name", "file__sha256"):
        found.setdefault(record_id, []).append(f"{sha256} {canonical.plain(name)}")
    return found


def _hash(issue: Any, files: list[str]) -> str:
    facts: dict[str, Any] = {
        "document": str(issue.document.uid),
        "issue": issue.issue_number,
        "amendment": issue.amendment_number,
        "title_vi": canonical.plain(issue.title_vi),
        "title_en": canonical.plain(issue.title_en),
        "body": canonical.plain(issue.body),
        "html": canonical.plain(issue.body_html),
    }
    if files:
        facts["files"] = files
    return canonical.digest(canonical.chain_text(**facts))
