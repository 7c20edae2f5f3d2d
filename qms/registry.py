"""What the apps register for the machinery of qms: filled in AppConfig.ready(), read at run time."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qms.policy import Text


@dataclass(frozen=True)
class WorkItem:
    """Something on a person's home page. `group`: decide, do, overdue or coming; `due` a day or None."""

    group: str
    title: str
    url: str
    number: str = ""
    kind: Text = ""
    due: Any = None
    unit: str = ""
    note: Text = ""


@dataclass(frozen=True)
class RecordKind:
    """A kind of record as links, numbers and exports know it."""

    label: str
    model: Any
    title: Text
    list_url: str


@dataclass(frozen=True)
class RecordAction:
    """A button on records of other apps, such as "raise a nonconformity from this"."""

    name: str
    label: Text
    url: Callable[[Any], str]
    applies: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Closer:
    """What can make an action done by itself, such as "revise a document"; registered by the label of the record.

    candidates(user): a queryset of records that the person may choose. happened_since(record, moment): the day on
    which it happened after that moment and what shows it, or None while it has not.
    """

    title: Text
    candidates: Callable[[Any], Any]
    happened_since: Callable[[Any, Any], tuple[Any, str] | None]
    name: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda record: record.get_absolute_url()


@dataclass(frozen=True)
class Handover:
    """What of a person who leaves passes to another; registered under a short name, in the order of the page.

    open(person): a queryset of reachable records. faults(record, person, to, by): why it does not pass to `to`.
    take(record, person, to, by=, reason=): the record's own operation. `within`: the key of the record that a row
    belongs to and is reached with.
    """

    title: Text
    open: Callable[[Any], Any]
    faults: Callable[[Any, Any, Any, Any], list[str]]
    take: Callable[..., Any]
    name: Callable[[Any], str] = str
    due: Callable[[Any], Any] = lambda record: getattr(record, "due_on", None)
    order: int = 50
    within: str = ""


@dataclass(frozen=True)
class Workshop:
    """Where documents are written, as the register of documents asks for it.

    open(document, body, by=), refill(document, body or None, by=): make the page, begin a new draft on it.
    gap(issue): what must still be written, or None. freeze(document), freeze_body(body, kind): FrozenContent.
    body_from(sections): stored sections of plain data. writers(document): keys of who wrote the present draft;
    writers_of(documents): the same for many, by key. url(document): the editor's address.
    follow(issues, step, by=, reason=): the issues took that step. warnings(issue): what the author should look at.
    compare(old, new): what a reader sees between two issues, drawn by `compare_template`.
    """

    open: Callable[..., Any]
    refill: Callable[..., None]
    gap: Callable[[Any], Text | None]
    freeze: Callable[[Any], Any]
    freeze_body: Callable[..., Any]
    body_from: Callable[[Any], list[Any]]
    writers: Callable[[Any], set[int]]
    url: Callable[[Any], str]
    writers_of: Callable[[Iterable[Any]], dict[int, set[int]]] = lambda documents: {}
    follow: Callable[..., None] = lambda issues, step, *, by, reason="": None
    warnings: Callable[[Any], list[Any]] = lambda issue: []
    compare: Callable[[Any, Any], Any] | None = None
    compare_template: str = ""


@dataclass(frozen=True)
class Owed:
    """Something that somebody owes by a day, as reminders see it.

    Without an owner the managers of the unit owe it. `part` tells apart what one record owes several times.
    `begins`: "before" reminds before the due day too, "late" only once it has passed.
    """

    record: Any
    unit_id: int
    due_on: dt.date
    owner_id: int | None = None
    assigned_on: dt.date | None = None
    title: str = ""
    part: str = ""
    url: str = ""
    begins: str = "before"


@dataclass(frozen=True)
class MovingKind:
    """A kind of record whose clause references follow from one edition to the next; registered by `model`'s label.

    `moving()`: the standing references of records that move (what is concluded or closed never does), on `source`
    where that is not `model` itself. Paths start from such a reference: `unit` to the unit's key, `number` to what
    people call the record, `part` to what divides the kind (such as the kind of a document; "" for none), and
    `record` to the key of the record that the new reference of `model` hangs on.
    """

    model: Any
    title: Text
    moving: Callable[[], Any]
    unit: str = "record__unit_id"
    number: str = "record__number"
    part: str = ""
    parts: Callable[[], Any] = lambda: []
    """The choices of `part`: (value, label)."""
    record: str = "record_id"
    url: Callable[[Any], str] = lambda reference: reference.record.get_absolute_url()


@dataclass(frozen=True)
class StepProof:
    """What proves a step of a transition; registered by its key, set-wise over holders.

    prove(step, holders): {holder's key: Proved} for those with anything to say; the rest are open.
    """

    title: Text
    hint: Text
    prove: Callable[[Any, Any], dict[int, "Proved"]]


@dataclass(frozen=True)
class Proved:
    """How far a holder is: `state` in hand or proved, since `on`; `text` and `url` say by what, `done` of `all`."""

    state: str
    on: dt.date | None = None
    text: str = ""
    url: str = ""
    done: int | None = None
    all: int | None = None


@dataclass(frozen=True)
class ClauseEvidence:
    """Something that shows how a holder stands to a clause: a document, an inspection's result, a nonconformity.

    `result`: a judgement of ClauseJudgement, "major", "minor", "not_examined" or "" (shows only that it is there).
    `edition_id`: under which edition it was said.
    """

    clause_id: int
    edition_id: int
    text: str
    url: str
    on: dt.date | None = None
    result: str = ""


@dataclass(frozen=True)
class RetainedKind:
    """A kind of record that is kept for a period and may be disposed of by decision; registered by its label.

    Asked set-wise only. `closed()`: a condition under which a record has come to its end; `ended()` and `recorded()`:
    expressions for the days from which years count. `unit`, `number` and `name` are paths on the record.
    `clauses`: the model of its references and the record's column that their `record_id` equals.
    `files`: label of a kind of file link, and its path to the record's key.
    """

    model: Any
    title: Text
    closed: Callable[[], Any]
    ended: Callable[[], Any]
    recorded: Callable[[], Any]
    unit: str = "unit_id"
    number: str = "number"
    name: str = "title"
    clauses: tuple[Any, str] | None = None
    files: Sequence[tuple[str, str]] = ()
    words: Sequence[str] = ()
    """Folded words by which the lines of procedures name such a record, such as "khong phu hop"."""


@dataclass(frozen=True)
class PackSection:
    """A kind of record in the evidence pack of a holder; registered by the app it belongs to, asked set-wise only.

    `keys(scope)`: keys of the records of the holder within the asker's reach (qms.packing.scope.PackScope).
    `parts`: labels of what hangs on them and the path to the record's key, beside what their timelines tell of.
    `narrow(scope, label)`: a condition, which rows of a part belong, or None. `about`, `status`, `day`: the fields by
    which it is listed beside its name. `text(record)`: HTML of its own text, shown below its facts.
    """

    model: Any
    title: Text
    keys: Callable[[Any], list[int]]
    order: int = 50
    parts: Sequence[tuple[str, str]] = ()
    narrow: Callable[[Any, str], Any] | None = None
    about: str = ""
    status: str = "status"
    day: str = ""
    text: Callable[[Any], str] | None = None


@dataclass
class Registry:
    """Everything registered, by kind of registration."""

    work_items: list[Callable[[Any], Iterable[WorkItem]]] = field(default_factory=list)
    record_kinds: dict[str, RecordKind] = field(default_factory=dict)
    file_links: dict[str, Any] = field(default_factory=dict)
    phrases: dict[str, Text] = field(default_factory=dict)
    notice_phrases: dict[str, Text] = field(default_factory=dict)
    notice_groups: list[tuple[Text, tuple[str, ...]]] = field(default_factory=list)
    """Groups of kinds of notices: a title, and how the names of its kinds begin."""
    standing_notices: dict[str, Text] = field(default_factory=dict)
    """Kinds that nobody switches off in the product, and why."""
    owed: list[Callable[[dt.date, dt.date], Iterable[Owed]]] = field(default_factory=list)
    """What is owed by a day from the first to the last given."""
    import_kinds: dict[str, Any] = field(default_factory=dict)
    export_kinds: dict[str, Any] = field(default_factory=dict)
    record_actions: list[RecordAction] = field(default_factory=list)
    navigation: list[Any] = field(default_factory=list)
    ticks: dict[str, Callable[[], int]] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)
    action_taker_faults: list[Callable[[Sequence[Any], Any], dict[int, list[str]]]] = field(default_factory=list)
    """(actions, person): why the person does not take them over, by key, as other apps know; one query for all."""
    closers: dict[str, Closer] = field(default_factory=dict)
    reference_models: list[Any] = field(default_factory=list)
    moving_kinds: dict[str, MovingKind] = field(default_factory=dict)
    step_proofs: dict[str, StepProof] = field(default_factory=dict)
    clause_evidence: list[Callable[[Any, Any], Iterable[ClauseEvidence]]] = field(default_factory=list)
    """(holder in a transition, editions): what its records show, clause by clause, as of now."""
    declaration_faults: list[Callable[[set[int]], dict[int, str]]] = field(default_factory=list)
    """(keys of units): what speaks against their declarations, such as an open major nonconformity, in words."""
    pack_sections: list[PackSection] = field(default_factory=list)
    pack_clauses: dict[str, list[Callable[[Any, list[int]], dict[int, set[int]]]]] = field(default_factory=dict)
    """By label, (scope, keys of records in a pack): the clauses they answer to beyond those that they name."""
    retained_kinds: dict[str, RetainedKind] = field(default_factory=dict)
    retention_holds: list[Callable[[str, dict[int, Any]], dict[int, Text]]] = field(default_factory=list)
    """(label, {key: uid}): what forbids disposing of a record now, such as an open nonconformity that cites it."""
    frozen_checks: dict[str, Callable[[str], Iterable[tuple[Any, str]]]] = field(default_factory=dict)
    """Name > (database alias): records whose frozen content no longer has its hash, and in words which."""
    further_reach: dict[str, list[Callable[[Any], Any]]] = field(default_factory=dict)
    demo_builders: list[Callable[..., None]] = field(default_factory=list)
    workshop: Workshop | None = None


registry = Registry()
