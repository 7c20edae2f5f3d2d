"""A record's history in words: who, when, what, why, from what to what; in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from qms import clock
from qms.history.canonical import UNHASHED
from qms.history.tracked import TrackedModel

LONGEST = 300  # changes shown of one record; the rest stays in the history
LONG_TEXT = 400  # characters of a value

HIDDEN = UNHASHED | {
    "uid", "moved_here", "source_hash", "source_text", "content_hash", "body", "body_html", "body_text",
    "report_hash", "is_superuser", "is_staff", "first_name", "last_name", "date_joined", "stored_name",
}  # fmt: skip
"""Fields that say nothing to people."""

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


def timeline(record: Any, until: dt.date | None = None) -> list[Entry]:
    """Entries, newest first; with `until` only what had been recorded by the end of that day."""
    trails = [_trail(type(record), {"id": record.pk}, until)]
    trails += [_trail(model, {f"{key}_id": record.pk}, until) for model, key in related_models(type(record))]
    names = Names(row for trail in trails for row in trail)
    entries = [entry for place, trail in enumerate(trails) for entry in _told(trail, names, main=place == 0)]
    entries += _signed(record, until)
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def related_models(model: type[models.Model]) -> list[tuple[Any, str]]:
    """Tracked models whose rows hang on a record by the key `record`, and those declared by `relate`."""
    own = [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.field.name == "record" and issubclass(relation.related_model, TrackedModel)
    ]
    told = [(apps.get_model(label), name) for label, name in RELATED[model._meta.label_lower]]
    return own + [pair for pair in told if pair not in own]


def _trail(model: Any, where: dict[str, Any], until: dt.date | None) -> list[Any]:
    rows = model.history.filter(**where).select_related("history_user", "on_behalf_of").defer("chain_text")
    if until is not None:
        rows = rows.filter(history_date__lt=clock.end_of(until))
    return list(rows.order_by("-history_date", "-history_id")[:LONGEST])[::-1]


class Names:
    """Names of everything that rows point at, fetched once for each kind of record."""

    def __init__(self, rows: Iterable[Any]) -> None:
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for row in rows:
            for one in _told_fields(row):
                if isinstance(one, models.ForeignKey) and getattr(row, one.attname) is not None:
                    wanted[one.related_model].add(getattr(row, one.attname))
        self._names = {model: self._fetch(model, keys) for model, keys in wanted.items()}

    @staticmethod
    def _fetch(model: Any, keys: set[Any]) -> dict[Any, str]:
        found = model._default_manager.filter(pk__in=keys)
        deep = [one.name for one in model._meta.concrete_fields if one.name in ("standard", "document", "action")]
        return {row.pk: str(row) for row in (found.select_related(*deep) if deep else found)}

    def of(self, one: models.Field, row: Any) -> str:
        """The field's value on a historical row, in words."""
        value = getattr(row, one.attname)
        if value is None or value == "" or value == {} or value == []:
            return ""
        if isinstance(one, models.ForeignKey):
            return self._names.get(one.related_model, {}).get(value, "?")
        if one.choices:
            return str(dict(one.flatchoices).get(value, value))
        return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return value.astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    text = str(value)
    return text if len(text) <= LONG_TEXT else f"{text[:LONG_TEXT]}…"


def _told_fields(row: Any) -> list[models.Field]:
    return [one for one in row.tracked_fields if one.name not in HIDDEN]


def _told(trail: list[Any], names: Names, *, main: bool) -> Iterator[Entry]:
    before: dict[Any, Any] = {}
    for row in trail:
        earlier = before.get(row.id)
        yield Entry(
            when=row.history_date,
            who=_who(row),
            text=_text(row, names, main=main),
            reason=row.history_change_reason or "",
            claimed=row.occurred_at,
            changes=_changes(earlier, row, names) if earlier is not None or not main else [],
        )
        before[row.id] = row


def _who(row: Any) -> str:
    person = row.history_user
    words = ", ".join(filter(None, [str(person), person.position])) if person else _("unknown")
    if row.on_behalf_of_id:
        words = _("%(deputy)s for %(principal)s") % {"deputy": words, "principal": row.on_behalf_of}
    return words


def _text(row: Any, names: Names, *, main: bool) -> str:
    from qms.phrases import operation_phrase  # noqa: PLC0415 - phrases read workflows, which stand on history

    told = operation_phrase(row.operation, new=row.history_type == "+")
    if main:
        return told
    kind = str(row.instance_type._meta.verbose_name)
    return f"{told} ({kind})"


def _changes(earlier: Any, row: Any, names: Names) -> list[dict[str, str]]:
    changes = []
    for one in _told_fields(row):
        if one.primary_key or one.name in ("record", "action") and earlier is None:
            continue
        if earlier is not None and getattr(earlier, one.attname) == getattr(row, one.attname):
            continue
        old = names.of(one, earlier) if earlier is not None else ""
        new = names.of(one, row)
        if old != new:
            label = str(one.verbose_name)
            changes.append({"label": label[:1].upper() + label[1:], "old": old, "new": new})
    return changes


def _signed(record: Any, until: dt.date | None) -> list[Entry]:
    rows = apps.get_model("qms", "Signature").objects.filter(kind=record._meta.label_lower, record_uid=record.uid)
    rows = rows.select_related("on_behalf_of")
    if until is not None:
        rows = rows.filter(signed_at__lt=clock.end_of(until))
    return [Entry(row.signed_at, _signer(row), _("Signed: %(meaning)s") % {"meaning": row.meaning}) for row in rows]


def _signer(row: Any) -> str:
    from qms.models.standards import in_language  # noqa: PLC0415 - models stand on history

    words = ", ".join(filter(None, [row.name, in_language(row.title_vi, row.title_en)]))
    return f"{row.acting_form} {row.on_behalf_of}: {words}" if row.on_behalf_of_id else words
