"""The page of conducting: lines as cards, each with its own small form; who only reads sees what stands."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.asking import Given, asked_lines
from inspections.checklists import NEEDED, by_session, lines_of, with_evidence
from inspections.conduct import Around, add_headings, as_read, is_open, make_cards, progress, refuse, told
from inspections.conflicts import open_conflicts
from inspections.enums import AnswerResult, InspectionMode, InspectionStatus
from inspections.forms.checklist import AnswerForm
from inspections.models import ChecklistLine, Inspection
from inspections.parts_seen import UnitsSeen, in_part, units_seen
from inspections.views.inspection_parts import issues_in_force
from qms import policy
from qms.templatetags.house import vn_time

FILTERS = {
    "": gettext_lazy("All"),
    "open": gettext_lazy("Open"),
    "not_conforming": gettext_lazy("Not conforming"),
    "mine": gettext_lazy("Mine"),
}


def may_answer(user: Any, inspection: Inspection) -> bool:
    """Whether the person answers lines now."""
    open_now = inspection.status == InspectionStatus.IN_PROGRESS
    return open_now and bool(policy.may(user, "inspections.answer_checklist", inspection))


def common(request: HttpRequest, inspection: Inspection) -> dict[str, Any]:
    """What every card is drawn with."""
    allowed = may_answer(request.user, inspection)
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    on_file = inspection.mode == InspectionMode.ON_FILE
    return {
        "inspection": inspection,
        "may_answer": allowed,
        "csrf": token if allowed else "",
        "finding_url": reverse("finding_new"),
        "evidence_url": reverse("evidence", args=[inspection.uid]) if on_file else "",
        "word_evidence": _("Evidence asked of the unit") if on_file else "",
    }


def swapped(
    request: HttpRequest, line: ChecklistLine, refused: AnswerForm | None = None, before: set[int] | None = None
) -> HttpResponse:
    """For htmx: the card, the cards that its answer shows or hides, and the progress."""
    inspection = line.session.inspection
    rows = in_part(lines_of(inspection), units_seen(inspection, request.user), "session__unit_id")
    asked = {key: asked_lines(some) for key, some in by_session(rows.only(*NEEDED)).items()}
    now = {one.pk for one in asked.get(line.session_id, ())}
    changed = set() if before is None or not line.key else (before ^ now) - {line.pk}
    shown = sorted(ChecklistLine.objects.filter(pk__in=changed | {line.pk}), key=lambda one: one.pk != line.pk)
    cards = make_cards(shown, Around(request.user, inspection, shown))
    if refused is not None:
        refuse(cards[0], refused)
    for made in cards[1:]:
        made.oob, made.hidden = True, made.line.pk not in now
    files = with_evidence([one for rows in asked.values() for one in rows if one.evidence_when])
    filtered = parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query).get("show")
    context = common(request, inspection) | {
        "cards": cards,
        "progress": progress((one for rows in asked.values() for one in rows), files),
        "session_progress": progress(asked.get(line.session_id, ()), files),
        "session_key": line.session_id,
        "whole_url": reverse("inspection_conduct", args=[inspection.uid]) if filtered else "",
    }
    return render(request, "inspections/checklist_swapped.html", context)


def conduct_page(
    request: HttpRequest, inspection: Inspection, refused: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; `refused` is the form of one line that was not saved."""
    page = Page(request, inspection, refused)
    return render(request, "inspections/inspection_conduct.html", page.context(), status=status)


class Page:
    """Sessions of the part that the person sees, with the cards that the filter lets through."""

    def __init__(self, request: HttpRequest, inspection: Inspection, refused: AnswerForm | None) -> None:
        self.request, self.inspection, self.refused = request, inspection, refused
        self.seen: UnitsSeen = units_seen(inspection, request.user)
        self.show = request.GET.get("show", "") if request.GET.get("show") in FILTERS else ""
        sessions = in_part(inspection.sessions.filter(ended_at=None), self.seen).select_related("unit")
        self.sessions = list(sessions.prefetch_related("inspectors__user", "documents__document"))
        lines = ChecklistLine.objects.filter(session__in=self.sessions, ended_at=None).order_by("session", "position")
        self.lines = by_session(lines)
        self.around = Around(request.user, inspection, [line for rows in self.lines.values() for line in rows])
        self.asked = {key: asked_lines(rows) for key, rows in self.lines.items()}
        people = request.user.authority.person_ids  # type: ignore[union-attr]
        self.mine = {row.pk for row in self.sessions if people & {one.user_id for one in self.inspectors(row)}}

    def inspectors(self, session: Any) -> list[Any]:
        """Who asks in the session."""
        return [row for row in session.inspectors.all() if row.ended_at is None]

    def passes(self, line: ChecklistLine, show: str) -> bool:
        """Whether a filter lets the line through; what was just refused always stays."""
        if self.refused is not None and self.refused.line.pk == line.pk:
            return True
        if show == "open":
            return is_open(line, self.around.files)
        if show == "not_conforming":
            return bool(line.result == AnswerResult.NOT_CONFORMING)
        return show != "mine" or line.session_id in self.mine

    def context(self) -> dict[str, Any]:
        """What the template takes."""
        asked = [line for session in self.sessions for line in self.asked.get(session.pk, [])]
        issues = issues_in_force([row.document for one in self.sessions for row in self.documents(one)])
        url = reverse("inspection_conduct", args=[self.inspection.uid])
        return common(self.request, self.inspection) | {
            "progress": progress(asked, self.around.files),
            "page_url": url,
            "whole_url": url if self.show else "",
            "filters": self.filters(asked),
            "conflicts": self.conflicts(),
            "field_url": field_url(self.inspection),
            "sessions": [self.session(session, issues) for session in self.sessions],
        }

    def filters(self, asked: Sequence[Any]) -> list[dict[str, Any]]:
        """All, open, not conforming, mine, each with how many lines."""
        return [
            {
                "name": name,
                "label": label,
                "count": sum(self.passes(line, name) for line in asked),
                "current": name == self.show,
            }
            for name, label in FILTERS.items()
        ]

    def documents(self, session: Any) -> list[Any]:
        """The documents that the session checks against."""
        return [row for row in session.documents.all() if row.ended_at is None]

    def session(self, session: Any, issues: dict[int, Any]) -> dict[str, Any]:
        """One session with its cards."""
        asked = self.asked.get(session.pk, [])
        told = progress(asked, self.around.files)
        cards = self.cards(session)
        shown = any(not made.hidden for made in cards)
        return {
            "row": session,
            "inspectors": [str(row.user) for row in self.inspectors(session)],
            "documents": [(row.document, issues.get(row.document_id)) for row in self.documents(session)],
            "progress": told,
            "cards": cards if shown else [],
            "open": len(self.sessions) == 1 or (shown if self.show else told["next"]),
        }

    def cards(self, session: Any) -> list[Any]:
        """The session's cards; questions that are not asked hold a place, to be shown by the answer before them."""
        lines = self.lines.get(session.pk, [])
        asked = {line.pk for line in self.asked.get(session.pk, [])}
        shown = [line for line in lines if line.pk not in asked or self.passes(line, self.show)]
        cards = make_cards(shown, self.around)
        for made in cards:
            made.hidden = made.line.pk not in asked
            if self.refused is not None and self.refused.line.pk == made.line.pk:
                refuse(made, self.refused)
        add_headings(cards)
        return cards

    def conflicts(self) -> list[dict[str, Any]]:
        """Answers that were sent while another came to stand, and nobody has decided yet."""
        lines = {line.pk: line for rows in self.lines.values() for line in rows}
        rows = open_conflicts(self.inspection).select_related("sent_by")
        return [self.conflict(row, lines[row.line_id]) for row in rows if row.line_id in lines]

    def conflict(self, row: Any, line: Any) -> dict[str, Any]:
        """Both versions, side by side."""
        row.line = line
        sent = as_read(line, Given(row.result, row.value, row.note, row.score))
        standing = f"{self.around.people.get(line.answered_by_id, '')}, {vn_time(line.answered_at)}"
        return {
            "row": row,
            "line_url": f"#line-{line.pk}",
            "standing": told(line, standing),
            "sent": told(sent, f"{row.sent_by}, {vn_time(row.made_at)}"),
        }


def field_url(inspection: Inspection) -> str:
    """Where the phone takes the inspection along; nothing before that page is there."""
    try:
        return f"{reverse('field')}#{inspection.uid}"
    except NoReverseMatch:
        return ""
