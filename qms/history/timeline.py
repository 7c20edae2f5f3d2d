"""A record's history in words: who, when, what, why, from what to what; in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from qms import clock
from qms.history.canonical import UNHASHED
from qms.history.field_words import label_of
from qms.history.json_words import json_in_words
from qms.history.tracked import TrackedModel
from qms.prepared import by_key, prepared_records, prepared_values

LONGEST = 300  # changes shown of one record; the rest stays in the history
NAMING = ("standard", "document", "action", "unit")
"""What the names of records are made of, read with them."""

LONG_TEXT = 400  # characters of a value

HIDDEN = UNHASHED | {
    "uid", "moved_here", "source_hash", "source_text", "content_hash", "body", "body_html", "body_text",
    "report_hash", "facts", "content", "is_superuser", "is_staff", "first_name", "last_name", "date_joined",
    "stored_name", "file", "about_kind", "about_uid", "base_version", "batch", "changes", "counts", "digest", "key",
    "media_type", "record_id", "record_kind", "record_uid", "size", "source_kind", "source_uid", "standing_version",
    "waits_for_kind", "waits_for_uid",
}  # fmt: skip
"""Fields that say nothing to people."""

CALLED = ("username", "full_name", "position_vi", "position_en")
"""What a person is called by."""

Part = Callable[[Any, dict[str, Any]], dict[str, Any] | None]

RELATED: dict[str, list[tuple[str, str]]] = defaultdict(list)
"""By model label: (label of a tracked model, its key's field) whose changes belong to the record's timeline."""


def relate(label: str, related_label: str, field_name: str = "record") -> None:
    """Have the changes of another tracked model told with the record's own. Files and clauses come by themselves."""
    entry = (related_label.lower(), field_name)
    if entry not in RELATED[label.lower()]:
        RELATED[label.lower()].append(entry)


@dataclass
class Entry:
    """One change. `when` is recorded, `claimed` what was said; `changes` hold label, old and new."""

    when: dt.datetime
    who: str
    text: str
    reason: str = ""
    claimed: dt.datetime | None = None
    changes: list[dict[str, str]] = field(default_factory=list)


def timeline(record: Any, until: dt.date | None = None, part: Part | None = None) -> list[Entry]:
    """Entries, newest first; with `until` only what had been recorded by the end of that day.

    `part` tells for a model and one of its rows what a reader who sees a part of the record is told, or None.
    """
    model: Any = type(record)
    trails = [Trail(model, "id", record.pk, until)]
    trails += [Trail(related, f"{key}_id", record.pk, until, key) for related, key in related_models(model)]
    record.__dict__["_hanging"] = {trail.model: bool(trail.rows) for trail in trails}
    if part is not None:
        _keep_part(trails, part)
    names = Names(trails)
    entries = [entry for trail in trails for entry in _told(trail, names)]
    entries += _signed(record, until) + (further_entries(record, until) if part is None else [])
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def may_hang_on(record: Any, model: Any) -> bool:
    """Whether rows of the model may hang on a record: not where its timeline, just told, found no history of any."""
    return bool(record.__dict__.get("_hanging", {}).get(model, True))


Further = Callable[[Any, dt.date | None], list[Entry]]

FURTHER: dict[str, list[Further]] = defaultdict(list)
"""By model label: what other apps tell of a record beside its changes, such as drafts of a document."""


def further_entries(record: Any, until: dt.date | None = None) -> list[Entry]:
    """What other apps tell of a record beside its changes, to who reads its whole history."""
    return [entry for tell in FURTHER.get(record._meta.label_lower, ()) for entry in tell(record, until)]


def _keep_part(trails: Iterable["Trail"], part: Part) -> None:
    for trail in trails:
        told = (part(trail.model, row) for row in trail.rows)
        trail.rows = [row for row in told if row is not None]


@cache
def related_models(model: type[models.Model]) -> list[tuple[Any, str]]:
    """Tracked models whose rows hang on a record by the key `record`, and those declared by `relate`."""
    own = [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.field.name == "record" and issubclass(relation.related_model, TrackedModel)
    ]
    told = [(apps.get_model(label), name) for label, name in RELATED[model._meta.label_lower]]
    return own + [pair for pair in told if pair not in own]


@cache
def told_fields(model: Any, but: str) -> list[models.Field]:
    """The fields of a model that say something to people, without the key `but`."""
    tracked = model.history.model.tracked_fields
    return [one for one in tracked if one.name not in HIDDEN and one.name != but and not one.primary_key]


ABOUT = (
    "id", "history_date", "history_type", "history_user_id", "on_behalf_of_id", "history_change_reason",
    "occurred_at", "operation",
)  # fmt: skip


class Trail:
    """The recorded changes of one model that belong to a record, oldest first, as plain rows."""

    def __init__(self, model: Any, key: str, value: Any, until: dt.date | None, relation: str = "") -> None:
        self.model, self.is_main = model, not relation
        self.fields = told_fields(model, relation)
        if until is None:
            rows = prepared_values(_newest(model, key, relation), key=value)
        else:
            rows = list(_changes(model, key, relation, value).filter(history_date__lt=clock.end_of(until))[:LONGEST])
        self.rows = rows[::-1]


@cache
def _newest(model: Any, name: str, relation: str) -> Any:
    """What makes the query of the newest changes: compiled once for each kind of record."""
    return lambda key: _changes(model, name, relation, key)[:LONGEST]


def _changes(model: Any, name: str, relation: str, key: Any) -> Any:
    columns = dict.fromkeys((*ABOUT, *(one.attname for one in told_fields(model, relation))))
    rows = model.history.model.objects.filter(**{name: key}).order_by("-history_date", "-history_id")
    return rows.values(*columns)


class Names:
    """Everything that rows point at, fetched once for each kind of record."""

    def __init__(self, trails: Iterable[Any]) -> None:
        trails = list(trails)
        self.person: Any = get_user_model()
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for trail in trails:
            keys = [one for one in trail.fields if isinstance(one, models.ForeignKey)]
            for row in trail.rows:
                wanted[self.person] |= {row["history_user_id"], row["on_behalf_of_id"]}
                for one in keys:
                    wanted[one.related_model].add(row[one.attname])
        self._found = {model: self.fetch(model, keys - {None}) for model, keys in wanted.items()}
        actors = {row[key] for trail in trails for row in trail.rows for key in ("history_user_id", "on_behalf_of_id")}
        self._then = self._called_then(actors)

    def _called_then(self, actors: set[Any]) -> dict[Any, list[dict[str, Any]]]:
        """Earlier names and positions of those who changed them since they were first recorded, oldest first."""
        people = self._found.get(self.person, {})
        moved = [key for key in actors if key in people and people[key].version > 1]
        found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        if moved:
            rows = self.person.history.model.objects.filter(id__in=moved).order_by("sequence")
            for row in rows.values("id", "history_date", "username", "full_name", "position_vi", "position_en"):
                found[row["id"]].append(row)
        return found

    def called(self, key: Any, moment: dt.datetime, *, position: bool = True) -> str:
        """A person's name and position as they were recorded at the moment; says when they are no longer active."""
        person = self.who(key)
        if person is None:
            return _("unknown")
        row = next((one for one in reversed(self._then.get(key, [])) if one["history_date"] <= moment), None)
        then = self.person(**{name: row[name] for name in CALLED}) if row else person
        words = ", ".join(filter(None, [str(then), then.position if position else ""]))
        return words if person.is_active else _("%(person)s (no longer active)") % {"person": words}

    @staticmethod
    def fetch(model: Any, keys: set[Any]) -> dict[Any, Any]:
        """Records by key, with what their names are made of."""
        deep = tuple(one.name for one in model._meta.concrete_fields if one.name in NAMING)
        return by_key(model, keys, deep, "_default_manager")

    def who(self, key: Any) -> Any:
        """The person of that key, or None."""
        return self._found.get(self.person, {}).get(key)

    def of(self, one: models.Field, row: dict[str, Any]) -> str:
        """The field's value on a historical row, in words."""
        value = row[one.attname]
        if value is None or value == "" or value == {} or value == []:
            return ""
        if isinstance(one, models.ForeignKey):
            return str(self._found.get(one.related_model, {}).get(value, "?"))
        if one.choices:
            return str(dict(one.flatchoices).get(value, value))
        if isinstance(value, list | dict):
            return _cut(json_in_words(one, row, self.record))
        return _plain(value)

    def record(self, model: Any, key: Any) -> Any:
        """A record that a row points at, or None."""
        return self._found.get(model, {}).get(key)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return value.astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONG_TEXT else f"{text[:LONG_TEXT]}…"


def _told(trail: Trail, names: Names) -> Iterator[Entry]:
    before: dict[Any, Any] = {}
    for row in trail.rows:
        earlier = before.get(row["id"])
        yield Entry(
            when=row["history_date"],
            who=who_did(row, names),
            text=_text(row, trail),
            reason=row["history_change_reason"] or "",
            claimed=row["occurred_at"],
            changes=changes_between(trail, earlier, row, names) if earlier is not None or not trail.is_main else [],
        )
        before[row["id"]] = row


def who_did(row: dict[str, Any], names: Names) -> str:
    """The person as they were called then, with their position, whether they left since, and for whom they acted."""
    words = names.called(row["history_user_id"], row["history_date"])
    if row["on_behalf_of_id"]:
        principal = names.called(row["on_behalf_of_id"], row["history_date"], position=False)
        words = _("%(deputy)s for %(principal)s") % {"deputy": words, "principal": principal}
    return words


def _text(row: dict[str, Any], trail: Trail) -> str:
    from qms.phrases import operation_phrase  # noqa: PLC0415 - phrases read workflows, which stand on history

    told = operation_phrase(row["operation"], new=row["history_type"] == "+")
    kind = trail.model._meta.original_attrs.get("verbose_name")  # a name that Django made up has no translation
    return told if trail.is_main or not kind else f"{told} ({kind})"


def changes_between(trail: Any, earlier: Any, row: dict[str, Any], names: Names) -> list[dict[str, str]]:
    """Label, old and new of every field told that changed from the earlier row, None: there was none."""
    changes = []
    for one in trail.fields:
        if earlier is not None and earlier[one.attname] == row[one.attname]:
            continue
        old = names.of(one, earlier) if earlier is not None else ""
        new = names.of(one, row)
        if old != new:
            changes.append({"label": label_of(one), "old": old, "new": new})
    return changes


def _signed(record: Any, until: dt.date | None) -> list[Entry]:
    label = record._meta.label_lower
    if until is None:
        rows = prepared_records(signatures_on(label), uid=record.uid)
    else:
        rows = list(signatures_on(label)(record.uid).filter(signed_at__lt=clock.end_of(until)))
    signed = _("Signed: %(meaning)s")
    record.__dict__["signatures_told"] = rows  # the page shows them beside the timeline too
    return [
        Entry(row.signed_at, _signer(row), signed % {"meaning": row.meaning_shown})
        for row in record.__dict__["signatures_told"]
    ]


@cache
def signatures_on(label: str) -> Any:
    """What makes the query of the signatures on a record of a kind, by its uid."""
    rows = apps.get_model("qms", "Signature").objects.filter(kind=label).select_related("on_behalf_of")
    return lambda uid: rows.filter(record_uid=uid)


def _signer(row: Any) -> str:
    from qms.models.standards import in_language  # noqa: PLC0415 - models stand on history

    words = ", ".join(filter(None, [row.name, in_language(row.title_vi, row.title_en)]))
    return f"{row.acting_form} {row.on_behalf_of}: {words}" if row.on_behalf_of_id else words
