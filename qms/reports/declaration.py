"""A report or register, declared once: page, workbook and CSV are renderings of it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock, policy
from qms.history.standing import day_shown
from qms.policy import Text
from qms.retention.stubs import stubs_of

BATCH = 2000  # rows read at a time by an export

WIDTHS = {"text": 30, "date": 12, "datetime": 17, "integer": 10, "number": 12, "percent": 10}


@dataclass(frozen=True)
class Column:
    """One column of an export. `source` is a path such as "unit.name" or a function of the record.

    `kind`: text, date, datetime, integer, number or percent. A path that ends on a field with choices shows the label.
    """

    header: Text
    source: str | Callable[[Any], Any]
    kind: str = "text"
    width: int = 0

    def value(self, record: Any) -> Any:
        """What stands in the cell."""
        found = self.source(record) if callable(self.source) else walk(record, self.source)
        gone = getattr(record, "disposed", None) if self.source == "status" else None
        if gone is not None:
            return f"{found}. {gone}"
        if isinstance(found, dt.datetime):
            return found.astimezone(clock.HANOI)
        return str(found) if self.kind == "text" and found is not None else found


def walk(record: Any, path: str) -> Any:
    """Follow "unit.name" from a record; None where the way ends; choices as their label."""
    for name in path.split("."):
        if record is None:
            return None
        shown = getattr(record, f"get_{name}_display", None)
        record = shown() if shown else getattr(record, name)
    return record


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and what it offers to do."""

    title: Text = _("Nothing here yet.")
    text: Text = ""
    action_label: Text = ""
    action_url: str = ""
    icon: str = "search"


@dataclass(frozen=True)
class Create:
    """The button that makes a new record: shown to whom `permission` allows (asked without a record) or `may` does."""

    label: Text
    url: Callable[[], str]
    may: Callable[[Any], Any]


class Report:
    """Subclass and fill in; `queryset` is where reach begins."""

    name: str = ""
    title: Text = ""
    intro: Text = ""
    model: Any = None
    table_class: Any = None
    filterset_class: Any = None
    row_template: str = ""
    related: Sequence[str] = ()
    """Paths for select_related: what rows show."""
    order: Sequence[str] = ("-id",)
    columns: Sequence[Column] = ()
    empty = Empty()
    create: Create | None = None
    as_form = False
    """Whether the list also leaves as a workbook in the administration's layout."""

    def visible(self, user: Any) -> QuerySet:
        """The records that the list stands on: where a list's own rule of reach goes."""
        return self.model.objects.visible_to(user)

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """Rows within reach, with what the page shows of others; as of a day inside `standing(day)`."""
        if as_of not in (None, day_shown()):
            raise RuntimeError(
                f"{as_of} is asked for while {day_shown() or 'today'} is read: see qms.history.standing."
            )
        rows = self.narrow(self.visible(user))
        return rows.select_related(*self.related) if self.related else rows

    def narrow(self, rows: QuerySet) -> QuerySet:
        """What the list leaves out for everybody, such as ended rows."""
        return rows.filter(ended_at=None) if has_field(self.model, "ended_at") else rows

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """Rows whose words hold all of the text's words, as they were written on the day."""
        return rows.search(text)

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's records."""
        return list(rows)

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row, read in batches."""
        stubs = stubs_of(self.model._meta.label_lower) if self.model is not None else {}
        for row in rows.iterator(chunk_size=BATCH):
            if stubs and isinstance(row, self.model):
                row.disposed = stubs.get(row.uid)
            yield [column.value(row) for column in self.columns]

    def may_create(self, user: Any) -> bool:
        """Whether the create button is shown."""
        return bool(self.create and self.create.may(user))

    def export_columns(self) -> list[tuple[str, str, int]]:
        """Headers, kinds and widths as the exporters take them."""
        return [(str(column.header), column.kind, column.width or WIDTHS[column.kind]) for column in self.columns]


def has_field(model: Any, name: str) -> bool:
    """Whether the model has a concrete field of that name."""
    return any(field.name == name for field in model._meta.concrete_fields)


def allowed_by(rule: str) -> Callable[[Any], bool]:
    """For `Create.may`: a rule that can be asked without a record."""
    return lambda user: bool(policy.may(user, rule))
