"""Which version of a record a signature stands on, and what has become of its content since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.history import canonical
from qms.history.field_words import label_of
from qms.history.timeline import timeline
from qms.models.system import Signature
from qms.signatures import facts_signed

LONGEST = 12  # names of fields, or changes, told at once
BESIDE = frozenset({"moved_here"})
MOVED_BY_SIGNING = {"qms.decision"}
"""Kinds whose signature covers records that the signed step itself changes; each of them carries its own."""


@dataclass(frozen=True)
class Standing:
    """The version signed, that of now, and the names of what differs; `exact` where the hash proves the version.

    `added` are fields that a later step filled, which were empty when it was signed and are no part of what was signed.
    """

    signed: int
    now: int
    changed: Sequence[str]
    exact: bool
    added: Sequence[str] = ()

    @property
    def same(self) -> bool:
        """Whether the content is still what was signed."""
        return not self.changed


def standings(record: Any, signatures: Sequence[Signature], state_field: str = "") -> list[Standing]:
    """For each signature on the record; three queries however many there are."""
    history = type(record).history.model.objects.filter(id=record.pk).order_by("sequence")
    rows = list(history.values_list("sequence", "row_hash", "history_date"))
    facts = facts_signed(record)
    found = [_version_signed(record, signature, rows, facts) for signature in signatures]
    wanted = {number for number, _exact in found} | {number + 1 for number, _exact in found} | {record.version}
    told = dict(history.filter(sequence__in=wanted).values_list("sequence", "chain_text"))
    texts = {sequence: json.loads(text)["fields"] for sequence, text in told.items()}
    return [
        Standing(
            number,
            record.version,
            _changed(record, signature, number, exact, texts, state_field),
            exact,
            _added(record, texts.get(number, {}), texts.get(record.version, {})),
        )
        for signature, (number, exact) in zip(signatures, found, strict=True)
    ]


def _version_signed(
    record: Any, signature: Signature, rows: Sequence[tuple[int, str, Any]], facts: dict
) -> tuple[int, bool]:
    for sequence, row_hash, _at in reversed(rows):
        if canonical.digest(canonical.chain_text(**facts | {"version": sequence, "head": row_hash})) == (
            signature.content_hash
        ):
            return sequence, True
    before = [sequence for sequence, _hash, at in rows if at < signature.signed_at]
    exact = signature.content_hash == getattr(record, "content_hash", None)
    return (before[-1] if before else 1), exact


def _changed(record: Any, signature: Signature, number: int, exact: bool, texts: dict, state_field: str) -> list[str]:
    """Names of the fields that differ from the version signed, but for the step's own and where the record stands."""
    then, after, now = (texts.get(sequence, {}) for sequence in (number, number + 1, record.version))
    later = _filled_later(record, then, now)
    own = {name for name, value in after.items() if then.get(name) != value} | BESIDE | {state_field}
    if signature.content_hash == getattr(record, "content_hash", None):
        return []  # the signature stands on the text alone, and that is still the same
    differing = [name for name, value in now.items() if name not in own | later and then.get(name) != value]
    names = {field.attname: str(field.verbose_name) for field in record._meta.concrete_fields}
    covers = hasattr(record, "signed_facts") and record._meta.label_lower not in MOVED_BY_SIGNING
    covered = [_("what it covers")] if covers and not exact else []
    return covered + [names.get(name, name) for name in differing][:LONGEST]


def _filled_later(record: Any, then: dict, now: dict) -> set[str]:
    """Fields that the record's later steps fill and that stood empty when it was signed."""
    declared: frozenset[str] = getattr(record, "FILLED_LATER", frozenset())
    return {name for name in declared if not then.get(name) and now.get(name)}


def _added(record: Any, then: dict, now: dict) -> list[str]:
    """Their names, as pages call them, in the order of the fields."""
    later = _filled_later(record, then, now)
    return [str(label_of(field)) for field in record._meta.concrete_fields if field.attname in later]


def told_since(record: Any, version: int | None, *, values: bool = True) -> list[str]:
    """Who changed the record after that version, when, by which step, and with `values` from what to what."""
    if version is None or version >= record.version:
        return []
    rows = type(record).history.model.objects.filter(id=record.pk, sequence__gt=version).order_by("sequence")
    began = rows.values_list("history_date", flat=True).first()
    entries = [entry for entry in timeline(record) if began is not None and entry.when >= began]
    return [_sentence(entry, values) for entry in reversed(entries[:LONGEST])]


def _sentence(entry: Any, values: bool) -> str:
    told = {
        "who": entry.who,
        "when": entry.when.astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M"),
        "what": entry.text,
    }
    sentence = _("%(when)s, %(who)s: %(what)s.") % told
    changes = [_("%(field)s: from «%(old)s» to «%(new)s»") % {"field": one["label"], **one} for one in entry.changes]
    return f"{sentence} {'; '.join(changes[:LONGEST])}" if values and changes else sentence
