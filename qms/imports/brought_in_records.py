"""Registers whose rows become brought-in records of a unit: met by our number, their number or what they say."""

import re
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qms.importing.cells import as_text, say
from qms.importing.register_kind import PlannedRow
from qms.importing.text import composed, fold
from qms.imports.declared import REFERENCE, About, DeclaredKind, met_twice, recorded_here
from qms.models.reach import inside_subtree
from qms.numbering import PREFIXES


class BroughtInRecordsKind(DeclaredKind):
    """Its model keeps of the source what BroughtIn does."""

    model: Any = None
    side = "raised_by_unit"
    """The field of the unit whose register it was."""
    series: tuple[str, ...] = ()
    related: tuple[str, ...] = ("unit", "owner")

    def meet(self, rows: list[PlannedRow], about: About) -> None:
        own = re.compile(rf"^(?:{'|'.join(PREFIXES[one] for one in self.series)})-\d{{4}}-")
        called = {number for row in rows if own.match(number := self.number_of(row))}
        numbers = set() if about.asked.elsewhere else called
        named = {record.number: record for record in self.by_number(numbers, about)} if numbers else {}
        standing = self.standing_keys(about) if len(named) < len(rows) else {}
        wanted = {key for row in rows if (key := standing.get(row.plan.key))}
        records = self.locked().select_related(*self.related).in_bulk(wanted) if wanted else {}
        for row in rows:
            row.plan.record = named.get(self.number_of(row)) or records.get(standing.get(row.plan.key, 0))
        met_twice(rows, "number")

    def number_of(self, row: PlannedRow) -> str:
        """The number that the row gives."""
        return composed(as_text(row.plan.row.values.get("number")))

    def by_number(self, numbers: set[str], about: About) -> Any:
        """Records of the unit's side, within reach, by the product's own numbers."""
        side = Q(**{self.side: about.asked.unit}) | Q(unit_id__in=inside_subtree(frozenset({about.asked.unit.pk})))
        rows = self.locked().visible_to(about.asked.by).filter(side, number__in=numbers, ended_at=None)
        return rows.select_related(*self.related)

    def standing_keys(self, about: About) -> dict[str, int]:
        """By the key of its row: what was brought in for the unit before."""
        rows = self.model.objects.filter(**{self.side: about.asked.unit}, brought_in=True, ended_at=None)
        found: dict[str, int] = {}
        for key, reference, row_key in rows.order_by("pk").values_list("pk", "external_ref", "source_text__row_key"):
            found.setdefault(f"ref:{fold(reference)}" if reference else row_key, key)
        return found

    def locked(self) -> Any:
        """The records, locked where they are about to be written."""
        if not transaction.get_connection().in_atomic_block:
            return self.model.objects.all()
        return self.model.objects.select_for_update(of=("self",))

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        for row in rows:
            if len(self.number_of(row)) > REFERENCE:
                told = _("This is longer than %(most)s characters. Shorten it.") % {"most": REFERENCE}
                say(row, "number", told, level="error")

    def judge_known(self, row: PlannedRow, about: About) -> None:
        row.plan.said.pop("number", None)
        super().judge_known(row, about)
        state = self.field("state")
        if row.plan.record.moved_here and row.plan.changes.pop("state", None):
            row.conflicts.pop("state", None)
            told = _("Its state was changed here and stays: %(state)s.")
            say(row, "state", told % {"state": self.said_by(row.plan.record, state)})
            row.verdict = ("decide" if row.conflicts else "update") if row.plan.changes else "unchanged"
        recorded_here(row, self)

    def source_of(self, row: PlannedRow, file_name: str) -> dict[str, Any]:
        """What a record keeps of where it comes from."""
        number = self.number_of(row)
        return {
            "brought_in": True,
            "external_ref": number,
            "source_file": file_name[:200],
            "source_row": row.number,
            "source_text": row.plan.text,
        }

    def put_changes(self, rows: list[PlannedRow], file_name: str) -> tuple[list[Any], set[str]]:
        """Changed records and their changed fields; what the file says now is kept for next time."""
        changed: set[str] = {"source_file", "source_row", "source_text"}
        for row in rows:
            record = row.plan.record
            for name, value in row.plan.changes.items():
                one = self.field(name)
                if one.attr:
                    setattr(record, one.attr, value)
                    changed.add(one.attr.removesuffix("_id"))
            record.source_file, record.source_row = file_name[:200], row.number
            record.source_text = (record.source_text or {}) | row.plan.text | kept_key(record)
        return [row.plan.record for row in rows], changed


def kept_key(record: Any) -> dict[str, str]:
    """A record is known again by the key of its first row, whatever later files call it."""
    key = (record.source_text or {}).get("row_key")
    return {"row_key": key} if key else {}
