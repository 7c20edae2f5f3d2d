"""Freezing an issue: its content from the workshop, what its files say, and the lines that registers list."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from qms.documents import FrozenContent, NoContent, body_hash
from qms.folding import fold
from qms.models.documents import Issue
from qms.models.issue_lines import Citation, KeptRecord
from qms.operations.file_text import text_of_files
from qms.operations.workshop import workshop

PROFILE = ("field", "level", "online_level", "time_limit_days", "decided_on", "published_on")
"""What the register knows of an administrative procedure, taken from the frozen content."""


def freeze(issue: Issue) -> FrozenContent:
    """What the page holds, frozen; without a page, what the issue already has."""
    try:
        return workshop().freeze(issue.document)
    except NoContent:
        return FrozenContent(issue.body, issue.body_html, issue.body_text)


def frozen_values(issue: Issue, frozen: FrozenContent) -> dict[str, Any]:
    """The columns that submitting fills; the hash covers the issue's files too."""
    issue.body, issue.body_html = frozen.body, frozen.html
    return {
        "body": frozen.body,
        "body_html": frozen.html,
        "body_text": " ".join(filter(None, [frozen.text, text_of_files(issue)])),
        "content_hash": body_hash(issue),
        "reviewed_at": None,
        **profile_values(frozen),
    }


def profile_values(frozen: FrozenContent) -> dict[str, Any]:
    """Columns of an issue from the profile of its content; empty where there is none."""
    profile = frozen.profile
    values: dict[str, Any] = {name: profile.get(name) for name in PROFILE}
    for name in ("field", "level", "online_level"):
        values[name] = values[name] or ""
    for name in ("decided_on", "published_on"):
        values[name] = dt.date.fromisoformat(values[name]) if values[name] else None
    limit = values["time_limit_days"]
    values["time_limit_days"] = None if limit in (None, "") else Decimal(str(limit))
    return values | {"procedure_code": profile.get("code") or ""}


KEPT = {"code": 60, "name": 300, "keeper": 200, "retention": 120, "place": 200, "disposal": 200}
"""Columns of a record kept, and how long each may be."""


def write_lines(contents: Iterable[tuple[Issue, FrozenContent]]) -> None:
    """Write anew what the contents list: records kept and citations. Derived rows, in four statements."""
    listed = list(contents)
    issues = [issue.pk for issue, _frozen in listed]
    KeptRecord.objects.filter(issue__in=issues).delete()
    Citation.objects.filter(issue__in=issues).delete()
    KeptRecord.objects.bulk_create(
        _kept(issue, place, row) for issue, frozen in listed for place, row in enumerate(frozen.kept, 1)
    )
    Citation.objects.bulk_create(
        Citation(
            issue=issue, position=place, kind=row["kind"], code=row["code"][:80], title=(row.get("title") or "")[:500]
        )
        for issue, frozen in listed
        for place, row in enumerate(frozen.cited, 1)
    )


@transaction.atomic
def rebuild_lines(batch: int = 200) -> int:
    """Write the lines of every frozen issue anew from its own sections. Returns how many issues."""
    frozen = Issue.objects.exclude(content_hash="").select_related("document")
    keys = list(frozen.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), batch):
        issues = frozen.filter(pk__in=keys[start : start + batch]).defer("body_html", "body_text", "search_text")
        write_lines([(issue, workshop().freeze_body(issue.body, issue.document.kind)) for issue in issues])
    return len(keys)


def _kept(issue: Issue, position: int, row: dict[str, Any]) -> KeptRecord:
    values = {name: (row.get(name) or "")[:longest] for name, longest in KEPT.items()}
    return KeptRecord(issue=issue, position=position, search_text=fold(" ".join(values.values())), **values)
