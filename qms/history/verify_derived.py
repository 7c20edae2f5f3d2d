"""Verifying what is derived from history, by the database itself: the audit trail and the spans."""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.utils.translation import gettext as _

from qms.history.evidence_rows import history_model
from qms.history.spans import span_model
from qms.history.trail import trail_model

TOLD = 1000
"""Differences of one kind of record that are told one by one."""


class DerivedCheck:
    """Compares the trail and the spans of a kind with its history: yields (harm, uid, sequence, sentence)."""

    def __init__(self, model: Any, alias: str) -> None:
        self.model, self.alias = model, alias
        self.connection = connections[alias]
        quote = self.connection.ops.quote_name
        self.history = quote(history_model(model)._meta.db_table)
        self.trail = quote(trail_model()._meta.db_table)
        self.spans = quote(span_model()._meta.db_table)
        self.kind = model._meta.label_lower
        self.differs = "IS NOT" if self.connection.vendor == "sqlite" else "IS DISTINCT FROM"

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT {TOLD}", [self.kind] * sql.count("%s"))
            return list(cursor.fetchall())

    def trail_faults(self) -> Iterator[tuple[str, str, int | None, str]]:
        """Rows without their one line, lines that say something else, lines without a row."""
        columns = (("by_id", "history_user_id"), ("operation", "operation"), ("recorded_at", "history_date"))
        differing = " OR ".join(f"t.{mine} {self.differs} h.{its}" for mine, its in columns)
        join = "t.kind = %s AND t.record_id = h.id AND t.history_id = h.history_id"
        for uid, sequence, line in self._ask(
            f"SELECT h.uid, h.sequence, t.id FROM {self.history} h LEFT JOIN {self.trail} t ON {join} "  # noqa: S608 - our own names
            f"WHERE t.id IS NULL OR {differing}"
        ):
            sentence = (
                _("the audit trail has no line of it") if line is None else _("the audit trail tells it otherwise")
            )
            yield "trail", _uid(uid), sequence, sentence
        if not self._as_many(self.trail):
            yield from self._extra(
                self.trail, "trail", _("the audit trail tells of a change that is not there, or twice")
            )

    def span_faults(self) -> Iterator[tuple[str, str, int | None, str]]:
        """Rows whose span is missing or says something else, spans without a row."""
        named = self.model.SPAN
        columns = [f"s.{self._quoted(name)} {self.differs} h.{self._quoted(field)}" for name, field in named.items()]
        columns += [f"s.valid_from {self.differs} h.history_date", f"s.valid_to {self.differs} n.history_date"]
        for uid, sequence, span in self._ask(
            f"SELECT h.uid, h.sequence, s.id FROM {self.history} h "  # noqa: S608 - our own names
            f"LEFT JOIN {self.history} n ON n.id = h.id AND n.sequence = h.sequence + 1 "
            f"LEFT JOIN {self.spans} s ON s.kind = %s AND s.record_id = h.id AND s.history_id = h.history_id "
            f"WHERE s.id IS NULL OR {' OR '.join(columns)}"
        ):
            sentence = _("it has no span") if span is None else _("its span says something else")
            yield "span", _uid(uid), sequence, sentence
        if not self._as_many(self.spans):
            yield from self._extra(self.spans, "span", _("a span has no change, or stands twice"))

    def _quoted(self, name: str) -> str:
        return self.connection.ops.quote_name(name)

    def _as_many(self, table: str) -> bool:
        lines = self._ask(f"SELECT COUNT(*) FROM {table} WHERE kind = %s")  # noqa: S608 - our own names
        return lines == self._ask(f"SELECT COUNT(*) FROM {self.history}")  # noqa: S608

    def _extra(self, table: str, harm: str, sentence: str) -> Iterator[tuple[str, str, int | None, str]]:
        """Lines of a derived table that no history row explains; told by the record's UUID where it is known."""
        known = f"SELECT uid FROM {self.history} k WHERE k.id = t.record_id LIMIT 1"  # noqa: S608
        rows = self._ask(
            f"SELECT ({known}), t.record_id FROM {table} t WHERE t.kind = %s AND (NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {self.history} h WHERE h.history_id = t.history_id AND h.id = t.record_id) OR EXISTS "
            f"(SELECT 1 FROM {table} o WHERE o.kind = t.kind AND o.record_id = t.record_id "
            "AND o.history_id = t.history_id AND o.id < t.id))"
        )
        for uid, record in rows:
            yield harm, _uid(uid) if uid else str(record), None, sentence


def _uid(value: Any) -> str:
    """A UUID as the format writes it; SQLite holds it without hyphens."""
    text = str(value)
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}" if len(text) == 32 else text
