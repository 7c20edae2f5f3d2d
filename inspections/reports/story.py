"""A nonconformity told as a story: chapters in order, by round, from its history and that of its causes and actions."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from inspections import story_phrases as phrases
from inspections.models import Cause, Nonconformity
from inspections.reports.plan_rounds import PlannedAction, Round
from qms import clock
from qms.history.timeline import may_hang_on
from qms.models.actions import Action, ActionExtension
from qms.policy import Text
from qms.prepared import prepared_records

LONGEST = 300  # letters of a quoted text
ENDS_ROUND = "nonconformity.not_effective"


@dataclass(frozen=True)
class Told:
    """One sentence: when, what, why, and where the record that it speaks of stands."""

    when: dt.datetime
    text: str
    why: str = ""
    url: str = ""


@dataclass
class Chapter:
    """What happened on one matter, before the next one was taken up."""

    title: str
    round: int
    begins_round: bool
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Event:
    """A history row with the round in which it happened and what it says."""

    row: Any
    round: int
    told: tuple[Text, Text]
    words: dict[str, Any]
    url: str = ""


def story_of(record: Nonconformity, rounds: Iterable[Round], until: dt.date | None = None) -> list[Chapter]:
    """The chapters, the oldest first; as far as it had been recorded by the end of a day when one is given."""
    actions = {one.action.pk: one for shown in rounds for one in shown.planned}
    events = [*_of_record(record, until), *_of_causes(record, until)]
    events += [*_of_actions(actions, until), *_of_extensions(actions, until)]
    return _chapters(sorted(events, key=lambda event: event.row.history_date))


def _chapters(events: Iterable[Event]) -> list[Chapter]:
    chapters: list[Chapter] = []
    for event in events:
        title, last = str(event.told[0]), chapters[-1] if chapters else None
        if last is None or (last.title, last.round) != (title, event.round):
            chapters.append(Chapter(title, event.round, last is not None and last.round != event.round))
        why = "" if event.told == phrases.SILENCE else event.row.history_change_reason or ""  # it says why itself
        text = str(event.told[1]) % event.words
        chapters[-1].told.append(Told(event.row.history_date, text, why, event.url))
    return chapters


def _rows(model: Any, until: dt.date | None, *related: str, **where: Any) -> Any:
    rows = model.history.filter(**where)
    if until is not None:
        rows = rows.filter(history_date__lt=clock.end_of(until))
    people = ("history_user", "on_behalf_of", *related)
    return rows.select_related(*people).only(*_read(model, people)).order_by("history_id")


@cache
def _read(model: Any, people: tuple[str, ...]) -> list[str]:
    """What is read of a row: all but its chain's text, and of people what they are called by."""
    own = [field.name for field in model.history.model._meta.concrete_fields if field.name != "chain_text"]
    return own + [f"{person}__{name}" for person in people for name in ("username", "full_name")]


def _of_record(record: Nonconformity, until: dt.date | None) -> Iterator[Event]:
    rows = prepared_records(_of_key, key=record.pk) if until is None else _of_key(record.pk, until)
    for row in rows:
        known: Any = _begun(row) if row.history_type == "+" else phrases.RECORD.get(row.operation)
        if row.operation == "nonconformity.accept" and row.accepted_by_silence:
            known = phrases.SILENCE
        if known is None:
            continue
        # the row that ends a round already bears the number of the next one
        ended = row.operation == ENDS_ROUND
        yield Event(row, row.loop - 1 if ended else row.loop, known, _record_words(row, record))


def _of_key(key: int, until: dt.date | None = None) -> Any:
    return _rows(Nonconformity, until, "verifier", "handler", id=key)


def _begun(row: Any) -> Any:
    return phrases.BROUGHT_IN if row.brought_in else phrases.BEGUN


def _record_words(row: Any, record: Nonconformity) -> dict[str, Any]:
    return {
        "who": who(row),
        "unit": record.unit.name,
        "grade": row.get_grade_display(),
        "status": row.get_status_display(),
        "handler": row.handler or "",
        "verifier": row.verifier or "",
        "correction": _short(row.correction or row.no_correction_reason),
        "criterion": _short(row.criterion),
        "check_day": day(row.check_on),
        "round": row.loop,
    }


def _of_causes(record: Nonconformity, until: dt.date | None) -> Iterator[Event]:
    for row in _rows(Cause, until, nonconformity_id=record.pk) if may_hang_on(record, Cause) else ():
        if row.operation in phrases.CAUSE:
            words = {"who": who(row), "cause": _short(row.text), "evidence": _short(row.evidence)}
            yield Event(row, row.loop, phrases.CAUSE[row.operation], words)


def _of_actions(links: dict[int, PlannedAction], until: dt.date | None) -> Iterator[Event]:
    for row in _rows(Action, until, "owner", id__in=links) if links else ():
        known = phrases.PLANNED if row.history_type == "+" else phrases.ACTION.get(row.operation)
        if known is None:
            continue
        planned = links[row.id]
        words = {"owner": row.owner or row.owner_text, "due_day": day(row.due_on), "title": _short(row.title)}
        words |= {"who": who(row), "number": row.number}
        yield Event(row, planned.link.loop, known, words, planned.action.get_absolute_url())


def _of_extensions(links: dict[int, PlannedAction], until: dt.date | None) -> Iterator[Event]:
    for row in _rows(ActionExtension, until, action_id__in=links) if links else ():
        asked = row.history_type == "+" and row.operation != "grant_more_time"
        known = phrases.EXTENSION.get("ask_extension" if asked else row.operation)
        if known is None:
            continue
        planned = links[row.action_id]
        words = {"who": who(row), "number": planned.action.number, "to_day": day(row.to_day)}
        yield Event(row, planned.link.loop, known, words, planned.action.get_absolute_url())


def who(row: Any) -> str:
    """Who did it, and for whom."""
    person = str(row.history_user or _("unknown"))
    if row.on_behalf_of_id:
        return _("%(deputy)s for %(principal)s") % {"deputy": person, "principal": row.on_behalf_of}
    return person


def day(value: dt.date | None) -> str:
    """A day in words, a dash for none."""
    return value.strftime("%d/%m/%Y") if value else "–"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
