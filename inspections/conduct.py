"""What the page of conducting shows, read in a fixed number of queries however many lines there are.

Nothing here is asked line by line: what lines point at is fetched once for all of them and shared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from inspections.answer_words import answer_in_words, choice_label, limits_in_words
from inspections.asking import UNEXAMINED, AnswerRefused, Given, demands_evidence, own_score, plain, read_answer
from inspections.enums import AnswerResult as R
from inspections.enums import LineOrigin
from inspections.enums import QuestionType as Q
from inspections.models import (
    ChecklistFile,
    ChecklistLine,
    EvidenceRequest,
    Finding,
    Inspection,
    Nonconformity,
    TemplateQuestion,
)
from qms.models.documents import Issue
from qms.models.people import User
from qms.models.standards import Clause, InformationDemand
from qms.templatetags.house import vn_time
from qms.templatetags.records import status

TYPED = ("result", "note", "version", "score", "answer", "number", "choice", "date", "text", "examined", "of", "failed")
SILENT = (LineOrigin.CLAUSE, LineOrigin.HAND)
"""Origins that need no badge: the clause stands on the card already."""

NOWHERE = "00000000-0000-0000-0000-000000000000"


@dataclass
class Card:
    """One line as its card shows it; `typed` is what the inputs hold: what stands, or what was refused."""

    line: Any
    key: str
    typed: dict[str, Any]
    url: str
    history_url: str = ""
    clause: str = ""
    heading: str = ""
    demands: Sequence[str] = ()
    origin: tuple[str, str, str] | None = None
    tag: Any = ""
    answered: str = ""
    segments: Any = ""
    kind: str = ""
    """The type of a question that has inputs of its own; empty where the radio buttons say it all."""
    limits: str = ""
    choices: Sequence[tuple[str, str]] = ()
    max_score: str = ""
    files: Sequence[Any] = ()
    findings: Sequence[Any] = ()
    evidence: Any = None
    needs_file: bool = False
    hint: str = ""
    hidden: bool = False
    oob: bool = False
    errors: list[str] = field(default_factory=list)
    files_kept: int = 0
    conflict: dict[str, str] | None = None
    mine: dict[str, str] | None = None
    """After a conflict: the answer that stands, and the one that was typed."""


class Around:
    """Everything that these lines point at or that hangs on them, as far as the person reaches it."""

    def __init__(self, user: Any, inspection: Any, lines: Sequence[Any]) -> None:
        self.user, self.inspection, self.lines = user, inspection, lines
        self.clauses = self._clauses()
        self.people = self._named(User, "answered_by_id")
        self.files = _under(self._hanging(ChecklistFile, "record_id").select_related("file"), "record_id")
        found = Finding.objects.visible_to(user).filter(inspection=inspection, line__isnull=False)
        self.findings = _under(found.order_by("pk"), "line_id")
        self.evidence = {row.line_id: row for row in self._evidence()}
        self.origins = self._origins()
        self.urls = {name: reverse(name, args=[NOWHERE]) for name in ("checklist_answer", "checklist_line")}

    def url(self, name: str, line: Any) -> str:
        """An address that names the line, without asking the resolver each time."""
        return self.urls[name].replace(NOWHERE, str(line.uid))

    def _keys(self, name: str) -> set[int]:
        return {key for line in self.lines if (key := getattr(line, name))}

    def _named(self, model: Any, name: str) -> dict[int, str]:
        keys = self._keys(name)
        return {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys).order_by()} if keys else {}

    def _hanging(self, model: Any, name: str) -> Any:
        keys = [line.pk for line in self.lines]
        return model.objects.filter(**{f"{name}__in": keys}, ended_at=None).order_by("pk")

    def _evidence(self) -> Iterable[Any]:
        return self._hanging(EvidenceRequest, "line_id") if self.inspection.mode == "on_file" else ()

    def _clauses(self) -> dict[int, tuple[str, list[str]]]:
        keys = self._keys("clause_id")
        demands = _under(InformationDemand.objects.filter(clause_id__in=keys).order_by("pk"), "clause_id")
        rows = Clause.objects.filter(pk__in=keys).order_by()
        return {
            row.pk: (str(row), [f"{one.get_kind_display()}: {one}" for one in demands.get(row.pk, ())]) for row in rows
        }

    def _origins(self) -> dict[tuple[str, int], tuple[str, str]]:
        """(label, address) by the field and key that a line points with; no address where it is out of reach."""
        found: dict[tuple[str, int], tuple[str, str]] = {}
        if keys := self._keys("issue_id"):
            for issue in Issue.objects.filter(pk__in=keys).select_related("document"):
                found["issue_id", issue.pk] = (str(issue.document), issue.get_absolute_url())
        if keys := self._keys("nonconformity_id"):
            seen = set(Nonconformity.objects.visible_to(self.user).filter(pk__in=keys).values_list("pk", flat=True))
            for row in Nonconformity.objects.filter(pk__in=keys):
                found["nonconformity_id", row.pk] = (row.number, row.get_absolute_url() if row.pk in seen else "")
        if keys := self._keys("earlier_line_id"):
            found |= self._earlier(keys)
        if keys := self._keys("template_question_id"):
            versions = TemplateQuestion.objects.filter(pk__in=keys).select_related("template_version__template")
            found |= {("template_question_id", row.pk): (str(row.template_version), "") for row in versions}
        return found

    def _earlier(self, keys: set[int]) -> dict[tuple[str, int], tuple[str, str]]:
        lines = ChecklistLine.objects.filter(pk__in=keys).annotate(of=F("session__inspection_id"))
        listed = list(lines)
        inspections = Inspection.objects.in_bulk({line.of for line in listed})
        seen = set(Inspection.objects.visible_to(self.user).filter(pk__in=inspections).values_list("pk", flat=True))
        found = {}
        for line in listed:
            earlier = inspections[line.of]
            url = f"{reverse('inspection_conduct', args=[earlier.uid])}#line-{line.pk}" if line.of in seen else ""
            words = ": ".join(filter(None, [earlier.number, str(line.get_result_display())]))
            found["earlier_line_id", line.pk] = (words, url)
        return found


def _under(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


ORIGINS = ("issue_id", "nonconformity_id", "earlier_line_id", "template_question_id")


def origin_of(line: Any, around: Around, labels: dict[str, str]) -> tuple[str, str, str] | None:
    """(where the line comes from, which, address), None where the clause says it."""
    if line.origin in SILENT:
        return None
    for name in ORIGINS:
        key = getattr(line, name)
        if key and (name, key) in around.origins:
            return (labels[line.origin], *around.origins[name, key])
    return labels[line.origin], "", ""


def standing_answer(line: Any) -> dict[str, Any]:
    """What the inputs of a line show when nothing was typed yet."""
    typed = {"result": line.result, "note": line.note, "version": str(line.version), "score": ""}
    for name, value in line.value.items():
        typed[name] = str(value)
    if (score := own_score(line)) is not None:
        typed["score"] = plain(score)
    return typed


def make_cards(lines: Sequence[Any], around: Around) -> list[Card]:
    """The cards of lines, in their order."""
    labels = {value: str(label) for value, label in LineOrigin.choices}
    return [_card(line, around, labels) for line in lines]


def add_headings(cards: Iterable[Card]) -> None:
    """Have each section begin with its name, on the first of its cards that is shown."""
    section = ""
    for card in cards:
        if not card.hidden and card.line.section != section:
            section = card.heading = card.line.section


def _card(line: Any, around: Around, labels: dict[str, str]) -> Card:
    clause, demands = around.clauses.get(line.clause_id, (line.written_as, ()))
    made = Card(line, str(line.pk), standing_answer(line), around.url("checklist_answer", line), demands=demands)
    made.clause, made.history_url = clause, around.url("checklist_line", line)
    made.origin = origin_of(line, around, labels)
    made.files = around.files.get(line.pk, ())
    made.findings = around.findings.get(line.pk, ())
    made.evidence = around.evidence.get(line.pk)
    _add_inputs(made)
    if line.result:
        made.tag = status(line, "result")
        made.answered = answer_in_words(line, line.value)
        made.hint = f"{around.people.get(line.answered_by_id, '')}, {vn_time(line.answered_at)}"
        made.needs_file = not made.files and demands_evidence(line)
    return made


def _add_inputs(card: Card) -> None:
    line = card.line
    card.segments = segments_of(line, card.typed)
    card.kind = "" if line.question_type in (Q.CONFORMITY, Q.YES_NO) else line.question_type
    if line.question_type == Q.NUMBER:
        card.limits = limits_in_words(line)
    elif line.question_type == Q.CHOICE:
        card.choices = [(str(index), choice_label(choice)) for index, choice in enumerate(line.choices)]
    if line.max_score is not None:
        card.max_score = plain(line.max_score)


def segments_of(line: Any, typed: dict[str, Any]) -> SafeString:
    """The radio buttons of a line: drawn once for each type and answer, since only what is checked differs."""
    kind = line.question_type
    result = str(typed.get("result", ""))
    if kind == Q.CONFORMITY:
        return _segments("result", "conformity", result, False, get_language())
    drawn = _segments("result", "unexamined", result if result in UNEXAMINED else "", False, get_language())
    if kind == Q.YES_NO:
        answer = str(typed.get("answer", ""))
        drawn = _segments("answer", "yes_no", answer, line.conforms_when_no, get_language()) + drawn
    return drawn


@lru_cache(maxsize=200)
def _segments(name: str, kind: str, checked: str, turned: bool, language: str | None) -> SafeString:
    good, bad = "conforming", "not_conforming"
    if kind == "yes_no":
        legend = _("Answer")
        options = [("yes", _("Yes"), bad if turned else good), ("no", _("No"), good if turned else bad)]
    elif kind == "unexamined":
        legend = _("Examined?")
        options = [
            ("", _("Examined"), ""),
            *((value, str(label), value) for value, label in R.choices if value in UNEXAMINED),
        ]
    else:
        legend = _("Result")
        options = [(value, str(label), value) for value, label in R.choices if value != R.RECORDED]
    context = {"name": name, "kind": kind, "legend": legend, "options": options, "checked": checked}
    return mark_safe(render_to_string("inspections/checklist_segments.html", context))  # noqa: S308 - by a template


def refuse(card: Card, form: Any) -> None:
    """Show what was typed and why it was not saved; after a conflict what stands beside it."""
    data = form.data
    card.typed = {name: data.get(name, "") for name in TYPED}
    card.segments = segments_of(card.line, card.typed)
    card.errors = [str(error) for faults in form.errors.values() for error in faults]
    card.files_kept = form.files_kept
    if form.is_conflict:
        card.conflict, card.mine = told(card.line, card.hint), told(as_read(card.line, form.given()))


def as_read(line: Any, given: Any) -> Any:
    """The line as an answer that may still be refused would have it; never saved."""
    try:
        read = read_answer(line, given)
    except AnswerRefused:
        read = Given(given.result, given.value, given.note)
    asked = {name: getattr(line, name) for name in ("question_type", "choices", "measure")}
    return ChecklistLine(**asked, result=read.result, value=dict(read.value), note=read.note, score=read.score)


def told(line: Any, hint: str = "") -> dict[str, str]:
    """An answer as one of two versions: who and when, the result, what was answered, what was seen, the score."""
    return {
        "by": hint,
        "result": str(line.get_result_display()) if line.result else _("Not answered"),
        "answer": answer_in_words(line, line.value),
        "note": line.note,
        "score": "" if line.score is None else plain(line.score),
    }


def progress(lines: Iterable[Any], with_files: Any = ()) -> dict[str, Any]:
    """How many asked lines are answered, and which comes next: open, or without the file that its answer demands."""
    listed = list(lines)
    done = sum(bool(line.result) for line in listed)
    waiting = next((line.pk for line in listed if is_open(line, with_files)), None)
    return {"done": done, "all": len(listed), "next": waiting}


def is_open(line: Any, with_files: Any = ()) -> bool:
    """Not answered, or without the file that its answer demands."""
    return not line.result or (line.pk not in with_files and demands_evidence(line))
