"""Records written down as the format of the evidence says: rows, live row, defaults of later fields."""

import json
from itertools import pairwise

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, CreateModel, RemoveField, RenameField

from qms.history import canonical, merkle
from qms.history.checks import tracked_models
from qms.history.evidence_rows import Reader, about_kinds, lines
from qms.history.evolution import default_of
from tests.factories import FindingFactory, SignatureFactory, UserFactory
from tests.qms.history.agreement import MODELS, label

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_texts_columns_and_live_row_say_the_same(record_of, model):
    record = record_of(model)

    (line,) = lines(model, [record.pk])

    assert (line["kind"], line["uid"]) == (model._meta.label_lower, str(record.uid))
    assert json.loads(canonical.dump(line)) == line
    for row in line["history"]:
        assert canonical.digest(row["chain_text"]) == row["row_hash"]
        told = json.loads(row["chain_text"])
        assert {name: told[name] for name in row["columns"]} == row["columns"]
    assert (line["live"]["version"], line["live"]["head_hash"]) == (record.version, record.head_hash)
    assert line["live"]["fields"].items() <= told["fields"].items()
    assert told["fields"].keys() - line["live"]["fields"].keys() <= model.UNTRACKED


@pytest.mark.parametrize("said", ["1.5", "1.50", 2])
def test_decimals_are_spelled_as_they_were_written(as_system, said):
    """Older texts hold what was given to the field; the database gives it back with all its places."""
    model = next(model for model in MODELS if label(model) == "qms.Clause")
    fields = {"max_score": f"{float(said):.2f}"}

    Reader(model).spell_like({"max_score": said}, fields)
    assert fields["max_score"] == said

    Reader(model).spell_like({"max_score": "1.51"}, fields)
    assert fields["max_score"] == said


def test_only_what_was_recorded_before_the_moment(as_system):
    finding, other = FindingFactory(), FindingFactory()
    first, second = type(finding).history.get(id=finding.pk), type(finding).history.get(id=other.pk)
    assert first.history_date < second.history_date

    told = list(lines(type(finding), [finding.pk, other.pk], until=second.history_date))

    assert [(line["uid"], line["live"], len(line["history"])) for line in told] == [(str(finding.uid), None, 1)]


def test_some_records_cost_the_same_questions_as_one(as_system, django_assert_num_queries):
    people = [UserFactory() for _ in range(4)]

    for keys in ([people[0].pk], [person.pk for person in people]):
        with django_assert_num_queries(3):
            assert len(list(lines(type(people[0]), keys))) == len(keys)


def _flat(operations):
    for operation in operations:
        yield from _flat(operation.operations) if hasattr(operation, "operations") else [operation]


def test_fields_of_later_migrations_have_a_default_for_older_rows():
    """A column added to a table that stood already is declared, or its default follows from the model's field."""
    declared = about_kinds(tracked_models())
    found = 0
    for (app, _name), migration in MigrationLoader(None).disk_migrations.items():
        operations = list(_flat(migration.operations))
        new = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
        for operation in operations:
            kind = f"{app}.{getattr(operation, 'model_name_lower', '')}"
            if kind in declared and operation.model_name_lower not in new:
                assert not isinstance(operation, RemoveField | RenameField), f"declare {kind} in evolution.py"
                if isinstance(operation, AddField) and operation.name not in canonical.UNHASHED:
                    _check_default(operation, declared[kind]["defaults"])
                    found += 1
    assert found > 20


def _check_default(operation, defaults):
    key = isinstance(operation.field, models.ForeignKey)
    name = f"{operation.name}_id" if key else operation.name
    assert name in defaults, f"{operation.model_name}.{name}"
    assert (defaults[name],) == default_of(operation.field), name


@pytest.mark.parametrize("size", range(1, 18))
def test_every_leaf_leads_to_the_root_and_no_other(size):
    hashes = [merkle.leaf_hash(["qms.unit", str(number), 1, "0" * 64]) for number in range(size)]
    expected = _root(hashes).hex()

    assert merkle.root(hashes) == expected
    for index, leaf in enumerate(hashes):
        path = merkle.path(hashes, index)
        assert merkle.agrees(leaf, index, size, path, expected)
        assert not merkle.agrees(merkle.EMPTY, index, size, path, expected)
        assert not merkle.agrees(leaf, index, size, [*path, expected], expected)
        assert not any(merkle.agrees(leaf, other, size, path, expected) for other in range(size) if other != index)


def _root(hashes):
    """As RFC 6962 defines it: split at the largest power of two smaller than the number."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return merkle._node(_root(hashes[:split]), _root(hashes[split:]))


def test_empty_tree_is_the_hash_of_nothing():
    assert merkle.root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert len({merkle.root([one]) for one, _other in pairwise([b"a" * 32, b"b" * 32, b"c" * 32])}) == 2


def test_signature_for_somebody_agrees_though_its_row_has_one_column_for_both(as_system):
    """On whose behalf it was signed stands in its text and its live row; the history's column tells of the change."""
    signature = SignatureFactory(on_behalf_of=UserFactory())

    (line,) = lines(type(signature), [signature.pk])

    told = json.loads(line["history"][0]["chain_text"])
    assert line["history"][0]["columns"]["fields"] == told["fields"]
    assert line["live"]["fields"]["on_behalf_of_id"] == signature.on_behalf_of_id
    assert line["history"][0]["columns"]["on_behalf_of"] == told["on_behalf_of"]
