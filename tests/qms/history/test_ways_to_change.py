"""Every way to change a tracked record, for every tracked model: refused, or it leaves its history row."""

import uuid

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.db.models import F, signals
from django.db.models.deletion import Collector
from django.test import override_settings
from factory.django import mute_signals
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from qms.history.chain import HistoryBypass, StaleRecord
from qms.history.recording import OutsideOperation
from tests.factories import factories
from tests.qms.history.agreement import (
    CHANGEABLE,
    MODELS,
    WRITTEN_ONCE,
    assert_history_agrees,
    change,
    history_of,
    label,
    plain_field,
    rows_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(request, record_of, as_system):
    """A record of the parametrised model, inside an operation."""
    return record_of(request.param)


def each(models_):
    return pytest.mark.parametrize("record", models_, ids=label, indirect=True)


def same_row(record):
    """Values for queryset writes that touch the row."""
    return {plain_field(type(record)).name: plain_field(type(record)).value_from_object(record)}


def by_update(record):
    type(record).objects.filter(pk=record.pk).update(**same_row(record))


def by_base_manager_update(record):
    type(record)._base_manager.filter(pk=record.pk).update(**same_row(record))


def by_bulk_create(record):
    type(record).objects.bulk_create([record])


def by_upsert(record):
    type(record).objects.bulk_create(
        [record], update_conflicts=True, unique_fields=["uid"], update_fields=list(same_row(record))
    )


def by_bulk_update(record):
    change(record)
    type(record).objects.bulk_update([record], list(same_row(record)))


def by_bulk_create_with_history(record):
    bulk_create_with_history([record], type(record))


def by_bulk_update_with_history(record):
    bulk_update_with_history([record], type(record), list(same_row(record)))


def by_expression(record):
    name = plain_field(type(record)).name
    setattr(record, name, F(name))
    record.save()


def by_raw_save_base(record):
    change(record)
    models.Model.save_base(record, raw=True)


def by_deserializing(record):
    change(record)
    next(iter(serializers.deserialize("json", serializers.serialize("json", [record])))).save()


def by_skipping_history(record):
    change(record)
    record.skip_history_when_saving = True
    record.save()


def by_save_without_historical_record(record):
    change(record)
    record.save_without_historical_record()


def by_history_switched_off(record):
    change(record)
    with override_settings(SIMPLE_HISTORY_ENABLED=False):
        record.save()


def by_muting_signals(record):
    change(record)
    with mute_signals(signals.pre_save, signals.post_save):
        record.save()


def by_muting_one_signal(record):
    change(record)
    with mute_signals(signals.post_save):
        record.save()


def by_delete(record):
    record.delete()


def by_queryset_delete(record):
    type(record).objects.filter(pk=record.pk).delete()


def by_model_delete(record):
    models.Model.delete(record)


def by_raw_delete(record):
    type(record).objects.filter(pk=record.pk)._raw_delete("default")


def by_collector(record):
    collector = Collector("default")
    collector.collect([record], fail_on_restricted=False)
    collector.delete()


REFUSED = [value for name, value in sorted(globals().items()) if name.startswith("by_")]


def by_database(record):
    """The database may refuse first: rows written once, and people, to whom history rows point."""
    return [DatabaseError] if label(type(record)) in WRITTEN_ONCE | {"qms.User"} else []


@each(MODELS)
@pytest.mark.parametrize("way", REFUSED, ids=lambda way: way.__name__)
def test_way_without_history_is_refused(record, way):
    before = rows_of(type(record))

    with pytest.raises((HistoryBypass, models.ProtectedError, *by_database(record))), transaction.atomic():
        way(record)

    assert rows_of(type(record)) == before
    assert len(history_of(record)) == before_sequence(record)


def before_sequence(record):
    """How many changes the live row counts."""
    return type(record)._base_manager.get(pk=record.pk).version


@each(MODELS)
def test_loaddata_is_refused(record, tmp_path):
    before = rows_of(type(record))
    fixture = tmp_path / "rows.json"
    change(record)
    fixture.write_text(serializers.serialize("json", [record]))

    with pytest.raises(HistoryBypass), transaction.atomic():
        call_command("loaddata", str(fixture), verbosity=0)

    assert rows_of(type(record)) == before


OUTSIDE = {
    "save": lambda record: record.save(),
    "save_update_fields": lambda record: record.save(update_fields=[plain_field(type(record)).name]),
    "create": lambda record: type(record).objects.create(),
    "get_or_create": lambda record: type(record).objects.get_or_create(uid=uuid.uuid4()),
    "update_or_create": lambda record: type(record).objects.update_or_create(uid=record.uid, defaults=same_row(record)),
}


@pytest.mark.parametrize("model", MODELS, ids=label)
@pytest.mark.parametrize("way", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_writing_outside_an_operation_is_refused(record_of, model, way):
    record = record_of(model)
    before = rows_of(model)

    with pytest.raises(OutsideOperation), transaction.atomic():
        way(record)

    assert rows_of(model) == before


def leaves_save(record):
    change(record)
    record.save()


def leaves_save_of_one_field(record):
    """What was changed in memory beside it is written too: the history row tells it."""
    change(record)
    record.save(update_fields=["uid"])


def leaves_save_of_a_deferred_record(record):
    partial = type(record).objects.only("pk").get(pk=record.pk)
    change(partial)
    partial.save()


def leaves_save_of_a_past_state(record):
    change(record)
    record.save()
    history_of(record)[0].instance.save()


def leaves_update_or_create(record):
    type(record).objects.update_or_create(pk=record.pk, defaults=same_row(record))


LEAVES = [value for name, value in sorted(globals().items()) if name.startswith("leaves_")]


@each(CHANGEABLE)
@pytest.mark.parametrize("way", LEAVES, ids=lambda way: way.__name__)
def test_way_with_history_leaves_its_row(record, way):
    way(record)

    assert len(history_of(record)) > 1
    assert_history_agrees(record)


@each(CHANGEABLE)
def test_save_from_an_older_state_is_refused(record):
    older = type(record).objects.get(pk=record.pk)
    change(record)
    record.save()
    change(older)

    with pytest.raises(StaleRecord), transaction.atomic():
        older.save()

    assert older.version == 1
    assert_history_agrees(record)


@each(MODELS)
def test_overwriting_by_a_known_key_is_refused(record):
    overwriting = type(record)(
        **{field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    )
    overwriting.version, overwriting.head_hash = 0, ""

    with pytest.raises(DatabaseError), transaction.atomic():
        overwriting.save()

    assert_history_agrees(record)


REVERSE = [
    (relation.model, relation.get_accessor_name(), relation.related_model, relation.field)
    for model in MODELS
    for relation in model._meta.related_objects
    if relation.one_to_many and not relation.hidden and relation.related_model in MODELS
]


@pytest.mark.parametrize(
    ("model", "accessor", "related", "field"), REVERSE, ids=lambda value: value if isinstance(value, str) else None
)
def test_changing_a_reverse_set_is_refused(as_system, record_of, model, accessor, related, field):
    parent, child = record_of(model), record_of(related)
    children = getattr(parent, accessor)
    before = rows_of(related)

    with pytest.raises(HistoryBypass), transaction.atomic():
        children.add(child)
    with pytest.raises(HistoryBypass), transaction.atomic():
        children.set([child])
    if field.null:
        child = factories()[related](**{field.name: parent})
        before = rows_of(related)
        with pytest.raises(HistoryBypass), transaction.atomic():
            children.remove(child)
        with pytest.raises(HistoryBypass), transaction.atomic():
            children.clear()

    assert rows_of(related) == before


PLAIN_LINKS = [(model, field) for model in MODELS for field in model._meta.many_to_many]


@pytest.mark.parametrize(("model", "field"), PLAIN_LINKS, ids=lambda value: getattr(value, "name", None))
@pytest.mark.parametrize("way", ["add", "remove", "clear", "set"])
@pytest.mark.parametrize("side", ["forward", "reverse"])
def test_changing_plain_links_is_refused(as_system, record_of, model, field, way, side):
    record, other = record_of(model), other_of(field)
    through = getattr(record, field.name).through
    before = rows_of(through)
    links, end = getattr(record, field.name), other
    if side == "reverse":
        links, end = getattr(other, field.remote_field.get_accessor_name()), record

    with pytest.raises(HistoryBypass), transaction.atomic():
        getattr(links, way)(*{"clear": [], "set": [[end]]}.get(way, [end]))

    assert rows_of(through) == before


def other_of(field):
    """A row at the other end of a plain link."""
    model = field.related_model
    return model.objects.first() or model.objects.create(name="a group")
