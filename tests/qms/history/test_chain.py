"""Each write makes the next link of its record's chain, and tells who, when, what and why."""

import datetime as dt
import json

import pytest
from django.db import transaction

from qms import clock
from qms.history import bulk
from qms.history.chain import HistoryBypass, StaleRecord
from qms.history.recording import OutsideOperation, ReasonMissing, operation, recording
from tests.factories import UnitFactory, UserFactory, factories
from tests.qms.history.agreement import CHANGEABLE, MODELS, assert_history_agrees, change, history_of, label

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("model", MODELS, ids=label)
each_changeable = pytest.mark.parametrize("model", CHANGEABLE, ids=label)


def unsaved(model, monkeypatch, count=2):
    """Records of the model that are not saved yet, while what they point at stands."""
    with monkeypatch.context() as patch:
        patch.setattr(model, "save", lambda self, **kwargs: None)
        return [factories()[model]() for _ in range(count)]


@each
def test_creating_begins_the_chain(as_system, model):
    record = factories()[model]()

    assert [(row.sequence, row.history_type) for row in history_of(record)] == [(1, "+")]
    assert_history_agrees(record)


@each_changeable
def test_saving_adds_the_next_link(as_system, model):
    record = factories()[model]()
    for _ in range(2):
        change(record)
        record.save()

    assert [row.history_type for row in history_of(record)] == ["+", "~", "~"]
    assert_history_agrees(record)


@each_changeable
def test_saving_named_fields_adds_the_next_link(as_system, model):
    record = factories()[model]()

    record.save(update_fields=[change(record)])

    assert len(history_of(record)) == 2
    assert_history_agrees(record)


@pytest.mark.parametrize("model", [m for m in MODELS if label(m) != "qms.User"], ids=label)
def test_bulk_create_writes_history_beside_the_rows(as_system, model, monkeypatch):
    records = bulk.create(unsaved(model, monkeypatch))

    for record in records:
        assert [row.sequence for row in history_of(record)] == [1]
        assert_history_agrees(record)


@each_changeable
def test_bulk_update_adds_the_next_links(as_system, model):
    records = [factories()[model]() for _ in range(2)]
    names = {change(record) for record in records}

    bulk.update(records, sorted(names))

    for record in records:
        assert len(history_of(record)) == 2
        assert_history_agrees(record)


@each_changeable
def test_bulk_update_refuses_changes_it_would_not_write(as_system, model):
    record = factories()[model]()
    change(record)

    with pytest.raises(HistoryBypass), transaction.atomic():
        bulk.update([record], ["version"])

    assert len(history_of(record)) == 1


@each_changeable
def test_bulk_update_refuses_an_older_state(as_system, model):
    record = factories()[model]()
    older = model.objects.get(pk=record.pk)
    change(record)
    record.save()

    with pytest.raises(StaleRecord), transaction.atomic():
        bulk.update([older], [change(older)])

    assert_history_agrees(record)


@pytest.mark.parametrize("write", ["save", "bulk.create", "bulk.update"])
@each
def test_history_row_tells_who_when_and_why(db, model, write, monkeypatch):
    if (write == "bulk.create" and label(model) == "qms.User") or (write != "bulk.create" and model not in CHANGEABLE):
        pytest.skip("this model is not written that way")
    person, principal = UserFactory(), UserFactory()
    record = unsaved(model, monkeypatch, 1)[0] if write == "bulk.create" else factories()[model]()
    claimed = dt.datetime(2020, 7, 1, 9, tzinfo=dt.UTC)

    with recording(
        by=person, operation="correct_record", reason="Đính chính", occurred_at=claimed, on_behalf_of=principal
    ):
        if write == "save":
            change(record)
            record.save()
        elif write == "bulk.create":
            bulk.create([record])
        else:
            bulk.update([record], [change(record)])

    row, told = history_of(record)[-1], json.loads(history_of(record)[-1].chain_text)
    assert (row.history_user_id, row.on_behalf_of_id) == (person.pk, principal.pk)
    assert (row.operation, row.history_change_reason, row.occurred_at) == ("correct_record", "Đính chính", claimed)
    assert abs(row.history_date - clock.now()) < dt.timedelta(minutes=1)
    assert (told["by"], told["on_behalf_of"]) == (str(person.uid), str(principal.uid))
    assert (told["operation"], told["reason"]) == ("correct_record", "Đính chính")
    assert dt.datetime.fromisoformat(told["recorded_at"]) == row.history_date
    assert dt.datetime.fromisoformat(told["occurred_at"]) == claimed


@operation("test_rename_with_reason", reason_required=True)
def rename(record, *, by, name):
    """An operation for these tests."""
    record.full_name = name
    record.save()


def test_operation_without_its_reason_writes_nothing(db, system):
    person = UserFactory(full_name="A")

    with pytest.raises(ReasonMissing):
        rename(person, by=system, name="B", reason="   ")

    assert len(history_of(person)) == 1


def test_operation_that_fails_leaves_neither_row(db, system, monkeypatch):
    person = UserFactory(full_name="A")

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("qms.history.tracked.write_change", fail)
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        rename(person, by=system, name="B", reason="test")

    person.refresh_from_db()
    assert (person.full_name, person.version) == ("A", 1)
    assert_history_agrees(person)


@pytest.mark.parametrize("nobody", [None, object()])
def test_nobody_cannot_change_anything(nobody):
    with pytest.raises(OutsideOperation), recording(by=nobody, operation="test"):
        pass


def test_only_untracked_fields_are_saved_without_history(db):
    person = UserFactory()
    person.set_password("another-long-password")

    person.save(update_fields=["password"])

    assert type(person).objects.get(pk=person.pk).check_password("another-long-password")
    assert_history_agrees(person)
    assert "password" not in json.loads(history_of(person)[-1].chain_text)["fields"]


@pytest.mark.transactional
def test_save_that_fails_halfway_commits_nothing(as_system, monkeypatch):
    person = UserFactory(full_name="A")

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("qms.history.tracked.write_change", fail)
    person.full_name = "B"
    with pytest.raises(OSError, match="disk full"):
        person.save()

    assert type(person).objects.get(pk=person.pk).full_name == "A"
    assert person.version == 1


def test_saving_a_partly_read_record_writes_what_is_derived_from_it(as_system):
    unit = UnitFactory(name_vi="Phòng Việc làm")
    partial = type(unit).objects.only("code").get(pk=unit.pk)

    partial.name_vi = "Phòng Người có công"
    partial.save()

    assert "nguoi co cong" in type(unit).objects.get(pk=unit.pk).search_text
    assert_history_agrees(unit)
