"""What an author should look at before sending an issue for review: warnings, none of which stops anything."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.durations import legal_limit, shown, step_total
from cms.known import Known, known_about
from cms.layout import HEADINGS
from cms.mentions import Mentions, key, mentions
from cms.models import DocumentPage
from qms import clock
from qms.enums import ExternalStatus, IssueStatus

Body = list[dict[str, Any]]


@dataclass(frozen=True)
class Warning:
    """Something to look at: in which section (the name of a block, or clauses or review), what, and the way out."""

    section: str
    text: str

    @property
    def heading(self) -> str:
        """The section as its author knows it."""
        own = {"clauses": _("Clauses"), "review": _("Periodic review"), "steps": _("Step table")}
        return str(own.get(self.section) or HEADINGS.get(self.section, ""))


def warnings(issue: Any) -> list[Warning]:
    """Everything to look at in the issue: its draft as last saved, or its frozen content."""
    body = body_of(issue)
    named = mentions(body)
    known = known_about(issue.document, named, clock.today())
    before = issue.document.issue_in_force()
    return [
        *over_limit(body, before.body if before and before.pk != issue.pk else None),
        *unknown_codes(named, known),
        *unknown_clauses(named, known),
        *left_editions(named, known),
        *dead_legal_bases(named, known),
        *overdue_review(issue.document.review_due_on, clock.today()),
    ]


def body_of(issue: Any) -> Body:
    """The sections of the issue: what the workshop last saved while it is a draft, else what is frozen."""
    if issue.status == IssueStatus.DRAFT:
        page = DocumentPage.objects.filter(document=issue.document_id).select_related("latest_revision").first()
        if page is not None and page.latest_revision is not None:
            return json.loads(page.latest_revision.content.get("body") or "[]")
    return issue.body or []


def over_limit(body: Body, before: Body | None) -> Iterator[Warning]:
    """The steps take longer than the law allows; with what they took in the issue in force."""
    total, limit = step_total(body), legal_limit(body)
    if limit is None or total <= limit:
        return
    text = _(
        "The steps add up to %(total)s working days; the legal limit is %(limit)s. "
        "Shorten steps, or correct the limit if it is wrong."
    )
    if before is not None:
        text = _(
            "The steps add up to %(total)s working days (%(before)s in the issue in force); the legal limit is "
            "%(limit)s. Shorten steps, or correct the limit if it is wrong."
        )
    numbers = {"total": shown(total), "limit": shown(limit), "before": shown(step_total(before or []))}
    yield Warning("steps", text % numbers)


def unknown_codes(named: Mentions, known: Known) -> Iterator[Warning]:
    """Documents and forms of the system that are cited and cannot be worked by."""
    for code, section in named.codes.items():
        text = _state_of(code, known.states.get(key(code)), own=key(code) in named.own_forms, known=known)
        if text:
            yield Warning(section, text % {"code": code})


def _state_of(code: str, state: str | None, *, own: bool, known: Known) -> str:
    if state == "withdrawn":
        return _("%(code)s is withdrawn. Cite what replaced it, or take it out.")
    if own or key(code) == known.number or state == "in_force":
        return ""
    if state == "waiting":
        return _("%(code)s is not in force yet. See that it comes into force no later than this document.")
    if key(code) in known.listed_forms:
        return ""
    return _("%(code)s is not in the register of your system. Correct the code, register it, or list it under Forms.")


def unknown_clauses(named: Mentions, known: Known) -> Iterator[Warning]:
    """Clauses that the edition named does not have, in the text and beside it."""
    cited = dict.fromkeys(known.written_clauses, "clauses") | named.clauses
    for (edition, number), section in cited.items():
        if edition in known.years and (edition, number) not in known.clauses:
            text = _("Clause %(number)s does not exist in %(edition)s. Correct the number or the edition.")
            yield Warning(section, text % {"number": number, "edition": edition})


def left_editions(named: Mentions, known: Known) -> Iterator[Warning]:
    """Editions that a newer one has replaced."""
    for edition, section in named.editions.items():
        newer = known.newer_than(edition)
        if newer:
            text = _("The text names %(edition)s, which %(newer)s has replaced. Rewrite what follows from it.")
            yield Warning(section, text % {"edition": edition, "newer": newer})
    for edition in known.newest_cited():
        newer = known.newer_than(edition)
        if newer:
            text = _("The document refers only to clauses of %(edition)s. Add the clauses of %(newer)s that it serves.")
            yield Warning("clauses", text % {"edition": edition, "newer": newer})


def dead_legal_bases(named: Mentions, known: Known) -> Iterator[Warning]:
    """Legal texts that are out of force, as the register of external documents has them."""
    for number, section in (named.legal | named.codes).items():
        status, replaced_by = known.legal.get(key(number), ("", ""))
        if status not in (ExternalStatus.REPLACED, ExternalStatus.EXPIRED):
            continue
        text = _("%(number)s is out of force. Cite what holds now, or take it out.")
        if replaced_by:
            text = _("%(number)s has been replaced by %(by)s. Cite that and check what it changes.")
        yield Warning(section, text % {"number": number, "by": replaced_by})


def overdue_review(due: dt.date | None, today: dt.date) -> Iterator[Warning]:
    """The periodic review should have been held."""
    if due is not None and due < today:
        text = _("The periodic review was due on %(day)s. Record it, or finish this issue, which counts as one.")
        yield Warning("review", text % {"day": f"{due:%d/%m/%Y}"})
