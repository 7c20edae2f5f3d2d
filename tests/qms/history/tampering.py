"""Ways in which somebody with full write access to database, files and local seals would change what was recorded.

Each takes the world and a random source, does its harm and returns what must be named: (kind, uid, row or None,
kinds of harm of which one must be told).
"""

import datetime as dt
import json
import uuid
from decimal import Decimal

from django.core.files.storage import storages
from django.db import connection, models

from qms.history import canonical, seal_files, seals
from qms.history.spans import span_model
from qms.history.triggers import guarded_tables
from qms.models import Seal, Signature, TrailEntry

OWN = {"history_id", "chain_format"}
"""Columns that serve this database alone and stand in no dump: the second verifier does not see them."""


def take_down_the_fence():
    """Triggers and unique indexes of history tables, in a transaction that is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in guarded_tables():
            cursor.execute(f'DROP INDEX IF EXISTS "{table[:58]}_once"')
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{f"{table}_append_only"[:63]}" ON "{table}"')
                continue
            for name in ("no_update", "no_delete", "no_replace"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_{name}"')


def plain(model):
    """A queryset that refuses nothing."""
    return models.QuerySet(model=model)


def rows_of(record):
    return list(plain(type(record).history.model).filter(id=record.pk).order_by("sequence"))


def change(row, **values):
    plain(type(row)).filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def other(value, field, people, chance):
    """Another value that the column takes."""
    if field.remote_field and field.remote_field.model._meta.label == "qms.User":
        return chance.choice([pk for pk in people if pk != value])
    if isinstance(field, models.JSONField):
        return {"changed": chance.randrange(9)}
    if isinstance(field, models.UUIDField):
        return uuid.UUID(int=chance.getrandbits(128))
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or dt.datetime(2020, 7, 15, tzinfo=dt.UTC)) + dt.timedelta(seconds=chance.randrange(1, 99))
    if isinstance(field, models.DateField):
        return (value or dt.date(2020, 7, 15)) + dt.timedelta(days=chance.randrange(1, 99))
    if isinstance(field, models.DecimalField):
        return Decimal(7) if value != 7 else Decimal(8)
    if isinstance(field, models.IntegerField | models.ForeignKey | models.AutoField):
        return (value or 0) + chance.randrange(1000, 2000)
    return (value or "")[:-1] + ("x" if not (value or "").endswith("x") else "y")


def a_row(world, chance):
    record = world.take(chance)
    return record, chance.choice(rows_of(record))


def edit_column(world, chance):
    record, row = a_row(world, chance)
    field = chance.choice(type(row)._meta.concrete_fields)
    told = (type(record)._meta.label_lower, str(record.uid), None, HARMS | ({"own"} if field.name in OWN else set()))
    change(row, **{field.attname: other(getattr(row, field.attname), field, world.people, chance)})
    return told


def edit_actor(world, chance):
    record, row = a_row(world, chance)
    change(row, history_user_id=chance.choice([pk for pk in world.people if pk != row.history_user_id]))
    return named(record, row.sequence, "column")


def edit_time(world, chance):
    record, row = a_row(world, chance)
    change(row, history_date=row.history_date - dt.timedelta(seconds=chance.randrange(1, 10_000)))
    return named(record, row.sequence, "column")


def edit_reason(world, chance):
    record, row = a_row(world, chance)
    change(row, history_change_reason=f"{row.history_change_reason} (đã duyệt)")
    return named(record, row.sequence, "column")


def delete_row(world, chance):
    record = world.take(chance)
    row = chance.choice(rows_of(record)[:-1])
    plain(type(row)).filter(pk=row.pk).delete()
    return named(record, row.sequence + 1, "gap")


def insert_row(world, chance):
    """A change between two others that hashes rightly by itself."""
    record = world.take(chance)
    row = chance.choice(rows_of(record)[:-1])
    told = json.loads(row.chain_text) | {
        "reason": "Đã có ý kiến",
        "previous": row.row_hash,
        "sequence": row.sequence + 1,
    }
    forge(row, told)
    row.pk = None
    row.history_change_reason = told["reason"]
    row.sequence += 1
    row.previous_hash = told["previous"]
    plain(type(row)).bulk_create([row])
    return named(record, row.sequence, "gap")


def swap_rows(world, chance):
    record = world.take(chance)
    rows = rows_of(record)
    first = chance.randrange(len(rows) - 1)
    one, two = rows[first], rows[first + 1]
    change(one, sequence=two.sequence)
    change(two, sequence=first + 1)
    return named(record, first + 1, "column", "order")


def cut_tail(world, chance):
    """The last sealed changes taken away without a trace: the record stands as it was before them."""
    record = world.take(chance)
    rows = rows_of(record)
    kept = rows[: chance.randrange(1, len(rows))]
    gone = rows[len(kept) :]
    for table, key in ((type(gone[0]), "pk"), (TrailEntry, "history_id"), (span_model(), "history_id")):
        found = plain(table).filter(**{f"{key}__in": [row.pk for row in gone]})
        (found if table is type(gone[0]) else found.filter(kind=record._meta.label_lower)).delete()
    stand_as(record, kept[-1])
    return named(record, gone[-1].sequence, "missing")


def rebuild_chain(world, chance):
    """A past change told otherwise, and every hash after it, the live row, the trail and the spans made to fit."""
    record = world.take(chance)
    rows = rows_of(record)
    at = chance.randrange(len(rows))
    text = next(
        field
        for field in type(record)._meta.concrete_fields
        if type(field) is models.TextField and field.name not in canonical.UNHASHED
    )
    for row in rows[at:]:
        change(row, **{text.attname: "Không có gì xảy ra"})
    rechain(rows, at, **{text.attname: "Không có gì xảy ra"})
    stand_as(record, rows[-1])
    return named(record, None, "sealed")


def rechain(rows, at, **fields):
    """Make text, hash and link of each row anew from `at`, as the product would have made them."""
    previous = rows[at - 1].row_hash if at else ""
    for row in rows[at:]:
        told = json.loads(row.chain_text)
        told["previous"] = previous
        told["fields"] |= fields
        forge(row, told)
        change(row, chain_text=row.chain_text, row_hash=row.row_hash, previous_hash=previous)
        previous = row.row_hash


def forge(row, told):
    row.chain_text = canonical.dump(told)
    row.row_hash = canonical.digest(row.chain_text)


def stand_as(record, row):
    """The live row as that history row leaves it, and its spans with it."""
    names = [field.attname for field in type(row).tracked_fields if field.attname != "id"]
    values = {name: getattr(row, name) for name in names}
    plain(type(record)).filter(pk=record.pk).update(version=row.sequence, head_hash=row.row_hash, **values)
    span_model().objects.filter(kind=record._meta.label_lower, history_id=row.pk).update(valid_to=None)


def edit_live_row(world, chance):
    record = world.take(chance)
    fields = [field for field in type(record)._meta.concrete_fields if type(field) is models.TextField]
    field = chance.choice([field for field in fields if field.name not in canonical.UNHASHED])
    plain(type(record)).filter(pk=record.pk).update(**{field.attname: "Đã khắc phục xong"})
    return named(record, None, "live")


def change_bytes(world, chance):
    stored = world.take_file(chance)
    path = storages["records"].path(stored.stored_name)
    if chance.random() < 0.3:
        world.hide(path)
    else:
        content = bytearray(world.keep(path))
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        world.write(path, bytes(content))
    return named(stored, None, "file")


def move_rows(world, chance):
    """Two records change places in their past."""
    one, two = world.take_two(chance)
    row, its = rows_of(one)[0], rows_of(two)[0]
    change(row, id=two.pk)
    change(its, id=one.pk)
    return named(chance.choice([one, two]), 1, "moved")


def alter_span(world, chance):
    record = world.take(chance)
    spans = list(span_model().objects.filter(kind=record._meta.label_lower, record_id=record.pk).order_by("id"))
    span = chance.choice(spans)
    found = span_model().objects.filter(pk=span.pk)
    way = chance.randrange(3)
    if way == 0:
        found.delete()
    elif way == 1:
        found.update(valid_to=span.valid_from)
    else:
        found.update(unit_id=(span.unit_id or 0) + 1)
    return named(record, None, "span")


def forge_signature(world, chance):
    """Somebody else's name under what was signed, or a signature that nobody gave."""
    signature = world.take_signature(chance)
    if chance.random() < 0.5:
        values = {field.attname: getattr(signature, field.attname) for field in Signature._meta.concrete_fields}
        values |= {"id": None, "uid": uuid.UUID(int=chance.getrandbits(128), version=4)}
        (forged,) = plain(Signature).bulk_create([Signature(**values)])
        return named(forged, None, "unsaid")
    rows = rows_of(signature)
    person = chance.choice([pk for pk in world.people if pk != signature.signer_id])
    change(rows[0], signer_id=person)
    rechain(rows, 0, signer_id=person)
    stand_as(signature, rows[-1])
    return named(signature, 1, "sealed")


def named(record, sequence, *harms):
    return record._meta.label_lower, str(record.uid), sequence, set(harms)


HARMS = {"text", "column", "gap", "order", "moved", "live", "unsaid", "sealed", "missing", "trail", "span"}
TAMPERINGS = (
    edit_column, edit_actor, edit_time, edit_reason, delete_row, insert_row, swap_rows, cut_tail, rebuild_chain,
    edit_live_row, change_bytes, move_rows, alter_span, forge_signature,
)  # fmt: skip


def rewrite_seals(folder, leaf_of):
    """Local seals and what the database knows of them made anew, over the heads that `leaf_of` gives."""
    before = None
    for number in seals.Store().numbers():
        seal = seal_files.read(seals.Store(), number)
        header = seal.header | {"previous": before.digest if before else ""}
        before = seal_files.make(header, [leaf_of(leaf) for leaf in seal.leaves])
        path = folder / seal_files.name_of(number)
        path.unlink()
        path.write_text(before.text())
        known = {"digest": before.digest, "previous": before.header["previous"], "root": before.header["root"]}
        plain(Seal).filter(number=number).update(**known)
